"""Where credentials are kept, and links to set new ones; how they are looked up."""

from typing import Protocol

from attrs import define, field

from ...domain.credentials import Credential, Reset
from ...domain.users import UserId, UserState


class CredentialRepository(Protocol):
    """At most one per user; an e-mail address belongs to one user.

    Whoever changes one holds the user (:meth:`UserRepository.hold`).
    """

    def add(self, credential: Credential) -> None:
        """Raises :exc:`HasCredential` or :exc:`EmailTaken`, the first that holds."""

    def save(self, credential: Credential) -> None:
        """Keep version n + 1 over version n, and announce its events.

        Raises :exc:`CredentialChangedMeanwhile` where another version is kept, or
        :exc:`EmailTaken`.
        """

    def get(self, user_id: UserId) -> Credential:
        """Raises :exc:`HasNoCredential`."""
        ...

    def remove(self, user_id: UserId) -> None:
        """Forget it; nothing happens where there is none."""

    def has(self, user_id: UserId) -> bool:
        """Whether there is one for that user."""
        ...

    def offer(self, reset: Reset) -> None:
        """Keep a link to a new password, beside those the user has that did not run out; those
        that did are forgotten."""

    def find_offered(self, token_hash: str) -> Reset | None:
        """The link of that token, also one that ran out."""
        ...

    def withdraw_offers(self, user_id: UserId) -> None:
        """Every link of that user is worth nothing from now on."""


@define(kw_only=True)
class CredentialView:
    """What is needed to let somebody in, or to write to them."""

    user_id: UserId
    handle: str
    display_name: str
    state: UserState
    email: str = field(repr=False)
    password_hash: str = field(repr=False)


class CredentialViews(Protocol):
    """The read side."""

    def by_login(self, login: str) -> CredentialView | None:
        """By e-mail address or handle, in lower case; None where the user has no credentials."""
        ...

    def by_user(self, id: UserId) -> CredentialView | None: ...

    def offered(self, token_hash: str) -> Reset | None:
        """The link of that token, also one that ran out; None where its user is not active."""
        ...
