"""What people search for: each other, and what was said."""

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from ..domain.text import query_beginnings, query_terms, written
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.microposts import MicropostView, MicropostViews
from .ports.search import SearchViews
from .ports.system import Clock
from .ports.users import UserView, UserViews

NEWEST = Cursor()
MOST_FOUND = 20


@frozen
class Search:
    """Each public method is one search.  No text is refused as a query; some find nothing.  What is
    no text is: :exc:`NotAText`."""

    views: SearchViews
    user_views: UserViews
    micropost_views: MicropostViews
    clock: Clock

    def people(self, query: str, *, viewer_id: UserId | None) -> Sequence[UserView]:
        """Users whose handle, or a word of whose name, begins like each word of the query; by
        handle, and :data:`MOST_FOUND` at most.  Nobody who is out of the viewer's sight."""
        words = query_beginnings(written(query).strip().removeprefix("@"))
        if not words:
            return []
        found = self.views.people(words, viewer_id=viewer_id, limit=MOST_FOUND)
        return self.user_views.show(found)

    def microposts(
        self, query: str, *, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[MicropostView]:
        """Microposts that hold every word of the query, in any order and spelling; newest first.

        Those that are not for everybody are found by their author and those they mention alone.
        """
        terms = query_terms(written(query))
        if not terms:
            return Page(items=())
        read = partial(self.views.microposts, terms, viewer_id=viewer_id, now=self.clock.now())
        return paged(read, cursor).dressed(
            lambda ids: self.micropost_views.show(ids, viewer_id=viewer_id)
        )
