"""What people search for: each other, and what was said."""

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from ..domain.givens import is_id, yes_or_no
from ..domain.text import query_beginnings, query_terms, written
from ..domain.users import UserId
from .paging import Cursor, InvalidCursor, Page, paged
from .ports.microposts import MicropostView, MicropostViews
from .ports.search import SearchViews
from .ports.system import Clock
from .ports.users import UserView, UserViews

NEWEST = Cursor()
MOST_FOUND = 20
MOST_AT_ONCE = 80  # where somebody asks for more


@frozen
class Search:
    """Each public method is one search.  No text is refused as a query; some find nothing.  What is
    no text is: :exc:`NotAText`."""

    views: SearchViews
    user_views: UserViews
    micropost_views: MicropostViews
    clock: Clock

    def people(
        self,
        query: str,
        *,
        viewer_id: UserId | None,
        following: bool = False,
        limit: int = MOST_FOUND,
        offset: int = 0,
    ) -> Sequence[UserView]:
        """Users whose handle, or a word of whose name, begins like each word of the query; by
        handle.  Nobody who is out of the viewer's sight; ``following``: only whom they follow.

        So many after so many; a limit above :data:`MOST_AT_ONCE` is cut to it.  Raises
        :exc:`NotYesOrNo` or :exc:`InvalidCursor`.
        """
        words = query_beginnings(written(query).strip().removeprefix("@"))
        followed = yes_or_no(following)
        stretch = Cursor(limit=limit).within(MOST_AT_ONCE)
        if not is_id(offset):
            raise InvalidCursor
        if not words:
            return []
        found = self.views.people(
            words, viewer_id=viewer_id, limit=stretch.limit, offset=offset, following=followed
        )
        return self.user_views.show(found)

    def microposts(
        self,
        query: str,
        *,
        viewer_id: UserId | None,
        author_id: UserId | None = None,
        cursor: Cursor = NEWEST,
    ) -> Page[MicropostView]:
        """Microposts that hold every word of the query, in any order and spelling, by that author
        or anybody; newest first.

        Those that are not for everybody are found by their author and those they mention alone.
        """
        terms = query_terms(written(query))
        if not terms:
            return Page(items=())
        read = partial(
            self.views.microposts,
            terms,
            viewer_id=viewer_id,
            now=self.clock.now(),
            author_id=author_id,
        )
        return paged(read, cursor).dressed(
            lambda ids: self.micropost_views.show(ids, viewer_id=viewer_id)
        )
