"""Reading a text."""

import unicodedata
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from twite.domain import text as reading
from twite.domain.text import (
    LINK_LENGTH,
    LONGEST_LINK,
    LONGEST_QUERY,
    LONGEST_TERM,
    MOST_ASKED,
    MOST_NAMED,
    MOST_TERMS,
    NotAText,
    Token,
    TokenKind,
    UnreadableText,
)
from twite.entrypoints.testing.strategies import anything, queries, readable, sentences, texts


def kinds(text: str) -> list[tuple[TokenKind, str]]:
    return [(t.kind, t.name) for t in reading.tokens(text) if t.kind is not TokenKind.PLAIN]


class TestTidying:
    @pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
    def test_makes_every_line_end_the_same(self, ends: str) -> None:
        assert reading.tidy(f"one{ends}two") == "one\ntwo"

    def test_keeps_tabs_and_inner_blank_lines(self) -> None:
        assert reading.tidy("a\tb\n\n\nc") == "a\tb\n\n\nc"

    def test_takes_white_space_away_from_both_ends(self) -> None:
        assert reading.tidy(" \n\t\u3000tea\u2003\n") == "tea"

    def test_composes(self) -> None:
        assert reading.tidy("e\u0301") == "\u00e9"

    @pytest.mark.parametrize("code_point", [0, 7, 0x1B, 0x7F, 0x85, 0xD800, 0xDFFF])
    def test_refuses_what_is_not_text(self, code_point: int) -> None:
        with pytest.raises(UnreadableText) as refusal:
            reading.tidy(f"tea{chr(code_point)}")

        assert refusal.value.code_point == code_point
        assert str(refusal.value) == f"a text cannot hold the character U+{code_point:04X}"

    @pytest.mark.parametrize("given", [None, 5, b"tea", ["t"], 1.5])
    def test_refuses_what_is_no_string(self, given: Any) -> None:
        """H067."""
        for tidy in (reading.tidy, reading.without_bidi_controls):
            with pytest.raises(NotAText) as refusal:
                tidy(given)
            assert type(given).__name__ in str(refusal.value)

    @given(
        text=st.text(
            st.sampled_from("ae\u0301\u0323\u0315\u0344\u0f73\u0f71\u1100\u1161\u11a8\u212b"),
            min_size=20,
            max_size=200,
        )
    )
    def test_composes_any_number_of_marks_as_unicode_does(self, text: str) -> None:
        assert reading.tidy(text) == unicodedata.normalize("NFC", text).strip()

    def test_sorts_many_marks_letter_by_letter(self) -> None:
        stacks = ("a" + "\u0301\u0323" * 20 + "b" + "\u0323\u0301" * 20) * 2

        assert reading.tidy(stacks) == unicodedata.normalize("NFC", stacks)

    @given(text=anything)
    def test_twice_is_once(self, text: str) -> None:
        try:
            tidied = reading.tidy(text)
        except UnreadableText:
            assume(False)

        assert reading.tidy(tidied) == tidied
        assert unicodedata.is_normalized("NFC", tidied)

    @given(text=anything)
    def test_leaves_what_every_storage_can_keep(self, text: str) -> None:
        try:
            tidied = reading.tidy(text)
        except UnreadableText:
            assume(False)

        assert "\0" not in tidied
        assert tidied.encode().decode() == tidied


class TestBlank:
    @pytest.mark.parametrize(
        "text",
        ["", " ", "\n\t", "\u200b\u200d", "\u2800", "\u3164\u115f\u1160\uffa0", "\u202e"],
    )
    def test_is_what_shows_nothing(self, text: str) -> None:
        assert reading.is_blank(text)

    @pytest.mark.parametrize("text", ["a", ".", " e\u0301 ", "👩🏽‍💻", "茶", "\u200bx"])
    def test_is_not_what_shows_something(self, text: str) -> None:
        assert not reading.is_blank(text)


class TestTokens:
    @example(text="https://")
    @example(text="https://... (https://a_) #1 @x@y")
    @given(text=anything | texts)
    def test_joined_give_the_text_back(self, text: str) -> None:
        assert "".join(token.written for token in reading.tokens(text)) == text

    @given(text=anything | texts)
    def test_are_never_empty(self, text: str) -> None:
        assert all(token.written and token.name for token in reading.tokens(text))

    @given(text=texts)
    def test_stand_alone_as_what_they_are(self, text: str) -> None:
        for token in reading.tokens(text):
            if token.kind is not TokenKind.PLAIN:
                assert list(reading.tokens(token.written)) == [token]

    def test_of_a_plain_text_are_itself(self) -> None:
        assert list(reading.tokens("tea")) == [Token(TokenKind.PLAIN, "tea", "tea")]


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "handles"),
        [
            ("@alice", {"alice"}),
            ("hello @Alice and @bob_2!", {"alice", "bob_2"}),
            ("(@alice) @alice", {"alice"}),
            ("„@alice“", {"alice"}),
            ("茶。@alice", {"alice"}),
            ("@alice.", {"alice"}),
            ("@" + "a" * 30, {"a" * 30}),
            ("@" + "a" * 31, set()),
            ("alice@example.org", set()),
            ("@alice@example.org", set()),
            ("@@alice", set()),
            ("tea@alice", set()),
            ("हि@alice", set()),
            ("/@alice", set()),
            (".@alice", set()),
            ("@álice", set()),
            ("@аlice", set()),
            ("@", set()),
            ("@ alice", set()),
            ("https://example.org/@alice", set()),
            ("HTTPS://EXAMPLE.ORG/@alice", set()),
        ],
    )
    def test_are_handles_that_stand_for_themselves(self, text: str, handles: set[str]) -> None:
        assert reading.mentions(text) == handles


class TestHashtags:
    @pytest.mark.parametrize(
        ("text", "tags"),
        [
            ("#tea", {"tea"}),
            ("#Tea #TEA #tea", {"tea"}),
            ("#Straße #STRASSE", {"strasse"}),
            ("#ΣΊΣΥΦΟΣ #σίσυφος", {"σίσυφοσ"}),
            ("#\uff54\uff45\uff41", {"tea"}),
            ("#हिन्दी", {"हिन्दी"}),
            ("#தமிழ்", {"தமிழ்"}),
            ("#ที่นี่", {"ที่นี่"}),
            ("#شاي", {"شاي"}),
            ("#お茶。#茶", {"お茶", "茶"}),
            ("(#tea), #tea's", {"tea"}),
            ("#1st #2026", {"1st"}),
            ("#_ #__ #1 #²", set()),
            ("#" + "a" * 100, {"a" * 100}),
            ("#" + "a" * 101, set()),
            ("#ﷺ", set()),
            ("#½", set()),
            ("tea#tea /#tea &#tea;", set()),
            ("हि#tea", set()),
            ("##tea", {"tea"}),
            ("# tea", set()),
            ("https://example.org/#tea", set()),
        ],
    )
    def test_are_words_that_name_something(self, text: str, tags: set[str]) -> None:
        assert reading.hashtags(text) == tags

    @given(text=texts)
    def test_are_written_folded_the_same_tags(self, text: str) -> None:
        for tag in reading.hashtags(text):
            assert reading.hashtags(f"#{tag}") == {tag}
            assert reading.fold_tag(tag) == tag

    @given(text=texts)
    def test_can_stand_in_a_path_and_in_an_index(self, text: str) -> None:
        for tag in reading.hashtags(text):
            assert tag.isprintable()
            assert not set(tag) & set(" /?#&<>\"'")
            assert len(tag) <= 100


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "addresses"),
        [
            ("https://example.org", ["https://example.org"]),
            ("see http://example.org/a?b=c#d, please", ["http://example.org/a?b=c#d"]),
            ("(https://example.org/a_(b))", ["https://example.org/a_(b"]),
            ("https://example.org...", ["https://example.org"]),
            ("<https://example.org>", ["https://example.org"]),
            ('"https://example.org"onclick=', ["https://example.org"]),
            ("https://bücher.example/日本", ["https://bücher.example/日本"]),
            ("https:// https://... https://)", []),
            ("xhttps://example.org", []),
            ("javascript:alert(1) ftp://example.org //example.org", []),
            ("java\nscript:alert(1) data:text/html,x", []),
        ],
    )
    def test_are_addresses_of_the_web(self, text: str, addresses: list[str]) -> None:
        assert kinds(text) == [(TokenKind.LINK, address) for address in addresses]

    @given(text=anything | texts)
    def test_hold_no_space_and_no_quote(self, text: str) -> None:
        for kind, address in kinds(text):
            if kind is TokenKind.LINK:
                assert address.startswith(("http://", "https://"))
                assert not any(c.isspace() or c in "<>\"'`" for c in address)

    def test_are_never_empty_however_far_into_a_text(self) -> None:
        tokens = list(reading.tokens("tea " * 100 + "@alice"))

        assert [token.written for token in tokens] == ["tea " * 100, "@alice"]

    def test_go_on_behind_what_is_none(self) -> None:
        assert kinds("#1 #__ https:// @alice") == [(TokenKind.MENTION, "alice")]

    def test_take_the_first_of_all_marks_for_a_part_of_a_word(self) -> None:
        assert reading.hashtags("#te\u0300\u0301a") == {reading.fold_tag("te\u0300\u0301a")}


class TestLength:
    @pytest.mark.parametrize(
        ("text", "length"),
        [
            ("", 0),
            ("tea", 3),
            ("@alice #tea", 11),
            ("👩🏽‍💻", 1),
            ("e\u0323\u0302", 1),
            ("https://a", LINK_LENGTH),
            ("https://example.org/" + "a" * 1_000, LINK_LENGTH),
            ("two https://a https://b", 4 + LINK_LENGTH + 1 + LINK_LENGTH),
        ],
    )
    def test_counts_characters_and_links(self, text: str, length: int) -> None:
        assert reading.length(text) == length

    def test_counts_a_link_beyond_all_reason_as_it_is_written(self) -> None:
        longest = f"https://{'a' * (LONGEST_LINK - 8)}"

        assert reading.length(longest) == LINK_LENGTH
        assert reading.length(f"{longest}a") == LONGEST_LINK + 1

    @given(text=readable)
    def test_is_at_least_one_for_what_is_something(self, text: str) -> None:
        assert bool(reading.length(text)) == bool(text)

    @pytest.mark.parametrize(
        ("characters", "bytes_"), [(0, 4_096), (128, 4_096), (129, 4_128), (500, 16_000)]
    )
    def test_is_not_all_a_text_is_bounded_by(self, characters: int, bytes_: int) -> None:
        assert reading.room(characters) == bytes_
        assert reading.size("tea ☕") == 7


class TestFingerprints:
    @given(one=readable, other=readable)
    def test_tell_texts_apart(self, one: str, other: str) -> None:
        assert (reading.fingerprint(one) == reading.fingerprint(other)) == (one == other)

    def test_are_sha_256(self) -> None:
        assert reading.fingerprint("abc").startswith("ba7816bf8f01cfea414140de5dae2223")


class TestNumbers:
    def test_are_those_that_are_promised(self) -> None:
        assert (LINK_LENGTH, LONGEST_LINK, reading.MOST_MARKS) == (23, 2048, 3)
        assert (MOST_TERMS, LONGEST_TERM) == (2_000, 64)
        assert (LONGEST_QUERY, MOST_ASKED, MOST_NAMED) == (512, 32, 5)


class TestDisplayNames:
    def test_hold_everything_that_does_not_reorder(self) -> None:
        marks = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
        controls = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        every = "".join(map(chr, range(0x3000)))

        kept = reading.without_bidi_controls(every)

        assert set(every) - set(kept) == set(marks) | {
            character for character in every if unicodedata.bidirectional(character) in controls
        }

    def test_begin_anew_with_every_line_and_every_letter(self) -> None:
        stacked = "\u0301" * 3 + "\n" + "\u0301" * 3 + "a" + "\u0301" * 3

        assert reading.without_stacks(stacked) == stacked
        assert reading.without_stacks("\u0301" * 5) == "\u0301" * 3

    @given(text=st.text(st.sampled_from("ab\u202e\u2066\u2069\u200e\u061c ")))
    def test_hold_nothing_that_reorders(self, text: str) -> None:
        assert set(reading.without_bidi_controls(text)) <= set("ab ")

    def test_have_at_most_three_marks_on_a_letter(self) -> None:
        stacked = "t" + "\u0301" * 500 + "ea" + "\u20dd" * 4

        assert reading.without_stacks(stacked) == "t" + "\u0301" * 3 + "ea" + "\u20dd" * 3

    def test_gain_no_marks_by_what_cannot_be_seen(self) -> None:
        stacked = "t" + "\u0301\u200d" * 5

        assert reading.without_stacks(stacked).count("\u0301") == 3

    @given(text=readable)
    def test_are_unstacked_once_and_for_all(self, text: str) -> None:
        unstacked = reading.without_stacks(text)

        assert reading.without_stacks(unstacked) == unstacked


# -- search terms -----------------------------------------------------------------

OPERATORS = [
    *('"', "a AND", "NEAR(", "*", "-hello", "(", "col:x", "'", "", "{body}:x", "hel*"),  # FTS5's
    *("\\", "a:*", "!a", "a & b | c", "<->", "$1", "?", ":q", "--", "/* */", ";"),  # PostgreSQL's
    *("%", "_", "a\0b", "\ud800", "^a", "a + b"),
]


@pytest.mark.parametrize(
    ("given", "is_so"),
    [("tea", True), ("", True), ("t\u00e9a", False), (b"tea", False), (None, False)],
)
def test_ascii_is_a_string_of_nothing_else(given: object, is_so: bool) -> None:
    assert reading.is_ascii(given) is is_so


class TestFolding:
    @pytest.mark.parametrize(
        ("spellings", "one"),
        [
            (("TEA", "Tea", "tea", "\uff54\uff25\uff21"), "tea"),
            (("Straße", "STRASSE", "STRAẞE"), "strasse"),
            (("İstanbul", "ISTANBUL", "ıstanbul", "i\u0307stanbul"), "istanbul"),
            (("é", "É", "e\u0301", "E\u0301"), "é"),
            (("Í", "i\u0307\u0301"), "í"),
            (("ΣΊΣΥΦΟΣ", "σίσυφος"), "σίσυφοσ"),
            (("ﬁne", "FINE"), "fine"),
            (("مُحَمَّد", "محمـــد", "محمد"), "محمد"),
            (("שָׁלוֹם", "שלום"), "שלום"),
            (("ｶﾞ", "ガ"), "ガ"),
            (("차", "\u110e\u1161"), "차"),
            (("👍🏽", "👍"), "👍"),
            (("❤️", "❤"), "❤"),
            (("soft\u00adly", "zero\u200dwidth\u2060"), None),
        ],
    )
    def test_is_one_form_for_all_spellings(
        self, spellings: tuple[str, ...], one: str | None
    ) -> None:
        if one is not None:
            assert {reading.fold(spelling) for spelling in spellings} == {one}
        else:
            assert list(map(reading.fold, spellings)) == ["softly", "zerowidth"]

    def test_keeps_accents_and_vowel_signs(self) -> None:
        assert reading.fold("naïve Über हिन्दी ที่นี่ gâteau") == "naïve über हिन्दी ที่นี่ gâteau"

    @example(text="a\u0958\u0301\u0302\u0303\u0304")
    @given(text=anything | texts)
    def test_twice_is_once(self, text: str) -> None:
        assert reading.fold(reading.fold(text)) == reading.fold(text)

    def test_of_any_character_twice_is_once(self) -> None:
        every = "".join(map(chr, range(0x2000))) + "".join(map(chr, range(0xF900, 0x11000)))

        assert reading.fold(reading.fold(every)) == reading.fold(every)


# The first and the last of each stretch of characters that readers take for nothing.
UNHEARD = [
    ("\N{HEBREW ACCENT ETNAHTA}", "\N{HEBREW POINT METEG}"),
    ("\N{HEBREW POINT RAFE}", "\N{HEBREW POINT RAFE}"),
    ("\N{HEBREW POINT SHIN DOT}", "\N{HEBREW POINT SIN DOT}"),
    ("\N{HEBREW MARK UPPER DOT}", "\N{HEBREW MARK LOWER DOT}"),
    ("\N{HEBREW POINT QAMATS QATAN}", "\N{HEBREW POINT QAMATS QATAN}"),
    ("\N{ARABIC SIGN SALLALLAHOU ALAYHE WASSALLAM}", "\N{ARABIC SMALL KASRA}"),
    ("\N{ARABIC LETTER MARK}", "\N{ARABIC LETTER MARK}"),
    ("\N{ARABIC TATWEEL}", "\N{ARABIC TATWEEL}"),
    ("\N{ARABIC FATHATAN}", "\N{ARABIC SUKUN}"),
    ("\N{ARABIC LETTER SUPERSCRIPT ALEF}", "\N{ARABIC LETTER SUPERSCRIPT ALEF}"),
    (
        "\N{ARABIC SMALL HIGH LIGATURE SAD WITH LAM WITH ALEF MAKSURA}",
        "\N{ARABIC SMALL HIGH SEEN}",
    ),
    ("\N{SOFT HYPHEN}", "\N{SOFT HYPHEN}"),
    ("\N{COMBINING GRAPHEME JOINER}", "\N{COMBINING GRAPHEME JOINER}"),
    ("\N{MONGOLIAN FREE VARIATION SELECTOR ONE}", "\N{MONGOLIAN FREE VARIATION SELECTOR FOUR}"),
    ("\N{ZERO WIDTH NON-JOINER}", "\N{RIGHT-TO-LEFT MARK}"),
    ("\N{LEFT-TO-RIGHT EMBEDDING}", "\N{RIGHT-TO-LEFT OVERRIDE}"),
    ("\N{WORD JOINER}", "\N{NOMINAL DIGIT SHAPES}"),
    ("\N{COMBINING ENCLOSING KEYCAP}", "\N{COMBINING ENCLOSING KEYCAP}"),
    ("\N{VARIATION SELECTOR-1}", "\N{VARIATION SELECTOR-16}"),
    ("\N{ZERO WIDTH NO-BREAK SPACE}", "\N{ZERO WIDTH NO-BREAK SPACE}"),
    ("\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}", "\N{EMOJI MODIFIER FITZPATRICK TYPE-6}"),
    ("\N{TAG SPACE}", "\N{CANCEL TAG}"),
    ("\N{VARIATION SELECTOR-17}", "\N{VARIATION SELECTOR-256}"),
]


class TestWhatIsNotHeard:
    @pytest.mark.parametrize(("first", "last"), UNHEARD)
    def test_is_this_and_nothing_beside_it(self, first: str, last: str) -> None:
        unheard = range(ord(first), ord(last) + 1)

        assert {reading.fold(f"a{chr(one)}b") for one in unheard} == {"ab"}
        for beside in (unheard.start - 1, unheard.stop):
            is_other = any(ord(one) <= beside <= ord(other) for one, other in UNHEARD)
            assert (reading.fold(f"a{chr(beside)}b") == "ab") == is_other


class TestTerms:
    @pytest.mark.parametrize(
        ("text", "terms"),
        [
            ("", set()),
            ("Hello, hello world!", {"hello", "world"}),
            ("#Tea @bob_2 don't", {"tea", "bob", "2", "don", "t"}),
            ("https://example.org/a?b=c", {"https", "example", "org", "a", "b", "c"}),
            ("हिन्दी", {"हिन्दी"}),
            ("е\u0301ж 1\u20e3", {"е\u0301ж", "1"}),
            ("𞤀𞥄𞤣 ℵ", {"𞤢𞥄𞤣", "א"}),
            ("茶", {"茶"}),
            ("お茶", {"お", "茶", "お茶"}),
            ("今天 茶", {"今", "天", "今天", "茶"}),
            ("iPhoneが3台", {"iphone", "が", "3", "台"}),
            ("차를", {"차", "를", "차를"}),
            ("ที่นี่", {"ที่", "นี่", "ที่นี่"}),
            ("☕️👩🏽‍💻", {"☕", "👩", "💻"}),
            ("🇩🇪🇪🇪🇩", {"🇩🇪", "🇪🇪", "🇩"}),
            ("\U0001fae9 €5 ½", {"\U0001fae9", "€", "5", "1", "2"}),
            ("a+b=c ~ `$` <x>", {"a", "b", "c", "x"}),
            ("\u0301 \u3164\uffa0 \u2800", set()),
            ("a\u200bb", {"a", "b"}),
            ("二〇", {"二", "〇", "二〇"}),
            ("๒๕", {"๒๕"}),
        ],
    )
    def test_are_the_words_folded(self, text: str, terms: set[str]) -> None:
        assert reading.terms(text) == terms

    @given(text=anything | texts | sentences)
    def test_are_found_by_themselves(self, text: str) -> None:
        terms = reading.terms(text)

        assert reading.terms(" ".join(sorted(terms))) == terms
        for term in terms:
            assert reading.query_terms(term) == (term,)
            assert term in reading.terms(term)

    @given(text=anything | texts | sentences)
    def test_are_those_of_each_word(self, text: str) -> None:
        terms = reading.terms(text)

        for word in text.split():
            assert reading.terms(word) <= terms

    @given(text=anything | texts | sentences)
    def test_hold_nothing_a_database_could_stumble_over(self, text: str) -> None:
        for term in reading.terms(text):
            assert 1 <= len(term) <= LONGEST_TERM
            assert term.encode().decode() == term
            assert all(c.isalnum() for c in term if c.isascii())
            assert not any(c.isspace() for c in term)

    def test_are_so_many_at_most(self) -> None:
        assert len(reading.terms(" ".join(map(str, range(MOST_TERMS + 5))))) == MOST_TERMS
        assert len(reading.terms("".join(map(chr, range(0x4E00, 0x5E00))))) == MOST_TERMS

    def test_of_endless_words_are_their_beginnings(self) -> None:
        assert reading.terms("a" * 1000) == reading.terms("a" * 999 + "b") == {"a" * LONGEST_TERM}

    def test_of_letters_with_endless_marks_are_two_halves(self) -> None:
        half = "က" + "ာ" * 31

        assert reading.terms("က" + "ာ" * 500 + "က") == {half, "က", half + "က"}


class TestQueries:
    @given(text=anything | texts | sentences)
    def test_of_a_text_find_it(self, text: str) -> None:
        assert set(reading.query_terms(text)) <= reading.terms(text[:LONGEST_QUERY])

    @given(text=sentences, query=queries)
    def test_find_what_has_all_their_words(self, text: str, query: str) -> None:
        """Asking for pairs alone asks for no less."""
        asked = set(reading.query_terms(query))
        assume(len(asked) < MOST_ASKED)

        assert (asked <= reading.terms(text)) == (
            reading.terms(query[:LONGEST_QUERY]) <= reading.terms(text)
        )

    @pytest.mark.parametrize(
        ("query", "terms"),
        [
            ("tea", ("tea",)),
            ("  Green   TEA green ", ("green", "tea")),
            ('"green tea"', ("green", "tea")),
            ("今天的", ("今天", "天的")),
            ("茶", ("茶",)),
            ("#tea @bob", ("tea", "bob")),
            ("tea OR NOT coffee*", ("tea", "or", "not", "coffee")),
        ],
    )
    def test_are_words_in_the_order_asked(self, query: str, terms: tuple[str, ...]) -> None:
        assert reading.query_terms(query) == terms

    @pytest.mark.parametrize("query", OPERATORS)
    def test_hold_no_operators(self, query: str) -> None:
        """H109."""
        assert all(term.isalnum() for term in reading.query_terms(query))

    def test_are_cut_off_somewhere(self) -> None:
        """H109."""
        assert len(reading.query_terms("a b " * 20_000)) == 2
        assert len(reading.query_terms(" ".join(map(str, range(20_000))))) == MOST_ASKED
        assert reading.query_terms("x" * 60_000) == ("x" * LONGEST_TERM,)


class TestNames:
    """Where one may begin to look for them."""

    @pytest.mark.parametrize(
        ("name", "beginnings"),
        [
            ("bob", {"bob"}),
            ("Green_Tea", {"green_tea", "tea"}),
            ("Anne-Marie O’Neil", {"anne-marie", "marie", "o’neil", "neil"}),
            ("山田 太郎", {"山田", "田", "太郎", "郎"}),
            ("(Bob) ☕", {"(bob)", "bob)", "☕"}),
            ("100% tea", {"100%", "tea"}),
            ("الشَّاي", {"الشاي"}),
            ("_ _x", {"_", "_x", "x"}),
            ("from東京", {"from東京", "東京", "京"}),
            ("a東京", {"a東京", "東京", "京"}),
            (f"{'a' * 70}-{'b' * 70}", {"a" * 64, "b" * 64}),
        ],
    )
    def test_are_each_word_to_the_next_space(self, name: str, beginnings: set[str]) -> None:
        assert reading.beginnings(name) == beginnings

    @given(name=readable | sentences)
    def test_begin_with_each_of_their_words(self, name: str) -> None:
        beginnings = reading.beginnings(name)

        for word in reading.query_beginnings(name):
            assert any(beginning.startswith(word) for beginning in beginnings)
        assert all(1 <= len(beginning) <= LONGEST_TERM for beginning in beginnings)

    @pytest.mark.parametrize("query", ["", " ", "a\0b", "\ud800", "a \x07"])
    def test_are_not_asked_for_by_what_is_no_text(self, query: str) -> None:
        assert reading.query_beginnings(query) == ()

    def test_are_asked_for_by_so_many_words(self) -> None:
        assert len(reading.query_beginnings(" ".join(map(str, range(1000))))) == MOST_NAMED
        assert reading.query_beginnings("%" * 30_000) == ("%" * LONGEST_TERM,)


# -- hostile texts ----------------------------------------------------------------

HOSTILE = (
    "@",
    "#",
    "@a",
    "#a",
    "@a@",
    "##",
    "/",
    "https://",
    "https://.",
    "https://a ",
    "http" * 5,
    "h",
    "#" + "a" * 101,
    "@" + "a" * 31,
    "#_",
    "#\ufdfa",
    "e\u0301",
    "\u0301",
    "\u0323\u0301",
    "\u0f73",
    "\u200d",
    "क्",
    "🇩",
    "한",
    "हि",
    "👩🏽‍💻",
    "a\u0301\u0327",
    "茶",
    "茶a",
    "ﷺ",
    "İ",
    " \n",
)
PARSERS: tuple[Callable[[str], object], ...] = (
    reading.tidy,
    reading.is_blank,
    reading.without_bidi_controls,
    reading.without_stacks,
    reading.mentions,
    reading.hashtags,
    reading.length,
    reading.fold,
    reading.terms,
    reading.query_terms,
    reading.beginnings,
    reading.query_beginnings,
)


def _seconds(parser: Callable[[str], object], text: str) -> float:
    start = process_time()
    parser(text)
    return process_time() - start


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_no_text_takes_more_than_its_length(parser: Callable[[str], object]) -> None:
    """Sixteen times the text, about sixteen times the time; a square would be 256 times.

    One measurement may be spoilt by whatever else the machine does; five never all are.
    """
    for piece in HOSTILE:
        short, long = (piece * (size // len(piece)) for size in (5_000, 80_000))

        assert any(
            _seconds(parser, long) < 80 * max(_seconds(parser, short), 0.001) for _ in range(5)
        ), piece
