"""What people wrote stays what they wrote, on every page: H074 to H080."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.conftest import OpenBrowser
from twite.adapters.http.house import House
from twite.adapters.http.site import html
from twite.adapters.http.site import pages as site_pages
from twite.adapters.http.site.files import Files
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

SITE = Path(html.__file__).parent
TEMPLATES = sorted((SITE / "templates").glob("*.html"))

# Everything our templates write, and so everything a page may hold.
ELEMENTS = re.compile(
    "html|head|meta|title|link|body|header|nav|main|section|article|footer|div|span|a|img|h[12]"
    "|p|ol|ul|li|dl|dt|dd|br|bdi|strong|time|details|summary|svg|symbol|use|path|circle"
    "|form|fieldset|legend|label|input|textarea|select|option|button"
)
ATTRIBUTES = re.compile(
    "lang|charset|name|content|rel|href|type|class|id|for|value|src|alt|width|height|action|method"
    "|open|formaction|role|required|dir|title|datetime|translate|tabindex|autocomplete|autocapitalize|spellcheck"
    "|selected|checked|placeholder|rows|maxlength|viewbox|d|cx|cy|r|hidden"
    "|aria-(label|labelledby|describedby|current|hidden|invalid|pressed)"
)
ADDRESSES = re.compile(r"/(?!/)|https?://|#")

CORPUS = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><x-canary onfocus=1 autofocus>',
    "' onmouseover='alert(1)",
    "<img src=x onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=1&gt;'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<annotation-xml encoding='text/html'><b>",
    '<a href="javascript:alert(1)">x</a>',
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "&lt;script&gt;&amp;&#60;b&#62;",
    "{{ 7 * 7 }}{% raw %}",
    "https://x/\"onmouseover='alert(1)'",
    "https://x/<script>alert(1)</script>",
    "#tea\"><script>1</script> @alice'><b>",
    '<a href=":tea:">@alice</a> https://x/@alice https://x/#tea',
]


def assert_harmless(page: str) -> Markup:
    """No element, attribute or scheme but those our templates write."""
    markup = Markup.of(page)
    for tag, attributes in markup.elements:
        assert ELEMENTS.fullmatch(tag), tag
        assert all(ATTRIBUTES.fullmatch(name) for name in attributes), (tag, attributes)
        for name in ("href", "src", "action"):
            if name in attributes:
                assert ADDRESSES.match(attributes[name]), attributes
    return markup


class TestWhatPeopleWrite:
    @pytest.mark.parametrize("text", CORPUS)
    def test_in_a_micropost_stays_text(
        self, twite: Embedded, alices: Browser, alice: UserId, text: str
    ) -> None:
        """H074, H075, H077, H079."""
        id = twite.microposts.post(author_id=alice, text=f"{text} @alice")

        for path in ("/", "/public", "/@alice", f"/@alice/{id}"):
            markup = assert_harmless(alices.get(path).text)
            assert text in markup.text

    @pytest.mark.parametrize("name", [text[:50] for text in CORPUS])
    def test_in_a_display_name_stays_text(
        self, twite: Embedded, alices: Browser, name: str
    ) -> None:
        """H063, H074: and cannot reorder what stands around it."""
        mallory = twite.users.register(handle="mallory", display_name=name)
        id = twite.microposts.post(author_id=mallory, text="hello @alice")
        shown = twite.users.show(mallory).display_name

        pages = [
            alices.get(path)
            for path in ("/public", "/@mallory", f"/@mallory/{id}", "/notifications", "/search?q=m")
        ]

        for page in pages:
            markup = assert_harmless(page.text)
            assert shown in markup.text
            assert markup.all("bdi")

    @pytest.mark.parametrize("typed", CORPUS)
    def test_in_a_form_or_an_address_stays_text(self, alices: Browser, typed: str) -> None:
        """H035, H074."""
        too_long = alices.send("/microposts", text=f"{typed} {'x' * 600}", visibility="public")
        found = alices.client.get("/search", params={"q": typed})

        assert typed in assert_harmless(too_long.text).text
        assert_harmless(found.text)

    def test_on_the_way_in_stays_text(self, stranger: Browser) -> None:
        for typed in CORPUS:
            assert_harmless(
                stranger.send(
                    "/auth/sign_up", handle=typed, email=typed, display_name=typed, password="x"
                ).text
            )
            assert_harmless(
                stranger.send("/auth/sign_in", login=typed, password="x", next=typed).text
            )


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "leads_to"),
        [
            ("https://example.org/a?b=c&d=e", "https://example.org/a?b=c&d=e"),
            ("http://example.org:8000/", "http://example.org:8000/"),
            ("https://bücher.example/", "https://bücher.example/"),
            ("https://x.example/@alice", "https://x.example/@alice"),
            ("https://x.example/#tea", "https://x.example/#tea"),
        ],
    )
    def test_lead_where_they_say(self, text: str, leads_to: str) -> None:
        """H076, H077."""
        (piece,) = html.pieces(text, {"alice"})

        assert (piece.lines, piece.href, piece.leads_out) == ([text], leads_to, True)

    @pytest.mark.parametrize(
        "text",
        [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "https://good.example@evil.example/",
            "https://good.example:x@evil.example/",
            "https://",
            "https://[::",
            "https://x:99999/",
            f"https://{'a' * 70}.example/",
            "//evil.example/",
        ],
    )
    def test_that_are_not_what_they_seem_are_none(self, text: str) -> None:
        """H076."""
        assert not any(piece.href for piece in html.pieces(text, ()))

    def test_of_mixed_scripts_show_the_name_that_is_asked_for(self) -> None:
        """H076: one o of this good.example is Cyrillic."""
        (piece,) = html.pieces("https://go\u043ed.example/x", ())

        assert piece.lines == ["https://xn--god-ted.example/x"]

    def test_out_of_the_house_vouch_for_nobody(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        """H076."""
        twite.microposts.post(author_id=alice, text="https://example.org/ @alice #tea")

        links = {link["href"]: link for link in Markup.of(alices.get("/").text).all("a")}

        assert links["https://example.org/"]["rel"] == "nofollow noopener noreferrer"
        assert "rel" not in links["/@alice"]
        assert "rel" not in links["/tags/tea"]

    def test_to_people_are_links_where_such_a_user_exists(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="@Alice and @nobody")

        page = alices.get("/").text

        assert '<a href="/@alice">@Alice</a> and @nobody' in page

    def test_to_people_are_links_once_such_a_user_exists(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        """What the same text looked like a moment ago is no matter."""
        twite.microposts.post(author_id=alice, text="@dana")
        before = alices.get("/").text
        twite.users.register(handle="dana")
        twite.microposts.post(author_id=alice, text="@dana")

        after = alices.get("/").text

        link = '<a href="/@dana">@dana</a>'
        assert (before.count(link), after.count(link)) == (0, 1)

    def test_to_tags_work_in_any_script(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="#お茶 #Straße")
        links = [link["href"] for link in Markup.of(alices.get("/").text).all("a")]

        pages = [alices.get(link) for link in links if link.startswith("/tags/")]

        assert len(pages) == 2
        assert all("#お茶" in page.text for page in pages)

    def test_lines_stay_lines(self, twite: Embedded, alices: Browser, alice: UserId) -> None:
        twite.microposts.post(author_id=alice, text="one\n\ntwo <3")

        assert "one<br><br>two &lt;3</p>" in alices.get("/").text


class TestTemplates:
    """H079: what would let markup through is not in them, nor in the code that fills them."""

    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
    def test_escape_everything(self, template: Path) -> None:
        source = template.read_text()

        assert "safe" not in re.findall(r"\|\s*(\w+)", source)
        assert "autoescape" not in source
        assert "xmlattr" not in source
        assert not re.search(r"=\s*\{\{", source), "an attribute without quotes"
        assert not re.search(r"\son\w+\s*=|<script|style=|javascript:", source)

    def test_are_filled_by_code_that_makes_no_markup(self) -> None:
        for module in SITE.rglob("*.py"):
            assert not re.search(r"\bMarkup\b|markupsafe|__html__", module.read_text()), module

    def test_are_escaped_whatever_they_are_called(self, clock: StoppedClock) -> None:
        house = House(name="<b>", base_url="http://x", max_characters=1)
        pages = site_pages.Pages(house, Files.read(), clock)

        assert site_pages.templates().autoescape is True
        assert b"<b>" not in pages.error(HTTPStatus.CONFLICT, "<b>")

    def test_name_the_house(self, open_browser: OpenBrowser, stranger: Browser) -> None:
        assert "<title>Local timeline · twite</title>" in stranger.get("/").text
