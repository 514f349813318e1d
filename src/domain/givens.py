"""What comes as it is: an id, and an answer that is yes or no."""

from attrs import define

from .errors import Invalid

LARGEST_ID = 2**63 - 1


def is_id(given: object) -> bool:
    """Whether it could be somebody's, or something's; any other value is nobody's and nothing's."""
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= LARGEST_ID


def yes_or_no(given: object) -> bool:
    """Itself; raises :exc:`NotYesOrNo` for what only looks like it."""
    if not isinstance(given, bool):
        raise NotYesOrNo(type(given).__name__)
    return given


# -- refusals -------------------------------------------------------------------


@define
class NotYesOrNo(Invalid):
    """``kind`` is the name of the type that came instead."""

    kind: str

    def __str__(self) -> str:
        return f"this has to be True or False, and it is of the type {self.kind}"
