"""What is found, is found by the same terms on every storage: ours, to the letter."""

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    SECOND,
    Plan,
    World,
    a_follow,
    a_number,
    a_post,
    a_user,
    down,
    in_private,
    kept,
    plans,
    shared_store,
    up,
)
from twite.application.paging import Cursor, Page, page
from twite.application.ports.search import SearchViews
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.domain.microposts import Micropost, MicropostId, PostText, Visibility
from twite.domain.text import MOST_TERMS, query_beginnings, query_terms, terms
from twite.domain.users import DisplayName, Handle, UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import (
    display_names,
    handles,
    post_texts,
    queries,
    sentences,
)

few_examples = settings(shared_store, max_examples=40)
names = display_names.map(str) | sentences
sayings = st.lists(sentences, min_size=1, max_size=3).map(" ".join)
limits = st.integers(1, 6)


@pytest.fixture
def views(twite: Embedded) -> SearchViews:
    return twite.search.views


def posted(unit_of_work: UnitOfWorkFactory, *texts: str) -> Sequence[Micropost]:
    """Newer than anything else there is."""
    at = NOW + a_number() * SECOND
    with unit_of_work() as work:
        author = a_user(work).id
        return [a_post(work, author, text=text, at=at) for text in texts]


def found(
    views: SearchViews, asked: Sequence[str], viewer_id: UserId | None = None, *, above: int
) -> list[MicropostId]:
    cursor = Cursor(since_id=above, limit=1000)
    return list(views.microposts(asked, viewer_id=viewer_id, now=NOW, cursor=cursor).items)


class TestPeople:
    @settings(shared_store, max_examples=100)
    @example(names=["a\U0010ffff\U0010ffffb"], query="a\U0010ffff")
    @given(names=st.lists(display_names.map(str), min_size=1, max_size=4), query=queries | names)
    def test_are_found_by_how_each_word_begins(
        self,
        views: SearchViews,
        unit_of_work: UnitOfWorkFactory,
        names: list[str],
        query: str,
    ) -> None:
        """H110: to the letter, whatever stands in it."""
        mark = f"m{a_number()}_"
        with unit_of_work() as work:
            people = [
                a_user(work, handle=f"{mark}{n}", display_name=x) for n, x in enumerate(names)
            ]
        words = [mark, *query_beginnings(query)]

        found = views.people(words, viewer_id=None, limit=1000)

        assert found == [
            user.id
            for user in people
            if all(any(b.startswith(word) for b in user.beginnings) for word in words)
        ]

    @shared_store
    @given(found_by=st.lists(handles, min_size=1, max_size=8), limit=st.integers(1, 5))
    def test_come_by_handle_in_the_order_of_ascii(
        self, twite: Embedded, views: SearchViews, found_by: list[Handle], limit: int
    ) -> None:
        mark = f"p{a_number()}_"
        with twite.microposts.unit_of_work() as work:
            written = dict.fromkeys(Handle(f"{mark}{handle}"[:30]).value for handle in found_by)
            ids = {handle: a_user(work, handle=handle).id for handle in written}

        found = views.people([mark], viewer_id=None, limit=limit)

        whole = [ids[handle] for handle in sorted(ids)]
        assert found == whole[:limit]
        for offset in range(len(whole) + 1):
            found = views.people([mark], viewer_id=None, limit=limit, offset=offset)
            assert found == whole[offset : offset + limit]

    def test_are_those_the_viewer_follows_where_that_is_asked(self, twite: Embedded) -> None:
        views = twite.search.views
        mark = f"f{a_number()}_"
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = (a_user(work, handle=f"{mark}{name}").id for name in "abc")
            a_follow(work, alice, carol)
            a_follow(work, bob, alice)

        for viewer, followed in ((alice, [carol]), (bob, [alice]), (carol, []), (None, [])):
            found = views.people([mark], viewer_id=viewer, limit=9, following=True)
            assert found == followed

    @few_examples
    @given(plan=plans)
    def test_are_those_the_rule_allows_every_viewer(
        self, twite: Embedded, views: SearchViews, plan: Plan
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)

        for viewer_id in world.viewers:
            found = views.people(["some", "one"], viewer_id=viewer_id, limit=100_000)
            met = {id for id in world.people if world.may_meet(id, viewer_id)}
            assert set(found) & set(world.people) == met

    def test_are_found_by_what_they_are_called_now(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            user = a_user(work, display_name="Former")
        with unit_of_work() as work:
            work.users.save(evolve(user, display_name=DisplayName("Latter")))
        handle = user.handle.value

        finds = [
            views.people([handle, word], viewer_id=None, limit=9)
            for word in ("former", "latter", handle)
        ]

        assert finds == [[], [user.id], [user.id]]

    def test_in_a_private_house_are_found_by_who_is_logged_in(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            user = a_user(work)
        private: SearchViews = in_private(views)

        assert private.people([user.handle.value], viewer_id=None, limit=9) == []
        assert private.people([user.handle.value], viewer_id=user.id, limit=9) == [user.id]


class TestMicroposts:
    @settings(shared_store, max_examples=100)
    @example(texts=["tea", "TEA_2"], query='tea "')
    @given(texts=st.lists(sayings, min_size=1, max_size=4), query=queries)
    def test_are_found_by_having_every_term(
        self,
        views: SearchViews,
        unit_of_work: UnitOfWorkFactory,
        texts: list[str],
        query: str,
    ) -> None:
        posts = posted(unit_of_work, *texts)
        asked = query_terms(query)
        expected = [post.id for post in posts if set(asked) <= terms(post.text.value)]

        if asked:
            assert found(views, asked, above=posts[0].id - 1) == expected[::-1]

    @settings(shared_store, max_examples=100)
    @given(text=post_texts, other=post_texts)
    def test_are_found_by_each_term_and_by_no_other(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory, text: PostText, other: PostText
    ) -> None:
        """No tokenizer of a database's has a say in it."""
        posts = posted(unit_of_work, text.value)
        own = terms(text.value)

        for term in own | terms(other.value):
            expected = [post.id for post in posts] if term in own else []
            assert found(views, [term], above=posts[0].id - 1) == expected

    def test_are_found_by_what_they_say_now(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        (post,) = posted(unit_of_work, "green tea")
        with unit_of_work() as work:
            work.microposts.save(evolve(post, text=PostText("black tea"), edited_at=NOW))

        finds = [found(views, [term], above=post.id - 1) for term in ("green", "black", "tea")]

        assert finds == [[], [post.id], [post.id]]

    def test_are_not_found_once_they_are_gone(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        gone, other = posted(unit_of_work, "tea", "tea")
        with unit_of_work() as work:
            work.entries.leave(gone.id)
            work.microposts.remove(gone)

        assert found(views, ["tea"], above=gone.id - 1) == [other.id]

    def test_are_found_within_the_transaction_that_says_them(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with pytest.raises(ZeroDivisionError), unit_of_work() as work:
            post = a_post(work, a_user(work).id, text="tea", at=NOW + a_number() * SECOND)
            inside = found(views, ["tea"], above=post.id - 1)
            raise ZeroDivisionError

        assert inside == [post.id]
        assert found(views, ["tea"], above=post.id - 1) == []

    def test_may_say_more_than_they_are_found_by(
        self, twite: Embedded, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        letters = list(map(chr, range(0x20000, 0x20000 + MOST_TERMS)))
        (post,) = posted(unit_of_work, "".join(letters))

        assert found(views, letters[:2], above=post.id - 1) == [post.id]
        assert found(views, letters[-1:], above=post.id - 1) == []
        assert twite.check() == []


class TestMicropostsOfOne:
    def test_are_found_page_by_page_both_ways(self, twite: Embedded) -> None:
        views = twite.search.views
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work).id, a_user(work).id
            word = f"w{a_number()}"
            posts = [a_post(work, author, text=word) for _ in range(3) for author in (alice, bob)]

        reading = partial(views.microposts, [word], viewer_id=None, now=NOW, author_id=bob)

        own = [post.id for post in posts if post.author_id == bob][::-1]
        assert down(reading, limit=2) == up(reading, limit=2) == own


class TestTheRule:
    """H058: what is not for everybody is found by its author, and by those it mentions."""

    @few_examples
    @given(plan=plans, limit=limits)
    def test_stands_before_the_limit_and_pages_are_the_whole_both_ways(
        self, twite: Embedded, views: SearchViews, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)

        for viewer_id, whole in _wholes(world):
            above = min(world.microposts) - 1
            assert found(views, ["said"], viewer_id, above=above) == whole
            for cursor in _cursors(whole or [MicropostId(above + 1)], above, limit):
                got = views.microposts(["said"], viewer_id=viewer_id, now=NOW, cursor=cursor)
                assert got == _expected(whole, cursor)

    @few_examples
    @given(plan=plans, limit=limits)
    def test_holds_for_a_word_that_stands_in_some(
        self, twite: Embedded, views: SearchViews, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        read = partial(views.microposts, ["said", world.tag], now=NOW)

        for viewer_id, whole in _wholes(world):
            tagged = [id for id in whole if world.tag in world.microposts[id].text.hashtags]
            assert _walked(read, viewer_id, limit, upwards=False) == tagged
            assert _walked(read, viewer_id, limit, upwards=True) == tagged

    def test_of_a_private_house_lets_nobody_find_who_is_not_logged_in(
        self, views: SearchViews, unit_of_work: UnitOfWorkFactory
    ) -> None:
        (post,) = posted(unit_of_work, "tea")
        private: SearchViews = in_private(views)

        assert found(private, ["tea"], post.author_id, above=post.id - 1) == [post.id]
        assert found(private, ["tea"], None, above=post.id - 1) == []

    @pytest.mark.parametrize("visibility", Visibility)
    def test_lets_followers_find_what_is_for_everybody_alone(
        self, twite: Embedded, views: SearchViews, visibility: Visibility
    ) -> None:
        alice, bob, carol = (
            twite.users.register(handle=f"u{a_number()}_{name}") for name in ("a", "b", "c")
        )
        twite.follows.follow(by=bob, whom=alice)
        with twite.microposts.unit_of_work() as work:
            post = a_post(
                work, alice, text="secret tea", visibility=visibility, mentioned_ids=[carol]
            )

        finders = [
            viewer_id
            for viewer_id in (alice, bob, carol, None)
            if found(views, ["secret", "tea"], viewer_id, above=0) == [post.id]
        ]

        everybody = [alice, bob, carol, None]
        assert finders == (everybody if visibility.is_counted else [alice, carol])


def _wholes(world: World) -> Iterator[tuple[UserId | None, list[MicropostId]]]:
    """What each viewer finds of a world; newest first."""
    for viewer_id in world.viewers:
        findable = [
            micropost.id
            for micropost in world.microposts.values()
            if world.may_find(micropost, viewer_id)
        ]
        yield viewer_id, sorted(findable, reverse=True)


def _cursors(ids: Sequence[MicropostId], above: int, limit: int) -> Iterator[Cursor]:
    middle = ids[len(ids) // 2]
    yield Cursor(max_id=middle, since_id=above, limit=limit)
    yield Cursor(min_id=middle, limit=limit)
    yield Cursor(min_id=above, limit=limit)
    yield Cursor(min_id=above, max_id=middle, limit=limit)


def _expected(whole: Sequence[MicropostId], cursor: Cursor) -> Page[MicropostId]:
    inside = [id for id in whole if cursor.above < id < cursor.below]
    ordered = inside[::-1] if cursor.upwards else inside
    return page(ordered[: cursor.limit + 1], cursor=cursor, id_of=lambda id: id)


def _walked(
    read: partial[Page[MicropostId]], viewer_id: UserId | None, limit: int, *, upwards: bool
) -> list[MicropostId]:
    walked: list[MicropostId] = []
    cursor: Cursor | None = Cursor(min_id=0, limit=limit) if upwards else Cursor(limit=limit)
    while cursor is not None:
        got = read(viewer_id=viewer_id, cursor=cursor)
        walked = [*got.items, *walked] if upwards else [*walked, *got.items]
        cursor = got.newer if upwards else got.older
    return walked
