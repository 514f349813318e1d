"""Scopes, apps, codes and tokens."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from twite.domain.errors import TwiteError
from twite.domain.oauth import (
    CODE_LASTS,
    LONGEST_APP_NAME,
    LONGEST_URI,
    MOST_REDIRECT_URIS,
    OUT_OF_BAND,
    AccessDenied,
    AccessToken,
    AccessTokenId,
    App,
    AppId,
    AppName,
    AppNotFound,
    Asked,
    AuthorizationCode,
    AuthorizationNotFound,
    Challenge,
    ChallengeNeeded,
    CodeId,
    ForeignToken,
    InvalidAppName,
    InvalidChallenge,
    InvalidClient,
    InvalidGrant,
    InvalidRedirectUri,
    InvalidRequest,
    InvalidScope,
    InvalidWebsite,
    OutsideScopes,
    RedirectUri,
    RedirectUriMismatch,
    Scope,
    Scopes,
    TokenInvalid,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
    Website,
    WrongNumberOfRedirectUris,
)
from twite.domain.text import NotAText, UnreadableText, fingerprint
from twite.domain.users import UserId
from twite.entrypoints.testing.clock import NOON
from twite.entrypoints.testing.strategies import anything

HOME = "https://app.example/cb"
VERIFIER = "a-verifier.of_43~characters-0123456789-abcdef"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
scopes = st.builds(Scopes, st.frozensets(st.sampled_from(Scope), min_size=1))


def an_app(*uris: str, secret: str | None = "secret", scopes: str = "read write") -> App:
    return App(
        id=AppId(1),
        client_id="tea",
        secret_hash=fingerprint(secret) if secret is not None else None,
        name=AppName("Tea"),
        website=None,
        redirect_uris=tuple(map(RedirectUri, uris or (HOME,))),
        scopes=Scopes.of(scopes),
        registered_at=NOON,
    )


def asked(app: App, *, scopes: str = "read", challenge: Challenge | None = None) -> Asked:
    return Asked(
        app=app,
        redirect_uri=app.redirect_uris[0],
        scopes=Scopes.of(scopes),
        challenge=challenge,
    )


def a_code(challenge: Challenge | None = None) -> AuthorizationCode:
    return AuthorizationCode.give(
        asked(an_app(), challenge=challenge),
        id=CodeId(1),
        by=UserId(2),
        code_hash="hash",
        now=NOON,
    )


# -- scopes ---------------------------------------------------------------------


class TestScopes:
    """H029."""

    @given(drawn=scopes)
    def test_come_back_from_their_text(self, drawn: Scopes) -> None:
        assert Scopes.of(str(drawn)) == drawn

    @pytest.mark.parametrize(
        "text", ["write read", "read+write", " read  write ", "read write read", "+write+read"]
    )
    def test_are_named_in_any_order_with_spaces_or_plus(self, text: str) -> None:
        assert str(Scopes.of(text)) == "read write"

    @pytest.mark.parametrize("text", ["", " ", "+"])
    def test_are_read_where_none_is_named(self, text: str) -> None:
        assert list(Scopes.of(text)) == [Scope.READ]

    @pytest.mark.parametrize(
        "text",
        [
            "tea",
            "READ",
            "read\x00write",
            "read\nwrite",
            "read,write",
            "read:",
            "read:tea",
            "rëad",
            "admin:read",
            "read " * 201,
            "�",
        ],
    )
    def test_are_among_those_there_are(self, text: str) -> None:
        with pytest.raises(InvalidScope):
            Scopes.of(text)

    @given(text=anything)
    def test_are_never_anything_else(self, text: str) -> None:
        try:
            found = Scopes.of(text)
        except InvalidScope:
            return
        assert found.held <= set(Scope)

    @pytest.mark.parametrize("scope", Scope)
    def test_that_begin_with_read_or_write_are_covered_by_it(self, scope: Scope) -> None:
        top, _, part = scope.partition(":")
        covering = {str(scope), top}
        if part in ("blocks", "follows", "mutes"):
            covering |= {"follow"}
        if scope is Scope.PROFILE:
            covering |= {"read", "read:accounts"}

        assert {other for other in Scope if Scopes.of(other).covers(scope)} == covering

    @given(some=scopes, others=scopes)
    def test_are_within_others_that_cover_them_all(self, some: Scopes, others: Scopes) -> None:
        is_within = all(map(others.covers, some))

        if is_within:
            assert some.within(others) == some
        else:
            with pytest.raises(InvalidScope):
                some.within(others)


# -- what an app says of itself ---------------------------------------------------


class TestTheName:
    def test_is_one_line_that_reorders_nothing(self) -> None:
        assert str(AppName(" Tea\n\u202e for  two ")) == "Tea for two"

    @pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * (LONGEST_APP_NAME + 1)])
    def test_can_be_seen_and_is_short(self, name: str) -> None:
        assert AppName("x" * LONGEST_APP_NAME)
        with pytest.raises(InvalidAppName):
            AppName(name)

    @given(name=anything)
    def test_is_a_name_or_refused(self, name: str) -> None:
        try:
            assert len(AppName(name).value.splitlines()) == 1
        except (InvalidAppName, UnreadableText, NotAText):
            return


class TestTheWebsite:
    @pytest.mark.parametrize("url", ["https://tea.example", "http://tea.example:80/a?b=c"])
    def test_is_an_address_of_the_web(self, url: str) -> None:
        assert str(Website(url)) == url

    @pytest.mark.parametrize(
        "url", ["", "tea", "javascript:alert(1)", "tea://x", "https://", "https://a@b/", "//b"]
    )
    def test_is_nothing_else(self, url: str) -> None:
        with pytest.raises(InvalidWebsite):
            Website(url)


class TestARedirectUri:
    """H023."""

    @pytest.mark.parametrize(
        "uri",
        [
            *(HOME, "https://app.example:8443/cb?a=b", "HTTPS://App.Example/", "https://xn--p1ai/"),
            *(
                "http://localhost:3000/",
                "http://127.0.0.1/cb",
                "http://[::1]:1/",
                "http://a.localhost/",
            ),
            *("tusky://oauth", "com.example.app:/cb", "x:y", "a+b-c.d:e", OUT_OF_BAND),
            "https://app.example/" + "x" * (LONGEST_URI - 20),
        ],
    )
    def test_is_of_a_site_of_this_machine_or_of_an_app(self, uri: str) -> None:
        assert str(RedirectUri(uri)) == uri
        assert RedirectUri(uri).is_out_of_band == (uri == OUT_OF_BAND)
        assert RedirectUri(uri).is_of_the_web == uri.lower().startswith("http")

    @pytest.mark.parametrize(
        "uri",
        [
            *("", "/cb", "//app.example/cb", "app.example/cb", "x:", ":x", "1x:y", "x y:z"),
            *("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x"),
            *("file:///etc", "blob:https://x", "about:blank", "urn:x:y", f"{OUT_OF_BAND}:auto"),
            *("http://app.example/cb", "http://127.1/", "http://2130706433/", "http://10.0.0.1/"),
            *("http://localhost.example/", "http://[::ffff:10.0.0.1]/", "http://[zz]/"),
            *("https://app.example/cb#f", "https://app.example/cb#", "tusky://oauth#f"),
            *(
                "https://",
                "https:///cb",
                "https:cb",
                "https://a@b/cb",
                "https://a:b@c/",
                "https://@b/",
            ),
            *("https://a:0/", "https://a:65536/", "https://a:x/", "https://[::1/", "https://-a/"),
            *(
                "https://a b/",
                "https://a\n/",
                "https://ä/",
                "https://a\\b/",
                'https://a/"',
                "\ud800",
            ),
            *("https://a/<x>", "https://a;b/", "https://a,b/", "https://a%2eb/", "https://a/\0"),
            "https://app.example/" + "x" * (LONGEST_URI - 19),
        ],
    )
    def test_is_nothing_that_a_browser_would_run_or_that_two_read_differently(
        self, uri: str
    ) -> None:
        with pytest.raises(InvalidRedirectUri):
            RedirectUri(uri)

    @given(uri=anything)
    def test_is_one_or_refused(self, uri: str) -> None:
        try:
            assert RedirectUri(uri).value == uri
        except InvalidRedirectUri:
            return


# -- the app ----------------------------------------------------------------------


class TestAnApp:
    @pytest.mark.parametrize("number", [0, MOST_REDIRECT_URIS + 1])
    def test_has_a_few_redirect_uris(self, number: int) -> None:
        assert an_app(*[f"{HOME}{n}" for n in range(MOST_REDIRECT_URIS)])
        with pytest.raises(WrongNumberOfRedirectUris):
            evolve(an_app(), redirect_uris=(RedirectUri(HOME),) * number)

    @pytest.mark.parametrize("secret", [None, "", "Secret", "secret ", "é", "\ud800", "\0"])
    def test_proves_itself_by_its_secret(self, secret: str | None) -> None:
        """H038."""
        assert an_app().proved("secret") == an_app()
        with pytest.raises(InvalidClient):
            an_app().proved(secret)

    def test_without_a_secret_has_none_to_send(self) -> None:
        app = an_app(secret=None)

        assert not app.is_confidential
        assert app.proved(None) == app
        with pytest.raises(InvalidClient):
            app.proved("")

    @pytest.mark.parametrize(
        "uri",
        [
            *(f"{HOME}/", f"{HOME}?x=1", f"{HOME}#f", "", "x", "\ud800", "http://app.example/cb"),
            *("https://app.example/CB", "https://app.example:8443/cb"),
            *("https://app.example/cb/../evil", "https://app.example.evil.com/cb"),
            "https://app.example@evil.com/cb",
        ],
    )
    def test_is_sent_to_the_very_uri_it_registered(self, uri: str) -> None:
        """H023."""
        app = an_app("x:y", HOME)

        assert app.redirecting(HOME) == RedirectUri(HOME)
        with pytest.raises(RedirectUriMismatch):
            app.redirecting(uri)

    def test_tells_nobody_its_secrets_hash(self) -> None:
        assert fingerprint("secret") not in repr(an_app())

    def test_asks_for_no_more_than_it_registered_for(self) -> None:
        """H029."""
        assert asked(an_app(scopes="read write:statuses"), scopes="read:statuses write:statuses")
        with pytest.raises(InvalidScope):
            asked(an_app(scopes="read write:statuses"), scopes="read write")

    def test_without_a_secret_sends_a_challenge(self) -> None:
        """H027."""
        app = an_app(secret=None)

        assert asked(app, challenge=Challenge(CHALLENGE))
        with pytest.raises(ChallengeNeeded):
            asked(app)


# -- what it is given -------------------------------------------------------------


class TestAChallenge:
    """H027."""

    def test_is_met_by_what_it_was_made_of(self) -> None:
        challenge = Challenge.of(CHALLENGE, "S256")

        assert challenge is not None
        assert challenge.is_met_by(VERIFIER)

    def test_may_be_left_out(self) -> None:
        assert Challenge.of(None, None) is None

    @pytest.mark.parametrize("method", [None, "", "plain", "s256", "S256 "])
    def test_is_made_by_one_method(self, method: str | None) -> None:
        with pytest.raises(InvalidChallenge):
            Challenge.of(CHALLENGE, method)

    @pytest.mark.parametrize(
        "challenge", [None, "", CHALLENGE[1:], CHALLENGE + "A", CHALLENGE[:-1] + "=", "+" * 43]
    )
    def test_is_a_hash(self, challenge: str | None) -> None:
        with pytest.raises(InvalidChallenge):
            Challenge.of(challenge, "S256")

    @pytest.mark.parametrize(
        "verifier",
        [
            *(None, "", CHALLENGE, VERIFIER[:-1], VERIFIER.upper(), "x" * 42, "x" * 129, "é" * 43),
            "\ud800" * 43,
        ],
    )
    def test_is_met_by_nothing_else(self, verifier: str | None) -> None:
        assert not Challenge(CHALLENGE).is_met_by(verifier)

    @pytest.mark.parametrize("length", [42, 43, 128, 129])
    def test_is_made_of_43_to_128_characters(self, length: int) -> None:
        verifier = "x" * length
        made = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()

        assert Challenge(made).is_met_by(verifier) == (43 <= length <= 128)


class TestACode:
    """H026."""

    def test_is_for_what_was_asked(self) -> None:
        code = a_code()

        assert code.redeemed(app_id=AppId(1), redirect_uri=HOME, verifier=None, now=NOON) == code

    def test_lasts_a_minute(self) -> None:
        last = NOON + CODE_LASTS - timedelta(microseconds=1)
        given = {"app_id": AppId(1), "redirect_uri": HOME, "verifier": None}

        assert a_code().redeemed(**given, now=last)  # type: ignore[arg-type]
        with pytest.raises(InvalidGrant):
            a_code().redeemed(**given, now=NOON + CODE_LASTS)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("app", "uri", "verifier"),
        [
            *((2, HOME, VERIFIER), (1, f"{HOME}/", VERIFIER), (1, "", VERIFIER)),
            *((1, HOME, None), (1, HOME, "x" * 43)),
        ],
    )
    def test_is_for_nothing_else(self, app: int, uri: str, verifier: str | None) -> None:
        code = a_code(Challenge(CHALLENGE))

        assert code.redeemed(app_id=AppId(1), redirect_uri=HOME, verifier=VERIFIER, now=NOON)
        with pytest.raises(InvalidGrant):
            code.redeemed(app_id=AppId(app), redirect_uri=uri, verifier=verifier, now=NOON)

    def test_for_which_no_challenge_was_sent_takes_no_verifier(self) -> None:
        with pytest.raises(InvalidGrant):
            a_code().redeemed(app_id=AppId(1), redirect_uri=HOME, verifier=VERIFIER, now=NOON)


class TestAToken:
    def test_tells_the_hour_alone_in_which_it_was_used(self) -> None:
        at = NOON + timedelta(minutes=34)
        token = AccessToken(
            id=AccessTokenId(1),
            app_id=AppId(1),
            user_id=None,
            scopes=Scopes.of(""),
            token_hash="hash",
            issued_at=at,
            used_at=at,
        )

        assert token.used_at == NOON
        assert token.used(now=NOON + timedelta(minutes=59)) == token
        assert token.used(now=NOON + timedelta(minutes=90)).used_at == NOON + timedelta(hours=1)
        assert token.used(now=NOON - timedelta(hours=1)) == token
        assert "hash" not in repr(token)


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (InvalidRequest(), "invalid_request"),
        (InvalidChallenge(), "invalid_request"),
        (ChallengeNeeded(), "invalid_request"),
        (InvalidClient(), "invalid_client"),
        (InvalidGrant(), "invalid_grant"),
        (InvalidScope(), "invalid_scope"),
        (UnauthorizedClient(), "unauthorized_client"),
        (ForeignToken(), "unauthorized_client"),
        (UnsupportedResponseType(), "unsupported_response_type"),
        (UnsupportedGrantType(), "unsupported_grant_type"),
        (AccessDenied(), "access_denied"),
        (TokenInvalid(), "invalid_token"),
        (OutsideScopes(), "insufficient_scope"),
    ],
)
def test_a_refusal_has_the_code_of_its_rfc(refusal: TwiteError, error: str) -> None:
    assert getattr(refusal, "error", None) == error
    assert str(refusal)


@pytest.mark.parametrize(
    "refusal",
    [
        InvalidAppName(60),
        InvalidWebsite(),
        InvalidRedirectUri(),
        WrongNumberOfRedirectUris(10),
        RedirectUriMismatch(),
        AppNotFound(),
        AuthorizationNotFound(1),
    ],
)
def test_a_refusal_says_why(refusal: TwiteError) -> None:
    assert str(refusal)
