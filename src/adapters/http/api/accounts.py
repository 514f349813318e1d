"""What apps do with accounts: show, look up, compare, search, edit one's own."""

from collections.abc import Iterator
from typing import Annotated

from litestar.params import QueryParameter
from msgspec import Struct

from ....application.search import MOST_AT_ONCE
from ....domain.givens import MOST_AT_ONCE as MOST_IDS
from ....domain.users import UserId, UserNotFound
from .. import parameters
from .calls import Call
from .entities.accounts import Account, CredentialAccount, Relationship, relationship
from .entities.audiences import AUDIENCES, Audience
from .finding import people
from .unsupported import refuse

MANY = {"type": "integer", "minimum": 1, "default": 40}
Ids = Annotated[list[str] | None, QueryParameter(name="id", max_items=MOST_IDS)]


class FieldAttributes(Struct, kw_only=True):
    """A line of a profile, as it is sent."""

    name: str = ""
    value: str = ""


class SourceGiven(Struct, kw_only=True):
    """How one posts where nothing else is said."""

    privacy: Audience | None = None
    sensitive: bool | None = None
    language: str | None = None


class Credentials(Struct, kw_only=True):
    """What is to be said of oneself; what is not given stays."""

    display_name: str | None = None
    note: str | None = None
    locked: bool | None = None
    fields_attributes: list[FieldAttributes] | None = None
    source: SourceGiven | None = None
    avatar: str | None = None
    header: str | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    hide_collections: bool | None = None
    attribution_domains: list[str] | None = None


def own_account(call: Call) -> CredentialAccount:
    """One's own account."""
    return own(call)


def update_credentials(call: Call, data: Credentials) -> CredentialAccount:
    """Say who one is."""
    refuse(
        avatar=bool(data.avatar),
        header=bool(data.header),
        bot=data.bot is True,
        discoverable=data.discoverable is False,
        indexable=data.indexable is False,
        hide_collections=data.hide_collections is True,
        attribution_domains=bool(data.attribution_domains),
    )
    with call.twite.users.unit_of_work():  # all of it, or nothing
        call.twite.users.edit_profile(
            by=call.user_id,
            display_name=data.display_name,
            bio=data.note,
            links=None if data.fields_attributes is None else list(_links(data.fields_attributes)),
            locked=data.locked,
        )
        if data.source is not None:
            _prefer(call, data.source)
    return own(call)


def show_account(call: Call, id: UserId) -> Account:
    """One account."""
    return call.api.accounts.of(call.user(id))


def several_accounts(call: Call, ids: Ids = None) -> list[Account]:
    """Several accounts at once; those that are not there are left out."""
    found = call.twite.users.shown(_users(ids), viewer_id=call.viewer_id)
    return [call.api.accounts.of(user) for user in found]


def lookup(call: Call, acct: str) -> Account:
    """The account of that name."""
    return call.api.accounts.of(call.twite.users.named(call.handle(acct), viewer_id=call.viewer_id))


def search_accounts(
    call: Call,
    *,
    q: str = "",
    limit: Annotated[str, QueryParameter(schema_extra=MANY)] = "40",
    offset: Annotated[int, QueryParameter(ge=0)] = 0,
    resolve: bool = False,
    following: bool = False,
) -> list[Account]:
    """Accounts whose names begin so, or the one at that address.  There is nobody elsewhere to be
    resolved."""
    found = people(
        call,
        q,
        following=following,
        limit=parameters.limit({"limit": limit}, largest=MOST_AT_ONCE),
        offset=offset,
    )
    return [call.api.accounts.of(user) for user in found]


def relationships(call: Call, ids: Ids = None, with_suspended: bool = False) -> list[Relationship]:
    """How one stands to others, in the order asked.  Nobody who is suspended is told of."""
    return related(call, _users(ids))


# -- parts ----------------------------------------------------------------------


def own(call: Call) -> CredentialAccount:
    """One's own account, with what is for oneself alone."""
    return call.api.accounts.own(
        call.twite.users.show(call.user_id),
        call.twite.preferences.show(of=call.user_id),
        requests=call.twite.follows.requests_count(of=call.user_id),
        language=call.api.house.language or None,
    )


def related(call: Call, ids: list[UserId]) -> list[Relationship]:
    """How the user stands to those of them that are there."""
    found = call.twite.follows.relations(viewer_id=call.user_id, other_ids=ids)
    return [relationship(id, relation) for id, relation in found.items()]


def standing(call: Call, id: UserId) -> Relationship:
    """How the user stands to one; raises :exc:`UserNotFound`."""
    for relation in related(call, [id]):
        return relation
    raise UserNotFound(id)


def _users(ids: list[str] | None) -> list[UserId]:
    return [UserId(id) for id in parameters.ids(ids or ())]


def _prefer(call: Call, source: SourceGiven) -> None:
    call.twite.preferences.change(
        by=call.user_id,
        visibility=AUDIENCES[source.privacy] if source.privacy is not None else None,
        sensitive=source.sensitive,
        language=None if source.language is None else parameters.language(source.language),
    )


def _links(given: list[FieldAttributes]) -> Iterator[tuple[str, str]]:
    """Lines with nothing in them are none."""
    for line in given:
        if line.name.strip() or line.value.strip():
            yield line.name, line.value
