"""Who may sign up."""

from datetime import timedelta

import pytest

from twite.domain.errors import Forbidden
from twite.domain.registrations import (
    AwaitsApproval,
    Invitation,
    InvitationId,
    InvitationNeeded,
    RegistrationsClosed,
)
from twite.entrypoints.testing.clock import NOON


def test_an_invitation_lasts_a_week_and_shows_no_token() -> None:
    made = Invitation.make(id=InvitationId(1), token_hash="canary", by=None, now=NOON)

    assert made.expires_at == NOON + timedelta(days=7)
    assert "canary" not in repr(made)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (RegistrationsClosed(), "nobody can sign up here for now"),
        (
            InvitationNeeded(),
            "signing up takes an invitation that nobody has used, and this is none",
        ),
        (
            AwaitsApproval(),
            "your account waits to be approved; you can log in as soon as it is",
        ),
    ],
)
def test_refusals_speak_to_people(refusal: Forbidden, words: str) -> None:
    assert str(refusal) == words
