"""All that is kept, a file for each context.  Every table is named twite_*."""

from .base import metadata
from .graph import blocks, follow_requests, follows, mutes, notes, thread_mutes
from .identity import audit, credentials, invitations, names, preferences, resets, sessions, users
from .notification import mail, mail_addresses, markers, notifications, read_marks
from .oauth import access_tokens, apps, codes
from .outbox import deliveries, events
from .publishing import drafts, edits, entries, mentions, microposts, repeatables, search, taggings
from .reactions import bookmarks, favourites
from .schedule import runs

__all__ = [
    "access_tokens",
    "apps",
    "audit",
    "blocks",
    "bookmarks",
    "codes",
    "credentials",
    "deliveries",
    "drafts",
    "edits",
    "entries",
    "events",
    "favourites",
    "follow_requests",
    "follows",
    "invitations",
    "mail",
    "mail_addresses",
    "markers",
    "mentions",
    "metadata",
    "microposts",
    "mutes",
    "names",
    "notes",
    "notifications",
    "preferences",
    "read_marks",
    "repeatables",
    "resets",
    "runs",
    "search",
    "sessions",
    "taggings",
    "thread_mutes",
    "users",
]
