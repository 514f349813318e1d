"""How people come, prove who they are, and go: credentials, sessions, the end of an account."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import LAST, SEVERAL, mostly, people, stretches, turns
from tests.integration.adapters.machine.lockstep import UNKNOWN, Stretch
from tests.integration.adapters.machine.rules.people import (
    ENOUGH_PEOPLE,
    PeopleRules,
    masters,
    reasons,
    somebody,
)
from tests.integration.adapters.machine.storages import admitting
from tests.integration.adapters.machine.words import (
    INVALID_HANDLES,
    KEPT_BROWSERS,
    KEPT_EMAILS,
    KEPT_NAMES,
    PASSWORDS,
    RESERVED_HANDLES,
    WRITTEN_HANDLES,
    WRONG_EMAILS,
    WRONG_NAMES,
    WRONG_PASSWORDS,
    WRONG_TOKENS,
)
from twite.domain.registrations import Admission

handles = mostly((None, None, *WRITTEN_HANDLES), (*INVALID_HANDLES, *RESERVED_HANDLES), wrong_in=6)
names = mostly(KEPT_NAMES, WRONG_NAMES, wrong_in=10)
emails = mostly((None,), (*KEPT_EMAILS, *WRONG_EMAILS), wrong_in=4)
passwords = mostly(PASSWORDS, WRONG_PASSWORDS, wrong_in=6)
guesses = mostly((None,), (*PASSWORDS, *WRONG_PASSWORDS), wrong_in=5)  # None: they know it
tokens = mostly(st.integers(0, 5), WRONG_TOKENS, wrong_in=4)
places = st.integers(0, 7)


class AccountRules(PeopleRules):
    @rule(admission=st.sampled_from(Admission))
    def admit(self, admission: Admission) -> None:
        """The house decides otherwise who may sign up."""
        self.worlds = {name: admitting(world, admission) for name, world in self.worlds.items()}
        self.model.admission = admission.value

    @rule(handle=handles, email=emails, password=passwords, name=names)
    def sign_up(
        self, handle: str | None, email: str | None, password: str, name: str | None
    ) -> None:
        """At the hands of whoever runs the house."""
        self.do("credentials.sign_up", **self._newcomer(handle, email, password, name))

    @rule(handle=handles, email=emails, password=passwords, name=names, invitation=tokens)
    def sign_up_oneself(
        self,
        handle: str | None,
        email: str | None,
        password: str,
        name: str | None,
        invitation: int | str,
    ) -> None:
        given = self._invitation(invitation) if self.model.admission == "invite" else ""
        newcomer = self._newcomer(handle, email, password, name)
        self.do("registrations.sign_up", **newcomer, invitation=given)

    @rule(whom=mostly((None,), people, wrong_in=5), by=masters, reason=reasons)
    def approve(self, whom: int | None, by: int | None, reason: str) -> None:
        """Somebody who waits; where nobody does, somebody comes."""
        if whom is None and not self._of_state("waiting"):
            self.admit(Admission.APPROVAL)
            self.sign_up_oneself(None, None, PASSWORDS[0], None, "")
        waiting = self._of_state("waiting")
        id = waiting[0] if whom is None and waiting else self.person(whom or 0)
        self.do("users.approve", id=id, by=self.master(by), reason=reason)

    @rule(whom=people, by=mostly((None,), people, wrong_in=3), is_own=st.booleans(), reason=reasons)
    def close(self, whom: int, by: int | None, is_own: bool, reason: str) -> None:
        """The newest; where there are few, somebody comes first.  Or somebody who is gone."""
        if len(self._of_state("active")) <= ENOUGH_PEOPLE:
            self.sign_up(None, None, PASSWORDS[0], None)
        newest, gone = self._of_state("active")[-1:], self._of_state("closed")
        if newest and whom < LAST - 3:
            id = newest[0]
        else:
            id = gone[whom % len(gone)] if gone else UNKNOWN
        self.do("users.close", id=id, by=id if is_own else self.master(by), reason=reason)

    # -- credentials --------------------------------------------------------------------

    @rule(who=people, by_handle=st.booleans(), guess=guesses)
    def prove(self, who: int, by_handle: bool, guess: str | None) -> None:
        id = self._with_credential(who)
        credential, person = self.model.credentials.get(id), self.model.people.get(id)
        login = f" {credential.email.upper()} " if credential else "nobody"
        if person and by_handle:
            login = person.handle
        password = self._current(id, guess)
        self.do("credentials.prove", login=login, password=password)

    @rule(who=people)
    def address(self, who: int) -> None:
        self.do("credentials.address", user_id=self._with_credential(who))

    @rule(email=mostly(KEPT_EMAILS, WRONG_EMAILS, wrong_in=3))
    def is_taken(self, email: str) -> None:
        self.do("credentials.is_taken", email=email)

    @rule(by=people, guess=guesses, new=passwords)
    def change_password(self, by: int, guess: str | None, new: str) -> None:
        id = self._with_credential(by)
        self.do("credentials.change_password", by=id, current=self._current(id, guess), new=new)

    @rule(by=people, guess=guesses, email=emails)
    def change_email(self, by: int, guess: str | None, email: str | None) -> None:
        id = self._with_credential(by)
        self.do(
            "credentials.change_email",
            by=id,
            current=self._current(id, guess),
            email=self._new("@example.org") if email is None else email,
        )

    @rule(by=people, guess=guesses, times=st.sampled_from((1, 1, 1, 11)))
    def confirm(self, by: int, guess: str | None, times: int) -> None:
        id = self._with_credential(by)
        for _ in range(times if guess is not None else 1):
            self.do("credentials.confirm", by=id, current=self._current(id, guess))

    @rule(email=mostly(KEPT_EMAILS, WRONG_EMAILS, wrong_in=3))
    def request_reset(self, email: str) -> None:
        self.do("credentials.request_reset", email=email)

    @rule(who=somebody)
    def offer_reset(self, who: int) -> None:
        self.do("credentials.offer_reset", user_id=self._with_credential(who))

    @rule(token=tokens)
    def expect_reset(self, token: int | str) -> None:
        self.do("credentials.expect_reset", token=self._link(token))

    @rule(token=tokens, new=passwords)
    def reset(self, token: int | str, new: str) -> None:
        self.do("credentials.reset", token=self._link(token), new=new)

    # -- sessions -----------------------------------------------------------------------

    @rule(
        who=somebody,
        browser=st.sampled_from(sorted(KEPT_BROWSERS)),
        times=st.sampled_from((1, 1, SEVERAL)),
    )
    def log_in(self, who: int, browser: str, times: int) -> None:
        for _ in range(times):
            self.do("sessions.start", user_id=self.actor(who), browser=browser)

    @rule(token=tokens)
    def who_it_is(self, token: int | str) -> None:
        self.do("sessions.who", token=self._session(token))

    @rule(token=tokens)
    def known(self, token: int | str) -> None:
        self.do("sessions.known", token=self._session(token))

    @rule(token=tokens)
    def see(self, token: int | str) -> None:
        self.do("sessions.see", token=self._session(token))

    @rule(who=people, token=tokens, stretch=stretches, turns=turns)
    def sessions(self, who: int, token: int | str, stretch: Stretch, turns: Sequence[str]) -> None:
        this = self._session(token)
        if self.grows(who):
            self.log_in(who, "", SEVERAL)
        owner = self.fullest((session.user for session in self.model.sessions), who)
        self.page("sessions.page", stretch, turns, owner_id=owner or self.person(who), token=this)

    @rule(token=tokens)
    def log_out(self, token: int | str) -> None:
        self.do("sessions.end", token=self._session(token))

    @rule(token=tokens)
    def log_out_elsewhere(self, token: int | str) -> None:
        self.do("sessions.end_others", token=self._session(token))

    @rule(by=people, place=places)
    def end_session(self, by: int, place: int) -> None:
        """One of theirs, most of the time."""
        owners = sorted({session.user for session in self.model.sessions})
        owner = owners[by % len(owners)] if owners and place else self.person(by)
        self.do("sessions.page", owner_id=owner, token=None, cursor={"limit": 40})
        known = [session for session in self.model.sessions if session.id]
        theirs = [session.id for session in known if session.user == owner]
        ids = theirs if place > 1 else [session.id for session in known]
        self.do("sessions.end_one", id=ids[place % len(ids)] if ids else UNKNOWN, by=owner)

    # -- parts --------------------------------------------------------------------------

    def _newcomer(
        self, handle: str | None, email: str | None, password: str, name: str | None
    ) -> Mapping[str, str | None]:
        """None: what nobody has yet."""
        return {
            "handle": self._new("") if handle is None else handle,
            "email": self._new("@example.org") if email is None else email,
            "password": password,
            "display_name": name,
        }

    def _new(self, ending: str) -> str:
        taken = {person.handle for person in self.model.people.values()}
        taken |= {credential.email for credential in self.model.credentials.values()}
        return next(new for number in count() if (new := f"new{number}{ending}") not in taken)

    def _of_state(self, state: str) -> Sequence[int]:
        return [one.id for one in self.model.people.values() if one.state == state]

    def _with_credential(self, place: int) -> Any:
        """Somebody who has one; where nobody has, somebody comes."""
        if not self.model.credentials:
            self.sign_up(None, None, PASSWORDS[0], None)
        known = [id for id in self.model.credentials if self.model.is_active(id)]
        return known[place % len(known)] if known and place < LAST - 2 else self.person(place)

    def _current(self, id: int, guess: str | None) -> str:
        credential = self.model.credentials.get(id)
        return credential.password if credential and guess is None else guess or "?"

    def _invitation(self, token: int | str) -> str:
        """Of the newest; where there are none, somebody is invited."""
        if isinstance(token, int) and not self.model.invitations:
            self.do("users.invite", by=None)
        known = list(self.model.invitations)
        return known[-1 - token % len(known)] if known and isinstance(token, int) else str(token)

    def _link(self, token: int | str) -> str:
        """Of the newest; where there are none, somebody is offered one."""
        if isinstance(token, int) and not self.model.links:
            self.offer_reset(token)
        known = list(self.model.links)
        return known[-1 - token % len(known)] if known and isinstance(token, int) else str(token)

    def _session(self, token: int | str) -> str:
        """Of the newest; where there are none, somebody logs in."""
        if isinstance(token, int) and not self.model.sessions:
            self.do("sessions.start", user_id=self.actor(token), browser="")
        known = [session.token for session in self.model.sessions]
        return known[-1 - token % len(known)] if known and isinstance(token, int) else str(token)
