"""How programs find out what this is, and who is here: nodeinfo, WebFinger, host-meta."""

from html import escape
from typing import Any

from msgspec import Struct, field

from ....domain.users import UserNotFound
from .calls import Call
from .entities.texts import Url

SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"
PROFILE = "http://webfinger.net/rel/profile-page"
HOST_META = """<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="{base}/.well-known/webfinger?resource={{uri}}"/>
</XRD>
"""


class Link(Struct, kw_only=True, omit_defaults=True):
    rel: str
    href: Url | None = None
    type: str | None = None
    template: str | None = None


class Links(Struct, kw_only=True):
    links: list[Link]


class Resource(Struct, kw_only=True):
    """RFC 7033"""

    subject: str
    aliases: list[Url]
    links: list[Link]


class Software(Struct, kw_only=True):
    name: str = "twite"
    version: str


class Services(Struct, kw_only=True, frozen=True):
    inbound: list[str] = []
    outbound: list[str] = []


class NodeUsers(Struct, kw_only=True):
    total: int
    active_month: int = field(name="activeMonth")


class NodeUsage(Struct, kw_only=True):
    users: NodeUsers
    local_posts: int = field(name="localPosts")


class NodeInfo(Struct, kw_only=True):
    """https://nodeinfo.diaspora.software/"""

    version: str = "2.0"
    software: Software
    protocols: list[str] = []
    services: Services = field(default_factory=Services)
    usage: NodeUsage
    open_registrations: bool = field(name="openRegistrations")
    metadata: dict[str, Any] = {}


def nodeinfo_links(call: Call) -> Links:
    """Where the facts about this server stand."""
    return Links(links=[Link(rel=SCHEMA, href=f"{call.api.house.base_url}/nodeinfo/2.0")])


def nodeinfo(call: Call) -> NodeInfo:
    """The facts about this server.  It speaks with no other yet."""
    house, census = call.api.house, call.api.census.now()
    return NodeInfo(
        software=Software(version=house.version),
        usage=NodeUsage(
            users=NodeUsers(total=census.users_count, active_month=census.posting_count),
            local_posts=census.posts_count,
        ),
        open_registrations=house.takes_registrations,
    )


def webfinger(call: Call, resource: str) -> Resource:
    """Who is behind ``acct:alice@`` this house, or behind the address of a profile."""
    call.media_type = "application/jrd+json"
    user = call.twite.users.named(_named(call, resource), viewer_id=None)
    url = f"{call.api.house.base_url}/@{user.handle}"
    return Resource(
        subject=f"acct:{user.handle}@{call.api.house.domain}",
        aliases=[url],
        links=[Link(rel=PROFILE, type="text/html", href=url)],
    )


def host_meta(call: Call) -> bytes:
    """Where WebFinger is, as older programs ask for it (RFC 6415)."""
    call.media_type = "application/xrd+xml"
    base = escape(call.api.house.base_url)
    return HOST_META.format(base=base).encode()


def _named(call: Call, resource: str) -> str:
    """Raises :exc:`UserNotFound`."""
    if resource.startswith("acct:") and "@" in resource:
        return call.handle(resource.removeprefix("acct:"))
    before = f"{call.api.house.base_url}/@"
    if resource.startswith(before):
        return resource.removeprefix(before)
    raise UserNotFound(resource)
