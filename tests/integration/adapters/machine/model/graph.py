"""Who reads whom, and who wants nothing of whom: follows, blocks, mutes."""

from collections.abc import Sequence
from datetime import timedelta

from twite.domain.blocks import BlocksSelf
from twite.domain.follows import BlockedByYou, FollowsSelf
from twite.domain.mutes import MuteOutOfRange, MutesSelf
from twite.domain.users import UserNotFound

from .world import Bounds, Mute, Said, World, page

LONGEST_MUTE = timedelta(days=3660)


class Graph(World):
    # -- follows ------------------------------------------------------------------------

    def follows_follow(self, *, by: int, whom: int) -> None:
        _, other = self.pair(by, whom)
        self.acting(by)
        if other.state != "active" or (whom, by) in self.blocks:
            raise UserNotFound(whom)
        if (by, whom) in self.blocks:
            raise BlockedByYou
        if by == whom:
            raise FollowsSelf
        self.follows.add((by, whom))
        self.tell(whom, "follow", by, None)

    def follows_unfollow(self, *, by: int, whom: int) -> None:
        self.pair(by, whom)
        self.follows.discard((by, whom))

    def follows_relation(self, *, viewer_id: int, other_id: int) -> Said:
        return {
            "following": (viewer_id, other_id) in self.follows,
            "followed_by": (other_id, viewer_id) in self.follows,
            "blocking": (viewer_id, other_id) in self.blocks,
            "muting": self.is_muted(viewer_id, other_id),
        }

    # -- blocks -------------------------------------------------------------------------

    def blocks_block(self, *, by: int, whom: int) -> None:
        self.pair(by, whom)
        self.acting(by)
        if by == whom:
            raise BlocksSelf
        self.blocks.add((by, whom))
        self.follows -= {(by, whom), (whom, by)}

    def blocks_unblock(self, *, by: int, whom: int) -> None:
        self.blocks.discard((by, whom))

    # -- mutes --------------------------------------------------------------------------

    def mutes_mute(
        self, *, by: int, whom: int, lasts: timedelta | None, notifications: bool
    ) -> None:
        self.pair(by, whom)
        self.acting(by)
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
        self.pair(by, whom)
        self.acting(by)
        for mute in self._mutes(by, whom):
            self.mutes.remove(mute)

    def mutes_page(self, *, of: int, cursor: Bounds) -> Said:
        return page(self.mutes_page_rows(of=of), cursor, self._mute)

    def mutes_page_rows(self, *, of: int) -> Sequence[Mute]:
        mutes = reversed(self.standing_mutes())
        return [mute for mute in mutes if mute.muter == of and self.is_active(mute.muted)]

    # -- in other words -----------------------------------------------------------------

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
