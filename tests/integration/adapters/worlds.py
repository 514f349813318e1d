"""Little worlds, kept by repositories, silently: nothing in them is announced."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol, TypeVar

from attrs import evolve, frozen
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from twite.application.paging import Cursor, Page
from twite.application.ports.outbox import Position
from twite.application.ports.system import IdGenerator
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.aggregate import Event
from twite.domain.audience import Relation, may_hear, may_list, may_read, may_show
from twite.domain.blocks import Block, BlockId
from twite.domain.bookmarks import Bookmark, BookmarkId
from twite.domain.content import ContentWarning, Language
from twite.domain.drafts import Draft, DraftId, DraftText
from twite.domain.favourites import Favourite, FavouriteId
from twite.domain.follows import Follow, FollowId, FollowRequest, FollowRequestId
from twite.domain.microposts import Micropost, MicropostId, PostText, Visibility
from twite.domain.mutes import Mute, MuteId
from twite.domain.notifications import UserNotified
from twite.domain.oauth import (
    AccessToken,
    AccessTokenId,
    App,
    AppId,
    AppName,
    AuthorizationCode,
    Challenge,
    CodeId,
    RedirectUri,
    Scopes,
    Website,
)
from twite.domain.reposts import Repost
from twite.domain.text import fingerprint, mentions
from twite.domain.timelines import Entry, EntryId, EntryKind, may_pass
from twite.domain.users import DisplayName, ExternalId, Handle, Role, User, UserId, UserState
from twite.entrypoints.library import Embedded

NOW = datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

Item = TypeVar("Item")

_numbers = count(1)

# The storage outlives the example: examples share it, and tell themselves apart by unique ids.
shared_store = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def a_number() -> int:
    """One nobody else has: of a user, for instance, that is in no table."""
    return next(_numbers)


# -- what is kept ---------------------------------------------------------------


def a_user(
    work: UnitOfWork,
    *,
    handle: str | None = None,
    display_name: str = "Some One",
    external_id: str | None = None,
    state: UserState = UserState.ACTIVE,
    role: Role = Role.USER,
    is_silenced: bool = False,
) -> User:
    user = User(
        id=UserId(work.next_id(at=NOW)),
        handle=Handle(handle or f"u{a_number()}"),
        display_name=DisplayName(display_name),
        external_id=ExternalId(external_id) if external_id else None,
        state=state,
        role=role,
        is_silenced=is_silenced,
        registered_at=NOW,
    )
    work.users.add(user)
    return user


def some_users(work: UnitOfWork, number: int) -> Sequence[UserId]:
    return [a_user(work).id for _ in range(number)]


def a_post(
    work: UnitOfWork,
    author_id: UserId,
    *,
    text: str = "hello",
    visibility: Visibility = Visibility.PUBLIC,
    mentioned_ids: Iterable[UserId] = (),
    in_reply_to: Micropost | None = None,
    content_warning: ContentWarning | None = None,
    language: Language | None = None,
    sensitive: bool = False,
    at: datetime = NOW,
) -> Micropost:
    """In the timelines, too; the text names whom it mentions."""
    work.users.hold(author_id)
    mentioned_ids = sorted(mentioned_ids)
    handles = {work.users.get(id).handle.value for id in mentioned_ids} - mentions(text)
    named = "".join(f" @{handle}" for handle in sorted(handles))
    entry_id = work.entries.enter(
        author_id=author_id, visibility=visibility, at=at, answering=in_reply_to
    )
    id = MicropostId(entry_id)
    micropost = Micropost(
        id=id,
        author_id=author_id,
        text=PostText(text + named),
        visibility=visibility,
        mentioned_ids=frozenset(mentioned_ids),
        content_warning=content_warning,
        language=language,
        sensitive=sensitive,
        in_reply_to_id=in_reply_to.id if in_reply_to else None,
        ancestor_ids=in_reply_to.branch if in_reply_to else (),
        posted_at=at,
    )
    work.microposts.add(micropost)
    return micropost


def a_repost(work: UnitOfWork, by: UserId, micropost: Micropost, *, at: datetime = NOW) -> Entry:
    """Whether the micropost may be passed on or not."""
    work.users.hold(by)
    id = work.entries.enter(
        author_id=by, visibility=micropost.visibility, at=at, reposted_id=micropost.id
    )
    work.reposts.add(Repost(id=id, user_id=by, micropost_id=micropost.id))
    return Entry(
        id=id,
        author_id=by,
        micropost_id=micropost.id,
        kind=EntryKind.REPOST,
        visibility=micropost.visibility,
    )


def an_app(work: UnitOfWork) -> App:
    app = App(
        id=AppId(work.next_id(at=NOW)),
        client_id=f"app{a_number()}",
        secret_hash="hash",
        name=AppName("Tea"),
        website=Website("https://tea.example"),
        redirect_uris=(RedirectUri("https://app.example/cb"),),
        scopes=Scopes.of("read write"),
        registered_at=NOW,
    )
    work.apps.add(app)
    return app


def a_code(
    work: UnitOfWork,
    app: App,
    by: UserId,
    *,
    challenge: Challenge | None = None,
    at: datetime = NOW,
) -> AuthorizationCode:
    code = AuthorizationCode(
        id=CodeId(work.next_id(at=NOW)),
        code_hash=fingerprint(str(a_number())),
        app_id=app.id,
        user_id=by,
        redirect_uri="https://app.example/cb",
        scopes=app.scopes,
        challenge=challenge,
        given_at=at,
    )
    work.tokens.give(code)
    return code


def a_token(
    work: UnitOfWork, app: App, user_id: UserId | None, *, scopes: str = "read"
) -> AccessToken:
    token = AccessToken(
        id=AccessTokenId(work.next_id(at=NOW)),
        app_id=app.id,
        user_id=user_id,
        scopes=Scopes.of(scopes),
        token_hash=fingerprint(str(a_number())),
        code_hash=fingerprint(str(a_number())) if user_id is not None else None,
        issued_at=NOW,
        used_at=NOW,
    )
    work.tokens.add(token)
    return token


def a_draft(work: UnitOfWork, owner_id: UserId, text: str = "tea") -> Draft:
    draft = Draft(
        id=DraftId(work.next_id(at=NOW)),
        owner_id=owner_id,
        text=DraftText(text),
        kept_at=NOW,
    )
    work.drafts.put(draft)
    return draft


def a_follow(
    work: UnitOfWork, follower_id: UserId, followee_id: UserId, *, shows_reposts: bool = True
) -> Follow:
    work.users.hold_pair(follower_id, followee_id)
    follow = Follow(
        id=FollowId(work.next_id(at=NOW)),
        follower_id=follower_id,
        followee_id=followee_id,
        shows_reposts=shows_reposts,
        followed_at=NOW,
    )
    work.follows.add(follow)
    return follow


def a_request(work: UnitOfWork, requester_id: UserId, requested_id: UserId) -> FollowRequest:
    work.users.hold_pair(requester_id, requested_id)
    request = FollowRequest(
        id=FollowRequestId(work.next_id(at=NOW)),
        requester_id=requester_id,
        requested_id=requested_id,
        requested_at=NOW,
    )
    work.follow_requests.add(request)
    return request


def a_block(work: UnitOfWork, blocker_id: UserId, blocked_id: UserId) -> Block:
    block = Block(
        id=BlockId(work.next_id(at=NOW)),
        blocker_id=blocker_id,
        blocked_id=blocked_id,
        blocked_at=NOW,
    )
    work.blocks.add(block)
    return block


def a_mute(
    work: UnitOfWork,
    muter_id: UserId,
    muted_id: UserId,
    *,
    expires_at: datetime | None = None,
    hides_notifications: bool = True,
) -> Mute:
    mute = Mute(
        id=MuteId(work.next_id(at=NOW)),
        muter_id=muter_id,
        muted_id=muted_id,
        hides_notifications=hides_notifications,
        muted_at=NOW - DAY,
        expires_at=expires_at,
    )
    work.mutes.add(mute)
    return mute


def a_favourite(work: UnitOfWork, user_id: UserId, micropost: Micropost) -> Favourite:
    favourite = Favourite(
        id=FavouriteId(work.next_id(at=NOW)),
        user_id=user_id,
        micropost_id=micropost.id,
        favourited_at=NOW,
    )
    work.favourites.add(favourite)
    return favourite


def a_bookmark(work: UnitOfWork, user_id: UserId, micropost: Micropost) -> Bookmark:
    bookmark = Bookmark(
        id=BookmarkId(work.next_id(at=NOW)),
        user_id=user_id,
        micropost_id=micropost.id,
        bookmarked_at=NOW,
    )
    work.bookmarks.add(bookmark)
    return bookmark


def entry_of(micropost: Micropost, in_reply_to: Micropost | None = None) -> Entry:
    return Entry(
        id=EntryId(micropost.id),
        author_id=micropost.author_id,
        micropost_id=micropost.id,
        kind=EntryKind.POST,
        visibility=micropost.visibility,
        answered_id=in_reply_to.author_id if in_reply_to else None,
    )


def announced(twite: Embedded) -> list[Event]:
    """What was announced since the world began, but for who was told of it."""
    events = [recorded.event for recorded in twite.feed.after(Position(), limit=99)]
    return [event for event in events if not isinstance(event, UserNotified)]


def in_private(part: Any) -> Any:
    """The same view or unit of work, in a house in which one has to be logged in."""
    return evolve(part, audience=evolve(part._audience, private=True))


# -- what is drawn --------------------------------------------------------------


@frozen
class PresetIds(IdGenerator):
    """Draws what it was told to, in that order, as far as it is greater than ``after``."""

    _ids: list[int]

    def next(self, *, at: datetime, shard: int | None = None, after: int = 0) -> int:
        while self._ids[0] <= after:
            self._ids.pop(0)
        return self._ids.pop(0)


visibilities = st.sampled_from(Visibility)

PEOPLE = 4
_person = st.integers(0, PEOPLE - 1)
_pairs = st.sets(
    st.tuples(_person, _person).filter(lambda pair: pair[0] != pair[1]), max_size=2 * PEOPLE
)
# Of a mute: when it is over, in seconds from now, and whether it hides notifications.
_terms = st.tuples(st.sampled_from([None, None, -60, 0, 60]), st.booleans())
_states = st.sampled_from([*[UserState.ACTIVE] * 5, *UserState])


@frozen(kw_only=True)
class Plan:
    """A world to be: people by number, microposts by their author, audience and whom they name,
    and who passes on which."""

    states: Sequence[UserState]
    silenced: Set[int]
    follows: Set[tuple[int, int]]
    hiding: Set[tuple[int, int]]  # who, if they follow whom, does not want their reposts
    blocks: Set[tuple[int, int]]
    mutes: Mapping[tuple[int, int], tuple[int | None, bool]]
    posts: Sequence[tuple[int, Visibility, Set[int], bool]]
    answers: Sequence[int | None]  # of each post, which of the posts before it
    reposts: Sequence[tuple[int, int]]


plans = st.builds(
    Plan,
    states=st.lists(_states, min_size=PEOPLE, max_size=PEOPLE),
    silenced=st.just(frozenset[int]()) | st.sets(_person, max_size=PEOPLE),
    follows=_pairs,
    hiding=_pairs,
    blocks=st.just(frozenset[tuple[int, int]]()) | _pairs,
    mutes=st.dictionaries(
        st.tuples(_person, _person).filter(lambda pair: pair[0] != pair[1]), _terms, max_size=PEOPLE
    ),
    posts=st.lists(
        st.tuples(_person, visibilities, st.sets(_person, max_size=2), st.booleans()),
        min_size=1,
        max_size=10,
    ),
    answers=st.lists(st.none() | st.integers(0, 9), min_size=10, max_size=10),
    reposts=st.lists(st.tuples(_person, st.integers(0, 9)), max_size=6),
)


@frozen(kw_only=True)
class World:
    """A world as it is kept, and what the domain says of it."""

    states: dict[UserId, UserState]
    silenced: Set[UserId]
    follows: Set[tuple[UserId, UserId]]
    hiding: Set[tuple[UserId, UserId]]
    blocks: Set[tuple[UserId, UserId]]
    mutes: Mapping[tuple[UserId, UserId], Mute]
    microposts: dict[MicropostId, Micropost]
    entries: Sequence[Entry]
    tag: str

    @property
    def people(self) -> Sequence[UserId]:
        return list(self.states)

    @property
    def viewers(self) -> Sequence[UserId | None]:
        return [*self.states, None]

    def followees(self, id: UserId) -> Sequence[UserId]:
        return [followee for follower, followee in self.follows if follower == id]

    def may_list(self, id: UserId, *, viewer_id: UserId | None, private: bool = False) -> bool:
        return may_list(viewer_id, self.relation(id, viewer_id), private=private)

    def may_read(
        self, micropost: Micropost, viewer_id: UserId | None, *, private: bool = False
    ) -> bool:
        relation = self._to_author(micropost, viewer_id)
        return may_read(micropost, viewer_id, relation, private=private)

    def may_show(
        self, micropost: Micropost, viewer_id: UserId | None, *, private: bool = False
    ) -> bool:
        """At :data:`NOW`."""
        relation = self._to_author(micropost, viewer_id)
        return may_show(micropost, viewer_id, relation, private=private)

    def may_find(self, micropost: Micropost, viewer_id: UserId | None) -> bool:
        """At :data:`NOW`."""
        is_theirs = viewer_id in (micropost.author_id, *micropost.mentioned_ids)
        for_everybody = micropost.visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
        return self.may_show(micropost, viewer_id) and (is_theirs or for_everybody)

    def may_meet(self, id: UserId, viewer_id: UserId | None) -> bool:
        return self.states[id] is UserState.ACTIVE and (id, viewer_id) not in self.blocks

    def readable(self, viewer_id: UserId | None) -> Callable[[Entry], bool]:
        """What its owner said on a profile."""
        return lambda entry: self.may_read(self.microposts[entry.micropost_id], viewer_id)

    def passed_on(self, viewer_id: UserId | None) -> Callable[[Entry], bool]:
        """What its owner passed on on a profile, where it is not asked whether they are muted."""

        def passed_on(entry: Entry) -> bool:
            relation = self.relation(entry.author_id, viewer_id)
            reposter = evolve(relation, muted=False, hides_reposts=False)
            micropost = self.microposts[entry.micropost_id]
            return self.may_show(micropost, viewer_id) and may_pass(entry, viewer_id, reposter)

        return passed_on

    def showable(self, viewer_id: UserId | None) -> Callable[[Entry], bool]:
        """In a list of what many say."""

        def showable(entry: Entry) -> bool:
            reposter = self.relation(entry.author_id, viewer_id)
            micropost = self.microposts[entry.micropost_id]
            return self.may_show(micropost, viewer_id) and may_pass(entry, viewer_id, reposter)

        return showable

    def may_hear(self, other_id: UserId, viewer_id: UserId | None) -> bool:
        return may_hear(self.relation(other_id, viewer_id))

    def relation(self, other_id: UserId, viewer_id: UserId | None) -> Relation:
        """At :data:`NOW`."""
        active, silenced = self.states[other_id] is UserState.ACTIVE, other_id in self.silenced
        if viewer_id is None:
            return Relation(author_is_active=active, author_is_silenced=silenced)
        there, back = (viewer_id, other_id), (other_id, viewer_id)
        mute = self.mutes.get(there)
        muted = mute is not None and (mute.expires_at is None or mute.expires_at > NOW)
        return Relation(
            author_is_active=active,
            author_is_silenced=silenced,
            blocked=there in self.blocks or back in self.blocks,
            follows=there in self.follows,
            hides_reposts=there in self.follows & self.hiding,
            muted=muted,
            notifications_muted=muted and mute is not None and mute.hides_notifications,
        )

    def _to_author(self, micropost: Micropost, viewer_id: UserId | None) -> Relation:
        relation = self.relation(micropost.author_id, viewer_id)
        return evolve(relation, mentioned=viewer_id in micropost.mentioned_ids)


def kept(plan: Plan, unit_of_work: UnitOfWorkFactory) -> World:
    """The world of that plan; every id in it is greater than those of the worlds before."""
    number = a_number()
    at, tag = NOW + number * SECOND, f"t{number}"
    with unit_of_work() as work:
        users = [
            a_user(work, state=state, is_silenced=place in plan.silenced)
            for place, state in enumerate(plan.states)
        ]
        people = [user.id for user in users]
        for one, other in plan.follows:
            shows_reposts = (one, other) not in plan.hiding
            a_follow(work, people[one], people[other], shows_reposts=shows_reposts)
        for one, other in plan.blocks:
            a_block(work, people[one], people[other])
        mutes = {}
        for (one, other), (seconds, hides) in plan.mutes.items():
            expires_at = None if seconds is None else NOW + seconds * SECOND
            pair = (people[one], people[other])
            mutes[pair] = a_mute(work, *pair, expires_at=expires_at, hides_notifications=hides)
        posts: list[Micropost] = []
        entries: list[Entry] = []
        for place, (author, visibility, named, tagged) in enumerate(plan.posts):
            answer = plan.answers[place]
            answered = posts[answer % place] if place and answer is not None else None
            post = a_post(
                work,
                people[author],
                text=f"said #{tag}" if tagged else "said",
                visibility=visibility,
                mentioned_ids=[people[one] for one in named],
                in_reply_to=answered,
                at=at,
            )
            posts.append(post)
            entries.append(entry_of(post, answered))
        for author, place in dict.fromkeys((a, p % len(posts)) for a, p in plan.reposts):
            entries.append(a_repost(work, people[author], posts[place], at=at))
    return World(
        states={user.id: user.state for user in users},
        silenced={user.id for user in users if user.is_silenced},
        follows={(people[one], people[other]) for one, other in plan.follows},
        hiding={(people[one], people[other]) for one, other in plan.hiding},
        blocks={(people[one], people[other]) for one, other in plan.blocks},
        mutes=mutes,
        microposts={post.id: post for post in posts},
        entries=entries,
        tag=tag,
    )


# -- what is read ---------------------------------------------------------------


class Reading(Protocol[Item]):
    """A list, of whoever's it is."""

    def __call__(self, *, cursor: Cursor) -> Page[Item]: ...


def down(reading: Reading[Item], *, limit: int) -> list[Item]:
    """Page after page, from the newest on."""
    found: list[Item] = []
    cursor: Cursor | None = Cursor(limit=limit)
    while cursor is not None:
        page = reading(cursor=cursor)
        found.extend(page.items)
        assert page.older is None or page.older.below < cursor.below, "no way on"
        cursor = page.older
    return found


def up(reading: Reading[Item], *, limit: int, above: int = 0) -> list[Item]:
    """Page after page, from the oldest on; still newest first."""
    found: list[Item] = []
    cursor: Cursor | None = Cursor(min_id=above, limit=limit)
    while cursor is not None:
        page = reading(cursor=cursor)
        found[:0] = page.items
        assert page.newer is None or page.newer.above > cursor.above, "no way on"
        cursor = page.newer
    return found
