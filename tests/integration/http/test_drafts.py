"""Drafts on the site, and what was written after a session had ended."""

from html import unescape

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.test_threads import hidden_field, typed
from twite.domain.drafts import MOST_DRAFTS
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.plugin import PASSWORD

WRITTEN = {
    "text": "line one\n<b>line two</b>",
    "content_warning": "hot",
    "language": "de",
    "visibility": "followers",
}


class TestSaving:
    def test_keeps_what_was_typed_for_later(self, twite: Embedded, alices: Browser) -> None:
        answer = alices.send("/drafts", **WRITTEN)
        drafts = alices.get("/drafts").text
        (link,) = [
            link["href"]
            for link in Markup.of(drafts).all("a")
            if link["href"].startswith("/drafts/")
        ]
        page = alices.get(link).text

        assert answer.headers["location"] == "/drafts"
        assert "&lt;b&gt;line two" in drafts
        assert unescape(typed(page)) == WRITTEN["text"]
        assert '<option value="followers" selected>' in page
        assert 'value="hot"' in page
        assert not twite.timelines.local(viewer_id=None).items

    def test_is_offered_where_one_writes(self, alices: Browser) -> None:
        buttons = Markup.of(alices.get("/").text).all("button")

        assert [one["formaction"] for one in buttons if "formaction" in one] == ["/drafts"]

    def test_what_was_refused_is_saved_too(self, alices: Browser) -> None:
        refused = alices.send("/microposts", text="x" * 501, visibility="public", language="xx9")

        answer = alices.send(
            "/drafts", text=typed(refused.text), visibility="public", language="xx9"
        )

        assert (refused.status_code, answer.status_code) == (422, 303)
        assert "x" * 501 in alices.get("/drafts").text

    def test_what_was_posted_in_another_tab_is_kept_anew(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.drafts.keep(by=alice, text="tea")
        twite.drafts.discard(id, by=alice)

        answer = alices.send("/drafts", text="tea, please", visibility="public", draft=str(id))

        assert answer.status_code == 303
        assert [one.text.value for one in twite.drafts.page(owner_id=alice).items] == [
            "tea, please"
        ]

    def test_nothing_keeps_nothing(self, alices: Browser) -> None:
        answer = alices.send("/drafts", text=" ", visibility="public")

        assert answer.status_code == 422
        assert "There is nothing in it to keep." in answer.text

    def test_more_than_there_may_be_keeps_the_form(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        for _ in range(MOST_DRAFTS):
            twite.drafts.keep(by=alice, text="tea")

        answer = alices.send("/drafts", text="one more", visibility="public")

        assert answer.status_code == 409
        assert typed(answer.text) == "one more"

    @pytest.mark.parametrize("field", ["draft", "in_reply_to"])
    @pytest.mark.parametrize("value", ["x", "-1", "9223372036854775808"])
    def test_under_what_is_no_id_is_refused(self, alices: Browser, field: str, value: str) -> None:
        """H061."""
        answer = alices.send("/drafts", text="tea", visibility="public", **{field: value})

        assert answer.status_code == 422
        assert typed(answer.text) == "tea"


class TestGoingOn:
    def test_posts_it_and_leaves_no_draft(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        answered = twite.microposts.post(author_id=bob, text="tea?")
        id = twite.drafts.keep(by=alice, text="yes", in_reply_to_id=answered)
        page = alices.get(f"/drafts/{id}").text

        alices.send(
            "/microposts",
            text="yes",
            visibility="public",
            draft=hidden_field(page, "draft")[0],
            in_reply_to=hidden_field(page, "in_reply_to")[0],
        )

        assert twite.drafts.page(owner_id=alice).items == ()
        (reply,) = twite.timelines.thread(answered, viewer_id=None).replies
        assert reply.micropost.text == "yes"

    def test_posts_it_once_however_often_it_is_sent(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.drafts.keep(by=alice, text="tea")
        tabs = [alices.get(f"/drafts/{id}").text for _ in range(2)]

        for page in tabs:
            answer = alices.send(
                "/microposts",
                text="tea",
                visibility="public",
                draft=hidden_field(page, "draft")[0],
                key=hidden_field(page, "key")[0],
            )
            assert answer.status_code == 303

        assert len(twite.timelines.home(viewer_id=alice).items) == 1

    def test_saves_it_again_in_its_place(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.drafts.keep(by=alice, text="tea")

        alices.send("/drafts", text="coffee", visibility="public", draft=str(id))

        (draft,) = twite.drafts.page(owner_id=alice).items
        assert (draft.id, draft.text.value) == (id, "coffee")

    def test_or_throws_it_away(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        id = twite.drafts.keep(by=alice, text="tea")

        answer = alices.send(f"/drafts/{id}/discard")

        assert answer.headers["location"] == "/drafts"
        assert "No drafts." in alices.get("/drafts").text

    def test_without_what_it_answered_posts_it_by_itself(
        self, twite: Embedded, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        answered = twite.microposts.post(author_id=alice, text="tea?")
        id = twite.drafts.keep(by=bob, text="yes", in_reply_to_id=answered)
        page = bobs.get(f"/drafts/{id}").text
        twite.microposts.delete(answered, by=alice)

        refused = bobs.send(
            "/microposts",
            text="yes",
            visibility="public",
            in_reply_to=hidden_field(page, "in_reply_to")[0],
            draft=str(id),
        )

        assert refused.status_code == 404
        assert hidden_field(refused.text, "in_reply_to") == []
        assert hidden_field(refused.text, "draft") == [str(id)]


class TestWhatIsSentAfterASessionEnded:
    def test_waits_as_a_draft_once_one_is_logged_in(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        twite.sessions.end(alices.cookie("twite_session"))

        door = alices.send("/microposts", csrf="stale", **WRITTEN)
        carried = {name: hidden_field(door.text, name)[0] for name in WRITTEN}
        inside = alices.send("/auth/sign_in", login="alice", password=PASSWORD, **carried)

        assert door.status_code == 401
        assert "What you wrote is not lost" in door.text
        assert "line one" in Markup.of(door.text).text
        (draft,) = twite.drafts.page(owner_id=alice).items
        assert inside.headers["location"] == f"/drafts/{draft.id}"
        assert draft.text.value == WRITTEN["text"]
        assert draft.visibility is Visibility.FOLLOWERS
        assert typed(alices.get(f"/drafts/{draft.id}").text)
        assert not twite.timelines.home(viewer_id=alice).items

    @pytest.mark.parametrize("readable", [True, False])
    def test_still_answers_what_one_may_read(
        self, twite: Embedded, stranger: Browser, alice: UserId, bob: UserId, readable: bool
    ) -> None:
        """H043."""
        visibility = Visibility.PUBLIC if readable else Visibility.MENTIONED
        answered = twite.microposts.post(author_id=bob, text="tea?", visibility=visibility)

        stranger.send(
            "/auth/sign_in",
            login="alice",
            password=PASSWORD,
            text="yes",
            visibility="public",
            in_reply_to=str(answered),
        )

        (draft,) = twite.drafts.page(owner_id=alice).items
        assert draft.in_reply_to_id == (answered if readable else None)

    def test_takes_the_place_of_the_draft_it_was(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        id = twite.drafts.keep(by=alice, text="tea")

        stranger.send(
            "/auth/sign_in", login="alice", password=PASSWORD, text="more tea", draft=str(id)
        )

        (draft,) = twite.drafts.page(owner_id=alice).items
        assert (draft.id, draft.text.value) == (id, "more tea")
        assert draft.visibility is Visibility.MENTIONED

    def test_survives_a_wrong_password(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        wrong = stranger.send("/auth/sign_in", login="alice", password="wrong one", **WRITTEN)
        carried = {name: hidden_field(wrong.text, name)[0] for name in WRITTEN}

        right = stranger.send("/auth/sign_in", login="alice", password=PASSWORD, **carried)

        assert (wrong.status_code, right.status_code) == (401, 303)
        assert len(twite.drafts.page(owner_id=alice).items) == 1

    def test_that_no_draft_can_hold_is_said_and_shown(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        for _ in range(MOST_DRAFTS):
            twite.drafts.keep(by=alice, text="tea")

        answer = stranger.send("/auth/sign_in", login="alice", password=PASSWORD, **WRITTEN)

        assert answer.status_code == 409
        assert "post or discard one first" in answer.text
        assert "line one" in Markup.of(answer.text).text

    def test_from_another_site_is_not_taken_along(self, stranger: Browser) -> None:
        """H034: a page elsewhere puts no words into anybody's mouth."""
        answer = stranger.send(
            "/microposts", {"origin": "https://evil.example"}, csrf="x", **WRITTEN
        )

        assert answer.status_code == 403
        assert "line one" not in answer.text

    def test_without_words_is_only_refused(self, stranger: Browser) -> None:
        answer = stranger.send("/@alice/follow", csrf="x")

        assert answer.status_code == 401
        assert "What you wrote" not in answer.text

    def test_knows_no_drafts_of_others(
        self, twite: Embedded, stranger: Browser, alice: UserId, bob: UserId
    ) -> None:
        """H044."""
        id = twite.drafts.keep(by=bob, text="his")

        stranger.send("/auth/sign_in", login="alice", password=PASSWORD, **WRITTEN, draft=str(id))

        assert twite.drafts.show(id, owner_id=bob).text.value == "his"
        assert len(twite.drafts.page(owner_id=alice).items) == 1
