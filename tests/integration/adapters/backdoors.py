"""Ways past every promise of a storage, to plant what must not be."""

from typing import Protocol

from attrs import evolve, frozen
from sqlalchemy import text

from twite.adapters.memory.store import Store, Tally
from twite.adapters.sql.transactions import Transactions
from twite.domain.microposts import MicropostId
from twite.domain.timelines import EntryId
from twite.domain.users import UserId


class Backdoor(Protocol):
    def miscount(self, user_id: UserId, what: str) -> None:
        """One post, follower or followee too many: ``what`` is posts, followers or following."""

    def lose_entry(self, id: EntryId) -> None:
        """A micropost stands in no timeline."""

    def lose_newest(self, user_id: UserId) -> None:
        """What the author's newest entry was is forgotten."""

    def misname_event(self, micropost_id: MicropostId) -> None:
        """The events about that micropost are from a version nobody knows."""


@frozen
class MemoryBackdoor(Backdoor):
    _store: Store

    def miscount(self, user_id: UserId, what: str) -> None:
        tally = self._tally(user_id)
        counted = {"posts": tally.posts, "followers": tally.followers, "following": tally.following}
        self._store.tables.tallies.put(user_id, evolve(tally, **{what: counted[what] + 1}))

    def lose_entry(self, id: EntryId) -> None:
        self._store.tables.entries.delete(id)

    def lose_newest(self, user_id: UserId) -> None:
        self._store.tables.tallies.put(user_id, evolve(self._tally(user_id), newest_entry_id=0))

    def misname_event(self, micropost_id: MicropostId) -> None:
        for number, row in list(self._store.tables.events.items()):
            if f'"micropost_id":{micropost_id},' in row.encoded.payload:
                unknown = evolve(row, encoded=evolve(row.encoded, version=99))
                self._store.tables.events.put(number, unknown)

    def _tally(self, user_id: UserId) -> Tally:
        tally = self._store.tables.tallies.get(user_id)
        assert tally is not None
        return tally


@frozen
class SqlBackdoor(Backdoor):
    _transactions: Transactions

    def miscount(self, user_id: UserId, what: str) -> None:
        self._do(f"UPDATE twite_users SET {what}_count = {what}_count + 1 WHERE id = {user_id}")

    def lose_entry(self, id: EntryId) -> None:
        self._do(f"DELETE FROM twite_timeline_entries WHERE id = {id}")

    def lose_newest(self, user_id: UserId) -> None:
        self._do(f"UPDATE twite_users SET newest_entry_id = 0 WHERE id = {user_id}")

    def misname_event(self, micropost_id: MicropostId) -> None:
        about = f'%"micropost_id":{micropost_id},%'
        self._do("UPDATE twite_events SET version = 99 WHERE payload LIKE :about", about=about)

    def _do(self, statement: str, **values: object) -> None:
        with self._transactions.unit() as connection:
            assert connection.execute(text(statement), values).rowcount > 0
