"""Users: who they are, and what the house decides about them."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.integration.adapters.machine.drawn import (
    LAST,
    mostly,
    now_and_then_too_many,
    people,
    several,
    stretches,
    turns,
    viewers,
)
from tests.integration.adapters.machine.lockstep import Lockstep, Stretch
from tests.integration.adapters.machine.words import (
    ASKED_EXTERNAL_IDS,
    EXTERNAL_IDS,
    HANDLES,
    INVALID_HANDLES,
    KEPT_BIOS,
    KEPT_NAMES,
    KEPT_REASONS,
    LINKS,
    RESERVED_HANDLES,
    WRITTEN_HANDLES,
    WRONG_BIOS,
    WRONG_EXTERNAL_IDS,
    WRONG_LINKS,
    WRONG_NAMES,
    WRONG_PREFERRED_LANGUAGES,
    WRONG_REASONS,
    Written,
    right_texts,
)
from twite.domain.microposts import Visibility
from twite.domain.preferences import Media
from twite.domain.users import Role, UserState

FIRST_PEOPLE = 5
ENOUGH_PEOPLE = 6  # so many are there before anybody has to go
WRONG_LISTS = ((("a", "b"),) * 5, *([link] for link in WRONG_LINKS))
reasons = mostly(KEPT_REASONS, WRONG_REASONS, wrong_in=8)
masters = mostly((None,), people, wrong_in=2)  # who decides: whoever runs the machine, or others
somebody = mostly(people, (LAST,), wrong_in=5)
asked_handles = mostly((None,), (*WRITTEN_HANDLES, *INVALID_HANDLES), wrong_in=3)


class PeopleRules(Lockstep):
    @initialize(names=st.permutations(HANDLES), texts=st.lists(right_texts, min_size=3, max_size=3))
    def move_in(self, names: Sequence[str], texts: Sequence[Written]) -> None:
        """The first moderates, the second runs the house, each follows two, and some speak."""
        for place, handle in enumerate(names[:FIRST_PEOPLE]):
            self.register(handle, None, f"host:{place}" if place < 3 else None)
        self.appoint(0, Role.MODERATOR, None, "")
        self.appoint(1, Role.ADMIN, None, "")
        for place in range(2 * FIRST_PEOPLE):
            follower, followee = place % FIRST_PEOPLE, (place + 1 + place // FIRST_PEOPLE)
            pair = {"by": self.person(follower), "whom": self.person(followee % FIRST_PEOPLE)}
            self.do("follows.follow", **pair, reposts=True)
        for place, text in enumerate(texts):
            self.do(
                "microposts.post",
                author_id=self.person(place + 2),
                text=text,
                content_warning=None,
                language=None,
                visibility=Visibility.PUBLIC,
                in_reply_to_id=None,
                idempotency_key=None,
            )

    @rule(
        handle=mostly(WRITTEN_HANDLES, (*INVALID_HANDLES, *RESERVED_HANDLES, "Admin")),
        display_name=mostly(KEPT_NAMES, WRONG_NAMES, wrong_in=8),
        external_id=mostly(EXTERNAL_IDS, WRONG_EXTERNAL_IDS, wrong_in=8),
    )
    def register(self, handle: str, display_name: str | None, external_id: str | None) -> None:
        self.do("users.register", handle=handle, display_name=display_name, external_id=external_id)

    @rule(
        by=people,
        display_name=mostly(KEPT_NAMES, WRONG_NAMES, wrong_in=10),
        bio=mostly((None, *KEPT_BIOS), WRONG_BIOS, wrong_in=10),
        links=mostly(LINKS, WRONG_LISTS, wrong_in=10),
        locked=st.sampled_from((None, None, True, False)),
    )
    def edit_profile(
        self,
        by: int,
        display_name: str | None,
        bio: str | None,
        links: Sequence[tuple[str, str]] | None,
        locked: bool | None,
    ) -> None:
        self.do(
            "users.edit_profile",
            by=self.actor(by),
            display_name=display_name,
            bio=bio,
            links=links,
            locked=locked,
        )

    @rule(
        by=people,
        visibility=mostly((None, *Visibility), ("", "everybody"), wrong_in=12),
        sensitive=st.none() | st.booleans(),
        language=mostly((None, "", "DE"), WRONG_PREFERRED_LANGUAGES, wrong_in=12),
        shows_media=mostly((None, *Media), ("", "some"), wrong_in=12),
        opens_warnings=st.none() | st.booleans(),
    )
    def prefer(self, by: int, **said: Any) -> None:
        self.do("preferences.change", by=self.actor(by), **said)

    @rule(of=people)
    def show_preferences(self, of: int) -> None:
        self.do("preferences.show", of=self.person(of))

    @rule(who=somebody)
    def show_user(self, who: int) -> None:
        self.do("users.show", id=self.person(who))

    @rule(who=several, viewer=viewers, times=now_and_then_too_many)
    def show_users(self, who: Sequence[int], viewer: int | None, times: int) -> None:
        ids = [self.person(place) for place in who] * times
        self.do("users.shown", ids=ids, viewer_id=self.person(viewer))

    @rule(who=people, handle=asked_handles, viewer=viewers)
    def named(self, who: int, handle: str | None, viewer: int | None) -> None:
        asked = self._handle_of(who) if handle is None else handle
        self.do("users.named", handle=asked, viewer_id=self.person(viewer))

    @rule()
    def census(self) -> None:
        self.do("users.census")

    @rule(who=people, handle=asked_handles)
    def bearing(self, who: int, handle: str | None) -> None:
        self.do("users.bearing", handle=self._handle_of(who) if handle is None else handle)

    @rule(who=people, external_id=mostly((None,), (*ASKED_EXTERNAL_IDS, *WRONG_EXTERNAL_IDS)))
    def known_as(self, who: int, external_id: str | None) -> None:
        known = [p.external_id for p in self.model.people.values() if p.external_id]
        asked = known[who % len(known)] if external_id is None else external_id
        self.do("users.known_as", external_id=asked)

    @rule(
        state=st.sampled_from((None, None, *UserState)),
        role=st.sampled_from((None, None, *Role)),
        stretch=stretches,
        turns=turns,
    )
    def list_users(
        self, state: str | None, role: str | None, stretch: Stretch, turns: Sequence[str]
    ) -> None:
        self.page("users.page", stretch, turns, state=state, role=role)

    # -- what the house decides ---------------------------------------------------------

    @rule(whom=people, by=masters, reason=reasons)
    def suspend(self, whom: int, by: int | None, reason: str) -> None:
        """Few at a time: somebody has to be there."""
        active = [one.id for one in self.model.people.values() if one.state == "active"]
        id = self.actor(whom) if len(active) > ENOUGH_PEOPLE else self.person(whom)
        self.do("users.suspend", id=id, by=self.master(by), reason=reason)

    @rule(whom=people, by=masters, reason=reasons)
    def silence(self, whom: int, by: int | None, reason: str) -> None:
        heard = [
            id
            for id, one in self.model.people.items()
            if one.state == "active" and not one.is_silenced
        ]
        id = heard[whom % len(heard)] if heard and whom < LAST - 3 else self.person(whom)
        self.do("users.silence", id=id, by=self.master(by), reason=reason)

    @rule(whom=mostly((None,), people, wrong_in=5), by=masters, reason=reasons)
    def restore(self, whom: int | None, by: int | None, reason: str) -> None:
        """Who is suspended or silenced; where nobody is, somebody is silenced."""
        if whom is None and not self._fallen():
            self.do("users.silence", id=self.actor(0), by=None, reason="")
        fallen = self._fallen()
        id = fallen[0] if fallen and whom is None else self.person(whom or 0)
        self.do("users.restore", id=id, by=self.master(by), reason=reason)

    @rule(whom=people, role=st.sampled_from(Role), by=masters, reason=reasons)
    def appoint(self, whom: int, role: str, by: int | None, reason: str) -> None:
        self.do("users.appoint", id=self.person(whom), role=role, by=self.master(by), reason=reason)

    @rule(by=mostly(masters, people, wrong_in=2))
    def invite(self, by: int | None) -> None:
        self.do("users.invite", by=self.master(by))

    @rule(subject=people, stretch=stretches, turns=turns)
    def acts(self, subject: int, stretch: Stretch, turns: Sequence[str]) -> None:
        self.page("users.acts", stretch, turns, subject_id=self.person(subject))

    def master(self, place: int | None) -> Any:
        """Somebody who moderates, if anybody does; the last places are anybody's, and nobody's."""
        active = (one for one in self.model.people.values() if one.state == "active")
        masters = [one.id for one in active if one.role != "user"]
        if place is None or place >= LAST - 4 or not masters:
            return self.person(place)
        return masters[place % len(masters)]

    def _handle_of(self, place: int) -> Any:
        known = self.model.people.get(self.actor(place))
        return known.handle if known else "nobody"

    def _fallen(self) -> Sequence[int]:
        everybody = self.model.people.values()
        return [one.id for one in everybody if one.is_silenced or one.state == "suspended"]
