"""The page of what was found."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from ....application.paging import Page
from ....application.ports.hashtags import MOST_COUNTED, HashtagView
from ....application.ports.microposts import MicropostView
from ....application.ports.users import UserView
from ....domain.text import LONGEST_QUERY, fold_tag
from ..house import House
from .visits import Answer, Visit

FEW = 5  # people that stand above the microposts; by themselves all of them do
_OURS = re.compile(r"/@[A-Za-z0-9_]{1,30}(/[0-9]{1,19})?/?")


def search(visit: Visit) -> Answer:
    """Who is called so, which hashtags begin so, and who said so: ``@...`` is about people alone,
    ``#...`` about hashtags.  A hashtag in use, and an address of ours, leads there."""
    query = visit.query.get("q", "").strip()[:LONGEST_QUERY]
    if path := _path(query, visit.site.house):
        return visit.redirect(path)
    about = query[:1]
    tags = [] if about == "@" else _tags(visit, query)
    if about == "#" and tags and tags[0].tag == fold_tag(query[1:]):
        return visit.redirect(f"/tags/{quote(tags[0].tag)}")
    people = [] if about == "#" else _people(visit, query)
    few = len(people) if about == "@" else FEW
    return visit.page(
        "search.html",
        query=query,
        about=about,
        people=people[:few],
        more_people=len(people) > few,
        tags=tags,
        most_counted=MOST_COUNTED,
        page=Page(items=()) if about in ("@", "#") else _microposts(visit, query),
        cursor=visit.cursor,
    )


def _people(visit: Visit, query: str) -> Sequence[UserView]:
    return visit.twite.search.people(query, viewer_id=visit.viewer_id)


def _tags(visit: Visit, query: str) -> Sequence[HashtagView]:
    return visit.twite.hashtags.starting_with(query, viewer_id=visit.viewer_id)


def _microposts(visit: Visit, query: str) -> Page[MicropostView]:
    return visit.twite.search.microposts(query, viewer_id=visit.viewer_id, cursor=visit.cursor)


def _path(query: str, house: House) -> str | None:
    """Where on this site the query leads, if it is the address of a profile or a micropost."""
    try:
        parts = urlsplit(query)
    except ValueError:  # a bracket that nobody closed
        return None
    ours = urlsplit(house.origin).netloc
    here = parts.scheme in ("http", "https") and parts.netloc.lower() == ours
    return parts.path if here and _OURS.fullmatch(parts.path) else None
