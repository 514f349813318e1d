"""Ways past every promise of a storage, to plant what must not be."""

from typing import Any, Protocol

from attrs import evolve, frozen
from sqlalchemy import text

from twite.adapters.memory.rows import Tally
from twite.adapters.memory.store import Store, standing
from twite.adapters.sql.transactions import Transactions
from twite.domain.mail import MailId, MailState
from twite.domain.microposts import MicropostId
from twite.domain.timelines import EntryId
from twite.domain.users import UserId


class Backdoor(Protocol):
    def miscount(self, user_id: UserId, what: str) -> None:
        """One post, follower or followee too many: ``what`` is posts, followers or following."""

    def misdate(self, user_id: UserId) -> None:
        """They never posted anything, it is said."""

    def miscount_of(self, micropost_id: MicropostId, what: str) -> None:
        """One too many of a micropost: ``what`` is replies, favourites or reposts."""

    def forget_versions(self, micropost_id: MicropostId) -> None:
        """Nobody can read what it said before."""

    def misplace(self, micropost_id: MicropostId) -> None:
        """A reply stands in no thread."""

    def mistake_answered(self, id: EntryId, user_id: UserId) -> None:
        """An entry says that it answers somebody else."""

    def lose_entry(self, id: EntryId) -> None:
        """A micropost stands in no timeline."""

    def lose_newest(self, user_id: UserId) -> None:
        """What the author's newest entry was is forgotten."""

    def mention(self, user_id: UserId, micropost_id: MicropostId) -> None:
        """Somebody is mentioned whom the text does not name."""

    def forget_mentions(self, micropost_id: MicropostId) -> None:
        """Nobody is mentioned any more whom the text names."""

    def lose_notifications(self, micropost_id: MicropostId) -> None:
        """Nobody was told."""

    def lose_mails(self, micropost_id: MicropostId) -> None:
        """Nobody is to be written to."""

    def decide_silently(self, id: MailId) -> None:
        """A mail counts as sent, and what it held is still there."""

    def lose_terms(self, micropost_id: MicropostId) -> None:
        """A micropost is found by nothing."""

    def misterm(self, micropost_id: MicropostId) -> None:
        """A micropost is found by what it does not say."""

    def misname_event(self, micropost_id: MicropostId) -> None:
        """The events about that micropost are from a version nobody knows."""


@frozen
class MemoryBackdoor(Backdoor):
    _store: Store

    def miscount(self, user_id: UserId, what: str) -> None:
        tally = self._tally(user_id)
        more: dict[str, Any] = {what: getattr(tally, what) + 1}
        self._store.tables.tallies.put(user_id, evolve(tally, **more))

    def misdate(self, user_id: UserId) -> None:
        tally = evolve(self._tally(user_id), last_posted_at=None)
        self._store.tables.tallies.put(user_id, tally)

    def miscount_of(self, micropost_id: MicropostId, what: str) -> None:
        standing(
            self._store.tables, micropost_id, lambda s: evolve(s, **{what: getattr(s, what) + 1})
        )

    def forget_versions(self, micropost_id: MicropostId) -> None:
        for edit in list(self._store.tables.edits.keys("micropost", micropost_id)):
            self._store.tables.edits.delete(edit)

    def misplace(self, micropost_id: MicropostId) -> None:
        micropost = self._store.tables.microposts.get(micropost_id)
        assert micropost is not None
        self._store.tables.microposts.put(micropost_id, evolve(micropost, ancestor_ids=()))

    def mistake_answered(self, id: EntryId, user_id: UserId) -> None:
        entry = self._store.tables.entries.get(id)
        assert entry is not None
        self._store.tables.entries.put(id, evolve(entry, answered_id=user_id))

    def lose_entry(self, id: EntryId) -> None:
        self._store.tables.entries.delete(id)

    def lose_newest(self, user_id: UserId) -> None:
        self._store.tables.tallies.put(user_id, evolve(self._tally(user_id), newest_entry_id=0))

    def mention(self, user_id: UserId, micropost_id: MicropostId) -> None:
        self._remention(micropost_id, frozenset({user_id}))

    def forget_mentions(self, micropost_id: MicropostId) -> None:
        self._remention(micropost_id, frozenset())

    def lose_notifications(self, micropost_id: MicropostId) -> None:
        for id in list(self._store.tables.notifications.keys("micropost", micropost_id)):
            self._store.tables.notifications.delete(id)

    def lose_mails(self, micropost_id: MicropostId) -> None:
        for id in list(self._store.tables.mail.keys("micropost", micropost_id)):
            self._store.tables.mail.delete(id)

    def decide_silently(self, id: MailId) -> None:
        mail = self._store.tables.mail.get(id)
        assert mail is not None
        self._store.tables.mail.put(id, evolve(mail, state=MailState.SENT))

    def lose_terms(self, micropost_id: MicropostId) -> None:
        self._store.tables.terms.delete(micropost_id)

    def misterm(self, micropost_id: MicropostId) -> None:
        self._store.tables.terms.put(micropost_id, frozenset({"coffee"}))

    def misname_event(self, micropost_id: MicropostId) -> None:
        for number, row in list(self._store.tables.events.items()):
            if f'"micropost_id":{micropost_id},' in row.encoded.payload:
                unknown = evolve(row, encoded=evolve(row.encoded, version=99))
                self._store.tables.events.put(number, unknown)

    def _remention(self, id: MicropostId, mentioned_ids: frozenset[UserId]) -> None:
        micropost = self._store.tables.microposts.get(id)
        assert micropost is not None
        self._store.tables.microposts.put(id, evolve(micropost, mentioned_ids=mentioned_ids))

    def _tally(self, user_id: UserId) -> Tally:
        tally = self._store.tables.tallies.get(user_id)
        assert tally is not None
        return tally


@frozen
class SqlBackdoor(Backdoor):
    _transactions: Transactions

    def miscount(self, user_id: UserId, what: str) -> None:
        self._do(f"UPDATE twite_users SET {what}_count = {what}_count + 1 WHERE id = {user_id}")

    def misdate(self, user_id: UserId) -> None:
        self._do(f"UPDATE twite_users SET last_posted_at = NULL WHERE id = {user_id}")

    def miscount_of(self, micropost_id: MicropostId, what: str) -> None:
        more = f"{what}_count = {what}_count + 1"
        self._do(f"UPDATE twite_microposts SET {more} WHERE id = {micropost_id}")

    def forget_versions(self, micropost_id: MicropostId) -> None:
        self._do(f"DELETE FROM twite_edits WHERE micropost_id = {micropost_id}")

    def misplace(self, micropost_id: MicropostId) -> None:
        self._do(f"UPDATE twite_microposts SET path = NULL WHERE id = {micropost_id}")

    def mistake_answered(self, id: EntryId, user_id: UserId) -> None:
        self._do(f"UPDATE twite_timeline_entries SET answered_id = {user_id} WHERE id = {id}")

    def lose_entry(self, id: EntryId) -> None:
        self._do(f"DELETE FROM twite_timeline_entries WHERE id = {id}")

    def lose_newest(self, user_id: UserId) -> None:
        self._do(f"UPDATE twite_users SET newest_entry_id = 0 WHERE id = {user_id}")

    def mention(self, user_id: UserId, micropost_id: MicropostId) -> None:
        self._do(f"INSERT INTO twite_mentions VALUES ({micropost_id}, {user_id})")

    def forget_mentions(self, micropost_id: MicropostId) -> None:
        self._do(f"DELETE FROM twite_mentions WHERE micropost_id = {micropost_id}")

    def lose_notifications(self, micropost_id: MicropostId) -> None:
        self._do(f"DELETE FROM twite_notifications WHERE micropost_id = {micropost_id}")

    def lose_mails(self, micropost_id: MicropostId) -> None:
        self._do(f"DELETE FROM twite_mail WHERE micropost_id = {micropost_id}")

    def decide_silently(self, id: MailId) -> None:
        self._do(f"UPDATE twite_mail SET state = 'sent' WHERE id = {id}")

    def lose_terms(self, micropost_id: MicropostId) -> None:
        self._do(f"DELETE FROM twite_search WHERE rowid = {micropost_id}")

    def misterm(self, micropost_id: MicropostId) -> None:
        insert = "INSERT INTO twite_search (rowid, terms) VALUES (:id, 'coffee')"
        with self._transactions.unit() as connection:
            connection.execute(
                text("DELETE FROM twite_search WHERE rowid = :id"), {"id": micropost_id}
            )
            connection.execute(text(insert), {"id": micropost_id})

    def misname_event(self, micropost_id: MicropostId) -> None:
        about = f'%"micropost_id":{micropost_id},%'
        self._do("UPDATE twite_events SET version = 99 WHERE payload LIKE :about", about=about)

    def retag(self, micropost_id: MicropostId, tag: str) -> None:
        """It stands under another tag than its text carries; memory looks at the text itself."""
        about = {"tag": tag, "id": micropost_id}
        self._do("UPDATE twite_taggings SET tag = :tag WHERE micropost_id = :id", **about)

    def forget_tags(self, micropost_id: MicropostId) -> None:
        """It stands under none of the tags its text carries."""
        self._do(f"DELETE FROM twite_taggings WHERE micropost_id = {micropost_id}")

    def miscall(self, user_id: UserId) -> None:
        """They are found by what they are not called; memory looks at the name itself."""
        self._do(f"UPDATE twite_names SET beginning = 'nobody' WHERE user_id = {user_id}")

    def forget_names(self, user_id: UserId) -> None:
        """They are found by nothing."""
        self._do(f"DELETE FROM twite_names WHERE user_id = {user_id}")

    def _do(self, statement: str, **values: object) -> None:
        with self._transactions.unit() as connection:
            assert connection.execute(text(statement), values).rowcount > 0
