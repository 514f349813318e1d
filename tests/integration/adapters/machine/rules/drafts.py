"""Drafts: what somebody typed and has not said yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.adapters.machine.drawn import (
    SEVERAL,
    mostly,
    people,
    posts,
    stretches,
    turns,
)
from tests.integration.adapters.machine.lockstep import UNKNOWN, Lockstep, Stretch
from tests.integration.adapters.machine.rules.publishing import visibilities
from tests.integration.adapters.machine.words import (
    DRAFT_LANGUAGES,
    DRAFT_WARNINGS,
    WORDS,
    WRONG_DRAFT_LANGUAGES,
    Written,
    right_texts,
    wrong_drafts,
)
from twite.domain.microposts import Visibility

places = st.integers(0, 7)
A_DRAFT: Mapping[str, Any] = {
    "text": WORDS[0],
    "content_warning": "",
    "language": "",
    "visibility": Visibility.PUBLIC,
    "in_reply_to_id": None,
    "id": None,
}


class DraftRules(Lockstep):
    @rule(
        by=people,
        text=mostly(right_texts, wrong_drafts, wrong_in=9),
        warning=st.sampled_from(sorted(DRAFT_WARNINGS)),
        language=mostly(DRAFT_LANGUAGES, WRONG_DRAFT_LANGUAGES, wrong_in=12),
        visibility=mostly(visibilities, ("everybody", ""), wrong_in=12),
        parent=mostly((None,), posts, wrong_in=3),
        instead=mostly((None,), places, wrong_in=3),
        times=mostly((1,), (51,), wrong_in=40),
    )
    def draft(
        self,
        by: int,
        text: Written,
        warning: str,
        *,
        language: str,
        visibility: str,
        parent: int | None,
        instead: int | None,
        times: int,
    ) -> None:
        """A new one, or in place of another; now and then, more than anybody may keep."""
        id, owner = (None, self.actor(by)) if instead is None else self._draft(by, instead)
        for _ in range(times):
            self.do(
                "drafts.keep",
                by=owner,
                text=text,
                content_warning=warning,
                language=language,
                visibility=visibility,
                in_reply_to_id=None if parent is None else self.post(parent),
                id=id,
            )

    @rule(of=people, stretch=stretches, turns=turns)
    def drafts(self, of: int, stretch: Stretch, turns: Sequence[str]) -> None:
        for _ in range(SEVERAL if self.grows(of) else 0):
            self.do("drafts.keep", by=self.actor(of), **A_DRAFT)
        owner = self.fullest((draft.owner for draft in self.model.drafts.values()), of)
        self.page("drafts.page", stretch, turns, owner_id=owner or self.person(of))

    @rule(by=people, place=places)
    def show_draft(self, by: int, place: int) -> None:
        id, owner = self._draft(by, place)
        self.do("drafts.show", id=id, owner_id=owner)

    @rule(by=people, place=places)
    def discard(self, by: int, place: int) -> None:
        id, owner = self._draft(by, place)
        self.do("drafts.discard", id=id, by=owner)

    def _draft(self, by: int, place: int) -> tuple[Any, Any]:
        """One and its owner, most of the time; where there is none, somebody keeps one."""
        if not self.model.drafts and place:
            self.do("drafts.keep", by=self.actor(by), **A_DRAFT)
        standing = [d for d in self.model.drafts.values() if self.model.is_active(d.owner)]
        if not standing:
            return UNKNOWN, self.person(by)
        draft = standing[by % len(standing)]
        return draft.id, draft.owner if place > 1 else self.person(by)
