"""Hashtags, as they stand in dictionaries."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from attrs import frozen

from ...application.ports.hashtags import MOST_COUNTED, HashtagView, HashtagViews
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Store, Tables


@frozen
class MemoryHashtagViews(HashtagViews):
    _store: Store
    _audience: MemoryAudience

    def starting_with(
        self, prefix: str, *, viewer_id: UserId | None, now: datetime, limit: int
    ) -> Sequence[HashtagView]:
        with self._store.reading() as tables:
            tags = sorted(map(str, tables.microposts.values("hashtag")))
            views = (
                self._view(tables, tag, viewer_id, now) for tag in tags if tag.startswith(prefix)
            )
            return list(islice((view for view in views if view.posts_count), limit))

    def _view(
        self, tables: Tables, tag: str, viewer_id: UserId | None, now: datetime
    ) -> HashtagView:
        shown = islice(self._shown(tables, tag, viewer_id, now), MOST_COUNTED)
        return HashtagView(tag=tag, posts_count=sum(1 for _ in shown))

    def _shown(
        self, tables: Tables, tag: str, viewer_id: UserId | None, now: datetime
    ) -> Iterator[int]:
        for micropost in tables.microposts.find("hashtag", tag):
            if self._audience.may_show(tables, micropost, viewer_id, now):
                yield micropost.id
