"""Rows in memory that are no aggregates."""

from datetime import datetime

from attrs import frozen

from ...application.ports.outbox import DeliveryState
from ..events import Encoded


@frozen(kw_only=True)
class Tally:
    """What is counted of a user, when the last of it was posted, and their newest entry ever."""

    posts: int = 0
    last_posted_at: datetime | None = None
    followers: int = 0
    following: int = 0
    newest_entry_id: int = 0


@frozen(kw_only=True)
class Standing:
    """What is counted of a micropost."""

    replies: int = 0
    favourites: int = 0
    reposts: int = 0


@frozen(kw_only=True)
class Pin:
    """That an author's profile begins with a micropost."""

    author_id: int
    micropost_id: int
    pinned_at: datetime


@frozen(kw_only=True)
class VersionRow:
    """What a micropost said before it was edited."""

    micropost_id: int
    version: int
    text: str
    content_warning: str | None
    language: str | None
    said_at: datetime
    sensitive: bool


@frozen(kw_only=True)
class EventRow:
    number: int
    lane: int
    encoded: Encoded


@frozen(kw_only=True)
class DeliveryRow:
    number: int
    reaction: str
    lane: int
    state: DeliveryState
    tries: int
    due_at: datetime | None  # None: at once
    done_at: datetime | None = None
    error: str | None = None
