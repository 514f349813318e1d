"""Everything twite does, behind one door."""

from attrs import frozen

from .blocks import Blocks
from .bookmarks import Bookmarks
from .credentials import Credentials
from .drafts import Drafts
from .favourites import Favourites
from .follows import Follows
from .hashtags import Hashtags
from .housekeeping import Housekeeping
from .mail import Mails
from .markers import Markers
from .microposts import Microposts
from .mutes import Mutes
from .notes import Notes
from .notifications import Notifications
from .oauth import OAuth
from .preferences import Preferences
from .registrations import Registrations
from .reposts import Reposts
from .schedule import Schedule
from .search import Search
from .sessions import Sessions
from .streams import Streams
from .timelines import Timelines
from .users import Users


@frozen(kw_only=True)
class Twite:
    """The facade all callers use: one attribute a feature, one method a use case."""

    users: Users
    registrations: Registrations
    credentials: Credentials
    sessions: Sessions
    oauth: OAuth
    microposts: Microposts
    drafts: Drafts
    follows: Follows
    blocks: Blocks
    mutes: Mutes
    favourites: Favourites
    reposts: Reposts
    bookmarks: Bookmarks
    timelines: Timelines
    notifications: Notifications
    markers: Markers
    preferences: Preferences
    notes: Notes
    search: Search
    hashtags: Hashtags
    streams: Streams
    mail: Mails
    housekeeping: Housekeeping
    schedule: Schedule
