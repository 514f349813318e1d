"""What one decides for oneself, in the browser."""

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.test_markup import CORPUS, assert_harmless
from twite.domain.preferences import AS_THEY_COME
from twite.domain.users import RESERVED, UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.plugin import PASSWORD

SAID = {
    "display_name": "Alice A.",
    "bio": "Tea.\nhttps://example.org/tea and @bob",
    "link_name_1": "Garden",
    "link_value_1": "https://example.org/garden",
    "link_name_3": "Pronouns",
    "link_value_3": "she/her",
    "locked": "on",
}


class TestTheProfile:
    def test_is_said_in_a_form_and_shown(
        self, twite: Embedded, alices: Browser, stranger: Browser, alice: UserId
    ) -> None:
        answer = alices.send("/settings/profile", **SAID)

        shown = twite.users.show(alice)
        page = Markup.of(stranger.get("/@alice").text)
        links = {link["href"]: link.get("rel") for link in page.all("a")}
        assert answer.headers["location"] == "/@alice"
        assert (shown.display_name, shown.is_locked) == ("Alice A.", True)
        assert list(shown.links) == [
            ("Garden", "https://example.org/garden"),
            ("Pronouns", "she/her"),
        ]
        assert links["https://example.org/tea"] == "nofollow noopener noreferrer"
        assert links["https://example.org/garden"] == "nofollow noopener noreferrer"
        assert "/@bob" not in links
        for text in ("Alice A.", "she/her", "Locked"):
            assert text in page.text

    def test_stands_in_the_form_as_it_is(self, alices: Browser) -> None:
        alices.send("/settings/profile", **SAID)

        page = alices.get("/settings/profile").text

        assert 'value="Alice A."' in page
        assert "\nTea.\nhttps://example.org/tea and @bob</textarea>" in page
        assert 'value="https://example.org/garden"' in page
        assert 'value="she/her"' in page
        assert " checked>" in page

    def test_is_taken_back(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        alices.send("/settings/profile", **SAID)
        alices.send("/settings/profile")

        shown = twite.users.show(alice)
        assert (shown.display_name, shown.bio, list(shown.links)) == ("alice", "", [])
        assert not shown.is_locked
        assert " checked>" not in alices.get("/settings/profile").text

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("display_name", "x" * 51, "A display name holds 50 characters, and this has 51."),
            ("bio", "x" * 501, "A bio holds 500 characters, and this has 501."),
            ("link_value_2", "no name", "A link has a name of 1 to 30 characters"),
            ("link_value_1", "x" * 201, "and a value of 1 to 200."),
            ("bio", "\x1b[31m", "A text cannot hold the character U+001B."),
        ],
    )
    def test_keeps_what_was_typed_beside_what_is_wrong_with_it(
        self, twite: Embedded, alices: Browser, field: str, value: str, said: str
    ) -> None:
        before = twite.users.named("alice")

        answer = alices.send("/settings/profile", **SAID | {field: value})

        assert answer.status_code == 422
        assert said in answer.text
        assert "she/her" in answer.text
        assert twite.users.named("alice") == before

    @pytest.mark.parametrize("text", CORPUS)
    def test_stays_text_whatever_is_said(
        self, twite: Embedded, alices: Browser, alice: UserId, text: str
    ) -> None:
        """H074, H076."""
        twite.users.edit_profile(by=alice, bio=text, links=[(text[:30], text)])

        for path in ("/@alice", "/settings/profile"):
            page = assert_harmless(alices.get(path).text)
        assert text in assert_harmless(alices.get("/@alice").text).text
        assert page.elements

    def test_is_nobody_elses_to_say(
        self, twite: Embedded, bobs: Browser, stranger: Browser, alice: UserId
    ) -> None:
        """H044, H067."""
        bobs.send("/settings/profile", bio="bob was here", by=str(alice), user_id=str(alice))
        sent = stranger.send("/settings/profile", bio="stranger")

        assert twite.users.show(alice).bio == ""
        assert sent.status_code == 401
        assert stranger.get("/settings/profile").status_code == 303

    def test_offers_its_owner_to_edit_it(self, alices: Browser, bobs: Browser) -> None:
        assert 'href="/settings/profile"' in alices.get("/@alice").text
        assert 'href="/settings/profile"' not in bobs.get("/@alice").text

    def test_counts_in_words_that_fit(
        self, twite: Embedded, alice: UserId, bob: UserId, stranger: Browser
    ) -> None:
        none = stranger.get("/@alice").text
        twite.follows.follow(by=bob, whom=alice)
        twite.microposts.post(author_id=alice, text="hello")
        one = stranger.get("/@alice").text

        assert "<dt>microposts</dt><dd>0</dd>" in none
        assert '>0<span class="unseen"> followers</span>' in none
        assert "<dt>micropost</dt><dd>1</dd>" in one
        assert '>1<span class="unseen"> follower</span>' in one


class TestPosting:
    def test_is_as_one_prefers(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        saved = alices.send(
            "/settings/posting", visibility="followers", language=" DE ", sensitive="on"
        )

        assert saved.headers["location"] == "/settings"
        page = alices.get("/settings/posting").text
        assert '<option value="followers" selected>' in page
        assert 'value="de"' in page
        assert " checked>" in page
        assert '<option value="followers" selected>' in alices.get("/").text
        alices.send("/microposts", text="hot tea", visibility="public", key="k")
        (entry,) = twite.timelines.profile(author_id=alice, viewer_id=None).items
        assert (entry.micropost.sensitive, entry.micropost.language) == (True, "de")
        assert '<span class="seen-by">Sensitive</span>' in alices.get("/@alice").text
        alices.send("/settings/posting", visibility="public")
        assert " checked>" not in alices.get("/settings/posting").text

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"language": "german"}, "A language is a code of two or three letters"),
            ({"visibility": "everybody"}, "Choose who may read it."),
        ],
    )
    def test_keeps_what_was_typed_beside_what_is_wrong_with_it(
        self, twite: Embedded, alices: Browser, alice: UserId, wrong: dict[str, str], said: str
    ) -> None:
        typed = {"visibility": "unlisted", "language": "", "sensitive": "on"}

        answer = alices.send("/settings/posting", **typed | wrong)

        assert answer.status_code == 422
        assert said in answer.text
        assert " checked>" in answer.text
        assert twite.preferences.show(of=alice) == AS_THEY_COME


class TestANote:
    def test_stands_on_the_profile_for_who_wrote_it(
        self, alices: Browser, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        answer = alices.send("/@bob/note", note="likes <b>tea</b>")

        assert answer.headers["location"] == "/@bob"
        page = assert_harmless(alices.get("/@bob").text)
        assert "Your note: likes <b>tea</b>" in page.text
        assert "Your note" not in bobs.get("/@bob").text
        assert "Your note" not in bobs.get("/@alice").text
        alices.send("/@bob/note", note=" ")
        assert "Your note" not in alices.get("/@bob").text

    def test_is_about_somebody_there_and_not_too_long(
        self, alices: Browser, stranger: Browser, bob: UserId
    ) -> None:
        assert alices.send("/@nobody/note", note="x").status_code == 404
        assert alices.send("/@bob/note", note="x" * 2001).status_code == 422
        assert stranger.send("/@bob/note", note="x").status_code == 401


class TestClosingAnAccount:
    def test_takes_the_password_and_is_for_good(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="canary #tea")
        wrong = alices.send("/settings/account", password="wrong password")
        still = bobs.get(f"/@alice/{id}").status_code

        answer = alices.send("/settings/account", password=PASSWORD)

        assert (wrong.status_code, still) == (403, 200)
        assert "This is not your password." in wrong.text
        assert answer.headers["location"] == "/"
        assert "clear-site-data" in answer.headers
        assert alices.get("/settings").status_code == 303
        assert bobs.get("/@alice").content == bobs.get("/@nobody").content
        assert "canary" not in bobs.get("/public").text
        assert alices.send("/auth/sign_in", login="alice", password=PASSWORD).status_code == 401
        assert twite.check() == []

    def test_leaves_the_handle_to_nobody(self, stranger: Browser, alices: Browser) -> None:
        alices.send("/settings/account", password=PASSWORD)

        answer = stranger.send(
            "/auth/sign_up", handle="alice", email="alice@example.org", password=PASSWORD
        )

        assert answer.status_code == 409
        assert "The handle alice is taken." in answer.text


class TestTheIndex:
    def test_leads_to_every_page_of_settings(self, alices: Browser) -> None:
        page = alices.get("/settings").text

        for path in ("profile", "account"):
            assert f'href="/settings/{path}"' in page
        assert 'href="/settings"' in alices.get("/").text


def test_a_reserved_handle_is_refused_where_it_is_typed(stranger: Browser) -> None:
    """H062."""
    answer = stranger.send(
        "/auth/sign_up", handle="Postmaster", email="p@example.org", password=PASSWORD
    )

    assert answer.status_code == 409
    assert "The handle postmaster is reserved" in answer.text
    assert 'id="handle-said" class="wrong"' in answer.text
    assert "postmaster" in RESERVED
