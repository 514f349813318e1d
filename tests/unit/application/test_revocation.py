"""What ends when a user has to prove anew who they are."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.application.worlds import kept
from twite import application
from twite.application.revocation import revoke_everything
from twite.domain.credentials import ResetNotFound
from twite.domain.oauth import InvalidGrant, TokenInvalid
from twite.domain.sessions import NotLoggedIn
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.plugin import PASSWORD

NEW = "a new one for tea"

# Every way to change what proves a user: whoever adds one adds it here.
CHANGES: dict[str, Callable[[Embedded, UserId], object]] = {
    "the password": lambda twite, id: twite.credentials.change_password(
        by=id, current=PASSWORD, new=NEW
    ),
    "the address": lambda twite, id: twite.credentials.change_email(
        by=id, current=PASSWORD, email="new@example.org"
    ),
    "the password, by a link": lambda twite, id: twite.credentials.reset(
        token=twite.credentials.offer_reset(id), new=NEW
    ),
}
every_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


def is_known(twite: Embedded, token: str) -> bool:
    try:
        twite.sessions.who(token)
    except NotLoggedIn:
        return False
    return True


def is_offered(twite: Embedded, token: str) -> bool:
    try:
        twite.credentials.expect_reset(token)
    except ResetNotFound:
        return False
    return True


HOME = "https://app.example/cb"


def an_app(twite: Embedded) -> dict[str, Any]:
    """How it proves who it is."""
    made = twite.oauth.register(name="Tea", redirect_uris=[HOME])
    return {"client_id": made.app.client_id, "client_secret": made.secret}


def a_code(twite: Embedded, app: dict[str, Any], by: UserId) -> str:
    return twite.oauth.authorize(by=by, client_id=app["client_id"], redirect_uri=HOME)


def a_token(twite: Embedded, app: dict[str, Any], by: UserId) -> str:
    code = a_code(twite, app, by)
    return twite.oauth.exchange(code=code, redirect_uri=HOME, **app).token


def is_allowed(twite: Embedded, token: str) -> bool:
    try:
        twite.oauth.known(token)
    except TokenInvalid:
        return False
    return True


@every_change
class TestAChange:
    """H013."""

    def test_ends_every_session_of_that_user(
        self,
        twite: Embedded,
        alice: UserId,
        bob: UserId,
        change: Callable[[Embedded, UserId], object],
    ) -> None:
        hers, his = [twite.sessions.start(alice) for _ in range(3)], twite.sessions.start(bob)

        change(twite, alice)

        assert [is_known(twite, token) for token in hers] == [False] * 3
        assert is_known(twite, his)

    def test_ends_every_unused_link(
        self,
        twite: Embedded,
        alice: UserId,
        bob: UserId,
        change: Callable[[Embedded, UserId], object],
    ) -> None:
        """H016."""
        hers, his = twite.credentials.offer_reset(alice), twite.credentials.offer_reset(bob)

        change(twite, alice)

        assert not is_offered(twite, hers)
        assert is_offered(twite, his)

    def test_ends_what_every_app_was_given(
        self,
        twite: Embedded,
        alice: UserId,
        bob: UserId,
        change: Callable[[Embedded, UserId], object],
    ) -> None:
        app = an_app(twite)
        hers, his = (a_token(twite, app, user) for user in (alice, bob))
        codes = [a_code(twite, app, user) for user in (alice, bob)]

        change(twite, alice)

        assert not is_allowed(twite, hers)
        assert is_allowed(twite, his)
        with pytest.raises(InvalidGrant):
            twite.oauth.exchange(code=codes[0], redirect_uri=HOME, **app)
        assert twite.oauth.exchange(code=codes[1], redirect_uri=HOME, **app)


def test_revoking_leaves_nothing_of_that_user_and_all_of_others(
    twite: Embedded, alice: UserId, bob: UserId
) -> None:
    app = an_app(twite)
    for id in (alice, bob):
        twite.sessions.start(id)
        a_token(twite, app, id)
        a_code(twite, app, id)
        twite.credentials.offer_reset(id)

    with twite.users.unit_of_work() as work:
        revoke_everything(work, alice)

    for table in ("sessions", "resets", "codes", "access_tokens"):
        (left,) = kept(twite)[table].values()
        assert getattr(left, "user_id", None) == bob


def test_a_link_is_worth_nothing_without_anything_to_set(twite: Embedded, alice: UserId) -> None:
    token = twite.credentials.offer_reset(alice)
    with twite.users.unit_of_work() as work:
        work.credentials.remove(alice)

    assert not is_offered(twite, token)


def test_whoever_writes_credentials_is_known() -> None:
    """A writer that is not among the changes above is one that keeps what proves a user: it counts
    a try, or hashes the same password anew."""
    writers = set(_callers("credentials", "save"))

    assert writers == {"_keep", "_hash_anew", "change_password", "change_email", "confirm"}


def _callers(repository: str, method: str) -> Iterator[str]:
    """The functions of the application that call that method of that repository."""
    for path in Path(application.__path__[0]).glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if ast.unparse(node).endswith(f"work.{repository}.{method}"):
                        yield function.name
