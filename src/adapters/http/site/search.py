"""The page of what was found."""

from ....domain.text import TokenKind, tokens
from .visits import Answer, Visit

LONGEST_SHOWN = 64  # characters of a query that stand in the box again


def search(visit: Visit) -> Answer:
    """People whose handle begins so, and the tag of that name."""
    query = visit.query.get("q", "").strip()[:LONGEST_SHOWN]
    people = visit.twite.search.people(query)
    return visit.page("search.html", query=query, people=people, tag=_tag(query))


def _tag(query: str) -> str:
    """The query as a hashtag, if it can be one."""
    found = list(tokens(f"#{query.removeprefix('#')}"))
    if [token.kind for token in found] != [TokenKind.HASHTAG]:
        return ""
    return found[0].name
