"""Characters as people count them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twite.domain import graphemes
from twite.entrypoints.testing.strategies import anything, texts

# In the notation of Unicode's own GraphemeBreakTest: ÷ stands where a character ends.
EXAMPLES = """
÷ 0020 ÷ 0020 ÷
÷ 0020 × 0308 ÷ 0020 ÷
÷ 000D × 000A ÷
÷ 000A ÷ 000D ÷
÷ 000D ÷ 0308 ÷
÷ 000A ÷ 0308 ÷
÷ 0001 ÷ 0308 ÷
÷ 0020 ÷ 0001 ÷
÷ 0061 ÷ 00AD ÷ 0301 ÷
÷ 0061 × 200C ÷
÷ 0061 × 200D ÷ 0062 ÷
÷ 0061 × 0308 × 0301 × 20DD ÷ 0062 ÷
÷ 0600 × 0020 ÷
÷ 0600 × 0661 ÷
÷ 0600 ÷ 000A ÷
÷ 0061 ÷ 0600 × 0062 ÷
÷ 0020 × 0903 ÷
÷ 0E01 × 0E33 ÷
÷ 0E81 × 0EB3 ÷
÷ 102A ÷ 102B ÷
÷ 0061 × FE0F ÷
÷ 1100 × 1160 × 11A8 ÷
÷ 1100 × 1100 × AC00 ÷
÷ 1100 × AC01 ÷
÷ 1100 ÷ 11A8 ÷
÷ AC00 × 11A8 ÷ 1100 ÷
÷ AC01 × 11A8 × 11A8 ÷
÷ AC01 ÷ 1160 ÷
÷ AC00 × 1160 × 1160 × 11A8 ÷
÷ 11A8 ÷ AC00 ÷
÷ D788 × 11A8 ÷ D7A3 ÷ D7A4 ÷
÷ 1160 ÷ 1100 ÷
÷ 1F1E6 × 1F1E7 ÷ 1F1E8 ÷ 0062 ÷
÷ 1F1E6 × 1F1E7 ÷ 1F1E8 × 1F1E9 ÷
÷ 1F1E6 × 200D ÷ 1F1E7 × 1F1E8 ÷
÷ 0061 ÷ 1F1E6 × 1F1E7 ÷
÷ 1F476 × 1F3FF ÷ 1F476 ÷
÷ 0061 × 1F3FF ÷ 1F476 ÷
÷ 0061 × 1F3FF ÷ 1F476 × 200D × 1F6D1 ÷
÷ 1F476 × 1F3FF × 0308 × 200D × 1F476 × 1F3FF ÷
÷ 1F6D1 × 200D × 1F6D1 ÷
÷ 1F6D1 × 200D × 200D ÷ 1F6D1 ÷
÷ 1F6D1 × 0903 × 200D ÷ 1F6D1 ÷
÷ 0061 × 200D ÷ 1F6D1 ÷
÷ 2701 × 200D × 2701 ÷
÷ 1F3F4 × E0067 × E0062 × E007F ÷ 1F3F4 ÷
÷ 0031 × FE0F × 20E3 ÷
÷ 0915 ÷ 0924 ÷
÷ 0915 × 094D × 0924 ÷
÷ 0915 × 094D × 094D × 0924 ÷
÷ 0915 × 094D × 200D × 0924 ÷
÷ 0915 × 093C × 200D × 094D × 0924 ÷
÷ 0915 × 093C × 094D × 200D × 0924 ÷
÷ 0915 × 094D × 0924 × 094D × 092F ÷
÷ 0915 × 094D ÷ 0061 ÷
÷ 0915 × 094D × 200C ÷ 0924 ÷
÷ 0915 × 0903 × 094D ÷ 0924 ÷
÷ 0061 × 094D ÷ 0924 ÷
÷ 003F × 094D ÷ 0924 ÷
÷ 094D ÷ 0924 ÷
÷ 0915 × 094D × 094D × 0924 ÷ 0061 ÷
"""


@pytest.mark.parametrize("example", EXAMPLES.strip().splitlines())
def test_a_text_has_as_many_as_unicode_says(example: str) -> None:
    code_points = [part for part in example.split() if part not in "÷×"]
    text = "".join(chr(int(part, 16)) for part in code_points)

    assert graphemes.count(text) == example.count("÷") - 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("tea", 3),
        ("naïve", 5),
        ("Straße\n\n", 8),
        ("чай", 3),
        ("茶一杯", 3),
        ("한국어", 3),
        ("สวัสดี", 4),
        ("नमस्ते", 3),
        ("👩🏽‍💻🇩🇪1️⃣", 3),
        ("👨‍👩‍👧‍👦 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿", 7),
        ("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", 2),
    ],
)
def test_a_text_has_as_many_as_people_see(text: str, count: int) -> None:
    assert graphemes.count(text) == count


@given(text=anything | texts)
def test_no_text_has_more_than_code_points_nor_none(text: str) -> None:
    assert bool(text) <= graphemes.count(text) <= len(text)


@given(one=anything | texts, other=anything | texts)
def test_two_texts_together_have_as_many_but_for_the_seam(one: str, other: str) -> None:
    apart = graphemes.count(one) + graphemes.count(other)

    assert apart - 1 <= graphemes.count(one + other) <= apart


@given(text=st.text(st.characters(max_codepoint=0x2FF, exclude_characters="\r")))
def test_below_the_first_mark_each_stands_alone(text: str) -> None:
    assert graphemes.count(text) == len(text)
    assert not any(unicodedata.combining(character) for character in text)


@given(text=texts)
def test_composing_changes_nothing(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert graphemes.count(composed) == graphemes.count(apart)
