"""What apps and people do with OAuth 2."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from attrs import asdict, frozen

from tests.unit.application.worlds import become, downwards, kept, refusing, upwards
from twite.application.oauth import Issued
from twite.application.paging import Page
from twite.domain.errors import Invalid
from twite.domain.givens import NotSomeIds, NotYesOrNo
from twite.domain.oauth import (
    CODE_LASTS,
    MOST_REDIRECT_URIS,
    OUT_OF_BAND,
    AccessTokenId,
    AppNotFound,
    AuthorizationNotFound,
    ChallengeNeeded,
    ForeignToken,
    GrantType,
    InvalidAppName,
    InvalidChallenge,
    InvalidClient,
    InvalidGrant,
    InvalidRedirectUri,
    InvalidScope,
    InvalidWebsite,
    RedirectUriMismatch,
    Scope,
    TokenInvalid,
    UnauthorizedClient,
    UnsupportedGrantType,
    WrongNumberOfRedirectUris,
)
from twite.domain.text import NotAText, fingerprint
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock

HOME = "https://app.example/cb"
VERIFIER = "x" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
GONE = [UserState.SUSPENDED, UserState.CLOSED]
NO_TOKENS = ["", "guess", "\0", "é", "\ud800", "a" * 10_000]


@frozen
class Client:
    """An app that registered, as it knows itself."""

    twite: Embedded
    client_id: str
    client_secret: str | None

    @property
    def proof(self) -> Mapping[str, Any]:
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def code(self, by: UserId, **asked: Any) -> str:
        given = {"redirect_uri": HOME, "scopes": "read write", **asked}
        return self.twite.oauth.authorize(by=by, client_id=self.client_id, **given)

    def exchange(self, code: str, **given: Any) -> Issued:
        return self.twite.oauth.exchange(
            **{"code": code, "redirect_uri": HOME, **self.proof, **given}
        )

    def token(self, by: UserId) -> str:
        return self.exchange(self.code(by)).token


def registered(twite: Embedded, **given: Any) -> Client:
    made = twite.oauth.register(
        **{"name": "Tea", "redirect_uris": [HOME], "scopes": "read write", **given}
    )
    return Client(twite, made.app.client_id, made.secret)


@pytest.fixture
def app(twite: Embedded) -> Client:
    return registered(twite)


@pytest.fixture
def public(twite: Embedded) -> Client:
    """An app that can keep no secret."""
    return registered(twite, confidential=False)


def is_known(twite: Embedded, token: str) -> bool:
    try:
        twite.oauth.known(token)
    except TokenInvalid:
        return False
    return True


# -- apps -------------------------------------------------------------------------


class TestRegistering:
    def test_tells_the_secret_once(self, twite: Embedded) -> None:
        """H040."""
        made = twite.oauth.register(
            name="Tea",
            redirect_uris=[HOME, "tusky://x", HOME],
            scopes="write read",
            website="https://tea.example",
        )

        app = twite.oauth.app(made.app.client_id)
        assert app == made.app
        assert (str(app.name), str(app.website), str(app.scopes)) == (
            "Tea",
            "https://tea.example",
            "read write",
        )
        assert [str(uri) for uri in app.redirect_uris] == [HOME, "tusky://x"]
        assert made.secret
        assert made.secret not in f"{kept(twite)}{made}{asdict(app)}"
        assert app.secret_hash == fingerprint(made.secret)

    def test_is_each_time_another(self, twite: Embedded) -> None:
        made = [registered(twite) for _ in range(10)]

        assert len({value for app in made for value in app.proof.values()}) == 20

    def test_may_be_without_a_secret(self, twite: Embedded, public: Client) -> None:
        assert public.client_secret is None
        assert not twite.oauth.client(**public.proof).is_confidential

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"name": ""}, InvalidAppName),
            ({"name": None}, NotAText),
            ({"redirect_uris": []}, WrongNumberOfRedirectUris),
            (
                {"redirect_uris": [f"{HOME}{n}" for n in range(MOST_REDIRECT_URIS + 2)]},
                WrongNumberOfRedirectUris,
            ),
            ({"redirect_uris": HOME}, InvalidRedirectUri),
            ({"redirect_uris": None}, InvalidRedirectUri),
            ({"redirect_uris": [HOME, "javascript:x"]}, InvalidRedirectUri),
            ({"redirect_uris": [HOME, []]}, InvalidRedirectUri),
            ({"scopes": "tea"}, InvalidScope),
            ({"scopes": None}, InvalidScope),
            ({"website": "tea"}, InvalidWebsite),
            ({"confidential": 1}, NotYesOrNo),
        ],
    )
    def test_takes_what_an_app_can_be(
        self, twite: Embedded, given: dict[str, object], refusal: type[Invalid]
    ) -> None:
        with refusing(twite, refusal):
            registered(twite, **given)


class TestAClient:
    @pytest.mark.parametrize("client_id", [*NO_TOKENS, None, 1])
    def test_is_an_app_that_registered(
        self, twite: Embedded, app: Client, client_id: object
    ) -> None:
        given: Any = client_id
        with refusing(twite, AppNotFound):
            twite.oauth.app(given)
        with refusing(twite, InvalidClient):
            twite.oauth.client(client_id=given, client_secret=app.client_secret)

    @pytest.mark.parametrize("secret", [*NO_TOKENS, None])
    def test_proves_itself(
        self, twite: Embedded, app: Client, public: Client, secret: str | None
    ) -> None:
        """H038: in everything it does."""
        others = registered(twite).client_secret
        for wrong in (secret, others):
            given: Any = {"client_id": app.client_id, "client_secret": wrong}
            with refusing(twite, InvalidClient):
                twite.oauth.client(**given)
            with refusing(twite, InvalidClient):
                twite.oauth.exchange(code="x", redirect_uri=HOME, **given)
            with refusing(twite, InvalidClient):
                twite.oauth.issue_to_app(**given)
            with refusing(twite, InvalidClient):
                twite.oauth.revoke("x", **given)
        with refusing(twite, InvalidClient):
            twite.oauth.client(client_id=public.client_id, client_secret=others)


# -- consenting -------------------------------------------------------------------


class TestAsking:
    def test_tells_what_somebody_is_to_consent_to(self, twite: Embedded, app: Client) -> None:
        asked = twite.oauth.ask(client_id=app.client_id, redirect_uri=HOME, scopes="read:search")

        assert asked.app == twite.oauth.app(app.client_id)
        assert (str(asked.redirect_uri), str(asked.scopes), asked.challenge) == (
            HOME,
            "read:search",
            None,
        )

    @pytest.mark.parametrize(
        ("given", "refusal"),
        [
            ({"client_id": "x"}, AppNotFound),
            ({"redirect_uri": f"{HOME}/"}, RedirectUriMismatch),
            ({"redirect_uri": None}, RedirectUriMismatch),
            ({"redirect_uri": OUT_OF_BAND}, RedirectUriMismatch),
            ({"scopes": "follow push"}, InvalidScope),
            ({"scopes": "tea"}, InvalidScope),
            ({"challenge": CHALLENGE}, InvalidChallenge),
            ({"challenge": CHALLENGE, "challenge_method": "plain"}, InvalidChallenge),
            ({"challenge_method": "S256"}, InvalidChallenge),
            # What nobody but who asks is told of comes first.
            ({"redirect_uri": "x:y", "scopes": "tea", "challenge": "x"}, RedirectUriMismatch),
        ],
    )
    def test_is_for_what_the_app_registered(
        self,
        twite: Embedded,
        app: Client,
        alice: UserId,
        given: dict[str, object],
        refusal: type[Invalid],
    ) -> None:
        asked: Any = {"client_id": app.client_id, "redirect_uri": HOME, **given}
        with refusing(twite, refusal):
            twite.oauth.ask(**asked)
        with refusing(twite, refusal):
            twite.oauth.authorize(by=alice, **asked)

    def test_without_a_secret_takes_a_challenge(
        self, twite: Embedded, public: Client, alice: UserId
    ) -> None:
        """H027."""
        with refusing(twite, ChallengeNeeded):
            public.code(alice)

        code = public.code(alice, challenge=CHALLENGE, challenge_method="S256")
        with refusing(twite, InvalidGrant):
            public.exchange(code)
        assert public.exchange(code, verifier=VERIFIER)


class TestConsenting:
    def test_is_for_users(self, twite: Embedded, app: Client) -> None:
        with refusing(twite, UserNotFound):
            app.code(UserId(1))

    @pytest.mark.parametrize("state", GONE)
    def test_is_for_the_active(
        self, twite: Embedded, app: Client, alice: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        with refusing(twite, AccountNotActive):
            app.code(alice)

    def test_keeps_the_codes_hash_alone(self, twite: Embedded, app: Client, alice: UserId) -> None:
        """H040."""
        code = app.code(alice)

        assert code not in str([asdict(row) for row in kept(twite)["codes"].values()])  # type: ignore[arg-type]

    def test_forgets_what_ran_out(
        self, twite: Embedded, app: Client, alice: UserId, bob: UserId, clock: StoppedClock
    ) -> None:
        for _ in range(2):
            app.code(alice)
        app.code(bob)
        clock.forward(CODE_LASTS)

        app.code(alice)
        app.code(alice)

        assert len(kept(twite)["codes"]) == 3


# -- tokens -------------------------------------------------------------------------


class TestExchanging:
    def test_gives_a_token_that_tells_who_it_is(
        self, twite: Embedded, app: Client, alice: UserId
    ) -> None:
        issued = app.exchange(app.code(alice, scopes="read:search"))

        access = twite.oauth.known(issued.token)
        assert (access.user_id, access.handle, access.app_name) == (alice, "alice", "Tea")
        assert (access.client_id, access.app_website) == (app.client_id, None)
        assert list(access.scopes) == list(issued.scopes) == [Scope.READ_SEARCH]
        assert issued.issued_at == NOON
        assert issued.token not in f"{kept(twite)}{issued}"

    @pytest.mark.parametrize("code", [*NO_TOKENS, None])
    def test_takes_a_code_that_was_given(
        self, twite: Embedded, app: Client, alice: UserId, code: Any
    ) -> None:
        app.code(alice)

        with refusing(twite, InvalidGrant):
            app.exchange(code)

    @pytest.mark.parametrize(
        "given", [{"redirect_uri": f"{HOME}/"}, {"redirect_uri": None}, {"verifier": VERIFIER}]
    )
    def test_is_for_what_was_asked(
        self, twite: Embedded, app: Client, alice: UserId, given: dict[str, Any]
    ) -> None:
        """H026, H027."""
        code = app.code(alice)

        with refusing(twite, InvalidGrant):
            app.exchange(code, **given)
        assert app.exchange(code)

    @pytest.mark.parametrize("verifier", [None, "", "y" * 43, CHALLENGE, "x" * 42, "\ud800"])
    def test_takes_the_verifier_of_the_challenge(
        self, twite: Embedded, app: Client, alice: UserId, verifier: str | None
    ) -> None:
        """H027."""
        code = app.code(alice, challenge=CHALLENGE, challenge_method="S256")

        with refusing(twite, InvalidGrant):
            app.exchange(code, verifier=verifier)
        assert app.exchange(code, verifier=VERIFIER)

    def test_is_for_the_app_that_asked(self, twite: Embedded, app: Client, alice: UserId) -> None:
        code, other = app.code(alice), registered(twite)

        with refusing(twite, InvalidGrant):
            other.exchange(code)

    def test_is_soon(
        self, twite: Embedded, app: Client, alice: UserId, clock: StoppedClock
    ) -> None:
        code = app.code(alice)
        clock.forward(CODE_LASTS)

        with refusing(twite, InvalidGrant):
            app.exchange(code)

    @pytest.mark.parametrize("by_another", [False, True])
    def test_twice_ends_what_the_first_gave(
        self, twite: Embedded, app: Client, alice: UserId, by_another: bool
    ) -> None:
        """H025."""
        code, other = app.code(alice), app.token(alice)
        token = app.exchange(code).token

        for _ in range(2):
            with pytest.raises(InvalidGrant):
                (registered(twite) if by_another else app).exchange(code)
            assert not is_known(twite, token)
        assert is_known(twite, other)

    @pytest.mark.parametrize("end", ["suspend", "close"])
    def test_is_nothing_for_who_is_shut_out(
        self, twite: Embedded, app: Client, alice: UserId, end: str
    ) -> None:
        """H026."""
        code = app.code(alice)
        getattr(twite.users, end)(alice)

        with refusing(twite, InvalidGrant):
            app.exchange(code)


class TestAnAppByItself:
    def test_has_a_token_of_its_own(self, twite: Embedded, app: Client) -> None:
        issued = twite.oauth.issue_to_app(**app.proof, scopes="read")

        access = twite.oauth.known(issued.token)
        assert (access.user_id, access.handle, str(access.scopes)) == (None, "", "read")

    def test_is_one_that_keeps_a_secret(self, twite: Embedded, public: Client) -> None:
        with refusing(twite, UnauthorizedClient):
            twite.oauth.issue_to_app(**public.proof)

    @pytest.mark.parametrize("scopes", ["push", "tea", "read push"])
    def test_is_given_what_it_registered_for(
        self, twite: Embedded, app: Client, scopes: str
    ) -> None:
        with refusing(twite, InvalidScope):
            twite.oauth.issue_to_app(**app.proof, scopes=scopes)


class TestANewcomer:
    def test_has_a_token_for_what_the_app_may_do(
        self, twite: Embedded, app: Client, alice: UserId
    ) -> None:
        own = twite.oauth.issue_to_app(**app.proof, scopes="read").token

        issued = twite.oauth.issue_to_newcomer(alice, token=own)

        access = twite.oauth.known(issued.token)
        assert (access.user_id, access.client_id, str(access.scopes)) == (
            alice,
            app.client_id,
            "read",
        )

    def test_is_brought_by_an_app_alone(
        self, twite: Embedded, app: Client, alice: UserId, bob: UserId
    ) -> None:
        own = twite.oauth.issue_to_app(**app.proof).token
        alices = twite.oauth.issue_to_newcomer(alice, token=own).token

        for token in (alices, "nobody's"):
            with refusing(twite, TokenInvalid):
                twite.oauth.issue_to_newcomer(bob, token=token)
        with refusing(twite, UserNotFound):
            twite.oauth.issue_to_newcomer(UserId(1), token=own)
        twite.users.suspend(bob)
        with refusing(twite, AccountNotActive):
            twite.oauth.issue_to_newcomer(bob, token=own)


class TestAPassword:
    @pytest.fixture
    def willing(self, clock: StoppedClock) -> Iterator[Embedded]:
        """A house where apps may ask for it."""
        with in_memory(Settings(password_grant=True), clock=clock) as world:
            yield world

    def test_is_asked_for_by_no_app(self, twite: Embedded, app: Client, alice: UserId) -> None:
        assert GrantType.PASSWORD not in twite.oauth.grant_types
        with refusing(twite, UnsupportedGrantType):
            twite.oauth.issue_to_user(alice, **app.proof)

    def test_is_asked_for_where_the_house_wants_it(self, willing: Embedded) -> None:
        alice = willing.users.register(handle="alice")
        app = registered(willing)

        issued = willing.oauth.issue_to_user(alice, **app.proof, scopes="write")

        access = willing.oauth.known(issued.token)
        assert (access.user_id, str(access.scopes)) == (alice, "write")
        with refusing(willing, InvalidClient):
            willing.oauth.issue_to_user(alice, client_id=app.client_id, client_secret="x")
        with refusing(willing, InvalidScope):
            willing.oauth.issue_to_user(alice, **app.proof, scopes="push")
        with refusing(willing, UserNotFound):
            willing.oauth.issue_to_user(UserId(1), **app.proof)
        willing.users.suspend(alice)
        with refusing(willing, AccountNotActive):
            willing.oauth.issue_to_user(alice, **app.proof)


class TestBeingKnown:
    @pytest.mark.parametrize("token", [*NO_TOKENS, None])
    def test_takes_a_token_that_was_given(
        self, twite: Embedded, app: Client, alice: UserId, token: Any
    ) -> None:
        app.token(alice)

        for look in (twite.oauth.known, twite.oauth.see):
            with refusing(twite, TokenInvalid):
                look(token)

    def test_lasts(self, twite: Embedded, app: Client, alice: UserId, clock: StoppedClock) -> None:
        token = app.token(alice)
        clock.forward(timedelta(days=3650))

        assert is_known(twite, token)

    @pytest.mark.parametrize("state", GONE)
    def test_ends_with_the_account(
        self, twite: Embedded, app: Client, alice: UserId, state: UserState
    ) -> None:
        token, of_the_app = app.token(alice), twite.oauth.issue_to_app(**app.proof).token
        become(twite, alice, state)

        assert not is_known(twite, token)
        assert is_known(twite, of_the_app)

    def test_is_to_be_noted_once_an_hour(
        self, twite: Embedded, app: Client, alice: UserId, clock: StoppedClock
    ) -> None:
        token = app.token(alice)
        noted = []
        for _ in range(12):
            clock.forward(timedelta(minutes=25))
            noted.append(twite.oauth.known(token).is_unseen)
            if noted[-1]:
                twite.oauth.see(token)
                assert not twite.oauth.known(token).is_unseen

        assert sum(noted) == 5  # in five hours
        assert twite.oauth.page(alice).items[0].used_at == NOON + timedelta(hours=5)


# -- ending -------------------------------------------------------------------------


class TestBeingLive:
    def test_is_being_known(self, twite: Embedded, app: Client, alice: UserId, bob: UserId) -> None:
        ids = [twite.oauth.known(app.token(one)).token_id for one in (alice, bob)]
        become(twite, bob, UserState.SUSPENDED)

        assert twite.oauth.live([*ids, AccessTokenId(5)]) == {ids[0]}

    @pytest.mark.parametrize("given", [None, 5])
    def test_is_asked_of_ids(self, twite: Embedded, given: Any) -> None:
        with pytest.raises(NotSomeIds):
            twite.oauth.live(given)


class TestRevoking:
    """H032."""

    def test_ends_that_token_alone(self, twite: Embedded, app: Client, alice: UserId) -> None:
        token, other = app.token(alice), app.token(alice)

        for _ in range(2):
            twite.oauth.revoke(token, **app.proof)
            assert not is_known(twite, token)

        assert is_known(twite, other)

    @pytest.mark.parametrize("token", [*NO_TOKENS, None])
    def test_what_never_was_changes_nothing(self, twite: Embedded, app: Client, token: Any) -> None:
        before = kept(twite)

        twite.oauth.revoke(token, **app.proof)

        assert kept(twite) == before

    def test_is_for_the_app_it_was_given_to(
        self, twite: Embedded, app: Client, alice: UserId
    ) -> None:
        token, other = app.token(alice), registered(twite)

        with refusing(twite, ForeignToken):
            twite.oauth.revoke(token, **other.proof)


class TestTheList:
    def test_is_of_who_looks(
        self, twite: Embedded, app: Client, alice: UserId, bob: UserId
    ) -> None:
        other = registered(twite, name="Coffee", website="https://coffee.example")
        app.token(alice)
        app.token(bob)
        other.exchange(other.code(alice, scopes="read:lists"))
        twite.oauth.issue_to_app(**app.proof)

        listed = twite.oauth.page(alice).items

        assert [(one.name, one.website, str(one.scopes)) for one in listed] == [
            ("Coffee", "https://coffee.example", "read:lists"),
            ("Tea", None, "read write"),
        ]
        assert {(one.authorized_at, one.used_at) for one in listed} == {(NOON, NOON)}

    def test_is_read_by_pages(self, twite: Embedded, app: Client, alice: UserId) -> None:
        for _ in range(5):
            app.token(alice)
        every = list(twite.oauth.page(alice).items)

        def read(cursor: Any) -> Page[Any]:
            return twite.oauth.page(alice, cursor=cursor)

        assert downwards(read, limit=2) == upwards(read, limit=2) == every
        assert len(every) == 5

    def test_lets_its_owner_alone_log_out(
        self, twite: Embedded, app: Client, alice: UserId, bob: UserId
    ) -> None:
        """H044."""
        token, other = app.token(alice), app.token(alice)
        of_the_app = twite.oauth.known(twite.oauth.issue_to_app(**app.proof).token).token_id
        id = twite.oauth.known(token).token_id

        for wrong in ({"id": id, "by": bob}, {"id": AccessTokenId(1), "by": alice}):
            with refusing(twite, AuthorizationNotFound):
                twite.oauth.end(**wrong)  # type: ignore[arg-type]
        with refusing(twite, AuthorizationNotFound):
            twite.oauth.end(of_the_app, by=None)  # type: ignore[arg-type]

        twite.oauth.end(id, by=alice)
        assert not is_known(twite, token)
        assert is_known(twite, other)
