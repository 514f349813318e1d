"""Drafts over tables read like the tables they become."""

from hypothesis import given
from hypothesis import strategies as st

from twite.adapters.memory.tables import Overlay, Rows, Table

World = Rows[int, str]
Change = tuple[int, str | None]  # a key, and its row from now on; None: deleted

changes = st.lists(st.tuples(st.integers(1, 8), st.none() | st.sampled_from("abc")), max_size=12)
bounds = st.none() | st.integers(0, 9)


def _table() -> Table[int, str]:
    return Table({"letter": lambda row: [row], "all": lambda _: [None]})


def _changed(rows: World, made: list[Change]) -> None:
    for key, row in made:
        if row is None:
            rows.delete(key)
        else:
            rows.put(key, row)


@given(
    below=changes,
    middle=changes,
    above=changes,
    value=st.sampled_from("abc"),
    least=bounds,
    most=bounds,
    upwards=st.booleans(),
)
def test_two_drafts_read_like_one_table(
    *,
    below: list[Change],
    middle: list[Change],
    above: list[Change],
    value: str,
    least: int | None,
    most: int | None,
    upwards: bool,
) -> None:
    plain, base = _table(), _table()
    _changed(plain, [*below, *middle, *above])
    _changed(base, below)
    inner: Overlay[int, str] = Overlay(base)
    _changed(inner, middle)
    outer: Overlay[int, str] = Overlay(inner)
    _changed(outer, above)

    def seen(rows: World) -> tuple[object, ...]:
        return (
            dict(rows.items()),
            [rows.get(key) for key in range(10)],
            list(rows.keys("letter", value, above=least, below=most, upwards=upwards)),
            list(rows.find("all", None)),
        )

    assert seen(outer) == seen(plain)
    outer.pour()
    inner.pour()
    assert seen(base) == seen(plain)
