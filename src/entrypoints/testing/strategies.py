"""Values to try, for Hypothesis: what people write, who they are, and which page they ask for."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from ...application.paging import Cursor
from ...domain.aggregate import Event
from ...domain.blocks import Block, BlockId, UserBlocked, UserUnblocked
from ...domain.bookmarks import MicropostBookmarked, MicropostUnbookmarked
from ...domain.content import ContentWarning, Language
from ...domain.credentials import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    EmailAddress,
    EmailChanged,
    Password,
    PasswordChanged,
    ResetAsked,
)
from ...domain.drafts import Draft, DraftId, DraftText
from ...domain.favourites import MicropostFavourited, MicropostUnfavourited
from ...domain.follows import (
    Follow,
    FollowAccepted,
    FollowersPartlyTold,
    FollowId,
    FollowRejected,
    FollowRequest,
    FollowRequested,
    FollowRequestId,
    FollowWithdrawn,
    UserFollowed,
    UserUnfollowed,
)
from ...domain.givens import LARGEST_ID
from ...domain.microposts import (
    IdempotencyKey,
    Micropost,
    MicropostDeleted,
    MicropostEdited,
    MicropostId,
    MicropostPosted,
    PostText,
    Visibility,
)
from ...domain.mutes import Mute, MuteId, UserMuted, UserUnmuted
from ...domain.notifications import NotificationId, UserNotified
from ...domain.reposts import MicropostReposted, MicropostUnreposted, RepostersPartlyTold
from ...domain.text import is_blank
from ...domain.timelines import EntryId
from ...domain.users import (
    LONGEST_DISPLAY_NAME,
    MOST_LINKS,
    Act,
    Bio,
    BioTooLarge,
    BioTooLong,
    DisplayName,
    DisplayNameTooLong,
    ExternalId,
    Handle,
    ProfileEdited,
    ProfileLink,
    Role,
    User,
    UserClosed,
    UserErased,
    UserId,
    UserModerated,
    UserPartlyErased,
    UserRegistered,
    UserState,
)

# -- ids, times, pages ----------------------------------------------------------

ids = st.integers(min_value=1, max_value=LARGEST_ID - 1)
user_ids = ids.map(UserId)
micropost_ids = ids.map(MicropostId)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 (Hypothesis adds the zone)
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
cursors = st.builds(
    Cursor,
    max_id=st.none() | ids,
    min_id=st.none() | ids,
    since_id=st.none() | ids,
    limit=st.integers(min_value=1, max_value=50),
)


# -- what people write ----------------------------------------------------------

anything = st.text(st.characters())  # also what is not text: lone surrogates, NUL
readable = st.text(st.characters(exclude_categories=("Cc", "Cs")))
words = st.sampled_from(
    (
        "tea",
        "Straße",
        "naïve",
        "чай",
        "τσάι",
        "İstanbul",
        "شاي",
        "תה",
        "हिन्दी",
        "தமிழ்",
        "ที่นี่",
        "お茶",
        "今天的茶",
        "차",
        "ﷺ",
        "\uff46\uff55\uff4c\uff4c",
        "e\u0301",
        "zero\u200bwidth",
        "\u202eoverride",
        "👩🏽‍💻",
        "🇩🇪",
        "1️⃣",
        "42",
        "_",
        "<b>&amp;</b>",
        "'; --",
    )
)
_HANDLE_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
written_handles = st.text(_HANDLE_LETTERS, min_size=1, max_size=30)
mentions = written_handles.map("@{}".format)
tags = (words | readable).map("#{}".format)
links = st.builds(
    "{}://{}{}".format,
    st.sampled_from(("http", "https")),
    st.sampled_from(("example.org", "example.org:8000", "[::1]", "bücher.example", ".", "")),
    st.sampled_from(("", "/", "/@alice/1", "/a_(b)", "/?q=#tag", "...", "/@bob @carol")),
)
texts = st.lists(
    words | mentions | tags | links | readable | st.sampled_from(("\n", "\t", " ", "@", "#", ".")),
    min_size=1,
    max_size=8,
).map(" ".join)
post_texts = texts.filter(lambda text: not is_blank(text)).map(PostText)
# What people search for, and in: languages with cases, marks and dots of their own, or no spaces.
sentences = st.sampled_from(
    (
        "İstanbul'da ısınan ISPARTA çayı",  # noqa: RUF001
        "istanbul isparta",
        "Die Straße ist naß, die STRASSE",
        "Übergröße",
        "الشَّاي في المَدِينَة",
        "شاي محمـــد",
        "今天的茶很香。",
        "茶",
        "お茶をもう一杯、ｵﾁｬ",
        "차를 마시다",
        "ที่นี่มีชา",
        "चाय हिन्दी",
        "☕️ 👩🏽‍💻 👍🏿 🇩🇪",
        "👍 💻",
        "tea, #tea and TEA_2!",
        "ﬁne e\u0301te\u0301",
    )
)
operators = st.sampled_from("\"*-()^'&|!") | st.sampled_from(
    ("AND", "OR", "NOT", "NEAR(", "tea:", ":*", "<->")
)
_asked = sentences.flatmap(lambda text: st.sampled_from([text, *text.split()]))
_cut = st.builds(
    lambda text, start, length: text[start : start + length],
    sentences,
    st.integers(0, 10),
    st.integers(1, 5),
)
queries = st.lists(_asked | _cut | operators | words | anything, max_size=4).map(" ".join)
content_warnings = texts.map(ContentWarning.of)  # None where nothing of it can be seen
languages = st.sampled_from(("de", "EN", "gsw", "pt_br", "zh-TW", "es-419")).map(Language)
visibilities = st.sampled_from(Visibility)
idempotency_keys = st.text(
    st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200
).map(IdempotencyKey)


# -- who they are ---------------------------------------------------------------


def _is_display_name(text: str) -> bool:
    try:
        return bool(DisplayName(text))
    except DisplayNameTooLong:
        return False


def _is_bio(text: str) -> bool:
    try:
        Bio(text)
    except (BioTooLong, BioTooLarge):
        return False
    return True


handles = written_handles.map(Handle)
bios = (st.just("") | texts).filter(_is_bio).map(Bio)
profile_links = st.builds(
    ProfileLink,
    words.filter(lambda text: not is_blank(text)),
    words.filter(lambda text: not is_blank(text)) | st.just("https://example.org/@alice"),
)
display_names = (
    (words | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=LONGEST_DISPLAY_NAME))
    .filter(_is_display_name)
    .map(DisplayName)
)
external_ids = st.text(
    st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40
).map(ExternalId)
email_addresses = st.builds(
    "{}@{}".format,
    st.from_regex(r"[a-z0-9!#$&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9]{1,20})?", fullmatch=True),
    st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,10})?\.[a-z]{2,10}", fullmatch=True),
).map(EmailAddress)
passwords = (
    st.text(st.characters(codec="utf-8"), min_size=SHORTEST_PASSWORD, max_size=200)
    .filter(lambda given: len(given.encode()) <= LONGEST_PASSWORD)
    .map(Password.of)
)


# -- aggregates, at rest --------------------------------------------------------

users = st.builds(
    User,
    id=user_ids,
    handle=handles,
    display_name=display_names,
    bio=bios,
    links=st.lists(profile_links, max_size=MOST_LINKS).map(tuple),
    is_locked=st.booleans(),
    role=st.sampled_from(Role),
    external_id=st.none() | external_ids,
    state=st.sampled_from(UserState),
    is_silenced=st.booleans(),
    state_since=st.none() | moments,
    erased_at=st.none() | moments,
    registered_at=moments,
    version=st.just(1),
    events=st.just(()),
)
microposts = st.builds(
    Micropost,
    id=micropost_ids,
    author_id=user_ids,
    text=post_texts,
    content_warning=st.none() | content_warnings,
    language=st.none() | languages,
    sensitive=st.booleans(),
    visibility=visibilities,
    mentioned_ids=st.frozensets(user_ids, max_size=3),
    posted_at=moments,
    edited_at=st.none() | moments,
    version=st.just(1),
    events=st.just(()),
)
_pairs = st.tuples(user_ids, user_ids).filter(lambda pair: pair[0] != pair[1])
follows = st.builds(
    lambda id, pair, reposts, notifies, at: Follow(
        id=FollowId(id),
        follower_id=pair[0],
        followee_id=pair[1],
        shows_reposts=reposts,
        notifies=notifies,
        followed_at=at,
    ),
    ids,
    _pairs,
    st.booleans(),
    st.booleans(),
    moments,
)
follow_requests = st.builds(
    lambda id, pair, reposts, notifies, at: FollowRequest(
        id=FollowRequestId(id),
        requester_id=pair[0],
        requested_id=pair[1],
        shows_reposts=reposts,
        notifies=notifies,
        requested_at=at,
    ),
    ids,
    _pairs,
    st.booleans(),
    st.booleans(),
    moments,
)
draft_texts = post_texts.map(lambda text: DraftText(text.value))
drafts = st.builds(
    Draft,
    id=ids.map(DraftId),
    owner_id=user_ids,
    text=draft_texts,
    content_warning=st.just(DraftText("")) | draft_texts,
    language=st.sampled_from(("", "de", "german")),
    visibility=visibilities,
    in_reply_to_id=st.none() | micropost_ids,
    kept_at=moments,
)
blocks = st.builds(
    lambda id, pair, at: Block(
        id=BlockId(id), blocker_id=pair[0], blocked_id=pair[1], blocked_at=at
    ),
    ids,
    _pairs,
    moments,
)
mutes = st.builds(
    lambda id, pair, hides, at, expires_at: Mute(
        id=MuteId(id),
        muter_id=pair[0],
        muted_id=pair[1],
        hides_notifications=hides,
        muted_at=at,
        expires_at=expires_at,
    ),
    ids,
    _pairs,
    st.booleans(),
    moments,
    st.none() | moments,
)


# -- events ---------------------------------------------------------------------

# One for every kind of event there is; a test holds it to that.
_saying = {"at": moments, "micropost_id": micropost_ids, "author_id": user_ids}
_reacting = {"at": moments, "user_id": user_ids, "micropost_id": micropost_ids}
_reposting = {**_reacting, "entry_id": ids.map(EntryId)}
events_by_kind: dict[type[Event], st.SearchStrategy[Event]] = {
    UserRegistered: st.builds(UserRegistered, at=moments, user_id=user_ids),
    ProfileEdited: st.builds(ProfileEdited, at=moments, user_id=user_ids),
    UserModerated: st.builds(
        UserModerated,
        at=moments,
        by=st.none() | user_ids,
        act=st.sampled_from(Act),
        user_id=user_ids,
    ),
    UserClosed: st.builds(UserClosed, at=moments, by=st.none() | user_ids, user_id=user_ids),
    UserPartlyErased: st.builds(
        UserPartlyErased, at=moments, user_id=user_ids, rows=st.integers(0, 500)
    ),
    UserErased: st.builds(UserErased, at=moments, user_id=user_ids),
    PasswordChanged: st.builds(PasswordChanged, at=moments, user_id=user_ids),
    EmailChanged: st.builds(EmailChanged, at=moments, user_id=user_ids),
    ResetAsked: st.builds(ResetAsked, at=moments, user_id=st.none() | user_ids),
    MicropostEdited: st.builds(
        MicropostEdited, at=moments, micropost_id=micropost_ids, author_id=user_ids
    ),
    MicropostPosted: st.builds(
        MicropostPosted, at=moments, micropost_id=micropost_ids, author_id=user_ids
    ),
    MicropostDeleted: st.builds(
        MicropostDeleted,
        at=moments,
        micropost_id=micropost_ids,
        author_id=user_ids,
        visibility=visibilities,
        mentioned_ids=st.lists(user_ids, max_size=3).map(tuple),
        hashtags=st.lists(words, max_size=3).map(tuple),
    ),
    UserFollowed: st.builds(UserFollowed, at=moments, follower_id=user_ids, followee_id=user_ids),
    UserUnfollowed: st.builds(
        UserUnfollowed, at=moments, by=user_ids, follower_id=user_ids, followee_id=user_ids
    ),
    **{
        kind: st.builds(kind, at=moments, requester_id=user_ids, requested_id=user_ids)
        for kind in (FollowRequested, FollowAccepted, FollowRejected, FollowWithdrawn)
    },
    UserBlocked: st.builds(UserBlocked, at=moments, blocker_id=user_ids, blocked_id=user_ids),
    UserUnblocked: st.builds(UserUnblocked, at=moments, blocker_id=user_ids, blocked_id=user_ids),
    UserMuted: st.builds(UserMuted, at=moments, muter_id=user_ids, muted_id=user_ids),
    UserUnmuted: st.builds(UserUnmuted, at=moments, muter_id=user_ids, muted_id=user_ids),
    MicropostFavourited: st.builds(MicropostFavourited, **_reacting, author_id=user_ids),
    MicropostUnfavourited: st.builds(MicropostUnfavourited, **_reacting),
    MicropostReposted: st.builds(MicropostReposted, **_reposting, author_id=user_ids),
    MicropostUnreposted: st.builds(MicropostUnreposted, **_reposting),
    FollowersPartlyTold: st.builds(FollowersPartlyTold, **_saying, follow_id=ids.map(FollowId)),
    RepostersPartlyTold: st.builds(RepostersPartlyTold, **_saying, entry_id=ids.map(EntryId)),
    UserNotified: st.builds(
        UserNotified,
        at=moments,
        notification_id=ids.map(NotificationId),
        recipient_id=user_ids,
    ),
    MicropostBookmarked: st.builds(MicropostBookmarked, **_reacting),
    MicropostUnbookmarked: st.builds(MicropostUnbookmarked, **_reacting),
}
events = st.one_of(*events_by_kind.values())
