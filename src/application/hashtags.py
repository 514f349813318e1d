"""What people do with hashtags: find them."""

from collections.abc import Sequence

from attrs import frozen

from ..domain.text import LONGEST_QUERY, fold_tag, written
from ..domain.users import UserId
from .ports.hashtags import HashtagView, HashtagViews
from .ports.system import Clock

MOST_FOUND = 10


@frozen
class Hashtags:
    """Each public method is one use case."""

    views: HashtagViews
    clock: Clock

    def starting_with(self, prefix: str, *, viewer_id: UserId | None) -> Sequence[HashtagView]:
        """The tags that start so, in whatever case it is written, in the order of their letters,
        and :data:`MOST_FOUND` at most; none that stands only where the viewer may not look.

        Raises :exc:`NotAText`.
        """
        folded = fold_tag(written(prefix).strip().removeprefix("#")[:LONGEST_QUERY])
        if not folded or not folded.isprintable():
            return []  # no tag starts so, nor can every database be asked for it
        return self.views.starting_with(
            folded, viewer_id=viewer_id, now=self.clock.now(), limit=MOST_FOUND
        )
