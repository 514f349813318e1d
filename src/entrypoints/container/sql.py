"""The adapters that keep everything in SQLite or PostgreSQL."""

from dependency_injector import containers, providers
from sqlalchemy import Engine

from ...adapters.sql.audience import SqlAudience
from ...adapters.sql.blocks import SqlBlockViews
from ...adapters.sql.bookmarks import SqlBookmarkViews
from ...adapters.sql.checks import SqlChecks
from ...adapters.sql.credentials import SqlCredentialViews
from ...adapters.sql.drafts import SqlDraftViews
from ...adapters.sql.engines import transactions
from ...adapters.sql.favourites import SqlFavouriteViews
from ...adapters.sql.follows import SqlFollowViews
from ...adapters.sql.hashtags import SqlHashtagViews
from ...adapters.sql.housekeeping import SqlMaintenance
from ...adapters.sql.markers import SqlMarkerViews
from ...adapters.sql.microposts import SqlMicropostViews
from ...adapters.sql.mutes import SqlMuteViews
from ...adapters.sql.notifications import SqlNotificationViews
from ...adapters.sql.oauth import SqlOAuthViews
from ...adapters.sql.outbox import SqlEventFeed
from ...adapters.sql.preferences import SqlPreferencesViews
from ...adapters.sql.reposts import SqlRepostViews
from ...adapters.sql.search import SqlSearchViews
from ...adapters.sql.sessions import SqlSessionViews
from ...adapters.sql.streams import SqlStreamViews
from ...adapters.sql.timelines import SqlTimelineViews
from ...adapters.sql.unit_of_work import SqlUnitOfWork
from ...adapters.sql.users import SqlUserViews
from ...adapters.system.ids import TimeOrderedIds
from .features import Loop


class SqlStorage(containers.DeclarativeContainer):
    loop = providers.Dependency(instance_of=Loop)
    private = providers.Dependency(instance_of=bool)
    database: providers.Dependency[str | Engine] = providers.Dependency()

    ids = providers.Singleton(TimeOrderedIds)
    transactions = providers.Singleton(transactions, database)
    audience = providers.Singleton(SqlAudience, private)
    unit_of_work = providers.Factory(
        SqlUnitOfWork,
        transactions,
        ids,
        audience,
        loop.provided.reactions,
        loop.provided.committed,
    )
    user_views = providers.Singleton(SqlUserViews, transactions, audience)
    credential_views = providers.Singleton(SqlCredentialViews, transactions)
    session_views = providers.Singleton(SqlSessionViews, transactions)
    oauth_views = providers.Singleton(SqlOAuthViews, transactions)
    micropost_views = providers.Singleton(SqlMicropostViews, transactions, audience)
    draft_views = providers.Singleton(SqlDraftViews, transactions)
    follow_views = providers.Singleton(SqlFollowViews, transactions, audience)
    block_views = providers.Singleton(SqlBlockViews, transactions)
    mute_views = providers.Singleton(SqlMuteViews, transactions)
    timeline_views = providers.Singleton(SqlTimelineViews, transactions, audience)
    favourite_views = providers.Singleton(SqlFavouriteViews, transactions, audience)
    repost_views = providers.Singleton(SqlRepostViews, transactions, audience)
    bookmark_views = providers.Singleton(SqlBookmarkViews, transactions, audience)
    notification_views = providers.Singleton(SqlNotificationViews, transactions, audience)
    marker_views = providers.Singleton(SqlMarkerViews, transactions)
    preferences_views = providers.Singleton(SqlPreferencesViews, transactions)
    hashtag_views = providers.Singleton(SqlHashtagViews, transactions, audience)
    search_views = providers.Singleton(SqlSearchViews, transactions, audience)
    stream_views = providers.Singleton(SqlStreamViews, transactions)
    feed = providers.Singleton(SqlEventFeed, transactions)
    checks = providers.Singleton(SqlChecks, transactions)
    maintenance = providers.Singleton(SqlMaintenance, transactions)
