"""What is found, on one page."""

import re

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.conftest import OpenBrowser
from twite.application.ports.hashtags import MOST_COUNTED
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings


class TestAPlainQuery:
    def test_finds_people_a_tag_and_microposts(
        self, twite: Embedded, alices: Browser, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=bob, text="Is bob #bobbing?")

        page = alices.get("/search?q=Bob").text

        assert re.findall(r"<h2>(.*)</h2>", page) == ["People", "Hashtags", "Microposts"]
        assert 'href="/@bob"' in page
        assert 'href="/tags/bobbing"' in page
        assert f'href="/@bob/{id}"' in page

    def test_shows_few_people_and_the_way_to_the_others(
        self, twite: Embedded, stranger: Browser
    ) -> None:
        for number in range(7):
            twite.users.register(handle=f"tea{number}")

        page = stranger.get("/search?q=tea").text
        more = re.search(r'href="(/search[^"]*)">More people', page)

        assert page.count('class="person"') == 5
        assert more is not None
        assert stranger.get(more[1]).text.count('class="person"') == 7

    def test_leads_through_all_microposts_and_back(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        for number in range(25):
            twite.microposts.post(author_id=alice, text=f"green & tea, number {number} ends")
        page, seen = alices.get("/search?q=green+%26+TEA&limit=10").text, []

        while True:
            seen += re.findall(r"number (\d+) ends", page)
            older = re.search(r'href="([^"]+)" rel="next"', page)
            if older is None:
                break
            page = alices.get(older[1].replace("&amp;", "&")).text
        newer = re.search(r'href="([^"]+)" rel="prev"', page)
        newest = re.search(r'href="([^"]+)">Newest', page)

        assert [int(number) for number in seen] == list(range(24, -1, -1))
        assert newer is not None
        assert "number 5 ends" in alices.get(newer[1].replace("&amp;", "&")).text
        assert newest is not None
        assert "number 24 ends" in alices.get(newest[1].replace("&amp;", "&")).text

    def test_stands_in_the_box_again(self, stranger: Browser) -> None:
        query = "<b>\"tea' & co"

        markup = Markup.of(stranger.client.get("/search", params={"q": query}).text)

        assert [box["value"] for box in markup.all("input") if box["id"] == "q"] == [query]


class TestAQueryForPeople:
    def test_finds_people_alone(self, twite: Embedded, alices: Browser, bob: UserId) -> None:
        twite.microposts.post(author_id=bob, text="bo, @bo and #bo")

        page = alices.get("/search?q=@Bo").text

        assert re.findall(r"<h2>(.*)</h2>", page) == ["People"]
        assert 'href="/@bob"' in page


class TestAQueryForAHashtag:
    @pytest.mark.parametrize("query", ["%23tea", "%23TEA", "%23%EF%BD%94ea", "%23Stra%C3%9Fe"])
    def test_leads_to_one_in_use(
        self, twite: Embedded, stranger: Browser, alice: UserId, query: str
    ) -> None:
        twite.microposts.post(author_id=alice, text="#tea #teapot #strasse")

        answer = stranger.get(f"/search?q={query}")

        tag = "strasse" if "Stra" in query else "tea"
        assert (answer.status_code, answer.headers["location"]) == (303, f"/tags/{tag}")

    def test_finds_those_that_begin_so_alone(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        for _ in range(2):
            twite.microposts.post(author_id=alice, text="#alices #aliqu\u00e9")

        page = stranger.get("/search?q=%23ali").text

        assert re.findall(r"<h2>(.*)</h2>", page) == ["Hashtags"]
        assert 'href="/tags/aliqu%C3%A9"' in page
        assert "#alices 2 microposts" in " ".join(Markup.of(page).text.split())
        assert "No micropost" not in page

    def test_says_of_a_common_one_that_there_are_more(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        for _ in range(MOST_COUNTED + 1):
            twite.microposts.post(author_id=alice, text="#teas")

        page = stranger.get("/search?q=%23tea").text

        assert "#teas 100+ microposts" in " ".join(Markup.of(page).text.split())

    @pytest.mark.parametrize("tag", ["1", "a%20b", "%23tea", "%3Cb%3E", "a.b", "x" * 101, "_"])
    def test_that_cannot_be_has_no_page(self, stranger: Browser, tag: str) -> None:
        assert stranger.get(f"/tags/{tag}").status_code == 404


class TestAnAddress:
    @pytest.mark.parametrize("path", ["/@alice", "/@Alice/", "/@alice/12345"])
    @pytest.mark.parametrize(
        "site", ["http://testserver.local", "https://testserver.local", "HTTP://TESTSERVER.local"]
    )
    def test_of_ours_leads_there(self, stranger: Browser, site: str, path: str) -> None:
        answer = stranger.client.get(
            "/search", params={"q": f" {site}{path}?x=1#y "}, follow_redirects=False
        )

        assert (answer.status_code, answer.headers["location"]) == (303, path)

    @pytest.mark.parametrize(
        "address",
        [
            "http://testserver.local/search",
            "http://testserver.local//evil.example/@alice",
            "http://testserver.local/@alice/../x",
            "http://example.org/@alice",
            "http://testserver.local@example.org/@alice",
            "ftp://testserver.local/@alice",
            "//testserver.local/@alice",
            "/@alice",
            "http://[",
        ],
    )
    def test_of_another_is_a_query_like_any_other(self, stranger: Browser, address: str) -> None:
        """H071."""
        answer = stranger.client.get("/search", params={"q": address}, follow_redirects=False)

        assert answer.status_code == 200


class TestAnyQuery:
    @pytest.mark.parametrize(
        "query",
        [
            *('"', "a AND", "NEAR(", "*", "-hello", "(", "col:x", "'", "", " ", "{body}:x", "hel*"),
            *("%", "_", "\\", "%a" * 3000, "x" * 60_000, "a " * 30_000, "#", "@", "@@", "##", "\n"),
            *("#" * 5000, "\u202e", "\u0301" * 500, "\ufdfa" * 500, "😀" * 2000, "\x07"),
        ],
    )
    def test_has_a_page(self, alices: Browser, query: str) -> None:
        """H109, H110."""
        answer = alices.client.get("/search", params={"q": query}, follow_redirects=False)

        assert answer.status_code == 200
        assert "<h1>Search</h1>" in answer.text

    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_finds_nothing_hidden(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        """H058: byte for byte as if it had not been said."""
        paths = ("/search?q=secret", "/search?q=%23secret", "/search?q=%23sec")
        before = [bobs.get(path).content for path in paths]
        twite.microposts.post(author_id=alice, text="secret #secret", visibility=visibility)

        assert [bobs.get(path).content for path in paths] == before
        assert "secret #" in Markup.of(alices.get("/search?q=secret").text).text

    def test_in_a_private_house_is_for_members(
        self, twite: Embedded, open_browser: OpenBrowser, alice: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="tea")
        settings = Settings(base_url="http://testserver.local", rate_limits=False, private=True)

        answer = open_browser(settings).get("/search?q=tea")

        assert answer.status_code == 303
