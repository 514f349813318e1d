"""Sessions: who is logged in, with which cookie, and what others may keep of their pages."""

from datetime import timedelta

import pytest
from attrs import asdict
from httpx import Response

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.conftest import SETTINGS, OpenBrowser
from twite.adapters.http import browsers
from twite.adapters.http.site.routes import ROUTES
from twite.application.ports.unit_of_work import Unavailable
from twite.application.sessions import Sessions
from twite.domain.sessions import NotLoggedIn
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD

PRIVATE = "private, no-store"
SECURE = Settings(base_url="https://testserver.local", rate_limits=False)
COOKIE = "twite_session"


def is_alices(page: Response) -> bool:
    return 'href="/@alice"' in page.text


def cookies_set(answer: Response) -> dict[str, str]:
    return {
        line.partition("=")[0]: line.partition(";")[2]
        for line in answer.headers.get_list("set-cookie")
    }


class TestSigningUp:
    def test_logs_in(self, twite: Embedded, stranger: Browser) -> None:
        answer = stranger.send(
            "/auth/sign_up", handle="Alice", email="a@example.org", password=PASSWORD
        )

        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert is_alices(stranger.get("/"))
        assert twite.users.named("alice").display_name == "alice"

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("handle", "no spaces", "A handle is 1 to 30"),
            ("handle", "bob", "is taken"),
            ("email", "a@b@c", "This is no e-mail address"),
            ("email", "bob@example.org", "There is an account with this e-mail address"),
            ("display_name", "x" * 51, "A display name holds 50 characters"),
            ("password", "sh0rt!", "A password has at least 8 characters"),
            ("password", "Password1", "So many people take this password"),
        ],
    )
    def test_keeps_what_was_typed_beside_what_is_wrong_with_it(
        self, stranger: Browser, bob: UserId, field: str, value: str, said: str
    ) -> None:
        """H020, H062: the reason stands at the field; a password is never sent back."""
        typed = {
            "handle": "carol",
            "email": "c@example.org",
            "display_name": "Carol",
            "password": PASSWORD,
        } | {field: value}

        answer = stranger.send("/auth/sign_up", **typed)

        assert answer.status_code in (409, 422)
        assert said in answer.text
        assert f'id="{field}-said" class="wrong"' in answer.text
        for kept in ("handle", "email", "display_name"):
            assert f'value="{typed[kept]}"' in answer.text
        assert typed["password"] not in answer.text


class TestLoggingIn:
    @pytest.mark.parametrize("login", ["alice", "alice@example.org", "ALICE"])
    def test_takes_a_handle_or_an_address(
        self, stranger: Browser, alice: UserId, login: str
    ) -> None:
        assert is_alices(stranger.logged_in(login).get("/"))

    @pytest.mark.parametrize(
        ("login", "password"), [("alice", "wrong password"), ("nobody", PASSWORD), ("", "")]
    )
    def test_says_the_same_whatever_is_wrong(
        self, stranger: Browser, alice: UserId, login: str, password: str
    ) -> None:
        """H004: an unknown user and a wrong password are not told apart."""
        answer = stranger.send("/auth/sign_in", login=login, password=password)

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"]
        assert "do not fit" in answer.text
        assert f'value="{login}"' in answer.text
        assert password not in answer.text or not password

    def test_gives_a_new_token_each_time_and_ends_the_old_session(
        self, twite: Embedded, alices: Browser
    ) -> None:
        old = alices.cookie(COOKIE)

        alices.send("/auth/sign_in", login="alice", password=PASSWORD)

        assert alices.cookie(COOKIE) != old
        with pytest.raises(NotLoggedIn):
            twite.sessions.who(old)

    def test_goes_on_to_what_was_wanted(self, stranger: Browser, alice: UserId) -> None:
        way_in = stranger.get("/notifications?limit=5").headers["location"]
        form = stranger.get(way_in)

        answer = stranger.send(
            "/auth/sign_in", login="alice", password=PASSWORD, next="/notifications?limit=5"
        )

        assert way_in == "/auth/sign_in?next=%2Fnotifications%3Flimit%3D5"
        assert 'name="next" value="/notifications?limit=5"' in form.text
        assert answer.headers["location"] == "/notifications?limit=5"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "/\t/evil.example/",
            "javascript:alert(1)",
            "evil",
            "",
            "/x\r\nSet-Cookie: a=b",
            "/" + "x" * 8000,
        ],
    )
    def test_never_leads_to_another_site(
        self, stranger: Browser, alice: UserId, elsewhere: str
    ) -> None:
        """H071: nor to a second header."""
        answer = stranger.send("/auth/sign_in", login="alice", password=PASSWORD, next=elsewhere)

        assert answer.headers["location"] == "/"
        assert "a" not in cookies_set(answer)

    def test_is_not_asked_of_who_is_logged_in(self, alices: Browser) -> None:
        answers = [alices.get("/auth/sign_in?next=/about"), alices.get("/auth/sign_up")]

        assert [answer.headers["location"] for answer in answers] == ["/about", "/"]


class TestLoggingOut:
    def test_ends_the_session_for_whoever_holds_the_token(
        self, open_browser: OpenBrowser, alices: Browser
    ) -> None:
        """H015: a copied cookie is worth nothing afterwards, and the browser keeps nothing of
        ours; what it keeps of a neighbour's on the same domain is none of our business."""
        copied = alices.cookie(COOKIE)
        thief = open_browser()

        answer = alices.send("/auth/sign_out")

        assert answer.status_code == 303
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        for cookie in (COOKIE, "twite_csrf"):
            assert "Max-Age=0" in cookies_set(answer)[cookie]
        assert not is_alices(alices.get("/"))
        thief.client.cookies.set(COOKIE, copied)
        assert not is_alices(thief.get("/"))
        assert thief.get("/notifications").headers["location"].startswith("/auth/sign_in")


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


def logged_in_with(browser: Browser, agent: str) -> Browser:
    browser.client.headers["user-agent"] = agent
    return browser.logged_in("alice")


class TestWhereOneIsLoggedIn:
    @pytest.fixture
    def here(self, open_browser: OpenBrowser, alice: UserId) -> Browser:
        return logged_in_with(open_browser(), FIREFOX)

    @pytest.fixture
    def there(self, open_browser: OpenBrowser, alice: UserId) -> Browser:
        return logged_in_with(open_browser(), IPHONE)

    def test_is_listed(self, here: Browser, there: Browser) -> None:
        text = " ".join(Markup.of(here.get("/settings/sessions").text).text.split())

        assert "Safari on iPhone Logged in 1 March 2026, 12:00 UTC; used within two hours" in text
        assert "Firefox on Linux This one Logged in 1 March 2026, 12:00 UTC" in text

    def test_is_listed_for_its_owner_alone(self, here: Browser, bobs: Browser) -> None:
        assert "Firefox on Linux" not in bobs.get("/settings/sessions").text

    def test_is_ended_one_by_one(
        self, twite: Embedded, here: Browser, there: Browser, alice: UserId
    ) -> None:
        theirs = twite.sessions.page(alice).items[0]

        answer = here.send(f"/settings/sessions/{theirs.id}/end")

        assert answer.headers["location"] == "/settings/sessions"
        assert is_alices(here.get("/"))
        assert not is_alices(there.get("/"))
        assert "Safari on iPhone" not in here.get("/settings/sessions").text

    def test_is_ended_for_all_the_others(
        self, open_browser: OpenBrowser, here: Browser, there: Browser
    ) -> None:
        more = open_browser().logged_in("alice")

        here.send("/settings/sessions/end_others")

        assert [is_alices(each.get("/")) for each in (here, there, more)] == [True, False, False]
        assert "Log out everywhere else" not in here.get("/settings/sessions").text

    def test_is_nobody_elses_to_end(
        self, twite: Embedded, here: Browser, bobs: Browser, alice: UserId
    ) -> None:
        """H043: answers as if there were none."""
        hers = twite.sessions.page(alice).items[0]

        answers = [bobs.send(f"/settings/sessions/{id}/end") for id in (hers.id, 1)]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert is_alices(here.get("/"))

    def test_says_when_it_was_last_used_to_the_hour(
        self, here: Browser, there: Browser, clock: StoppedClock
    ) -> None:
        clock.forward(timedelta(hours=5))
        there.get("/")
        clock.forward(timedelta(hours=3, minutes=59))

        assert "last used 3 h ago" in here.get("/settings/sessions").text
        clock.forward(timedelta(days=2))
        assert "last used 1 March 2026" in here.get("/settings/sessions").text

    @pytest.mark.parametrize("inline_reads", [True, False])
    def test_is_noted_once_an_hour_however_much_is_read(
        self,
        twite: Embedded,
        open_browser: OpenBrowser,
        alice: UserId,
        clock: StoppedClock,
        inline_reads: bool,
    ) -> None:
        browser = open_browser(inline_reads=inline_reads).logged_in("alice")
        clock.forward(timedelta(hours=1))
        noted: list[str] = []
        see = twite.sessions.see

        class Counting(Sessions):
            def see(self, token: str) -> None:
                noted.append(token)
                see(token)

        object.__setattr__(twite, "sessions", Counting(**asdict(twite.sessions, recurse=False)))
        for _ in range(5):
            browser.get("/")

        assert noted == [browser.cookie(COOKIE)]

    def test_fails_no_answer_where_it_cannot_be_noted(
        self, twite: Embedded, alices: Browser, clock: StoppedClock
    ) -> None:
        class Unable(Sessions):
            def see(self, token: str) -> None:
                raise Unavailable

        object.__setattr__(twite, "sessions", Unable(**asdict(twite.sessions, recurse=False)))
        clock.forward(timedelta(hours=1))

        assert is_alices(alices.get("/"))

    @pytest.mark.parametrize("agent", ["", "curl/8.14.1", "\x80\xff<b>", "x" * 5000])
    def test_shows_any_browser(
        self, twite: Embedded, open_browser: OpenBrowser, alice: UserId, agent: str
    ) -> None:
        """H071, H081."""
        browser = open_browser()
        browser.client.headers.update({b"user-agent": agent.encode("latin-1")})

        page = browser.logged_in("alice").get("/settings/sessions")

        assert page.status_code == 200
        assert "<b>" not in page.text
        assert "A browser" in page.text or "curl" in page.text or "x" * 31 in page.text


class TestWhatABrowserIsCalled:
    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            (FIREFOX, "Firefox on Linux"),
            (IPHONE, "Safari on iPhone"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                " Chrome/142.0.0.0 Safari/537.36",
                "Chrome on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko)"
                " SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
                " Gecko) Version/18.1 Safari/605.1.15",
                "Safari on macOS",
            ),
            ("Mozilla/5.0 (X11; CrOS x86_64) NewBrowser/1", "A browser on ChromeOS"),
            ("Opera", "Opera"),
            ("curl/8.14.1", "curl"),
            ("Mozilla/5.0", ""),
            ("<script>", ""),
            ("", ""),
            ("x" * 512 + "Firefox/1", "x" * 31),
        ],
    )
    def test_is_read_from_what_it_says(self, agent: str, name: str) -> None:
        assert browsers.named(agent) == name


class TestTheCookie:
    def test_is_for_this_site_and_no_script(self, stranger: Browser, alice: UserId) -> None:
        """H017."""
        answer = stranger.send("/auth/sign_in", login="alice", password=PASSWORD)

        flags = cookies_set(answer)[COOKIE]
        assert {flag.strip().lower() for flag in flags.split(";")} == {
            "httponly",
            "samesite=lax",
            "path=/",
            "max-age=2592000",
        }

    def test_is_bound_to_host_and_https_where_there_is_https(
        self, open_browser: OpenBrowser, alice: UserId
    ) -> None:
        """H017: ``__Host-`` and Secure, and HTTPS for a year to come."""
        browser = open_browser(SECURE)

        answer = browser.send("/auth/sign_in", login="alice", password=PASSWORD)

        assert "secure" in cookies_set(answer)["__Host-twite_session"].lower()
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert is_alices(browser.get("/"))
        assert browser.cookie("__Host-twite_csrf")

    @pytest.mark.parametrize(
        "cookie",
        [
            "=TOKEN",
            f"={COOKIE}=TOKEN",
            "TOKEN",
            f"{COOKIE}=",
            f"{COOKIE}=TOKEN; {COOKIE}=AAAAAAAAAAAAAAAAAAAAAA",
            f"{COOKIE}={'A' * 8192}",
            f"{COOKIE}=TOKEN{'A' * 100}",
            f"{COOKIE}=%00%ff",
            f'{COOKIE}="TOKEN"',
            f"{COOKIE}=TOKEN\u00e9",
            f"x{COOKIE}=TOKEN",
            ";;;=;=",
        ],
    )
    def test_that_is_not_as_we_set_it_counts_as_none(
        self, open_browser: OpenBrowser, alices: Browser, cookie: str
    ) -> None:
        """H017: nameless, doubled, over-long, not ours."""
        page = open_browser().get("/", cookie=cookie.replace("TOKEN", alices.cookie(COOKIE)))

        assert page.status_code == 200
        assert not is_alices(page)

    def test_may_stand_between_those_of_others(
        self, open_browser: OpenBrowser, alices: Browser
    ) -> None:
        token = alices.cookie(COOKIE)

        page = open_browser().get("/", cookie=f"a=b; {COOKIE}={token} ; {'c' * 5000}=d; e")

        assert is_alices(page)


class TestWhatCachesMayKeep:
    @pytest.mark.parametrize("path", ["/", "/@alice", "/about", "/nope", "/notifications?limit=0"])
    def test_is_nothing_of_who_is_logged_in(self, alices: Browser, path: str) -> None:
        """H017, H045."""
        answer = alices.get(path)

        assert answer.headers["cache-control"] == PRIVATE
        assert answer.headers["vary"] == "Cookie"

    def test_is_nothing_that_sets_a_cookie(self, stranger: Browser) -> None:
        """H017: nor a page that holds the token of that cookie."""
        first, second = stranger.get("/auth/sign_in"), stranger.get("/auth/sign_in")

        assert first.headers["cache-control"] == second.headers["cache-control"] == PRIVATE
        assert "set-cookie" in first.headers
        assert "set-cookie" not in second.headers

    def test_is_asked_for_again_each_time_where_nobody_is(self, stranger: Browser) -> None:
        """H045: and never given to somebody with another cookie."""
        answer = stranger.get("/public")

        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["vary"] == "Cookie"
        assert "set-cookie" not in answer.headers


class TestSomebodySuspended:
    """H014, H052: at once, on every path."""

    def test_is_logged_out_and_gone(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello #tea")

        twite.users.suspend(alice)

        assert not is_alices(alices.get("/"))
        assert alices.send("/microposts", text="more", visibility="public").status_code == 401
        assert alices.send("/auth/sign_in", login="alice", password=PASSWORD).status_code == 401
        for path in ("/@alice", f"/@alice/{id}"):
            assert bobs.get(path).content == bobs.get("/@nobody").content
        for path in ("/", "/public", "/tags/tea", "/search?q=alice"):
            assert "/@alice" not in bobs.get(path).text


class TestAPrivateHouse:
    def test_keeps_no_route_but_a_few_from_strangers(
        self, open_browser: OpenBrowser, twite: Embedded, alice: UserId
    ) -> None:
        """What is left shows nothing of anybody: the way in, what the house is, its stylesheet."""
        private = Settings(base_url=SETTINGS.base_url, rate_limits=False, private=True)
        id = twite.microposts.post(author_id=alice, text="canary #tea")
        browser = open_browser(private)
        open_to_all = set()

        for route in ROUTES:
            path = (
                route.path.replace("{handle}", "alice")
                .replace("{tag}", "tea")
                .replace("{id}", str(id))
                .replace("{digest}", "x")
                .replace("{name}", "twite.css")
            )
            answer = browser.get(path) if route.method == "GET" else browser.send(path)
            assert "canary" not in answer.text
            assert "@alice" not in answer.text
            if answer.status_code not in (303, 401):
                open_to_all.add(route.path)

        assert open_to_all == {
            "/auth/sign_up",
            "/auth/sign_in",
            "/auth/password",
            "/auth/reset",
            "/about",
            "/oauth/authorize",  # which asks whoever is right there to log in
            "/health",
            "/static/{digest}/{name}",
        }

    @pytest.mark.parametrize(
        "path", ["/", "/public", "/@alice", "/@nobody", "/@alice/1", "/tags/tea", "/search?q=a"]
    )
    def test_asks_to_log_in_before_anything_is_read(
        self, open_browser: OpenBrowser, alice: UserId, path: str
    ) -> None:
        private = Settings(base_url=SETTINGS.base_url, rate_limits=False, private=True)

        answer = open_browser(private).get(path)

        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/auth/sign_in?next=%2F")

    def test_opens_to_members(self, open_browser: OpenBrowser, alice: UserId) -> None:
        private = Settings(base_url=SETTINGS.base_url, rate_limits=False, private=True)

        page = open_browser(private).logged_in("alice").get("/@alice")

        assert page.status_code == 200
