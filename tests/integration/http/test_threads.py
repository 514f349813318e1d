"""Threads on the site: to answer, and to read who answered what."""

import re

import pytest

from tests.integration.http.browsers import Browser, Markup
from twite.adapters.http.site.microposts import REPLIES_SHOWN
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def hidden_field(page: str, name: str) -> list[str]:
    return [one["value"] for one in Markup.of(page).all("input") if one.get("name") == name]


def typed(page: str) -> str:
    """What stands in the form."""
    (found,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    return str(found)


class TestAnswering:
    def test_begins_with_whom_it_is_said_to(
        self, twite: Embedded, bobs: Browser, alice: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob @nobody @Carol @alice tea?")

        page = bobs.get(f"/@alice/{id}").text

        assert typed(page) == "@alice @carol "
        assert hidden_field(page, "in_reply_to") == [str(id)]

    def test_oneself_begins_with_nobody(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="and then")

        assert typed(alices.get(f"/@alice/{id}").text) == ""

    @pytest.mark.parametrize("visibility", Visibility)
    def test_is_offered_to_those_who_read_what_is_answered(
        self, twite: Embedded, bobs: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="@bob tea?", visibility=visibility)

        page = bobs.get(f"/@alice/{id}").text

        assert f'<option value="{visibility.value}" selected>' in page

    def test_leads_to_the_reply_in_its_thread(
        self, twite: Embedded, bobs: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea or coffee?")

        answer = bobs.send(
            "/microposts", text="both", visibility="public", in_reply_to=str(id), key="k"
        )
        page = bobs.get(answer.headers["location"]).text

        assert answer.headers["location"].startswith("/@bob/")
        assert page.index("tea or coffee?") < page.index("both")
        assert '1<span class="unseen"> reply</span>' in bobs.get("/public").text

    def test_what_is_gone_keeps_what_was_typed(
        self, twite: Embedded, bobs: Browser, alice: UserId
    ) -> None:
        hidden = twite.microposts.post(
            author_id=alice, text="tea?", visibility=Visibility.FOLLOWERS
        )

        answers = [
            bobs.send("/microposts", text="yes", visibility="public", in_reply_to=id)
            for id in (str(hidden), "1")
        ]

        for answer in answers:
            assert answer.status_code == 404
            assert typed(answer.text) == "yes"
            assert "What you answer is not there any more" in answer.text
        assert "tea?" not in answers[0].text

    @pytest.mark.parametrize("id", ["x", "-1", "9223372036854775808", "1_0", "１"])
    def test_what_is_no_id_is_refused(self, bobs: Browser, id: str) -> None:
        """H061."""
        answer = bobs.send("/microposts", text="yes", visibility="public", in_reply_to=id)

        assert answer.status_code == 422
        assert typed(answer.text) == "yes"

    def test_is_for_those_who_are_logged_in(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea?")

        page = stranger.get(f"/@alice/{id}").text

        assert "Log in to reply" in page
        assert "<textarea" not in page


class TestReading:
    def test_shows_who_answers_whom(
        self, twite: Embedded, stranger: Browser, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea?")
        reply = twite.microposts.post(author_id=bob, text="yes", in_reply_to_id=id)
        twite.microposts.post(author_id=alice, text="well then", in_reply_to_id=reply)

        page = stranger.get(f"/@alice/{id}").text

        assert page.index("tea?") < page.index("yes") < page.index("well then")
        assert [one["class"] for one in Markup.of(page).all("li") if "class" in one] == [
            "depth-1",
            "depth-2",
        ]
        assert f'<a href="/@alice/{id}">In reply to @alice</a>' in stranger.get("/@bob").text

    def test_shows_nothing_of_what_is_hidden(
        self, twite: Embedded, stranger: Browser, alice: UserId, bob: UserId
    ) -> None:
        """H057: neither what it says, nor who said it, nor how many did."""
        id = twite.microposts.post(author_id=alice, text="tea?")
        before = stranger.get(f"/@alice/{id}").text
        secret = twite.microposts.post(
            author_id=bob, text="secret", visibility=Visibility.FOLLOWERS, in_reply_to_id=id
        )
        after = stranger.get(f"/@alice/{id}").text
        said = twite.microposts.post(author_id=bob, text="aloud", in_reply_to_id=secret)

        page = stranger.get(f"/@bob/{said}").text

        assert before == after
        assert "secret" not in page
        assert "In reply to" not in page
        assert page.index("tea?") < page.index("aloud")

    def test_goes_on_page_after_page(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        """H097."""
        id = twite.microposts.post(author_id=alice, text="count")
        for number in range(REPLIES_SHOWN + 20):
            twite.microposts.post(author_id=alice, text=f"number {number} ends", in_reply_to_id=id)

        page = stranger.get(f"/@alice/{id}").text
        (more,) = re.findall(r'href="([^"]+)" rel="next"', page)
        rest = stranger.get(more).text

        seen = [int(number) for number in re.findall(r"number (\d+) ends", page + rest)]
        assert seen == list(range(REPLIES_SHOWN + 20))
        assert 'rel="next"' not in rest
        assert f'<a href="/@alice/{id}">First replies</a>' in rest

    @pytest.mark.parametrize(("after", "status"), [("1", 404), ("x", 422), ("", 200)])
    def test_goes_on_after_a_reply_alone(
        self, twite: Embedded, stranger: Browser, alice: UserId, after: str, status: int
    ) -> None:
        """H061."""
        id = twite.microposts.post(author_id=alice, text="tea")

        assert stranger.get(f"/@alice/{id}?after={after}").status_code == status
