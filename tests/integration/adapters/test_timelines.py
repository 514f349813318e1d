"""Timelines are what the domain says they are, page after page, whatever way an adapter takes."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.listening import listening, scans
from tests.integration.adapters.worlds import (
    DAY,
    NOW,
    SECOND,
    Plan,
    PresetIds,
    Reading,
    World,
    a_block,
    a_follow,
    a_number,
    a_post,
    a_repost,
    a_user,
    down,
    entry_of,
    kept,
    plans,
    shared_store,
    some_users,
    up,
)
from twite.adapters.sql import home
from twite.application.paging import Cursor, Page, page
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.domain import timelines
from twite.domain.givens import LARGEST_ID
from twite.domain.microposts import (
    DEEPEST,
    Micropost,
    MicropostId,
    MicropostNotFound,
    Visibility,
)
from twite.domain.timelines import MOST_REPLIES, Entry, Selection, Thread
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

few_examples = settings(shared_store, max_examples=40)
limits = st.integers(1, 6)


def expected(whole: Sequence[Entry], cursor: Cursor) -> Page[Entry]:
    """That stretch of the whole."""
    inside = [entry for entry in whole if cursor.above < entry.id < cursor.below]
    ordered = inside[::-1] if cursor.upwards else inside
    return page(ordered[: cursor.limit + 1], cursor=cursor, id_of=lambda entry: entry.id)


def readings(twite: Embedded, world: World) -> Iterator[tuple[Reading[Entry], Sequence[Entry]]]:
    """Every timeline of a world but the local one, and what has to be in it."""
    views = twite.timelines.views
    for viewer in world.people:
        whole = timelines.home(
            world.entries,
            viewer_id=viewer,
            followee_ids=world.followees(viewer),
            may_show=world.showable(viewer),
        )
        yield partial(views.home, viewer_id=viewer, now=NOW), whole
    for viewer_id in world.viewers:
        may_read, may_show = world.readable(viewer_id), world.showable(viewer_id)
        for author in world.people:
            profile = timelines.profile(
                world.entries,
                author_id=author,
                may_read=may_read,
                may_show=world.passed_on(viewer_id),
            )
            yield partial(views.profile, author_id=author, viewer_id=viewer_id, now=NOW), profile
        tagged = [
            entry
            for entry in timelines.local(world.entries, may_show=may_show)
            if world.tag in world.microposts[entry.micropost_id].text.hashtags
        ]
        yield partial(views.tagged, tag=world.tag, viewer_id=viewer_id, now=NOW), tagged


class TestEveryTimeline:
    @few_examples
    @given(plan=plans, limit=limits)
    def test_read_page_by_page_is_the_whole_both_ways(
        self, twite: Embedded, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)

        for reading, whole in readings(twite, world):
            assert list(down(reading, limit=limit)) == list(whole)
            assert list(up(reading, limit=limit)) == list(whole)

    @few_examples
    @given(plan=plans, limit=limits, data=st.data())
    def test_gives_the_stretch_a_cursor_asks_for(
        self, twite: Embedded, plan: Plan, limit: int, data: st.DataObject
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        ids = [entry.id for entry in world.entries]
        bound = st.none() | st.sampled_from([*ids, min(ids) - 1, max(ids) + 1])
        cursor = Cursor(
            max_id=data.draw(bound, label="max_id"),
            min_id=data.draw(bound, label="min_id"),
            since_id=data.draw(bound, label="since_id"),
            limit=limit,
        )

        for reading, whole in readings(twite, world):
            assert reading(cursor=cursor) == expected(whole, cursor)


class TestAHomeBeyondAllIds:
    @pytest.mark.parametrize("bound", ["max_id", "min_id", "since_id"])
    @pytest.mark.parametrize("id", [0, LARGEST_ID - 1, LARGEST_ID])
    def test_is_empty_or_whole(self, twite: Embedded, bound: str, id: int) -> None:
        """No bound is too large for a database to reckon with."""
        alice = twite.users.register(handle="alice")
        post = twite.microposts.post(author_id=alice, text="tea")
        bounds: dict[str, Any] = {bound: id}
        cursor = Cursor(**bounds)

        found = twite.timelines.home(viewer_id=alice, cursor=cursor).items

        is_inside = cursor.above < post < cursor.below
        assert [entry.micropost.id for entry in found] == ([post] if is_inside else [])


selections: st.SearchStrategy[dict[str, bool]] = st.builds(
    dict, replies=st.booleans(), reposts=st.booleans(), tagged=st.booleans()
)


class TestAProfile:
    @few_examples
    @given(plan=plans, limit=limits, chosen=selections)
    def test_holds_what_is_asked_for_page_by_page_both_ways(
        self, twite: Embedded, plan: Plan, limit: int, chosen: dict[str, bool]
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        tag = world.tag if chosen["tagged"] else None
        selection = Selection(replies=chosen["replies"], reposts=chosen["reposts"], tag=tag)

        for viewer_id, author in product(world.viewers, world.people):
            whole = timelines.profile(
                world.entries,
                author_id=author,
                may_read=world.readable(viewer_id),
                may_show=world.passed_on(viewer_id),
                takes=lambda e: selection.takes(e, world.microposts[e.micropost_id]),
            )
            reading = partial(
                twite.timelines.views.profile,
                author_id=author,
                viewer_id=viewer_id,
                now=NOW,
                selection=selection,
            )
            assert list(down(reading, limit=limit)) == list(whole)
            assert list(up(reading, limit=limit)) == list(whole)

    @pytest.mark.parametrize(
        ("selection", "index"),
        [
            (Selection(), "ix_twite_timeline_entries_author_id_id"),
            (Selection(replies=False), "ix_twite_timeline_entries_no_reply"),
            (Selection(reposts=False), "ix_twite_timeline_entries_said"),
            (Selection(tag="tea"), "ix_twite_timeline_entries_said"),
        ],
    )
    def test_reads_no_more_than_what_it_asks_for(
        self, sqlite: Embedded, selection: Selection, index: str
    ) -> None:
        views = sqlite.timelines.views
        with listening() as heard:
            views.profile(
                author_id=UserId(1), viewer_id=None, now=NOW, cursor=Cursor(), selection=selection
            )
        (one,) = heard
        with sqlite.microposts.unit_of_work() as work:
            connection = work.microposts._connection  # type: ignore[attr-defined]
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {one.statement}", one.parameters
            ).all()

        steps = [str(step) for *_, step in plan]
        assert any(f"twite_timeline_entries USING INDEX {index} " in step for step in steps), steps
        assert not any("TEMP B-TREE" in step for step in steps)


class TestAThread:
    @few_examples
    @given(plan=plans, limit=limits, gone=st.sets(st.integers(0, 9), max_size=2))
    def test_is_what_the_domain_says_stretch_by_stretch(
        self, twite: Embedded, plan: Plan, limit: int, gone: set[int]
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        standing = dict(world.microposts)
        for place in gone & set(range(len(standing))):
            removed(twite, standing.pop(list(world.microposts)[place]))

        for about in world.microposts.values():
            for viewer_id in world.viewers:
                may_read = partial(world.may_read, viewer_id=viewer_id)
                if about.id not in standing or not may_read(about):
                    with pytest.raises(MicropostNotFound):
                        stretch(twite, about.id, viewer_id)
                    continue
                whole = timelines.thread(
                    standing.values(),
                    about=about,
                    may_read=may_read,
                    may_show=partial(world.may_show, viewer_id=viewer_id),
                )
                assert stretch(twite, about.id, viewer_id) == whole
                found = list(stretches(twite, about.id, viewer_id, limit=limit))
                assert [one.ancestor_ids for one in found] == [whole.ancestor_ids] * len(found)
                assert [reply for one in found for reply in one.replies] == whole.replies
                assert all(len(one.replies) == limit for one in found[:-1])

    def test_holds_what_answers_a_reply_before_what_stands_beside_it(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            (alice,) = some_users(work, 1)
            about = a_post(work, alice)
            reply = a_post(work, alice, in_reply_to=about)
            beside = a_post(work, alice, in_reply_to=about)
            below = a_post(work, alice, in_reply_to=reply)

        found = stretch(twite, about.id, None).replies

        assert [one.micropost_id for one in found] == [reply.id, below.id, beside.id]
        assert [one.depth for one in found] == [1, 2, 1]

    def test_goes_on_after_replies_that_may_be_read_alone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            about, other = a_post(work, alice), a_post(work, alice)
            elsewhere = a_post(work, bob, in_reply_to=other)
            hidden = a_post(work, bob, in_reply_to=about, visibility=Visibility.FOLLOWERS)

        assert stretch(twite, about.id, bob, after=hidden.id).replies == []
        for after in (about.id, other.id, elsewhere.id, hidden.id, MicropostId(1)):
            with pytest.raises(MicropostNotFound):
                stretch(twite, about.id, alice, after=after)

    def test_deeper_than_it_is_kept_stands_beside_what_it_answers(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            (alice,) = some_users(work, 1)
            chain = [a_post(work, alice)]
            for _ in range(DEEPEST + 5):
                chain.append(a_post(work, alice, in_reply_to=chain[-1]))
        ids = [post.id for post in chain]

        whole = stretch(twite, ids[0], alice)
        last = stretch(twite, ids[-1], None)

        assert [reply.micropost_id for reply in whole.replies] == ids[1:]
        assert [reply.depth for reply in whole.replies] == [*range(1, DEEPEST), *[DEEPEST] * 6]
        assert last.ancestor_ids == [*ids[:DEEPEST], ids[-2]]
        assert last.replies == stretch(twite, ids[-2], None).replies == []
        assert list(twite.check()) == []

    def test_of_very_many_is_read_a_stretch_at_a_time(self, twite: Embedded) -> None:
        """H097."""
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            about = a_post(work, alice)
            ids = [a_post(work, bob, in_reply_to=about).id for _ in range(300)]

        first = stretch(twite, about.id, None, limit=200)
        rest = stretch(twite, about.id, None, limit=200, after=first.replies[-1].micropost_id)

        assert (first.more, rest.more) == (True, False)
        assert [reply.micropost_id for reply in (*first.replies, *rest.replies)] == ids

    @pytest.mark.parametrize("storage", ["sqlite", "postgres"])
    def test_is_read_in_as_many_statements_whatever_its_length(
        self, request: pytest.FixtureRequest, storage: str
    ) -> None:
        """H098."""
        twite: Embedded = request.getfixturevalue(storage)
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            about = a_post(work, alice, in_reply_to=a_post(work, alice))
            for _ in range(50):
                a_post(work, bob, in_reply_to=about, mentioned_ids=[alice])

        counts = []
        for limit in (1, 40):
            with listening() as heard:
                twite.timelines.thread(about.id, viewer_id=alice, limit=limit)
            counts.append(len(heard))

        assert counts == [5, 5]

    def test_is_read_by_an_index(self, sqlite: Embedded) -> None:
        with sqlite.microposts.unit_of_work() as work:
            (alice,) = some_users(work, 1)
            about = a_post(work, alice)
            replies = [a_post(work, alice, in_reply_to=about) for _ in range(3)]

        with listening() as heard:
            sqlite.timelines.thread(about.id, viewer_id=alice, after=replies[0].id)
        with sqlite.microposts.unit_of_work() as work:
            found = scans(work.microposts._connection, heard)  # type: ignore[attr-defined]

        assert len(heard) == 5
        assert found == []


def stretch(
    twite: Embedded,
    id: MicropostId,
    viewer_id: UserId | None,
    *,
    after: MicropostId | None = None,
    limit: int = MOST_REPLIES,
) -> Thread:
    views = twite.timelines.views
    return views.thread(id, viewer_id=viewer_id, now=NOW, after=after, limit=limit)


def stretches(
    twite: Embedded, id: MicropostId, viewer_id: UserId | None, *, limit: int
) -> Iterator[Thread]:
    """Stretch after stretch, to the last reply."""
    found = stretch(twite, id, viewer_id, limit=limit)
    yield found
    while found.more:
        found = stretch(twite, id, viewer_id, limit=limit, after=found.replies[-1].micropost_id)
        yield found


def removed(twite: Embedded, micropost: Micropost) -> None:
    """As its author takes it back."""
    with twite.microposts.unit_of_work() as work:
        work.entries.leave(micropost.id)
        work.microposts.remove(micropost)


class TestTheLocalTimeline:
    @few_examples
    @given(plan=plans, limit=limits)
    def test_is_what_everybody_said_in_public(
        self, twite: Embedded, plan: Plan, limit: int
    ) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        oldest = min(entry.id for entry in world.entries)

        for viewer in world.viewers:
            whole = timelines.local(world.entries, may_show=world.showable(viewer))
            reading = partial(twite.timelines.views.local, viewer_id=viewer, now=NOW)

            newest = reading(cursor=Cursor(since_id=oldest - 1, limit=limit))
            assert list(newest.items) == list(whole[:limit])
            assert list(up(reading, limit=limit, above=oldest - 1)) == list(whole)


class TestAHomeOfMany:
    """More followees than are looked among at once, and more than four times as many: the dormant,
    those whose newest is hidden, and the busy."""

    def _kept(self, unit_of_work: UnitOfWorkFactory) -> tuple[UserId, Sequence[Entry]]:
        shown: list[Micropost] = []
        with unit_of_work() as work:
            viewer, stranger, blocked = some_users(work, 3)
            dormant, hiding, busy = (some_users(work, n) for n in (30, 215, 12))
            for followee in (*dormant, *hiding, *busy):
                a_follow(work, viewer, followee)
            a_block(work, blocked, viewer)

            def said(author_id: UserId, seconds: int, visibility: Visibility) -> None:
                at = NOW + seconds * SECOND
                post = a_post(work, author_id, visibility=visibility, at=at)
                if author_id in {viewer, *hiding, *busy} and visibility.is_counted:
                    shown.append(post)

            for place, author_id in enumerate(hiding[::9]):
                said(author_id, place, Visibility.PUBLIC)  # old, and shown
            for author_id in busy:
                for seconds in (50, 51, 52):
                    said(author_id, seconds, Visibility.UNLISTED)
            said(viewer, 60, Visibility.PUBLIC)
            said(stranger, 61, Visibility.PUBLIC)
            said(blocked, 62, Visibility.PUBLIC)
            for place, author_id in enumerate(hiding):
                said(author_id, 100 + place, Visibility.MENTIONED)  # newest, and hidden
            of_blocked = a_post(work, blocked, at=NOW + 400 * SECOND)
            a_repost(work, busy[0], of_blocked, at=NOW + 401 * SECOND)
            entries = [entry_of(post) for post in shown]
            for place, reposter in enumerate((busy[1], busy[2], viewer, dormant[0])):
                at = NOW + (500 + place) * SECOND
                entries.append(a_repost(work, reposter, shown[0], at=at))
        return viewer, sorted(entries, key=lambda entry: entry.id, reverse=True)

    def test_is_the_whole_at_every_page_size_and_from_every_entry(self, twite: Embedded) -> None:
        viewer, whole = self._kept(twite.microposts.unit_of_work)
        reading = partial(twite.timelines.views.home, viewer_id=viewer, now=NOW)

        for limit in (1, 7, 20, 40):
            assert list(down(reading, limit=limit)) == list(whole)
            assert list(up(reading, limit=limit)) == list(whole)
        for entry in whole:
            for cursor in (
                Cursor(max_id=entry.id, limit=5),
                Cursor(min_id=entry.id, limit=5),
                Cursor(since_id=entry.id, limit=5),
                Cursor(max_id=entry.id + 1, since_id=whole[-1].id, limit=3),
            ):
                assert reading(cursor=cursor) == expected(whole, cursor)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """In SQL, home is found by every step of its way also where the world is small."""
    monkeypatch.setattr(home, "FEW", 2)
    for name, upwards in (("DOWNWARDS", False), ("UPWARDS", True)):
        monkeypatch.setattr(home, name, home.way_for(upwards=upwards, window=2, slots=2))


@pytest.mark.usefixtures("narrow")
class TestAHomeFoundStepByStep:
    @few_examples
    @given(plan=plans, limit=limits)
    def test_is_the_whole_both_ways(self, twite: Embedded, plan: Plan, limit: int) -> None:
        world = kept(plan, twite.microposts.unit_of_work)

        for reading, whole in readings(twite, world):
            assert list(down(reading, limit=limit)) == list(whole)
            assert list(up(reading, limit=limit)) == list(whole)

    def test_of_many_is_the_whole_at_every_page_size(self, twite: Embedded) -> None:
        viewer, whole = TestAHomeOfMany()._kept(twite.microposts.unit_of_work)
        reading = partial(twite.timelines.views.home, viewer_id=viewer, now=NOW)

        for limit in (1, 40):
            assert list(down(reading, limit=limit)) == list(whole)
            assert list(up(reading, limit=limit)) == list(whole)


class TestEntering:
    @few_examples
    @given(
        jumps=st.lists(st.integers(-5000, 5000), min_size=1, max_size=40),
        visibility=st.sampled_from(Visibility),
    )
    def test_gives_ids_that_rise_whatever_the_clock_does(
        self, unit_of_work: UnitOfWorkFactory, jumps: list[int], visibility: Visibility
    ) -> None:
        with unit_of_work() as work:
            author = a_user(work).id
            ids = [
                a_post(work, author, visibility=visibility, at=NOW + jump * SECOND / 1000).id
                for jump in jumps
            ]

        assert ids == sorted(set(ids))

    def test_never_goes_below_what_the_author_ever_had(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            author = a_user(work).id
            gone = a_post(work, author, at=NOW + 100 * SECOND)
            work.entries.leave(gone.id)
            work.microposts.remove(gone)

        with unit_of_work() as work:
            again = a_post(work, author, at=NOW)

        assert again.id > gone.id

    def test_goes_above_what_another_process_drew(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            author = a_user(work).id
            newest = a_post(work, author, at=NOW + 100 * SECOND)

        other = drawing(unit_of_work, newest.id - 5, newest.id - 1, newest.id + 7)
        with other as work:
            post = a_post(work, author)

        assert post.id == newest.id + 7

    def test_draws_a_taken_id_again(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            taken = a_post(work, alice)

        with drawing(unit_of_work, taken.id, taken.id, taken.id + 1) as work:
            post = a_post(work, bob)

        assert post.id == taken.id + 1
        with unit_of_work() as work:
            assert work.microposts.find(taken.id) == taken
            assert work.microposts.find(post.id) == post

    @pytest.mark.parametrize("visibility", Visibility)
    def test_counts_what_anybody_may_know_of(self, twite: Embedded, visibility: Visibility) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, visibility=visibility)
            if visibility.is_counted:
                a_repost(work, bob, post)

        counted = int(visibility in (Visibility.PUBLIC, Visibility.UNLISTED))
        assert twite.users.show(alice).posts_count == counted
        assert twite.users.show(bob).posts_count == 0
        assert twite.check() == []


def drawing(unit_of_work: UnitOfWorkFactory, *ids: int) -> Any:
    """A unit of work that draws these ids, as another process may."""
    unit: Any = unit_of_work()
    return evolve(unit, ids=PresetIds(list(ids)))


class TestLeaving:
    @pytest.mark.parametrize("visibility", Visibility)
    def test_takes_every_entry_out_and_uncounts_it(
        self, twite: Embedded, visibility: Visibility
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post, other = (a_post(work, alice, visibility=visibility) for _ in range(2))
            a_repost(work, bob, post)
            a_repost(work, alice, post)

        with twite.microposts.unit_of_work() as work:
            work.entries.leave(post.id)
            work.microposts.remove(post)

        def profile(id: UserId) -> list[int]:
            views = twite.timelines.views
            page = views.profile(author_id=id, viewer_id=id, now=NOW, cursor=Cursor())
            return [entry.id for entry in page.items]

        assert (profile(alice), profile(bob)) == ([other.id], [])
        assert twite.users.show(alice).posts_count == int(visibility.is_counted)
        assert twite.check() == []

    def test_leaves_the_day_of_what_was_posted_before(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            (alice,) = some_users(work, 1)
            posts = [a_post(work, alice, at=NOW + days * DAY) for days in range(3)]
            a_post(work, alice, at=NOW + 3 * DAY, visibility=Visibility.FOLLOWERS)
            a_repost(work, alice, posts[0], at=NOW + 4 * DAY)

        for last, gone in ((2, 2), (1, 0), (1, 1), (None, None)):
            day = None if last is None else (NOW + last * DAY).date()
            assert twite.users.show(alice).last_posted_on == day
            if gone is not None:
                removed(twite, posts[gone])
            assert twite.check() == []

    def test_what_is_nowhere_changes_nothing(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            post = a_post(work, a_user(work).id)
            work.entries.leave(MicropostId(a_number()))

        assert twite.users.show(post.author_id).posts_count == 1
        assert twite.check() == []
