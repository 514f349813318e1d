"""Preferences: what is said of most posts, and how they are read."""

from typing import Any

import pytest
from attrs import evolve

from twite.domain.content import InvalidLanguage, Language
from twite.domain.givens import NotYesOrNo
from twite.domain.microposts import NoSuchAudience, Visibility
from twite.domain.preferences import AS_THEY_COME, Media, NoSuchMedia, Preferred
from twite.domain.text import NotAText


def test_those_that_come_by_themselves_hide_nothing() -> None:
    assert (
        Preferred(
            visibility=Visibility.PUBLIC,
            sensitive=False,
            language=None,
            shows_media=Media.DEFAULT,
            opens_warnings=False,
        )
        == AS_THEY_COME
    )


def test_what_is_said_changes_and_the_rest_stays() -> None:
    said = AS_THEY_COME.changed(visibility="unlisted", language="DE", opens_warnings=True)

    assert said == Preferred(
        visibility=Visibility.UNLISTED, language=Language("de"), opens_warnings=True
    )
    assert said.changed() == said
    assert said.changed(opens_warnings=False, language="") == Preferred(
        visibility=Visibility.UNLISTED
    )
    assert said.changed(sensitive=True, shows_media="hide_all") == evolve(
        said, sensitive=True, shows_media=Media.NONE
    )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"visibility": "everybody"}, NoSuchAudience),
        ({"visibility": ""}, NoSuchAudience),
        ({"sensitive": 1}, NotYesOrNo),
        ({"opens_warnings": "yes"}, NotYesOrNo),
        ({"language": "german"}, InvalidLanguage),
        ({"language": 0}, NotAText),
        ({"language": []}, NotAText),
        ({"shows_media": "some"}, NoSuchMedia),
        ({"shows_media": []}, NoSuchMedia),
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        AS_THEY_COME.changed(**wrong)

    assert str(refused.value)


def test_media_are_named() -> None:
    with pytest.raises(NoSuchMedia, match="default, show_all, hide_all"):
        Media.of("x")
