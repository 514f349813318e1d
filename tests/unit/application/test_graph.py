"""Follows, requests, blocks and mutes between two people, whatever they do after each other."""

from contextlib import suppress
from itertools import product

import pytest

from tests.unit.application.worlds import become, lock
from twite.application.ports.follows import RelationView
from twite.domain.errors import Conflict, Forbidden, NotFound
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded

# What one does about the other: feature and verb.
VERBS = (
    ("follows", "follow"),
    ("follows", "unfollow"),
    ("follows", "accept"),
    ("follows", "reject"),
    ("follows", "withdraw"),
    ("follows", "remove_follower"),
    ("blocks", "block"),
    ("blocks", "unblock"),
    ("mutes", "mute"),
    ("mutes", "unmute"),
)
SELF = ("lock", "unlock", "suspend", "restore")  # what happens to one of them
ACTS = [(who, *verb) for who in (0, 1) for verb in VERBS] + [
    (who, "self", what) for who in (0, 1) for what in SELF
]
# How things stand before: what led there.
BEGINNINGS = {
    "strangers": (),
    "a request": ((1, "self", "lock"), (0, "follows", "follow")),
    "an old request": (
        (1, "self", "lock"),
        (0, "follows", "follow"),
        (1, "self", "unlock"),
    ),
    "requests both ways": (
        (0, "self", "lock"),
        (1, "self", "lock"),
        (0, "follows", "follow"),
        (1, "follows", "follow"),
    ),
    "a follow": ((0, "follows", "follow"),),
    "follows both ways": ((0, "follows", "follow"), (1, "follows", "follow")),
    "a block": ((0, "blocks", "block"),),
    "a mute": ((0, "follows", "follow"), (0, "mutes", "mute")),
}


def do(twite: Embedded, pair: list[UserId], act: tuple[int, str, str]) -> None:
    """Whether it is refused or not."""
    who, feature, verb = act
    match verb:
        case "lock" | "unlock":
            lock(twite, pair[who], locked=verb == "lock")
        case "suspend" | "restore":
            state = UserState.SUSPENDED if verb == "suspend" else UserState.ACTIVE
            become(twite, pair[who], state)
        case _:
            with suppress(Conflict, Forbidden, NotFound):
                getattr(getattr(twite, feature), verb)(by=pair[who], whom=pair[1 - who])


def is_allowed(there: RelationView, back: RelationView) -> bool:
    """What may stand together, seen from both sides."""
    apart = there.blocking or back.blocking
    bound = there.following or back.following or there.requested or back.requested
    return (
        not (apart and bound)
        and not (there.following and there.requested)
        and not (back.following and back.requested)
        and (there.following, there.requested) == (back.followed_by, back.requested_by)
        and (back.following, back.requested) == (there.followed_by, there.requested_by)
    )


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_two_acts_after_each_other_leave_what_may_stand(
    twite: Embedded, beginning: str
) -> None:
    wrong = []
    for number, (first, second) in enumerate(product(ACTS, repeat=2)):
        pair = [twite.users.register(handle=f"u{number}_{who}") for who in "ab"]
        for act in (*BEGINNINGS[beginning], first, second):
            do(twite, pair, act)

        there, back = (
            twite.follows.relation(viewer_id=one, other_id=other)
            for one, other in (pair, pair[::-1])
        )
        if not is_allowed(there, back):
            wrong.append((first, second))

    assert wrong == []
    assert twite.check() == []
