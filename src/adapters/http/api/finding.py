"""Whom a query finds, and what it names: people search by words, and apps by addresses."""

import re
from collections.abc import Sequence
from contextlib import suppress

from attrs import frozen

from ....application.ports.microposts import MicropostView
from ....application.ports.users import UserView
from ....domain.microposts import MicropostId, MicropostNotFound
from ....domain.users import UserNotFound
from .. import parameters
from .calls import Call

_PAGE = re.compile(r"([^/?#]+)(?:/([^/?#]+))?/?(?:[?#].*)?")


@frozen
class Place:
    """Where somebody is here or, with an id, where what they said is."""

    handle: str
    micropost_id: MicropostId | None = None


def place(call: Call, query: str) -> Place | None:
    """What a query names: ``@alice@`` and our own domain, or an address that begins as ours do;
    None where it names nothing of ours, and is just words."""
    said, before = query.strip(), f"{call.api.house.base_url}/@"
    if said.lower().startswith(before.lower()):
        return _page(said[len(before) :])
    name, _, domain = said.removeprefix("@").partition("@")
    return Place(name) if domain.lower() == call.api.house.domain.lower() else None


def people(
    call: Call, query: str, *, following: bool, limit: int, offset: int
) -> Sequence[UserView]:
    """Who is called so, or is at that address."""
    named = place(call, query)
    if named is None:
        return call.twite.search.people(
            query, viewer_id=call.viewer_id, following=following, limit=limit, offset=offset
        )
    if offset or named.micropost_id is not None:
        return []
    with suppress(UserNotFound):
        found = call.twite.users.named(named.handle, viewer_id=call.viewer_id)
        return [found] if not following or _follows(call, found) else []
    return []


def said_at(call: Call, named: Place) -> Sequence[MicropostView]:
    """What is at that address, if anything that the viewer may read."""
    if named.micropost_id is None:
        return []
    with suppress(MicropostNotFound):
        view = call.twite.microposts.show(named.micropost_id, viewer_id=call.viewer_id)
        return [view] if view.author.handle.lower() == named.handle.lower() else []
    return []


def _page(path: str) -> Place | None:
    found = _PAGE.fullmatch(path)
    if found is None:
        return None
    handle, id = found.groups()
    if id is None:
        return Place(handle)
    return next((Place(handle, MicropostId(one)) for one in parameters.ids([id])), None)


def _follows(call: Call, user: UserView) -> bool:
    if call.viewer_id is None:
        return False
    relations = call.twite.follows.relations(viewer_id=call.viewer_id, other_ids=[user.id])
    return any(relation.following for relation in relations.values())
