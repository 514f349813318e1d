"""How people are found by their names, and microposts by what they say."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from ...domain.microposts import MicropostId
from ...domain.users import UserId
from ..paging import Cursor, Page


class SearchViews(Protocol):
    """The read side: nothing the viewer may not find, to the letter."""

    def people(
        self,
        words: Collection[str],
        *,
        viewer_id: UserId | None,
        limit: int,
        offset: int = 0,
        following: bool = False,
    ) -> Sequence[UserId]:
        """Those with a beginning for each of these words, of which there is one at least, that
        begins with it; by handle in the order of ASCII, so many after so many.  ``following``: of
        those alone whom the viewer follows."""
        ...

    def microposts(
        self,
        terms: Collection[str],
        *,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        author_id: UserId | None = None,
    ) -> Page[MicropostId]:
        """Those that have all of these terms, of which there is one at least, by that author or
        anybody; newest first."""
        ...
