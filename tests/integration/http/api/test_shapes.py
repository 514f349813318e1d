"""What clients send, in one shape: however it is written, it says the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from twite.adapters.http.shapes import MalformedName, Pair, fitted, plain, shaped


class Line(Struct):
    name: str = ""
    value: str = ""


class Source(Struct):
    privacy: str | None = None
    sensitive: bool | None = None


class Sent(Struct):
    status: str = ""
    locked: bool | None = None
    media_ids: list[str] | None = None
    fields: list[Line] | None = None
    source: Source | None = None


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
lines = st.fixed_dictionaries({"name": words, "value": words})
sent = st.fixed_dictionaries(
    {},
    optional={
        "status": words,
        "locked": st.booleans(),
        "media_ids": st.lists(words, min_size=1, max_size=4),
        "fields": st.lists(lines, min_size=1, max_size=4),
        "source": st.fixed_dictionaries(
            {}, optional={"privacy": words, "sensitive": st.booleans()}
        ).filter(bool),
    },
)
YES = ("true", "True", "on", "1", "t", "yes")
NO = ("false", "False", "off", "0", "f", "no")


def written(said: Any, name: str, *, numbered: bool, yes: str, no: str) -> Iterator[Pair]:
    """As a form has it."""
    match said:
        case dict():
            for key, value in said.items():
                inner = f"{name}[{key}]" if name else key
                yield from written(value, inner, numbered=numbered, yes=yes, no=no)
        case list():
            for number, value in enumerate(said):
                index = str(number) if numbered else ""
                yield from written(value, f"{name}[{index}]", numbered=numbered, yes=yes, no=no)
        case bool():
            yield name, yes if said else no
        case _:
            yield name, said


class TestForms:
    @given(said=sent, numbered=st.booleans(), yes=st.sampled_from(YES), no=st.sampled_from(NO))
    def test_say_the_same_as_json(
        self, said: dict[str, Any], numbered: bool, yes: str, no: str
    ) -> None:
        form = written(said, "", numbered=numbered, yes=yes, no=no)

        assert fitted(shaped(form), Sent) == said == fitted(said, Sent)

    @given(name=st.text("ab[]019", max_size=12), other=st.text("ab[]019", max_size=12))
    def test_of_any_names_have_a_shape_or_are_refused(self, name: str, other: str) -> None:
        try:
            shape = shaped([(name, "x"), (other, "y")])
        except MalformedName:
            return

        assert isinstance(shape, dict)

    @pytest.mark.parametrize(
        "names",
        [["[a]"], ["a[b"], ["a]b["], [""], ["a", "a[b]"], ["a[b]", "a"], ["a[1][2][3][4][5]"]],
        ids=str,
    )
    def test_with_brackets_that_mean_nothing_are_refused(self, names: list[str]) -> None:
        with pytest.raises(MalformedName):
            shaped([(name, "x") for name in names])

    def test_leave_out_what_nobody_asked_for(self) -> None:
        """H067."""
        assert fitted({"status": "x", "is_admin": "1", "id": "5"}, Sent) == {"status": "x"}

    def test_leave_to_be_refused_what_does_not_fit(self) -> None:
        """H067."""
        given = {"locked": "perhaps", "media_ids": {"b": "1"}, "fields": "x", "source": ["y"]}
        nothing: dict[str, object] = {"media_ids": {}}

        assert fitted(given, Sent) == {
            "locked": "perhaps",
            "media_ids": {"b": "1"},
            "fields": ["x"],
            "source": ["y"],
        }
        assert fitted(nothing, Sent) == nothing

    def test_of_one_item_are_lists_of_one(self) -> None:
        assert fitted({"media_ids": "1"}, Sent) == {"media_ids": ["1"]}
        assert fitted({"media_ids": ""}, Sent) == {"media_ids": []}

    def test_keep_lists_in_the_order_of_their_numbers(self) -> None:
        form = [("media_ids[10]", "c"), ("media_ids[9]", "b"), ("media_ids[2]", "a")]

        assert fitted(shaped(form), Sent) == {"media_ids": ["a", "b", "c"]}


class TestQueries:
    @given(st.lists(st.tuples(st.sampled_from(["id", "id[]", "id[0]", "id[7]"]), words)))
    def test_have_one_name_for_a_list(self, asked: list[Pair]) -> None:
        assert list(plain(asked)) == [("id", value) for _, value in asked]

    def test_have_nothing_below_a_name(self) -> None:
        with pytest.raises(MalformedName):
            list(plain([("id[a]", "1")]))
