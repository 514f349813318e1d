"""What a micropost says beside its text."""

from typing import Any

import pytest
from hypothesis import given

from twite.domain.content import ContentWarning, InvalidLanguage, Language
from twite.domain.text import NotAText, UnreadableText
from twite.entrypoints.testing.strategies import anything, texts


class TestAWarning:
    def test_is_one_tidy_line(self) -> None:
        assert (
            str(ContentWarning(" spoilers:\r\n\tthe\u202e end e\u0301 ")) == "spoilers: the end é"
        )

    @pytest.mark.parametrize("given", [None, "", " \n", "\u200b", "\u202e"])
    def test_of_nothing_is_none(self, given: str | None) -> None:
        assert ContentWarning.of(given) is None

    def test_of_something_is_one(self) -> None:
        assert ContentWarning.of("spiders") == ContentWarning("spiders")

    @pytest.mark.parametrize("given", ["\0", "\ud800", "\x1b[31m"])
    def test_is_text(self, given: str) -> None:
        with pytest.raises(UnreadableText):
            ContentWarning.of(given)

    @pytest.mark.parametrize("given", [5, b"spiders", ["spiders"]])
    def test_is_a_string(self, given: Any) -> None:
        """H067."""
        with pytest.raises(NotAText):
            ContentWarning.of(given)

    @given(text=anything | texts)
    def test_stays_as_it_is_once_made(self, text: str) -> None:
        try:
            made = ContentWarning.of(text)
        except UnreadableText:
            return

        if made is not None:
            assert ContentWarning(str(made)) == made
            assert "\n" not in str(made)


class TestALanguage:
    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ("de", "de"),
            ("DE", "de"),
            ("gsw", "gsw"),
            ("pt-br", "pt-BR"),
            ("zh_TW", "zh-TW"),
            ("es-419", "es-419"),
        ],
    )
    def test_is_a_code(self, given: str, code: str) -> None:
        assert str(Language(given)) == code
        assert Language(code) == Language(given)

    @pytest.mark.parametrize(
        "given",
        [
            "",
            "d",
            "deutsch",
            "de-",
            "de-d",
            "de-DEU",
            "-de",
            "de-DE-x",
            " de",
            "de\n",
            "dé",
            "\uff44\uff45",
        ],
    )
    def test_is_nothing_else(self, given: str) -> None:
        """H071."""
        with pytest.raises(InvalidLanguage, match="like de"):
            Language(given)

    @pytest.mark.parametrize("given", [None, 5, b"de"])
    def test_is_a_string(self, given: Any) -> None:
        """H067."""
        with pytest.raises(NotAText):
            Language(given)

    @given(text=anything)
    def test_of_any_text_is_one_or_refused(self, text: str) -> None:
        try:
            made = Language(text)
        except InvalidLanguage:
            return

        assert made.value.isascii()
        assert len(made.value) <= 7
