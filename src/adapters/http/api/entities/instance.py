"""The instance, which is our house: what apps ask before anything else."""

from msgspec import Struct, field

from .....domain.microposts import MOST_PINS
from .....domain.text import LINK_LENGTH
from .....domain.users import (
    LONGEST_BIO,
    LONGEST_DISPLAY_NAME,
    LONGEST_LINK_NAME,
    LONGEST_LINK_VALUE,
    MOST_LINKS,
)
from .texts import Url

COMPATIBLE = "4.2.0"  # the version whose features clients find here
API_VERSION = 1


class StatusesConfiguration(Struct, kw_only=True):
    max_characters: int
    max_media_attachments: int = 0
    characters_reserved_per_url: int = LINK_LENGTH


class MediaConfiguration(Struct, kw_only=True, frozen=True):
    """There are no media yet: nothing of them is as large as allowed."""

    supported_mime_types: list[str] = []
    description_limit: int = 0
    image_size_limit: int = 0
    image_matrix_limit: int = 0
    video_size_limit: int = 0
    video_frame_rate_limit: int = 0
    video_matrix_limit: int = 0


class PollsConfiguration(Struct, kw_only=True, frozen=True):
    """Nor polls."""

    max_options: int = 0
    max_characters_per_option: int = 0
    min_expiration: int = 0
    max_expiration: int = 0


class AccountsConfiguration(Struct, kw_only=True, frozen=True):
    max_featured_tags: int = 0
    max_pinned_statuses: int = MOST_PINS
    max_display_name_length: int = LONGEST_DISPLAY_NAME
    max_note_length: int = LONGEST_BIO
    max_profile_fields: int = MOST_LINKS
    profile_field_name_limit: int = LONGEST_LINK_NAME
    profile_field_value_limit: int = LONGEST_LINK_VALUE


class Addresses(Struct, kw_only=True):
    streaming: Url
    about: Url
    status: Url | None = None
    privacy_policy: Url | None = None
    terms_of_service: Url | None = None


class Vapid(Struct, kw_only=True, frozen=True):
    public_key: str = ""


class Translation(Struct, kw_only=True, frozen=True):
    enabled: bool = False


class Configuration(Struct, kw_only=True):
    urls: Addresses
    vapid: Vapid = field(default_factory=Vapid)
    accounts: AccountsConfiguration = field(default_factory=AccountsConfiguration)
    statuses: StatusesConfiguration
    media_attachments: MediaConfiguration = field(default_factory=MediaConfiguration)
    polls: PollsConfiguration = field(default_factory=PollsConfiguration)
    translation: Translation = field(default_factory=Translation)
    limited_federation: bool = True


class ActiveUsers(Struct, kw_only=True):
    active_month: int


class Usage(Struct, kw_only=True):
    users: ActiveUsers


class Thumbnail(Struct, kw_only=True):
    url: Url
    blurhash: str | None = None
    description: str | None = None


class Icon(Struct, kw_only=True):
    src: Url
    size: str


class Registrations(Struct, kw_only=True):
    enabled: bool
    approval_required: bool
    reason_required: bool = False
    message: str | None = None
    url: Url | None = None


class Versions(Struct, kw_only=True, frozen=True):
    mastodon: int = API_VERSION


class Contact(Struct, kw_only=True, frozen=True):
    email: str = ""
    account: None = None


class Rule(Struct, kw_only=True):
    id: str
    text: str
    hint: str = ""


class Instance(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Instance/"""

    domain: str
    title: str
    version: str
    source_url: Url
    description: str
    usage: Usage
    thumbnail: Thumbnail
    icon: list[Icon] = []
    languages: list[str]
    configuration: Configuration
    registrations: Registrations
    api_versions: Versions = field(default_factory=Versions)
    contact: Contact
    rules: list[Rule] = []


class V1Configuration(Struct, kw_only=True):
    accounts: AccountsConfiguration = field(default_factory=AccountsConfiguration)
    statuses: StatusesConfiguration
    media_attachments: MediaConfiguration = field(default_factory=MediaConfiguration)
    polls: PollsConfiguration = field(default_factory=PollsConfiguration)


class V1Addresses(Struct, kw_only=True):
    streaming_api: Url


class Stats(Struct, kw_only=True):
    user_count: int
    status_count: int
    domain_count: int = 1


class V1Instance(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/V1_Instance/"""

    uri: str
    title: str
    short_description: str
    description: str
    email: str = ""
    version: str
    urls: V1Addresses
    stats: Stats
    thumbnail: Url
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: V1Configuration
    contact_account: None = None
    rules: list[Rule] = []
