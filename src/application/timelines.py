"""What people do with timelines: read them."""

from attrs import frozen

from ..domain.text import fold_tag
from ..domain.timelines import Entry
from ..domain.users import UserId
from .paging import Cursor, Page
from .ports.microposts import MicropostViews
from .ports.timelines import EntryView, TimelineViews, dressed

NEWEST = Cursor()


@frozen
class Timelines:
    """Each public method is one page of a list, newest first; ``cursor`` says which."""

    views: TimelineViews
    microposts: MicropostViews

    def home(self, *, viewer_id: UserId, cursor: Cursor = NEWEST) -> Page[EntryView]:
        """What the viewer and those they follow posted, back to the first."""
        return self._dressed(
            self.views.home(viewer_id=viewer_id, cursor=cursor.within()), viewer_id
        )

    def local(self, *, viewer_id: UserId | None, cursor: Cursor = NEWEST) -> Page[EntryView]:
        """What everybody said in public."""
        return self._dressed(
            self.views.local(viewer_id=viewer_id, cursor=cursor.within()), viewer_id
        )

    def profile(
        self, *, author_id: UserId, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[EntryView]:
        """What one user posted, as far as the viewer may see."""
        found = self.views.profile(author_id=author_id, viewer_id=viewer_id, cursor=cursor.within())
        return self._dressed(found, viewer_id)

    def tagged(
        self, *, tag: str, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[EntryView]:
        """What everybody said in public under a hashtag, in whatever case it is written."""
        if not tag.isprintable():
            return Page(items=())  # it cannot be a tag, nor can every database be asked for it
        found = self.views.tagged(tag=fold_tag(tag), viewer_id=viewer_id, cursor=cursor.within())
        return self._dressed(found, viewer_id)

    def _dressed(self, found: Page[Entry], viewer_id: UserId | None) -> Page[EntryView]:
        return found.dressed(
            lambda entries: dressed(
                entries,
                self.microposts.show(
                    [entry.micropost_id for entry in entries], viewer_id=viewer_id
                ),
            )
        )
