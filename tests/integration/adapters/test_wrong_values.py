"""Every use case, with right arguments but one: it answers the same on every storage, with a
refusal where the value is wrong, and then nothing has changed."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from inspect import isfunction, signature
from pathlib import Path
from types import UnionType
from typing import Any, NewType, TypeAlias, Union, get_args, get_origin, get_type_hints

import pytest
from attrs import fields, frozen
from sqlalchemy import select

from tests.integration.servers import fresh_database
from twite.adapters.memory.mail import Mailbox
from twite.adapters.memory.store import Tables
from twite.adapters.sql.tables import metadata
from twite.application.paging import Cursor, Page
from twite.application.twite import Twite
from twite.domain.errors import TwiteError
from twite.domain.microposts import MicropostPosted, Visibility
from twite.domain.notifications import NotificationKind
from twite.domain.preferences import Media
from twite.domain.registrations import Admission
from twite.domain.streams import Listener, Stream, StreamKind
from twite.domain.users import Role, UserState
from twite.entrypoints.container.features import throwaway_passwords
from twite.entrypoints.library import Embedded, connect, in_memory
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock

HOME = "https://app.example/cb"
PASSWORD = "a passphrase of alice"
HOUSE = Settings(dispatch=Dispatch.INLINE, registrations=Admission.APPROVAL, password_grant=True)

WRONG: Mapping[str, Any] = {
    "None": None,
    "a number": 5,
    "a fraction": 5.0,
    "a word": "x",
    "nothing in it": "",
    "a list": [],
    "a dictionary": {},
    "bytes": b"\xff",
    "a set": set[int](),
    "more than 63 bits": 2**63,
    "less than nothing": -1,
    "yes": True,
    "half a character": "a\ud800b",
    "NUL": "a\0b",
    "full-width digits": "１２",
    "digits and a line": "1_000",
    "what reorders": "a\u202eb",
    "a megabyte": "x" * 1_000_000,
}

# They count each try to prove who one is, however wrong it is.
COUNTING = {"credentials.change_password", "credentials.change_email", "credentials.confirm"}
# What was a draft is posted where there is none any more, and nobody asks for an invitation here.
FORGIVING = {("microposts.post", "draft_id"), ("registrations.sign_up", "invitation")}

Rights: TypeAlias = Mapping[str, Any]


def _use_cases() -> Iterator[str]:
    """Every public method but the reactions, which no caller calls: they take the unit of work."""
    for part in fields(Twite):
        for name, method in vars(part.type).items():
            public = isfunction(method) and not name.startswith("_")
            if public and "work" not in signature(method).parameters:
                yield f"{part.name}.{name}"


USE_CASES = list(_use_cases())


@frozen
class World:
    """A storage with a few people in it, and what is right to ask of them."""

    twite: Embedded
    rights: Rights

    def ask(self, use_case: str, arguments: Rights) -> Any:
        part, _, name = use_case.partition(".")
        return getattr(getattr(self.twite, part), name)(**arguments)

    def right(self, use_case: str) -> Rights:
        """By the name of the parameter, unless it means something else in that place."""
        part, _, _ = use_case.partition(".")
        return {
            name: next(
                self.rights[key]
                for key in (f"{use_case}.{name}", f"{part}.{name}", name)
                if key in self.rights
            )
            for name in _hints(use_case)
        }

    def everything(self) -> Mapping[str, Any]:
        """Every row there is, as the transaction sees it."""
        feed: Any = self.twite.feed
        if hasattr(feed, "_store"):
            with feed._store.reading() as tables:
                names = [part.name for part in fields(Tables)]
                return {name: dict(getattr(tables, name).items()) for name in names}
        with feed._transactions.reading() as connection:
            return {
                name: connection.execute(select(table).order_by(*table.primary_key)).all()
                for name, table in metadata.tables.items()
            }


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str, migrated_file: Path
) -> Iterator[Mapping[str, World]]:
    """The same on every storage; nobody changes anything in them for good."""
    file = tmp_path_factory.mktemp("wrong") / "twite.db"
    shutil.copyfile(migrated_file, file)
    given: Any = {"clock": StoppedClock(), "mailer": Mailbox(), "passwords": throwaway_passwords()}
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database(postgres_url))
        storages = {
            "memory": in_memory(HOUSE, **given),
            "sqlite": connect(f"sqlite:///{file}", HOUSE, **given),
            "postgres": connect(url, HOUSE, migrate=True, **given),
        }
        yield {name: _settled(stack.enter_context(one)) for name, one in storages.items()}


def _settled(twite: Embedded) -> World:
    alice, bob = (
        twite.credentials.sign_up(handle=name, email=f"{name}@example.org", password=PASSWORD)
        for name in ("alice", "bob")
    )
    carol = twite.users.register(handle="carol", external_id="carol-1")
    dana = twite.registrations.sign_up(handle="dana", email="d@example.org", password=PASSWORD)
    twite.users.appoint(alice, Role.ADMIN)
    twite.users.silence(carol)
    twite.users.edit_profile(by=alice, links=[("Pronouns", "she/her")], locked=True)
    twite.follows.follow(by=bob, whom=alice)  # asks to
    twite.follows.follow(by=alice, whom=bob)
    twite.mutes.mute(by=alice, whom=carol)
    twite.blocks.block(by=bob, whom=carol)
    said = twite.microposts.post(author_id=alice, text="#tea", idempotency_key="said")
    reply = twite.microposts.post(author_id=bob, text="@alice #tea", in_reply_to_id=said)
    twite.microposts.pin(said, by=alice)
    twite.microposts.edit(said, by=alice, text="more #tea")
    twite.favourites.favourite(said, by=bob)
    twite.reposts.repost(reply, by=alice)
    twite.bookmarks.bookmark(said, by=alice)
    token = twite.sessions.start(alice)
    session = twite.sessions.page(alice).items[0].id
    told = twite.notifications.page(recipient_id=alice).items[0].id
    draft = twite.drafts.keep(by=alice, text="later")
    reset = twite.credentials.offer_reset(alice)
    made = twite.oauth.register(name="Tea", redirect_uris=[HOME], scopes="read write")
    proof: Any = {"client_id": made.app.client_id, "client_secret": made.secret}
    allowed = twite.oauth.issue_to_user(alice, **proof).token
    code = twite.oauth.authorize(by=alice, client_id=made.app.client_id, redirect_uri=HOME)
    apps_own = twite.oauth.issue_to_app(**proof).token
    assert not twite.check()
    return World(
        twite,
        {
            **dict.fromkeys(("by", "of", "author_id", "owner_id", "recipient_id"), alice),
            **dict.fromkeys(("viewer_id", "user_id", "subject_id"), alice),
            **dict.fromkeys(("whom", "other_id", "users.id"), bob),
            **{"users.approve.id": dana, "users.restore.id": carol},
            **{"id": said, "in_reply_to_id": said, "after": reply, "version": 2},
            **{"ids": [said, reply], "users.ids": [bob, alice], "other_ids": [bob]},
            **{"kinds": [NotificationKind.REPLY], "but": [], "actor_id": bob, "replies": False},
            **{"following": True, "offset": 0, "sensitive": True, "about": bob},
            **{
                "notifies": True,
                "home": said,
                "notifications": False,
                "markers.notifications": told,
            },
            **{"shows_media": Media.ALL, "opens_warnings": True},
            **{"drafts.id": draft, "draft_id": draft, "drafts.in_reply_to_id": said},
            **{"notifications.id": told, "up_to": told, "sessions.id": session},
            **{"handle": "erin", "users.named.handle": "bob", "users.bearing.handle": "bob"},
            **{"external_id": "erin-1", "users.known_as.external_id": "carol-1"},
            **{"email": "erin@example.org", "login": "alice", "invitation": "x"},
            **{"password": PASSWORD, "current": PASSWORD, "new": "another passphrase"},
            **{"token": token, "credentials.token": reset, "browser": "Firefox"},
            **proof,
            **{
                "oauth.issue_to_newcomer.token": apps_own,
                "oauth.token": allowed,
                "oauth.id": twite.oauth.known(allowed).token_id,
            },
            "oauth.ids": [twite.oauth.known(allowed).token_id],
            **{"name": "Coffee", "website": HOME, "confidential": True, "scopes": "read"},
            **{"redirect_uris": [HOME], "redirect_uri": HOME, "code": code, "verifier": None},
            **{"challenge": "x" * 43, "challenge_method": "S256"},
            **{"display_name": "Erin", "bio": "Tea.", "links": [("Tea", "green")], "locked": False},
            **{"text": "hello", "content_warning": "tea", "language": "de"},
            **{"visibility": Visibility.UNLISTED, "idempotency_key": "another"},
            **{"lasts": timedelta(hours=1), "reposts": False},
            **{"cursor": Cursor(), "limit": 5, "tag": "tea", "prefix": "t", "query": "tea"},
            **{"state": UserState.ACTIVE, "role": Role.USER, "reason": "spam"},
            **{"users.appoint.role": Role.MODERATOR, "schedule.name": "housekeeping"},
            "event": MicropostPosted(at=NOON, micropost_id=said, author_id=alice),
            "listeners": [Listener(alice, Stream(StreamKind.HOME))],
        },
    )


# -- asking ---------------------------------------------------------------------


class Undo(Exception):
    """What happened is not to have happened."""


@pytest.mark.parametrize("use_case", USE_CASES)
def test_change_nothing_and_are_refused_alike(worlds: Mapping[str, World], use_case: str) -> None:
    with ExitStack() as stack:
        for world in worlds.values():
            stack.enter_context(suppress(Undo))
            stack.enter_context(world.twite.microposts.unit_of_work())
        before = {name: world.everything() for name, world in worlds.items()}

        unlike = list(_unlike(worlds, use_case))

        assert not unlike
        for name, world in worlds.items():
            assert world.everything() == before[name], name
        raise Undo


def _unlike(worlds: Mapping[str, World], use_case: str) -> Iterator[str]:
    """What the storages do not answer alike, or with a failure."""
    right = _came_of_all(worlds, use_case, "", None, is_right=True)
    if any(isinstance(came, type) for came in right.values()):
        yield f"with what is right: {right}"
    for name, hint in _hints(use_case).items():
        for what, value in WRONG.items():
            is_right = _fits(value, hint)
            came = _came_of_all(worlds, use_case, name, value, is_right=is_right)
            if len(set(map(str, came.values()))) > 1 or "failure" in str(came):
                yield f"{name} is {what}: {came}"


def _came_of_all(
    worlds: Mapping[str, World], use_case: str, name: str, value: object, *, is_right: bool
) -> Mapping[str, object]:
    undone = is_right or (use_case, name) in FORGIVING
    return {
        storage: _came_of(
            world,
            use_case,
            {**world.right(use_case), **({name: value} if name else {})},
            undone=undone,
        )
        for storage, world in worlds.items()
    }


def _came_of(world: World, use_case: str, arguments: Rights, *, undone: bool) -> object:
    """The refusal, or what kind of value, of what length.

    What is refused is not undone, so that it would be found had it changed anything; nor is what
    is accepted though it is wrong.
    """
    came: object = None
    with suppress(Undo), world.twite.microposts.unit_of_work():
        try:
            value = world.ask(use_case, arguments)
        except TwiteError as refusal:
            came = type(refusal)
            undone = use_case in COUNTING
        except Exception as failure:
            came = f"failure: {failure!r:.300}"
            undone = True
        else:
            items = value.items if isinstance(value, Page) else value
            came = (type(value).__name__, len(items) if isinstance(items, list | tuple) else None)
        if undone:
            raise Undo
    return came


def _hints(use_case: str) -> Mapping[str, Any]:
    """What each of its parameters may be."""
    part, _, name = use_case.partition(".")
    method = getattr(getattr(fields(Twite), part).type, name)
    hints = get_type_hints(method)
    return {name: hints[name] for name in signature(method).parameters if name != "self"}


def _fits(value: object, hint: Any) -> bool:
    """Whether a type checker would let it pass."""
    if get_origin(hint) in (Union, UnionType):
        return any(_fits(value, one) for one in get_args(hint))
    kind: Any = hint.__supertype__ if isinstance(hint, NewType) else get_origin(hint) or hint
    return isinstance(value, kind)
