"""Who reads whom, and who wants nothing of whom: follows, blocks, mutes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from twite.domain.blocks import BlocksSelf
from twite.domain.follows import BlockedByYou, FollowRequestNotFound, FollowsSelf
from twite.domain.mutes import MuteOutOfRange, MutesSelf
from twite.domain.users import UserNotFound

from .world import Block, Bounds, Follow, Mute, Request, Said, World, page, told

LONGEST_MUTE = timedelta(days=3660)


class Graph(World):
    # -- follows ------------------------------------------------------------------------

    def follows_follow(
        self, *, by: int, whom: int, reposts: bool, notifies: bool | None = None
    ) -> None:
        _, other = self.pair(by, whom)
        self.acting(by)
        if other.state != "active" or (whom, by) in self.blocks:
            raise UserNotFound(whom)
        if (by, whom) in self.blocks:
            raise BlockedByYou
        if by == whom:
            raise FollowsSelf
        kept = self.requests if other.is_locked else self.follows
        standing = self.follows.get((by, whom)) or kept.get((by, whom))
        if standing is not None:
            standing.shows_reposts = reposts
            standing.notifies = standing.notifies if notifies is None else notifies
        elif other.is_locked:
            self.requests[by, whom] = Request(0, self.now, reposts, bool(notifies))
            self.tell(whom, "follow_request", by, None)
        else:
            self.requests.pop((by, whom), None)
            self._begin(by, whom, reposts, bool(notifies))

    def follows_unfollow(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        self.follows.pop((by, whom), None)

    def follows_remove_follower(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        self.follows.pop((whom, by), None)

    def follows_accept(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        if (whom, by) in self.follows:
            return
        if (whom, by) not in self.requests or not self.is_active(whom):
            raise FollowRequestNotFound(told(whom))
        asked = self.requests.pop((whom, by))
        self.follows[whom, by] = Follow(0, self.now, asked.shows_reposts, asked.notifies)

    def follows_reject(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        self.requests.pop((whom, by), None)

    def follows_withdraw(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        self.requests.pop((by, whom), None)

    def follows_relation(self, *, viewer_id: int, other_id: int) -> Said:
        there, back = (viewer_id, other_id), (other_id, viewer_id)
        return {
            "following": there in self.follows,
            "shows_reposts": there in self.follows and self.follows[there].shows_reposts,
            "notifies": there in self.follows and self.follows[there].notifies,
            "followed_by": back in self.follows,
            "requested": there in self.requests,
            "requested_by": back in self.requests,
            "blocking": there in self.blocks,
            "muting": self.is_muted(viewer_id, other_id),
            "muting_notifications": self.is_muted(viewer_id, other_id, notifications=True),
            "note": self.notes.get(there, ""),
        }

    def follows_relations(self, *, viewer_id: int, other_ids: Sequence[int]) -> Mapping[int, Said]:
        return {
            id: self.follows_relation(viewer_id=viewer_id, other_id=id)
            for id in self.met(viewer_id, other_ids)
        }

    def follows_requests_count(self, *, of: int) -> int:
        return len(self.follows_requests_rows(of=of))

    def follows_followers(self, *, of: int, viewer_id: int | None, cursor: Bounds) -> Said:
        rows = self.follows_followers_rows(of=of, viewer_id=viewer_id)
        who = {follow: follower for (follower, _), follow in self.follows.items()}
        return page(rows, cursor, lambda follow: self._listed(follow, who[follow], "followed_at"))

    def follows_followers_rows(self, *, of: int, viewer_id: int | None) -> Sequence[Follow]:
        return [
            follow
            for (follower, followee), follow in reversed(self.follows.items())
            if followee == of and self._may_list_both(viewer_id, of, follower)
        ]

    def follows_following(self, *, of: int, viewer_id: int | None, cursor: Bounds) -> Said:
        rows = self.follows_following_rows(of=of, viewer_id=viewer_id)
        whom = {follow: followee for (_, followee), follow in self.follows.items()}
        return page(rows, cursor, lambda follow: self._listed(follow, whom[follow], "followed_at"))

    def follows_following_rows(self, *, of: int, viewer_id: int | None) -> Sequence[Follow]:
        return [
            follow
            for (follower, followee), follow in reversed(self.follows.items())
            if follower == of and self._may_list_both(viewer_id, of, followee)
        ]

    def follows_requests(self, *, of: int, cursor: Bounds) -> Said:
        who = {request: requester for (requester, _), request in self.requests.items()}
        rows = self.follows_requests_rows(of=of)
        return page(rows, cursor, lambda asked: self._listed(asked, who[asked], "requested_at"))

    def follows_requests_rows(self, *, of: int) -> Sequence[Request]:
        return [
            request
            for (requester, requested), request in reversed(self.requests.items())
            if requested == of and self.may_list(of, requester)
        ]

    # -- blocks -------------------------------------------------------------------------

    def blocks_block(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        self.there(whom)
        if by == whom:
            raise BlocksSelf
        self.blocks.setdefault((by, whom), Block(0, self.now))
        for pair in ((by, whom), (whom, by)):
            self.follows.pop(pair, None)
            self.requests.pop(pair, None)

    def blocks_unblock(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        self.blocks.pop((by, whom), None)

    def blocks_page(self, *, of: int, cursor: Bounds) -> Said:
        whom = {block: blocked for (_, blocked), block in self.blocks.items()}
        rows = self.blocks_page_rows(of=of)
        return page(rows, cursor, lambda block: self._listed(block, whom[block], "blocked_at"))

    def blocks_page_rows(self, *, of: int) -> Sequence[Block]:
        return [
            block
            for (blocker, blocked), block in reversed(self.blocks.items())
            if blocker == of and self.is_active(blocked)
        ]

    # -- mutes --------------------------------------------------------------------------

    def mutes_mute(
        self, *, by: int, whom: int, lasts: timedelta | None, notifications: bool
    ) -> None:
        self._acting(by, whom)
        self.there(whom)
        if lasts is not None and not timedelta(0) < lasts <= LONGEST_MUTE:
            raise MuteOutOfRange
        if by == whom:
            raise MutesSelf
        mute = Mute(0, by, whom, notifications, self.now, self.now + lasts if lasts else None)
        for old in self._mutes(by, whom):
            same = (old.hides_notifications, old.expires_at) == (notifications, mute.expires_at)
            if same:
                return
            self.mutes.remove(old)
        self.mutes.append(mute)

    def mutes_unmute(self, *, by: int, whom: int) -> None:
        self._acting(by, whom)
        for mute in self._mutes(by, whom):
            self.mutes.remove(mute)

    def mutes_mute_thread(self, *, id: int, by: int) -> None:
        self.acting(by)
        self.thread_mutes.add((by, self.readable(id, by).thread))

    def mutes_unmute_thread(self, *, id: int, by: int) -> None:
        self.acting(by)
        self.thread_mutes.discard((by, self.readable(id, by).thread))

    def mutes_page(self, *, of: int, cursor: Bounds) -> Said:
        return page(self.mutes_page_rows(of=of), cursor, self._mute)

    def mutes_page_rows(self, *, of: int) -> Sequence[Mute]:
        mutes = reversed(self.standing_mutes())
        return [mute for mute in mutes if mute.muter == of and self.is_active(mute.muted)]

    # -- in other words -----------------------------------------------------------------

    def _acting(self, by: int, whom: int) -> None:
        self.pair(by, whom)
        self.acting(by)

    def _begin(self, by: int, whom: int, reposts: bool, notifies: bool) -> None:
        self.follows[by, whom] = Follow(0, self.now, reposts, notifies)
        self.tell(whom, "follow", by, None)

    def _may_list_both(self, viewer: int | None, of: int, other: int) -> bool:
        return self.may_list(viewer, of) and self.may_list(viewer, other)

    def _listed(self, row: Follow | Request | Block, whom: int, at: str) -> Said:
        return {"id": row.id, "user": self.user_view(self.people[whom]), at: row.at}

    def _mutes(self, by: int, whom: int) -> Sequence[Mute]:
        return [mute for mute in self.mutes if (mute.muter, mute.muted) == (by, whom)]

    def _mute(self, mute: Mute) -> Said:
        return {
            "id": mute.id,
            "user": self.user_view(self.people[mute.muted]),
            "hides_notifications": mute.hides_notifications,
            "muted_at": mute.at,
            "expires_at": mute.expires_at,
        }
