"""The adapters that keep everything in memory."""

from dependency_injector import containers, providers

from ...adapters.memory.audience import MemoryAudience
from ...adapters.memory.blocks import MemoryBlockViews
from ...adapters.memory.bookmarks import MemoryBookmarkViews
from ...adapters.memory.checks import MemoryChecks
from ...adapters.memory.credentials import MemoryCredentialViews
from ...adapters.memory.drafts import MemoryDraftViews
from ...adapters.memory.favourites import MemoryFavouriteViews
from ...adapters.memory.follows import MemoryFollowViews
from ...adapters.memory.hashtags import MemoryHashtagViews
from ...adapters.memory.housekeeping import MemoryMaintenance
from ...adapters.memory.markers import MemoryMarkerViews
from ...adapters.memory.microposts import MemoryMicropostViews
from ...adapters.memory.mutes import MemoryMuteViews
from ...adapters.memory.notifications import MemoryNotificationViews
from ...adapters.memory.oauth import MemoryOAuthViews
from ...adapters.memory.outbox import MemoryEventFeed
from ...adapters.memory.preferences import MemoryPreferencesViews
from ...adapters.memory.reposts import MemoryRepostViews
from ...adapters.memory.search import MemorySearchViews
from ...adapters.memory.sessions import MemorySessionViews
from ...adapters.memory.store import Store
from ...adapters.memory.streams import MemoryStreamViews
from ...adapters.memory.timelines import MemoryTimelineViews
from ...adapters.memory.unit_of_work import MemoryUnitOfWork
from ...adapters.memory.users import MemoryUserViews
from ...adapters.system.ids import TimeOrderedIds
from .features import Loop


class MemoryStorage(containers.DeclarativeContainer):
    loop = providers.Dependency(instance_of=Loop)
    private = providers.Dependency(instance_of=bool)

    ids = providers.Singleton(TimeOrderedIds)
    store = providers.Singleton(Store)
    audience = providers.Singleton(MemoryAudience, private)
    unit_of_work = providers.Factory(
        MemoryUnitOfWork, store, ids, audience, loop.provided.reactions, loop.provided.committed
    )
    user_views = providers.Singleton(MemoryUserViews, store, audience)
    credential_views = providers.Singleton(MemoryCredentialViews, store)
    session_views = providers.Singleton(MemorySessionViews, store)
    oauth_views = providers.Singleton(MemoryOAuthViews, store)
    micropost_views = providers.Singleton(MemoryMicropostViews, store, audience)
    draft_views = providers.Singleton(MemoryDraftViews, store)
    follow_views = providers.Singleton(MemoryFollowViews, store, audience)
    block_views = providers.Singleton(MemoryBlockViews, store)
    mute_views = providers.Singleton(MemoryMuteViews, store)
    timeline_views = providers.Singleton(MemoryTimelineViews, store, audience)
    favourite_views = providers.Singleton(MemoryFavouriteViews, store, audience)
    repost_views = providers.Singleton(MemoryRepostViews, store, audience)
    bookmark_views = providers.Singleton(MemoryBookmarkViews, store, audience)
    notification_views = providers.Singleton(MemoryNotificationViews, store, audience)
    marker_views = providers.Singleton(MemoryMarkerViews, store)
    preferences_views = providers.Singleton(MemoryPreferencesViews, store)
    hashtag_views = providers.Singleton(MemoryHashtagViews, store, audience)
    search_views = providers.Singleton(MemorySearchViews, store, audience)
    stream_views = providers.Singleton(MemoryStreamViews, store, audience)
    feed = providers.Singleton(MemoryEventFeed, store)
    checks = providers.Singleton(MemoryChecks, store)
    maintenance = providers.Singleton(MemoryMaintenance)
