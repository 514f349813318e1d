"""Apps, codes and tokens come back as kept, are found by their hashes, and end."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from attrs import evolve

from tests.integration.adapters.racing import at_once, refusals
from tests.integration.adapters.worlds import (
    NOW,
    a_code,
    a_token,
    a_user,
    an_app,
    some_users,
)
from tests.unit.application.worlds import downwards, upwards
from twite.application.oauth import Issued
from twite.application.paging import Cursor, Page
from twite.application.ports.checks import SLACK
from twite.application.ports.oauth import AuthorizedApp, KnownToken
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.domain.oauth import (
    CODE_LASTS,
    AccessToken,
    AccessTokenId,
    App,
    Challenge,
    InvalidGrant,
    RedirectUri,
    Scopes,
    TokenInvalid,
    Website,
)
from twite.domain.users import UserState
from twite.entrypoints.library import Embedded

HOME = "https://app.example/cb"
HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


def found(twite: Embedded, token: AccessToken) -> AccessToken | None:
    known = twite.oauth.views.token(token.token_hash)
    return known.token if known is not None else None


class TestAnApp:
    @pytest.mark.parametrize("is_confidential", [True, False])
    def test_comes_back_as_kept(self, twite: Embedded, is_confidential: bool) -> None:
        with twite.oauth.unit_of_work() as work:
            first, other = an_app(work), an_app(work)
            app = evolve(
                first,
                id=type(first.id)(work.next_id(at=NOW)),
                client_id=f"{first.client_id}-2",
                secret_hash="hash" if is_confidential else None,
                website=Website("https://tea.example") if is_confidential else None,
                redirect_uris=tuple(map(RedirectUri, (HOME, "x:y", "urn:ietf:wg:oauth:2.0:oob"))),
                scopes=Scopes.of("write:statuses read push"),
            )
            work.apps.add(app)

        assert [twite.oauth.views.app(one.client_id) for one in (app, first, other)] == [
            app,
            first,
            other,
        ]
        assert twite.oauth.views.app("never told") is None


class TestACode:
    @pytest.mark.parametrize("challenge", [None, Challenge("x" * 43)])
    def test_comes_back_as_kept(
        self, unit_of_work: UnitOfWorkFactory, challenge: Challenge | None
    ) -> None:
        with unit_of_work() as work:
            app, (alice,) = an_app(work), some_users(work, 1)
            code = a_code(work, app, alice, challenge=challenge)
            a_code(work, app, alice)

        with unit_of_work() as work:
            assert work.tokens.find_code(code.code_hash) == code
            assert work.tokens.find_code("never told") is None

    def test_is_taken_once(self, unit_of_work: UnitOfWorkFactory) -> None:
        with unit_of_work() as work:
            app, (alice,) = an_app(work), some_users(work, 1)
            code, other = a_code(work, app, alice), a_code(work, app, alice)

        with unit_of_work() as work:
            assert [work.tokens.take_code(code.code_hash) for _ in range(2)] == [True, False]
            assert work.tokens.find_code(code.code_hash) is None
            assert work.tokens.find_code(other.code_hash) == other

    def test_is_forgotten_once_it_ran_out_and_another_is_given(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            app, (alice, bob) = an_app(work), some_users(work, 2)
            old = a_code(work, app, alice)
            live = a_code(work, app, alice, at=NOW + MICROSECOND)
            his = a_code(work, app, bob)
            new = a_code(work, app, alice, at=NOW + CODE_LASTS)

            assert [work.tokens.find_code(code.code_hash) for code in (old, live, his, new)] == [
                None,
                live,
                his,
                new,
            ]


class TestAToken:
    def test_is_found_with_its_app_and_whose_it_is(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, alice = an_app(work), a_user(work)
            hers, apps = a_token(work, app, alice.id), a_token(work, app, None)
            assert [work.tokens.find(one.token_hash) for one in (hers, apps)] == [hers, apps]
            assert work.tokens.find("never told") is None

        for token, handle in ((hers, alice.handle.value), (apps, "")):
            assert twite.oauth.views.token(token.token_hash) == KnownToken(
                token=token,
                client_id=app.client_id,
                app_name="Tea",
                app_website="https://tea.example",
                handle=handle,
            )
        assert twite.oauth.views.token("never told") is None

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_of_who_is_no_longer_active_is_not_found(
        self, twite: Embedded, state: UserState
    ) -> None:
        with twite.oauth.unit_of_work() as work:
            user = a_user(work)
            token = a_token(work, an_app(work), user.id)
            work.users.save(evolve(user, state=state))

        assert found(twite, token) is None

    def test_is_live_while_it_would_be_found(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, alice, bob = an_app(work), a_user(work), a_user(work)
            tokens = [a_token(work, app, id) for id in (alice.id, bob.id, alice.id, None)]
            work.users.save(evolve(bob, state=UserState.SUSPENDED))
            work.tokens.remove(tokens[2].id)
        ids = [token.id for token in tokens]

        assert twite.oauth.live([*ids, *ids, AccessTokenId(5)]) == {ids[0], ids[3]}
        assert twite.oauth.live(ids[1:3]) == twite.oauth.live([]) == set()

    def test_keeps_the_latest_hour(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            token = a_token(work, an_app(work), a_user(work).id)
        later, sooner = (token.used(now=NOW + hours * HOUR) for hours in (5, 3))

        for used in (later, sooner, later):
            with twite.oauth.unit_of_work() as work:
                work.tokens.use(used)

        assert found(twite, token) == later != token

    def test_that_was_revoked_is_not_used(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            token = a_token(work, an_app(work), a_user(work).id)
            work.tokens.remove(token.id)
            work.tokens.use(token.used(now=NOW + HOUR))

        assert found(twite, token) is None


class TestTheList:
    @pytest.mark.parametrize("limit", [1, 2, 3, 40])
    def test_is_of_what_that_user_consented_to_the_newest_first(
        self, twite: Embedded, limit: int
    ) -> None:
        with twite.oauth.unit_of_work() as work:
            (alice, bob), apps = some_users(work, 2), [an_app(work), an_app(work)]
            hers = [a_token(work, apps[number % 2], alice) for number in range(5)]
            a_token(work, apps[0], bob)
            a_token(work, apps[0], None)

        def read(cursor: Cursor) -> Page[AuthorizedApp]:
            return twite.oauth.views.page(alice, cursor=cursor)

        expected = [listed(apps[number % 2], hers[number]) for number in (4, 3, 2, 1, 0)]
        assert downwards(read, limit=limit) == upwards(read, limit=limit) == expected

    def test_is_empty_where_nobody_consented(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            alice = a_user(work).id

        assert twite.oauth.views.page(alice, cursor=Cursor()) == Page(items=())


def listed(app: App, token: AccessToken) -> AuthorizedApp:
    return AuthorizedApp(
        id=token.id,
        app_id=app.id,
        name="Tea",
        website="https://tea.example",
        scopes=token.scopes,
        authorized_at=token.issued_at,
        used_at=token.used_at,
    )


class TestEnding:
    def test_ends_that_one_alone(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, alice = an_app(work), a_user(work).id
            one, other = a_token(work, app, alice), a_token(work, app, alice)
            for _ in range(2):
                work.tokens.remove(one.id)

        assert (found(twite, one), found(twite, other)) == (None, other)

    def test_ends_what_was_given_for_a_code(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, alice = an_app(work), a_user(work).id
            one, other = a_token(work, app, alice), a_token(work, app, alice)
            assert one.code_hash
            for _ in range(2):
                work.tokens.remove_given_for(one.code_hash)

        assert (found(twite, one), found(twite, other)) == (None, other)

    def test_by_its_id_is_for_its_owner_alone(self, twite: Embedded) -> None:
        """H044: the owner is part of the question."""
        with twite.oauth.unit_of_work() as work:
            app, (alice, bob) = an_app(work), some_users(work, 2)
            hers, apps = a_token(work, app, alice), a_token(work, app, None)

            assert not work.tokens.remove_owned(hers.id, owner_id=bob)
            assert not work.tokens.remove_owned(apps.id, owner_id=alice)
            assert not work.tokens.remove_owned(apps.id, owner_id=None)  # type: ignore[arg-type]
            assert not work.tokens.remove_owned(AccessTokenId(2**80), owner_id=alice)
        assert (found(twite, hers), found(twite, apps)) == (hers, apps)

        with twite.oauth.unit_of_work() as work:
            ended = [work.tokens.remove_owned(hers.id, owner_id=alice) for _ in range(2)]
        assert ended == [True, False]
        assert found(twite, hers) is None

    def test_all_ends_codes_and_tokens_of_that_user_alone(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, (alice, bob) = an_app(work), some_users(work, 2)
            tokens = [a_token(work, app, owner) for owner in (alice, alice, bob, None)]
            codes = [a_code(work, app, owner) for owner in (alice, bob)]
            for _ in range(2):
                work.tokens.remove_all(alice)
            left = [work.tokens.find_code(code.code_hash) for code in codes]

        assert left == [None, codes[1]]
        assert [found(twite, token) for token in tokens] == [None, None, *tokens[2:]]


# -- many at once -----------------------------------------------------------------


def test_many_who_bring_one_code_get_one_token_between_them(twite: Embedded) -> None:
    """H025: and as it came more than once, that ends, too."""
    alice = twite.users.register(handle="alice")
    made = twite.oauth.register(name="Tea", redirect_uris=[HOME])
    proof: Any = {"client_id": made.app.client_id, "client_secret": made.secret}
    code = twite.oauth.authorize(by=alice, client_id=made.app.client_id, redirect_uri=HOME)
    bring = partial(twite.oauth.exchange, code=code, redirect_uri=HOME, **proof)

    outcomes = at_once(*[bring] * 20)

    assert refusals(outcomes) == [InvalidGrant] * 19
    (issued,) = [outcome for outcome in outcomes if isinstance(outcome, Issued)]
    with pytest.raises(TokenInvalid):
        twite.oauth.known(issued.token)
    assert twite.check() == []


def test_who_is_shut_out_meanwhile_keeps_nothing(twite: Embedded) -> None:
    made = twite.oauth.register(name="Tea", redirect_uris=[HOME])
    client_id = made.app.client_id
    acts: list[Callable[[], object]] = []
    for number in range(6):
        user = twite.users.register(handle=f"u{number}")
        code = twite.oauth.authorize(by=user, client_id=client_id, redirect_uri=HOME)
        acts += [
            partial(
                twite.oauth.exchange,
                code=code,
                redirect_uri=HOME,
                client_id=client_id,
                client_secret=made.secret,
            ),
            partial(twite.users.suspend, user),
            partial(twite.oauth.authorize, by=user, client_id=client_id, redirect_uri=HOME),
        ]

    at_once(*acts)

    assert twite.check() == []


# -- what must not be there -------------------------------------------------------


class TestAFault:
    def test_of_a_code_that_should_be_forgotten_is_found(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, (alice, bob) = an_app(work), some_users(work, 2)
            new = a_code(work, app, alice, at=NOW + CODE_LASTS + SLACK)
            a_code(work, app, alice, at=NOW + MICROSECOND)
            a_code(work, app, bob)
            code = a_code(work, app, alice)
        assert new.given_at - code.given_at == CODE_LASTS + SLACK

        assert list(twite.check()) == [
            f"code {code.id} ran out, and a later one of its user stands"
        ]

    def test_of_a_code_that_can_be_redeemed_again_is_found(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, alice = an_app(work), a_user(work).id
            token, code = a_token(work, app, alice), a_code(work, app, alice)
            assert token.code_hash
            again = evolve(code, id=type(code.id)(work.next_id(at=NOW)), code_hash=token.code_hash)
            work.tokens.give(again)

        assert list(twite.check()) == [f"code {again.id} was redeemed, and can be again"]

    def test_of_a_token_that_is_good_for_too_much_is_found(self, twite: Embedded) -> None:
        with twite.oauth.unit_of_work() as work:
            app, alice = an_app(work), a_user(work).id
            a_token(work, app, alice, scopes="read:search write")
            token = a_token(work, app, alice, scopes="read push")

        assert list(twite.check()) == [
            f"access token {token.id} is good for more than its app may do"
        ]

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_of_a_token_of_who_is_shut_out_is_found(
        self, twite: Embedded, state: UserState
    ) -> None:
        with twite.oauth.unit_of_work() as work:
            app, user = an_app(work), a_user(work)
            token = a_token(work, app, user.id)
            a_token(work, app, None)
            work.users.save(evolve(user, state=state))

        assert list(twite.check()) == [f"access token {token.id} is of nobody who is there"]
