"""What identifies a user: the handle, the name that is shown, what a host program calls them."""

import re
from typing import Self

from attrs import define, field, frozen

from ..errors import Conflict, Invalid
from ..text import is_blank, tidy, without_bidi_controls, without_stacks

LONGEST_DISPLAY_NAME = 50  # characters
LONGEST_EXTERNAL_ID = 200  # characters

# Nobody registers under these.  Mail to them is for whoever runs the house (RFC 2142), or they
# look as if the house itself spoke;
_OFFICES = """
    abuse admin administrator all anonymous anybody deleted everybody everyone help hostmaster info
    mailer_daemon marketing mod moderator moderators news no_reply nobody noc none noreply null
    official operator owner postmaster root sales security staff superuser support sysop system
    twite undefined unknown usenet uucp webmaster www
"""
# or they are addresses of the site, today or in a while.
_ADDRESSES = """
    about account accounts api app apps auth blocks bookmarks collections docs drafts embed explore
    favicon favourites feed follow_requests followers following health home inbox instance lists
    local login logout media metrics microposts mutes nodeinfo notifications oauth oembed openapi
    outbox password private profile public robots search sessions settings share sign_in sign_out
    sign_up signup static status statuses streaming tags terms timeline timelines user users
    well_known
"""
RESERVED = frozenset(f"{_OFFICES} {_ADDRESSES}".split())


# -- the handle -----------------------------------------------------------------


_HANDLE = re.compile(r"[A-Za-z0-9_]{1,30}", re.ASCII)


def _fold(handle: str) -> str:
    if not isinstance(handle, str) or not _HANDLE.fullmatch(
        handle
    ):  # before folding: the Kelvin sign folds to k
        raise InvalidHandle(handle)
    return handle.lower()


@frozen
class Handle:
    """The name others write after the @: ASCII letters, digits and _, at most 30, in lower case."""

    value: str = field(converter=_fold)

    def unreserved(self) -> Self:
        """Itself, or :exc:`HandleReserved`: asked when somebody registers, never afterwards."""
        if self.value in RESERVED:
            raise HandleReserved(self)
        return self

    def __str__(self) -> str:
        return self.value


# -- the display name -----------------------------------------------------------


def _tidy_name(name: str) -> str:
    return without_stacks(" ".join(tidy(without_bidi_controls(name)).split()))


@frozen
class DisplayName:
    """The name people see beside the handle: one line, which reorders nothing around it."""

    value: str = field(converter=_tidy_name)

    def __attrs_post_init__(self) -> None:
        if len(self.value) > LONGEST_DISPLAY_NAME:
            raise DisplayNameTooLong(len(self.value))

    def __bool__(self) -> bool:
        """Whether anything of it can be seen."""
        return not is_blank(self.value)

    def __str__(self) -> str:
        return self.value


# -- the external id ------------------------------------------------------------


@frozen
class ExternalId:
    """What a host program calls this user.  Opaque to us."""

    value: str

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.value, str) or not 0 < len(self.value) <= LONGEST_EXTERNAL_ID:
            raise InvalidExternalId
        if not self.value.isprintable():
            raise InvalidExternalId

    def __str__(self) -> str:
        return self.value


# -- refusals -------------------------------------------------------------------


@define
class InvalidHandle(Invalid):
    handle: str

    def __str__(self) -> str:
        return "a handle is 1 to 30 of the letters a-z, digits and _"


@define
class HandleReserved(Conflict):
    handle: Handle

    def __str__(self) -> str:
        return f"the handle {self.handle} is reserved for whoever runs this place; choose another"


@define
class DisplayNameTooLong(Invalid):
    length: int

    def __str__(self) -> str:
        return f"a display name holds {LONGEST_DISPLAY_NAME} characters, and this has {self.length}"


class InvalidExternalId(Invalid):
    def __str__(self) -> str:
        return f"an external id is 1 to {LONGEST_EXTERNAL_ID} printable characters"
