"""Editing on the site, what was said before, and what stands before a text or says its language."""

import re

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.test_threads import hidden_field, typed
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def field(page: str, name: str) -> str:
    (found,) = [one for one in Markup.of(page).all("input") if one.get("name") == name]
    return found["value"]


class TestEditing:
    def test_begins_with_what_it_says(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(
            author_id=alice, text="tea <3", content_warning="hot", language="de"
        )

        page = alices.get(f"/@alice/{id}/edit").text

        assert typed(page) == "tea &lt;3"
        assert (field(page, "content_warning"), field(page, "language")) == ("hot", "de")
        assert f'href="/@alice/{id}/edit"' in alices.get("/").text

    def test_says_it_better(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", content_warning="hot")

        answer = alices.send(
            f"/@alice/{id}/edit", text="coffee", content_warning="", language="de", version="1"
        )

        assert answer.headers["location"] == f"/@alice/{id}"
        shown = twite.microposts.show(id, viewer_id=None)
        assert (shown.text, shown.content_warning, shown.language) == ("coffee", None, "de")

    def test_takes_a_language_away(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", language="de")

        alices.send(f"/@alice/{id}/edit", text="tea", content_warning="", language="", version="1")

        assert twite.microposts.show(id, viewer_id=None).language is None

    def test_keeps_what_was_typed_beside_what_is_wrong_with_it(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        answer = alices.send(f"/@alice/{id}/edit", text="x" * 501, language="x", version="1")

        assert answer.status_code == 422
        assert typed(answer.text) == "x" * 501
        assert twite.microposts.show(id, viewer_id=None).text == "tea"

    def test_over_what_was_edited_meanwhile_asks_first(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        page = alices.get(f"/@alice/{id}/edit").text
        twite.microposts.edit(id, by=alice, text="coffee")

        stale = alices.send(f"/@alice/{id}/edit", text="water", version=field(page, "version"))
        again = alices.send(
            f"/@alice/{id}/edit", text="water", version=field(stale.text, "version")
        )

        assert (stale.status_code, again.status_code) == (409, 303)
        assert typed(stale.text) == "water"
        assert "It was edited meanwhile" in stale.text

    def test_of_what_is_gone_keeps_what_was_typed(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        """And offers it to nobody it does not name; of another's it says the same."""
        gone = twite.microposts.post(author_id=alice, text="tea")
        twite.microposts.delete(gone, by=alice)
        bobs = twite.microposts.post(author_id=bob, text="tea")

        for address in (f"/@alice/{gone}/edit", f"/@bob/{bobs}/edit"):
            answer = alices.send(address, text="coffee", version="1")

            assert answer.status_code == 404
            assert typed(answer.text) == "coffee"
            assert "not there any more" in answer.text
            assert '<option value="mentioned" selected>' in answer.text

    def test_is_for_its_author(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId
    ) -> None:
        """H044."""
        id = twite.microposts.post(author_id=alice, text="tea")

        assert "/edit" not in bobs.get(f"/@alice/{id}").text
        assert bobs.get(f"/@alice/{id}/edit").status_code == 404
        assert alices.get(f"/@bob/{id}/edit").status_code == 404

    @pytest.mark.parametrize("version", ["x", "-1", "9" * 30])
    def test_of_no_version_is_refused(
        self, twite: Embedded, alices: Browser, alice: UserId, version: str
    ) -> None:
        """H061."""
        id = twite.microposts.post(author_id=alice, text="tea")

        answer = alices.send(f"/@alice/{id}/edit", text="coffee", version=version)

        assert answer.status_code == 422


class TestWhatWasSaidBefore:
    def test_is_there_to_read(self, twite: Embedded, stranger: Browser, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea @alice")
        before = stranger.get(f"/@alice/{id}").text
        twite.microposts.edit(id, by=alice, text="coffee", content_warning="hot")

        page = stranger.get(f"/@alice/{id}/history").text

        assert page.index("coffee") < page.index("tea @alice")
        assert f'href="/@alice/{id}/history">edited</a>' in stranger.get("/@alice").text
        assert "edited" not in before

    def test_is_for_those_who_may_read_what_it_says_now(
        self, twite: Embedded, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        """H051."""
        id = twite.microposts.post(
            author_id=alice, text="@bob psst", visibility=Visibility.MENTIONED
        )
        could = bobs.get(f"/@alice/{id}/history").status_code
        twite.microposts.edit(id, by=alice, text="psst")

        assert could == 200
        assert bobs.get(f"/@alice/{id}/history").status_code == 404

    def test_stands_under_its_authors_handle_alone(
        self, twite: Embedded, stranger: Browser, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")

        assert stranger.get(f"/@bob/{id}/history").status_code == 404


class TestAWarning:
    def test_hides_the_text_until_somebody_asks(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        alices.send(
            "/microposts", text="eight legs", visibility="public", content_warning="spiders <b>"
        )

        page = alices.get("/").text

        (said,) = re.findall(r'<details class="warned text">(.*?)</details>', page, re.DOTALL)
        assert said.index("spiders &lt;b&gt;") < said.index("</summary>") < said.index("eight legs")

    def test_is_offered_for_a_reply(self, twite: Embedded, bobs: Browser, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="eight legs", content_warning="spiders")

        page = bobs.get(f"/@alice/{id}").text

        assert field(page, "content_warning") == "spiders"
        assert hidden_field(page, "in_reply_to") == [str(id)]


class TestALanguage:
    def test_is_said_of_the_text(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        alices.send("/microposts", text="Tee", visibility="public", language=" DE ")

        assert '<p class="text" dir="auto" lang="de">Tee</p>' in alices.get("/").text

    def test_that_is_none_keeps_what_was_typed(self, alices: Browser) -> None:
        answer = alices.send(
            "/microposts", text="Tee", visibility="public", language="german", content_warning="x"
        )

        assert answer.status_code == 422
        assert (field(answer.text, "language"), typed(answer.text)) == ("german", "Tee")
        assert "A language is a code" in answer.text
        assert field(answer.text, "content_warning") == "x"
