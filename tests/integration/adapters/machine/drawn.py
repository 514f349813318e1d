"""What rules are about, as Hypothesis draws it.

People and microposts are drawn as places: among those there are by then, or of nobody and nothing.
"""

from typing import Any

from hypothesis import strategies as st

LAST = 15  # of the places people are drawn by


def mostly(right: Any, wrong: Any, *, wrong_in: int = 4) -> Any:
    """One of the right ones; one time in so many, one of the wrong ones."""
    right, wrong = (
        part if isinstance(part, st.SearchStrategy) else st.sampled_from(tuple(part))
        for part in (right, wrong)
    )
    return st.integers(1, wrong_in).flatmap(lambda n: wrong if n == wrong_in else right)


people = st.integers(0, LAST)
viewers = people | st.none()
posts = st.integers(0, 11)
several = st.lists(people, min_size=1, max_size=6)
now_and_then_too_many = mostly((1,), (81,), wrong_in=4)  # times each of those
limits = mostly((1, 1, 1, 2, 2, 3, 5, 20, 40, 41), (0, -1), wrong_in=5)
stretches = st.tuples(limits, st.integers(0, 9), st.integers(0, 40))
SEVERAL = 4  # at once, so that lists grow long enough to be read by pages
spreads = mostly((None,), ("by", "about"), wrong_in=3)  # over those who do it, or what it is about
WALK = ("older",) * SEVERAL  # one row a page, from the newest on
turns = st.sampled_from(
    ((), (), ("older",), ("newer",), ("older", "older"), ("older", "older", "newer"), WALK)
)
