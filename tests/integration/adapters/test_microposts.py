"""Microposts are kept by version, read by the one rule, and leave nothing behind."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    SECOND,
    a_block,
    a_follow,
    a_post,
    a_user,
    announced,
    shared_store,
    some_users,
    visibilities,
)
from twite.application.paging import Cursor
from twite.application.ports.microposts import (
    AuthorView,
    MicropostStamp,
    MicropostView,
    Repeatable,
    VersionView,
)
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.domain.content import ContentWarning, Language
from twite.domain.mail import Mail, MailId, MailKind
from twite.domain.microposts import (
    DEEPEST,
    EditedMeanwhile,
    IdempotencyKey,
    Micropost,
    MicropostDeleted,
    MicropostId,
    MicropostNotFound,
    PostText,
    Visibility,
)
from twite.domain.notifications import Notification, NotificationId, NotificationKind
from twite.domain.text import is_blank
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import content_warnings, languages

CURSOR = Cursor()
NONE = MicropostId(1)

texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t#@"), max_size=60)
    .filter(lambda text: not is_blank(text))
    .map(PostText)
)


class TestAMicropost:
    @shared_store
    @given(
        text=texts,
        visibility=visibilities,
        mentioned=st.sets(st.integers(0, 3)),
        depth=st.integers(0, 3) | st.just(DEEPEST + 2),
        warning=st.none() | content_warnings,
        language=st.none() | languages,
        sensitive=st.booleans(),
    )
    def test_comes_back_as_kept(
        self,
        unit_of_work: UnitOfWorkFactory,
        *,
        text: PostText,
        visibility: Visibility,
        mentioned: set[int],
        depth: int,
        warning: ContentWarning | None,
        language: Language | None,
        sensitive: bool,
    ) -> None:
        with unit_of_work() as work:
            people = some_users(work, 4)
            answered = None
            for _ in range(depth):
                answered = a_post(work, people[0], in_reply_to=answered)
            kept = a_post(
                work,
                people[0],
                text=text.value,
                visibility=visibility,
                mentioned_ids=[people[place] for place in mentioned],
                in_reply_to=answered,
                content_warning=warning,
                language=language,
                sensitive=sensitive,
            )

        with unit_of_work() as work:
            assert work.microposts.find(kept.id) == kept
            assert work.microposts.get_owned(kept.id, owner_id=people[0]) == kept
            assert work.microposts.get_readable(kept.id, viewer_id=people[0]) == kept

    def test_that_is_not_there_is_refused_or_none(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice = a_user(work).id

            assert work.microposts.find(NONE) is None
            with pytest.raises(MicropostNotFound):
                work.microposts.get_owned(NONE, owner_id=alice)
            with pytest.raises(MicropostNotFound):
                work.microposts.get_readable(NONE, viewer_id=alice)

    def test_of_another_is_as_if_it_were_not_there(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, visibility=Visibility.PUBLIC)

            with pytest.raises(MicropostNotFound) as refused:
                work.microposts.get_owned(post.id, owner_id=bob)
        assert str(refused.value) == str(MicropostNotFound(post.id))

    def test_that_one_may_not_read_is_as_if_it_were_not_there(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            a_follow(work, carol, alice)
            post = a_post(work, alice, visibility=Visibility.FOLLOWERS)

            assert work.microposts.get_readable(post.id, viewer_id=carol) == post
            for viewer_id in (bob, None):
                with pytest.raises(MicropostNotFound) as refused:
                    work.microposts.get_readable(post.id, viewer_id=viewer_id)
                assert str(refused.value) == str(MicropostNotFound(post.id))


class TestAReply:
    def test_comes_back_as_kept_when_what_it_answers_is_gone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            reply = a_post(work, bob, in_reply_to=post)
            work.entries.leave(post.id)
            work.microposts.remove(post)

        with twite.microposts.unit_of_work() as work:
            assert work.microposts.find(reply.id) == reply
        assert twite.check() == []

    def test_to_what_is_gone_is_refused(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            work.entries.leave(post.id)
            work.microposts.remove(post)

        for visibility in Visibility:
            with pytest.raises(MicropostNotFound), unit_of_work() as work:
                a_post(work, bob, in_reply_to=post, visibility=visibility)

    @pytest.mark.parametrize("visibility", Visibility)
    def test_is_counted_where_anybody_may_know_of_it(
        self, twite: Embedded, visibility: Visibility
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice)
            gone, _ = (a_post(work, bob, in_reply_to=post, visibility=visibility) for _ in range(2))
            work.entries.leave(gone.id)
            work.microposts.remove(gone)

        (view,) = twite.microposts.views.show([post.id], viewer_id=alice)
        assert view.replies_count == int(visibility.is_counted)
        assert twite.check() == []


class TestSaving:
    @shared_store
    @given(text=texts, mentioned=st.sets(st.integers(0, 3)))
    def test_keeps_the_next_version(
        self, unit_of_work: UnitOfWorkFactory, text: PostText, mentioned: set[int]
    ) -> None:
        with unit_of_work() as work:
            people = some_users(work, 4)
            post = a_post(work, people[0], text="#first", mentioned_ids=people[1:3])
        changed = evolve(
            post,
            text=text,
            mentioned_ids=frozenset(people[place] for place in mentioned),
            edited_at=NOW + SECOND,
        )

        with unit_of_work() as work:
            work.microposts.save(changed)

        with unit_of_work() as work:
            assert work.microposts.find(post.id) == changed.succeeded()

    @shared_store
    @given(
        said=st.lists(
            st.tuples(texts, st.none() | content_warnings, st.none() | languages), max_size=4
        )
    )
    def test_keeps_what_was_said_before(
        self,
        twite: Embedded,
        said: list[tuple[PostText, ContentWarning | None, Language | None]],
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            named = [carol]
            versions = [a_post(work, alice, visibility=Visibility.FOLLOWERS, mentioned_ids=named)]
            for place, (text, warning, language) in enumerate(said, start=1):
                now = evolve(
                    versions[-1],
                    text=text,
                    content_warning=warning,
                    language=language,
                    sensitive=place % 2 == 1,
                    edited_at=NOW + place * SECOND,
                )
                work.microposts.save(now)
                versions.append(now.succeeded())

        id = versions[0].id
        assert twite.microposts.views.history(id, viewer_id=alice) == [
            VersionView(
                version=place,
                text=one.text.value,
                content_warning=one.content_warning.value if one.content_warning else None,
                language=one.language.value if one.language else None,
                said_at=one.edited_at or one.posted_at,
                sensitive=one.sensitive,
            )
            for place, one in enumerate(versions[:-1], start=1)
        ]
        for viewer_id in (bob, carol, None):
            assert twite.microposts.views.history(id, viewer_id=viewer_id) == []
        (view,) = twite.microposts.views.show([id], viewer_id=alice)
        assert view.version == len(versions)

    def test_moves_it_from_tag_to_tag(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice = a_user(work).id
            post = a_post(work, alice, text="a cup of #Tea")
            work.microposts.save(evolve(post, text=PostText("a cup of #coffee")))

        def tagged(tag: str) -> list[MicropostId]:
            page = twite.timelines.tagged(tag=tag, viewer_id=None)
            return [entry.micropost.id for entry in page.items]

        assert tagged("tea") == []
        assert tagged("COFFEE") == [post.id]

    def test_refuses_a_stale_version(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            post = a_post(work, a_user(work).id)
            work.microposts.save(evolve(post, text=PostText("first")))

        with pytest.raises(EditedMeanwhile), unit_of_work() as work:
            work.microposts.save(evolve(post, text=PostText("second")))

        with unit_of_work() as work:
            found = work.microposts.find(post.id)
        assert found is not None
        assert (found.text.value, found.version) == ("first", 2)

    def test_refuses_a_version_from_the_future(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            post = a_post(work, a_user(work).id)

            with pytest.raises(EditedMeanwhile):
                work.microposts.save(evolve(post, version=2))

    def test_refuses_what_is_gone(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            post = a_post(work, a_user(work).id)
            work.entries.leave(post.id)
            work.microposts.remove(post)

            for keep in (work.microposts.save, work.microposts.remove):
                with pytest.raises(EditedMeanwhile):
                    keep(post)
        assert post.version == 1


class TestRemoving:
    def test_refuses_a_stale_version_and_leaves_all(self, twite: Embedded) -> None:
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        id = twite.microposts.post(author_id=alice, text="hello @bob #tea")
        with twite.microposts.unit_of_work() as work:
            post = work.microposts.get_owned(id, owner_id=alice)
            work.microposts.save(post)

        with twite.microposts.unit_of_work() as work, pytest.raises(EditedMeanwhile):
            work.microposts.remove(post)

        assert twite.microposts.show(id, viewer_id=None).mentions == {"bob": bob}
        assert len(twite.timelines.tagged(tag="tea", viewer_id=None).items) == 1
        assert len(twite.notifications.page(recipient_id=bob).items) == 1

    def test_leaves_nothing_behind_but_the_word_that_it_is_gone(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, text="hello #tea", mentioned_ids=[bob])
            work.microposts.save(post)
            post = post.succeeded()
            work.notifications.add(
                Notification(
                    id=NotificationId(work.next_id(at=NOW)),
                    recipient_id=bob,
                    kind=NotificationKind.MENTION,
                    actor_id=alice,
                    micropost_id=post.id,
                    notified_at=NOW,
                )
            )
            work.mail.add(
                Mail(
                    id=MailId(work.next_id(at=NOW)),
                    kind=MailKind.MENTION,
                    recipient_id=bob,
                    micropost_id=post.id,
                    due_at=NOW + timedelta(days=10_000),
                    queued_at=NOW,
                )
            )

        with twite.microposts.unit_of_work() as work:
            work.entries.leave(post.id)
            work.microposts.remove(post.delete(now=NOW))

        with twite.microposts.unit_of_work() as work:
            assert work.microposts.find(post.id) is None
            assert list(work.mail.due(now=NOW + timedelta(days=20_000), limit=9)) == []
        assert twite.microposts.views.show([post.id], viewer_id=alice) == []
        assert twite.microposts.views.history(post.id, viewer_id=alice) == []
        assert not twite.notifications.views.page(recipient_id=bob, now=NOW, cursor=CURSOR).items
        assert not twite.timelines.tagged(tag="tea", viewer_id=alice).items
        assert announced(twite) == [
            MicropostDeleted(
                at=NOW,
                micropost_id=post.id,
                author_id=alice,
                visibility=Visibility.PUBLIC,
                mentioned_ids=(bob,),
                hashtags=("tea",),
            )
        ]
        assert twite.check() == []


class TestAView:
    def test_shows_all_there_is_to_see(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = a_user(work, handle="alice"), a_user(work, handle="bob")
            post = a_post(
                work,
                alice.id,
                text="hello @bob and @nobody",
                visibility=Visibility.UNLISTED,
                mentioned_ids=[bob.id],
            )
            work.microposts.save(evolve(post, edited_at=NOW + SECOND))

        assert twite.microposts.views.show([post.id], viewer_id=None) == [
            MicropostView(
                id=post.id,
                author=AuthorView(id=alice.id, handle="alice", display_name="Some One"),
                text="hello @bob and @nobody",
                visibility=Visibility.UNLISTED,
                mentions={"bob": bob.id},
                posted_at=NOW,
                edited_at=NOW + SECOND,
                favourites_count=0,
                favourited=False,
                bookmarked=False,
                version=2,
            )
        ]

    def test_page_is_in_the_order_asked_without_what_is_hidden(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            a_block(work, carol, bob)
            one, two = a_post(work, alice), a_post(work, alice)
            hidden = [
                a_post(work, alice, visibility=Visibility.FOLLOWERS),
                a_post(work, alice, visibility=Visibility.MENTIONED),
                a_post(work, carol),
            ]

        asked = [two.id, *(post.id for post in hidden), NONE, one.id, two.id]
        shown = twite.microposts.views.show(asked, viewer_id=bob)

        assert [view.id for view in shown] == [two.id, one.id, two.id]
        assert list(twite.microposts.views.show([], viewer_id=bob)) == []

    def test_names_who_is_answered_to_whom_may_read_that(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob, carol = some_users(work, 3)
            a_follow(work, carol, alice)
            post = a_post(work, alice, visibility=Visibility.FOLLOWERS)
            reply = a_post(work, bob, in_reply_to=post)

        for viewer_id, answered in ((alice, alice), (carol, alice), (bob, None), (None, None)):
            (view,) = twite.microposts.views.show([reply.id], viewer_id=viewer_id)
            author = view.in_reply_to_author
            assert view.in_reply_to_id == (post.id if answered else None)
            assert (author.id if author else None) == answered


class TestAStamp:
    def test_tells_what_changes_without_an_edit(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            author, reader, named = some_users(work, 3)
            first = a_post(work, author)
        id = twite.microposts.post(
            author_id=author,
            text=f"tea, @{twite.users.show(named).handle}",
            in_reply_to_id=first.id,
        )
        twite.microposts.edit(id, by=author, text=f"more, @{twite.users.show(named).handle}")
        twite.microposts.pin(id, by=author)
        twite.favourites.favourite(id, by=reader)
        twite.reposts.repost(id, by=reader)
        twite.bookmarks.bookmark(id, by=reader)
        twite.mutes.mute_thread(id, by=reader)
        twite.microposts.post(author_id=reader, text="yes", in_reply_to_id=id)

        (stamp,) = twite.microposts.views.stamps([id], viewer_id=reader)

        assert stamp == MicropostStamp(
            id=id,
            author_id=author,
            version=2,
            mentions_count=1,
            in_reply_to_id=first.id,
            in_reply_to_author_id=author,
            replies_count=1,
            favourites_count=1,
            reposts_count=1,
            favourited=True,
            reposted=True,
            bookmarked=True,
            pinned=True,
            muted=True,
        )
        assert stamp == MicropostStamp.of(twite.microposts.show(id, viewer_id=reader))

    def test_of_what_no_database_holds_there_is_none(self, twite: Embedded) -> None:
        assert not twite.microposts.views.stamps([MicropostId(2**70)], viewer_id=None)
        assert not twite.users.views.stamps([UserId(2**70)], viewer_id=None)


class TestPins:
    def test_begin_a_profile_in_the_order_they_were_pinned(self, twite: Embedded) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            one, two, three, gone = (a_post(work, alice) for _ in range(4))
            work.microposts.pin(a_post(work, bob).id, at=NOW)
            for place, post in enumerate((two, gone, one, three)):
                work.microposts.pin(post.id, at=NOW + place // 2 * SECOND)
            work.microposts.pin(three.id, at=None)
            work.entries.leave(gone.id)
            work.microposts.remove(gone)
            work.microposts.save(two)

            assert list(work.microposts.pinned(alice)) == [one.id, two.id]

        assert list(twite.microposts.views.pinned(alice)) == [one.id, two.id]
        shown = twite.microposts.views.show([one.id, two.id, three.id], viewer_id=None)
        assert [view.pinned for view in shown] == [True, True, False]
        assert twite.check() == []


class TestRepeating:
    def _kept(self, work_of: UnitOfWorkFactory) -> tuple[Micropost, Repeatable]:
        with work_of() as work:
            post = a_post(work, a_user(work).id)
            repeatable = Repeatable(
                author_id=post.author_id,
                key=IdempotencyKey("key"),
                micropost_id=post.id,
                fingerprint="f1",
                at=NOW,
            )
            work.microposts.remember(repeatable)
        return post, repeatable

    def test_finds_what_that_author_posted_under_that_key(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        post, repeatable = self._kept(unit_of_work)

        with unit_of_work() as work:
            find = work.microposts.find_repeated
            assert find(post.author_id, repeatable.key, since=NOW - SECOND) == repeatable
            assert find(post.author_id, repeatable.key, since=NOW) == repeatable
            assert find(post.author_id, repeatable.key, since=NOW + SECOND) is None
            assert find(post.author_id, IdempotencyKey("Key"), since=NOW) is None
            assert find(UserId(1), repeatable.key, since=NOW) is None

    def test_goes_by_the_latest(self, unit_of_work: UnitOfWorkFactory) -> None:
        _, older = self._kept(unit_of_work)
        with unit_of_work() as work:
            post = a_post(work, older.author_id)
            newer = evolve(older, micropost_id=post.id, fingerprint="f2", at=NOW + SECOND)
            work.microposts.remember(newer)

        with unit_of_work() as work:
            assert work.microposts.find_repeated(older.author_id, older.key, since=NOW) == newer

    def test_outlives_the_micropost_but_for_what_it_said(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        post, repeatable = self._kept(unit_of_work)
        with unit_of_work() as work:
            work.entries.leave(post.id)
            work.microposts.remove(post)

        with unit_of_work() as work:
            found = work.microposts.find_repeated(post.author_id, repeatable.key, since=NOW)
        assert found == evolve(repeatable, fingerprint=None)
