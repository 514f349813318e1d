"""What comes as it is: an id, or some, and an answer that is yes or no."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from attrs import define

from .errors import Invalid

I = TypeVar("I", bound=int)  # noqa: E741 (an id of whatever)

LARGEST_ID = 2**63 - 1
MOST_AT_ONCE = 80  # ids, as many as people ask for who show a long list


def is_id(given: object) -> bool:
    """Whether it could be somebody's, or something's; any other value is nobody's and nothing's."""
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= LARGEST_ID


def at_once(given: Iterable[I]) -> Sequence[I]:
    """Each of these ids once, in their order; what is no id is nobody's.  Raises
    :exc:`NotSomeIds`, also where they are too many."""
    ids = list(_listed(given))
    if len(ids) > MOST_AT_ONCE:
        raise NotSomeIds
    return some_ids(ids)


def some_ids(given: Iterable[I]) -> Sequence[I]:
    """The same, however many."""
    return list(dict.fromkeys(id for id in _listed(given) if is_id(id)))


def _listed(given: Iterable[I]) -> Iterable[I]:
    try:
        return iter(given)
    except TypeError:
        raise NotSomeIds from None


def yes_or_no(given: object) -> bool:
    """Itself; raises :exc:`NotYesOrNo` for what only looks like it."""
    if not isinstance(given, bool):
        raise NotYesOrNo(type(given).__name__)
    return given


# -- refusals -------------------------------------------------------------------


class NotSomeIds(Invalid):
    def __str__(self) -> str:
        return f"these have to be ids, {MOST_AT_ONCE} at most"


@define
class NotYesOrNo(Invalid):
    """``kind`` is the name of the type that came instead."""

    kind: str

    def __str__(self) -> str:
        return f"this has to be True or False, and it is of the type {self.kind}"
