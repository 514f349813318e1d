"""The same answers by hand: what the storage itself costs, with nothing around it.

Each answer is a list of plain rows, equal to what the facade shows.  A floor is two statements on a
connection of the driver's own, under the same settings, and no more than forty lines long, all it
shares with other floors counted in: `length` counts them, and a test says so.
"""

import inspect
import re
import sqlite3
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, TypeAlias

import psycopg
from attrs import Factory, define

from twite.adapters.sql.engines import PRAGMAS
from twite.application.ports.microposts import MicropostView

Row: TypeAlias = tuple[Any, ...]
LIMIT = 20

# The one rule, for :me, of microposts m: by its author, or not hidden from the viewer.
READABLE = """(m.author_id = :me OR (
    (SELECT state FROM twite_users WHERE id = m.author_id) = 'active'
    AND NOT EXISTS (SELECT 1 FROM twite_blocks WHERE blocker_id = m.author_id AND blocked_id = :me)
    AND NOT EXISTS (SELECT 1 FROM twite_blocks WHERE blocker_id = :me AND blocked_id = m.author_id)
    AND (m.visibility IN ('public', 'unlisted')
        OR EXISTS (SELECT 1 FROM twite_mentions WHERE micropost_id = m.id AND user_id = :me)
        OR m.visibility = 'followers' AND EXISTS (SELECT 1 FROM twite_follows
            WHERE follower_id = :me AND followee_id = m.author_id))))"""
PARTS = {
    "shown": """m.id, u.id, u.handle, u.display_name, m.version, m.text, m.content_warning,
    m.language, m.visibility, m.edited_at, m.replies_count, m.favourites_count, m.reposts_count,
    EXISTS (SELECT 1 FROM twite_favourites WHERE user_id = :me AND micropost_id = m.id),
    EXISTS (SELECT 1 FROM twite_bookmarks WHERE user_id = :me AND micropost_id = m.id),
    EXISTS (SELECT 1 FROM twite_timeline_entries
        WHERE author_id = :me AND micropost_id = m.id AND kind = 'repost'),
    m.pinned_at IS NOT NULL, p.id, pu.id, pu.handle, pu.display_name, m.posted_at""",
    "joined": """JOIN twite_users u ON u.id = m.author_id
    LEFT JOIN twite_microposts p ON p.id = m.in_reply_to_id AND {parent_readable}
    LEFT JOIN twite_users pu ON pu.id = p.author_id""",
    "readable": READABLE,
    "not_muted": "NOT EXISTS (SELECT 1 FROM twite_mutes WHERE muter_id = :me AND muted_id = u.id)",
}
STATEMENTS = {
    "home": """SELECT {shown} FROM twite_timeline_entries e
    JOIN twite_microposts m ON m.id = e.micropost_id {joined}
    WHERE (e.author_id = :me OR EXISTS (SELECT 1 FROM twite_follows
            WHERE follower_id = :me AND followee_id = e.author_id))
        AND (e.answered_id IS NULL OR e.author_id = :me
            OR e.answered_id IN (e.author_id, :me) OR EXISTS (SELECT 1 FROM twite_follows
            WHERE follower_id = :me AND followee_id = e.answered_id))
        AND {not_muted} AND {readable} ORDER BY e.id DESC LIMIT :most""",
    "local": """SELECT {shown} FROM twite_timeline_entries e
    JOIN twite_microposts m ON m.id = e.micropost_id {joined}
    WHERE e.kind = 'post' AND e.visibility = 'public'
        AND {not_muted} AND {readable} ORDER BY e.id DESC LIMIT :most""",
    "profile": """SELECT {shown} FROM twite_timeline_entries e
    JOIN twite_microposts m ON m.id = e.micropost_id {joined}
    WHERE e.author_id = :about AND {readable} ORDER BY e.id DESC LIMIT :most""",
    "thread": """SELECT {shown} FROM twite_microposts m {joined}
    WHERE m.path > {path} AND m.path < {path} || 'g' AND {readable} ORDER BY m.path""",
    "search": """SELECT {shown} FROM twite_search s
    JOIN twite_microposts m ON m.id = s.rowid {joined}
    WHERE {has_term} AND {not_muted} AND {readable}
        AND (m.visibility IN ('public', 'unlisted') OR m.author_id = :me OR EXISTS (SELECT 1
            FROM twite_mentions WHERE micropost_id = m.id AND user_id = :me))
    ORDER BY s.rowid DESC LIMIT :most""",
}
MENTIONED = """SELECT n.micropost_id, u.handle, u.id FROM twite_mentions n
    JOIN twite_users u ON u.id = n.user_id WHERE n.micropost_id IN ({ids})"""
# What the facade says to the database for one post that has a tag and mentions nobody.
POST = (
    "SELECT * FROM twite_users WHERE id = :author {lock}",
    "SELECT newest_entry_id FROM twite_users WHERE id = :author",
    """INSERT INTO twite_timeline_entries (id, author_id, micropost_id, kind, visibility)
        VALUES (:id, :author, :id, 'post', 'public')""",
    """UPDATE twite_users SET posts_count = posts_count + 1, newest_entry_id = :id,
        last_posted_at = :at WHERE id = :author""",
    """INSERT INTO twite_microposts (id, version, author_id, text, visibility, posted_at)
        VALUES (:id, 1, :author, :text, 'public', :at)""",
    "INSERT INTO twite_taggings (tag, micropost_id) VALUES ('tea', :id)",
    "INSERT INTO twite_search (rowid, terms) VALUES (:id, {terms})",
    """INSERT INTO twite_events (transaction_id, lane, at, name, version, payload)
        VALUES ({transaction}, :author, :at, 'micropost.posted', 1, :payload) RETURNING id""",
    """INSERT INTO twite_deliveries (event_id, reaction, transaction_id, lane, state, tries) VALUES
        (:event, 'notify_mentioned', {transaction}, :author, 'open', 0),
        (:event, 'notify_following', {transaction}, :author, 'open', 0),
        (:event, 'mail_mentioned', {transaction}, :author, 'open', 0)""",
)
TEXT = "hello #tea"
AT = "2026-07-01 12:00:00.000000"
# What the two databases say in different words.
WORDS = {
    "sqlite": {
        "lock": "",
        "transaction": "0",
        "path": "printf('%016x', :about)",
        "terms": "'hello tea'",
        "has_term": "twite_search MATCH '\"' || :about || '\"'",
    },
    "postgres": {
        "lock": "FOR NO KEY UPDATE",
        "transaction": "pg_current_xact_id()::text::bigint",
        "path": "lpad(to_hex(CAST(:about AS BIGINT)), 16, '0')",
        "terms": "'''hello'' ''tea'''",
        "has_term": "s.terms @@ CAST('''' || :about || '''' AS TSQUERY)",
    },
}


@define
class SqlFloor:
    """Two statements a page, on a connection of the driver's own."""

    execute: Any
    close: Any
    _storage: str
    statements: dict[str, str] = Factory(lambda: dict(STATEMENTS))
    _said: dict[str, str] = Factory(dict)  # as the driver wants it

    @classmethod
    def sqlite(cls, path: str) -> "SqlFloor":
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        return cls(connection.execute, connection.close, "sqlite")

    @classmethod
    def postgres(cls, url: str) -> "SqlFloor":
        connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        return cls(connection.execute, connection.close, "postgres")

    def page(self, what: str, viewer: int, about: object) -> list[Row]:
        asked = {"me": viewer, "about": about, "most": LIMIT}
        rows = self._ask(self.statements[what], asked).fetchall()
        ids = ",".join(str(found[0]) for found in rows) or "0"
        mentioned: dict[int, dict[str, int]] = defaultdict(dict)
        for id, handle, user in self.execute(MENTIONED.format(ids=ids)).fetchall():
            mentioned[id][handle] = user
        return [(*r[:-1], moment(r[-1]), mentioned.get(r[0], {})) for r in rows]

    def post(self, author: int) -> int:
        """One transaction, synced before it returns; the id."""
        hold, newest, *inserts, event, deliveries = POST
        self.execute("BEGIN IMMEDIATE" if self._storage == "sqlite" else "BEGIN")
        asked: dict[str, object] = {"author": author, "text": TEXT, "at": AT}
        self._ask(hold, asked).fetchone()
        id = asked["id"] = self._ask(newest, asked).fetchone()[0] + 1
        asked["payload"] = f'{{"at":"{AT}","micropost_id":{id},"author_id":{author}}}'
        for statement in inserts:
            self._ask(statement, asked)
        asked["event"] = self._ask(event, asked).fetchone()[0]
        self._ask(deliveries, asked)
        self.execute("COMMIT")
        return int(id)

    def _ask(self, statement: str, asked: dict[str, object]) -> Any:
        if statement not in self._said:
            self._said[statement] = self._translated(statement)
        return self.execute(self._said[statement], asked)

    def _translated(self, statement: str) -> str:
        parent = re.sub(r"\bm\.", "p.", READABLE)
        words = {**PARTS, "parent_readable": parent, **WORDS[self._storage]}
        for word, means in words.items():
            statement = statement.replace(f"{{{word}}}", means)
        if self._storage == "sqlite":
            return statement
        return re.sub(r"(?<!:):(\w+)", r"%(\1)s", statement)


def moment(at: str | datetime) -> datetime:
    """SQLite keeps a text without a zone."""
    return datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at


# -- what is compared -----------------------------------------------------------------


def row(view: MicropostView) -> Row:
    """What the facade shows, as a floor answers it."""
    author, answered = view.author, view.in_reply_to_author
    return (
        view.id,
        *(author.id, author.handle, author.display_name),
        view.version,
        view.text,
        view.content_warning,
        view.language,
        view.visibility.value,
        view.edited_at,
        view.replies_count,
        view.favourites_count,
        view.reposts_count,
        view.favourited,
        view.bookmarked,
        view.reposted,
        view.pinned,
        view.in_reply_to_id,
        *((answered.id, answered.handle, answered.display_name) if answered else (None,) * 3),
        view.posted_at,
        view.mentions,
    )


def length(what: str) -> int:
    """How many lines a floor is long, with all it shares with others."""
    if what == "post":
        texts = [*POST, inspect.getsource(SqlFloor.post)]
    else:
        said = STATEMENTS[what]
        parts = [part for name, part in PARTS.items() if f"{{{name}}}" in said]
        texts = [
            said,
            *parts,
            MENTIONED,
            inspect.getsource(SqlFloor.page),
            inspect.getsource(moment),
        ]
    return sum(len(text.strip().splitlines()) for text in texts)
