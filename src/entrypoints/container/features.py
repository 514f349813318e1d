"""Every feature, on a storage of your choice."""

from collections.abc import Callable, Sequence, Set
from typing import Any, TypeAlias

from attrs import Factory, define
from dependency_injector import containers, providers

from ...adapters.system.clock import SystemClock
from ...adapters.system.common_passwords import CommonPasswords
from ...adapters.system.secrets import SystemSecrets
from ...application.blocks import Blocks
from ...application.bookmarks import Bookmarks
from ...application.credentials import Credentials
from ...application.dispatcher import Dispatcher
from ...application.drafts import Drafts
from ...application.favourites import Favourites
from ...application.follows import Follows
from ...application.hashtags import Hashtags
from ...application.housekeeping import Housekeeping
from ...application.jobs import jobs
from ...application.mail import Letters, Mails
from ...application.markers import Markers
from ...application.microposts import Microposts, PostingSettings
from ...application.mutes import Mutes
from ...application.notes import Notes
from ...application.notifications import Notifications
from ...application.oauth import OAuth
from ...application.ports.mail import Mailer
from ...application.ports.system import Clock, PasswordHasher
from ...application.preferences import Preferences
from ...application.registrations import Registrations
from ...application.reposts import Reposts
from ...application.schedule import Schedule
from ...application.search import Search
from ...application.sessions import Sessions
from ...application.streams import Streams
from ...application.subscriptions import Subscriptions, subscriptions
from ...application.timelines import Timelines
from ...application.twite import Twite
from ...application.users import Users
from ...domain.aggregate import Event
from ...domain.content import Language
from ...domain.credentials import Password
from ...domain.oauth import GrantType
from ..settings import Settings
from ..worker import Worker

Storage: TypeAlias = containers.DeclarativeContainer


@define
class Loop:
    """What a storage asks of the features that are built on it: closed once both exist."""

    subscriptions: Subscriptions = Factory(Subscriptions)
    after_commit: Callable[[], object] = lambda: None

    def reactions(self, kind: type[Event]) -> Sequence[str]:
        return self.subscriptions.names(kind)

    def committed(self) -> None:
        self.after_commit()


def _posting(settings: Settings) -> PostingSettings:
    return PostingSettings(
        max_characters=settings.max_characters,
        language=Language(settings.language) if settings.language else None,
    )


def _grant_types(settings: Settings) -> Set[GrantType]:
    return frozenset(GrantType) - (set() if settings.password_grant else {GrantType.PASSWORD})


_MISSING = "passwords need argon2-cffi: pip install 'twite[server]'"


class NoPasswords(PasswordHasher):
    """Where the extra ``server`` is not installed, users have no passwords."""

    def hash(self, password: Password) -> str:
        raise ModuleNotFoundError(_MISSING)

    def verify(self, password: Password, hash: str | None) -> bool:
        raise ModuleNotFoundError(_MISSING)

    def is_outdated(self, hash: str) -> bool:
        raise ModuleNotFoundError(_MISSING)


def slow_passwords() -> PasswordHasher:
    """As slow as it takes to keep them."""
    try:
        from ...adapters.system.passwords import PRODUCTION, Argon2Passwords  # noqa: PLC0415
    except ModuleNotFoundError:
        return NoPasswords()
    return Argon2Passwords(PRODUCTION)


def throwaway_passwords() -> PasswordHasher:
    """As fast as can be, for those that are never kept."""
    try:
        from ...adapters.system.passwords import TESTS, Argon2Passwords  # noqa: PLC0415
    except ModuleNotFoundError:
        return NoPasswords()
    return Argon2Passwords(TESTS)


class Features(containers.DeclarativeContainer):
    """twite.  ``storage`` brings the unit of work and the views."""

    storage = providers.DependenciesContainer()
    settings = providers.Dependency(instance_of=Settings)
    mailer: providers.Dependency[Mailer] = providers.Dependency()
    clock = providers.Singleton(SystemClock)
    secrets = providers.Singleton(SystemSecrets)
    passwords = providers.Singleton(slow_passwords)
    common_passwords = providers.Singleton(CommonPasswords, house=settings.provided.name)

    users = providers.Singleton(
        Users,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.user_views,
        secrets=secrets,
        clock=clock,
    )
    registrations = providers.Singleton(
        Registrations,
        unit_of_work=storage.unit_of_work.provider,
        passwords=passwords,
        common_passwords=common_passwords,
        clock=clock,
        admission=settings.provided.registrations,
    )
    credentials = providers.Singleton(
        Credentials,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.credential_views,
        passwords=passwords,
        common_passwords=common_passwords,
        secrets=secrets,
        clock=clock,
    )
    sessions = providers.Singleton(
        Sessions,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.session_views,
        secrets=secrets,
        clock=clock,
    )
    oauth = providers.Singleton(
        OAuth,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.oauth_views,
        secrets=secrets,
        clock=clock,
        grant_types=providers.Callable(_grant_types, settings),
    )
    microposts = providers.Singleton(
        Microposts,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.micropost_views,
        clock=clock,
        settings=providers.Callable(_posting, settings),
    )
    drafts = providers.Singleton(
        Drafts,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.draft_views,
        clock=clock,
    )
    follows = providers.Singleton(
        Follows,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.follow_views,
        users=storage.user_views,
        clock=clock,
    )
    blocks = providers.Singleton(
        Blocks,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.block_views,
        users=storage.user_views,
        clock=clock,
    )
    mutes = providers.Singleton(
        Mutes,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.mute_views,
        users=storage.user_views,
        clock=clock,
    )
    favourites = providers.Singleton(
        Favourites,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.favourite_views,
        microposts=storage.micropost_views,
        clock=clock,
    )
    reposts = providers.Singleton(
        Reposts,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.repost_views,
        microposts=storage.micropost_views,
        clock=clock,
    )
    bookmarks = providers.Singleton(
        Bookmarks,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.bookmark_views,
        microposts=storage.micropost_views,
        clock=clock,
    )
    timelines = providers.Singleton(
        Timelines,
        views=storage.timeline_views,
        microposts=storage.micropost_views,
        users=storage.user_views,
        clock=clock,
    )
    notifications = providers.Singleton(
        Notifications,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.notification_views,
        microposts=storage.micropost_views,
        clock=clock,
    )
    markers = providers.Singleton(
        Markers,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.marker_views,
        clock=clock,
    )
    preferences = providers.Singleton(
        Preferences,
        unit_of_work=storage.unit_of_work.provider,
        views=storage.preferences_views,
    )
    notes = providers.Singleton(Notes, unit_of_work=storage.unit_of_work.provider)
    search = providers.Singleton(
        Search,
        views=storage.search_views,
        user_views=storage.user_views,
        micropost_views=storage.micropost_views,
        clock=clock,
    )
    hashtags = providers.Singleton(Hashtags, views=storage.hashtag_views, clock=clock)
    streams = providers.Singleton(
        Streams,
        views=storage.stream_views,
        notifications=storage.notification_views,
        clock=clock,
        is_private=settings.provided.private,
    )
    letters = providers.Singleton(
        Letters,
        unit_of_work=storage.unit_of_work.provider,
        credentials=storage.credential_views,
        microposts=storage.micropost_views,
        notifications=storage.notification_views,
        secrets=secrets,
        house=settings.provided.name,
        base_url=settings.provided.base_url,
    )
    mail = providers.Singleton(
        Mails,
        unit_of_work=storage.unit_of_work.provider,
        letters=letters,
        mailer=mailer,
        clock=clock,
    )
    housekeeping = providers.Singleton(
        Housekeeping,
        unit_of_work=storage.unit_of_work.provider,
        maintenance=storage.maintenance,
        clock=clock,
    )
    schedule = providers.Singleton(
        Schedule,
        unit_of_work=storage.unit_of_work.provider,
        clock=clock,
        jobs=providers.Callable(jobs, housekeeping),
    )
    twite = providers.Singleton(
        Twite,
        users=users,
        registrations=registrations,
        credentials=credentials,
        sessions=sessions,
        oauth=oauth,
        microposts=microposts,
        drafts=drafts,
        follows=follows,
        blocks=blocks,
        mutes=mutes,
        favourites=favourites,
        reposts=reposts,
        bookmarks=bookmarks,
        timelines=timelines,
        notifications=notifications,
        markers=markers,
        preferences=preferences,
        notes=notes,
        search=search,
        hashtags=hashtags,
        streams=streams,
        mail=mail,
        housekeeping=housekeeping,
        schedule=schedule,
    )

    subscriptions = providers.Singleton(
        subscriptions, users=users, notifications=notifications, mail=mail
    )
    dispatcher = providers.Singleton(
        Dispatcher,
        unit_of_work=storage.unit_of_work.provider,
        subscriptions=subscriptions,
        clock=clock,
    )
    worker = providers.Singleton(Worker, dispatcher=dispatcher, mail=mail, schedule=schedule)


def replaced(**by: object) -> dict[str, Any]:
    """What a container is to be made with instead of its own, as far as it is given."""
    return {name: providers.Object(one) for name, one in by.items() if one is not None}


def features(
    storage: Storage,
    settings: Settings,
    *,
    mailer: Mailer,
    clock: Clock | None,
    passwords: PasswordHasher | None,
) -> Features:
    """Every feature on that storage; a clock or hasher of the caller's replaces ours."""
    made = Features(storage=storage, settings=settings, mailer=providers.Object(mailer))
    if clock is not None:
        made.clock.override(providers.Object(clock))
    if passwords is not None:
        made.passwords.override(providers.Object(passwords))
    return made
