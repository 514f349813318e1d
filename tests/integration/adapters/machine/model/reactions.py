"""What people do about what is said: favourites, reposts and bookmarks."""

from collections.abc import Sequence

from twite.domain.microposts import MicropostId
from twite.domain.reposts import NotRepostable

from .world import Bookmark, Bounds, Favourite, Post, Repost, Said, World, page


class Reactions(World):
    def favourites_favourite(self, *, id: int, by: int) -> None:
        post = self._about(id, by)
        if (by, id) not in self.favourites:
            self.favourites[by, id] = Favourite(0, by, id, self.now)
            if by != post.author:
                self.tell(post.author, "favourite", by, id)

    def favourites_unfavourite(self, *, id: int, by: int) -> None:
        self._about(id, by)
        self.favourites.pop((by, id), None)

    def favourites_page(self, *, by: int, cursor: Bounds) -> Said:
        return page(
            self.favourites_page_rows(by=by), cursor, lambda row: self._kept(row, "favourited_at")
        )

    def favourites_page_rows(self, *, by: int) -> Sequence[Favourite]:
        rows = reversed(self.favourites.values())
        return [row for row in rows if row.user == by and self.may_read(by, self.posts[row.post])]

    def favourites_users(self, *, id: int, viewer_id: int | None, cursor: Bounds) -> Said:
        rows = self.favourites_users_rows(id=id, viewer_id=viewer_id)
        found = page(rows, cursor, lambda row: self.author_view(row.user))
        self.readable(id, viewer_id)
        return found

    def favourites_users_rows(self, *, id: int, viewer_id: int | None) -> Sequence[Favourite]:
        if id not in self.posts or not self.may_read(viewer_id, self.posts[id]):
            return []
        rows = reversed(self.favourites.values())
        return [row for row in rows if row.post == id and self.may_list(viewer_id, row.user)]

    def reposts_repost(self, *, id: int, by: int, made: int) -> int:
        post = self._about(id, by)
        if not post.is_counted and (post.visibility, post.author) != ("followers", by):
            raise NotRepostable(MicropostId(id))
        if (by, id) not in self.reposts:
            self.reposts[by, id] = Repost(made, by, id)
            if by != post.author:
                self.tell(post.author, "repost", by, id)
        return self.reposts[by, id].id

    def reposts_undo(self, *, id: int, by: int) -> None:
        self._about(id, by)
        self.reposts.pop((by, id), None)

    def reposts_users(self, *, id: int, viewer_id: int | None, cursor: Bounds) -> Said:
        rows = []
        if id in self.posts and self.may_read(viewer_id, self.posts[id]):
            rows = [row for row in self.reposts.values() if row.post == id]
        rows = [row for row in rows if self.may_list(viewer_id, row.user)]
        rows.sort(key=lambda row: row.id, reverse=True)
        found = page(rows, cursor, lambda row: self.author_view(row.user))
        self.readable(id, viewer_id)
        return found

    def bookmarks_bookmark(self, *, id: int, by: int) -> None:
        self._about(id, by)
        self.bookmarks.setdefault((by, id), Bookmark(0, by, id, self.now))

    def bookmarks_unbookmark(self, *, id: int, by: int) -> None:
        self._about(id, by)
        self.bookmarks.pop((by, id), None)

    def bookmarks_page(self, *, by: int, cursor: Bounds) -> Said:
        return page(
            self.bookmarks_page_rows(by=by), cursor, lambda row: self._kept(row, "bookmarked_at")
        )

    def bookmarks_page_rows(self, *, by: int) -> Sequence[Bookmark]:
        rows = reversed(self.bookmarks.values())
        return [row for row in rows if row.user == by and self.may_read(by, self.posts[row.post])]

    # -- in other words -----------------------------------------------------------------

    def _about(self, id: int, by: int) -> Post:
        self.acting(by)
        return self.readable(id, by)

    def _kept(self, row: Favourite | Bookmark, at: str) -> Said:
        post = self.micropost_view(self.posts[row.post], row.user)
        return {"id": row.id, at: row.at, "micropost": post}
