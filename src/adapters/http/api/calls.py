"""A call: one request of a program as a handler sees it."""

from collections.abc import Mapping, Sequence
from typing import Any, Self, TypeVar

from attrs import Factory, define, field, frozen

from ....application.oauth import Access
from ....application.paging import Page
from ....application.ports.rate_limits import RateLimits
from ....application.ports.users import UserView
from ....application.twite import Twite
from ....domain.microposts import MicropostId
from ....domain.oauth import TokenInvalid
from ....domain.users import UserId, UserNotFound
from .. import limits
from ..bodies import JSON
from ..house import House
from ..links import link, ways
from ..shapes import Pair
from ..tokens import Login
from .census import Census
from .document import Document
from .entities.accounts import Accounts
from .entities.notifications import Notifications
from .entities.operations import Operation
from .entities.remembered import Remembered
from .entities.renderings import Renderings
from .entities.statuses import Status, Statuses
from .errors import NoUser

T = TypeVar("T")


@frozen(kw_only=True)
class Api:
    """What every call shares."""

    twite: Twite
    house: House
    accounts: Accounts
    statuses: Statuses
    renderings: Renderings
    notifications: Notifications
    document: Document
    operations: Sequence[Operation]
    census: Census

    @classmethod
    def on(
        cls,
        twite: Twite,
        house: House,
        *,
        avatar: str,
        header: str,
        document: Document,
        operations: Sequence[Operation],
    ) -> Self:
        """``avatar`` and ``header`` are the addresses of pictures for whoever has none."""
        base = house.base_url
        accounts = Accounts(base=base, avatar=f"{base}{avatar}", header=f"{base}{header}")
        statuses = Statuses(accounts=accounts, users=twite.users.shown)
        return cls(
            twite=twite,
            house=house,
            accounts=accounts,
            statuses=statuses,
            renderings=Renderings(
                statuses=statuses,
                entries=twite.timelines.entries,
                microposts=twite.microposts.shown,
                users=twite.users.shown,
                remembered=Remembered(house.remembered_bytes),
            ),
            notifications=Notifications(statuses=statuses),
            document=document,
            operations=operations,
            census=Census(twite.users.census),
        )


@define(kw_only=True)
class Call:
    """``path`` and ``asked`` are where it came and what its query says; ``headers`` are what the
    answer is to say besides; ``media_type`` what it is."""

    api: Api
    path: str
    asked: Sequence[Pair]
    address: str
    access: Access | Login | None = None
    token: str | None = field(default=None, repr=False)
    rate_limits: RateLimits | None = field(default=None, repr=False)
    headers: dict[str, str] = Factory(dict)
    media_type: str = JSON

    @property
    def twite(self) -> Twite:
        return self.api.twite

    @property
    def viewer_id(self) -> UserId | None:
        return self.access.user_id if self.access is not None else None

    @property
    def user_id(self) -> UserId:
        """Who asks, where an operation needs a user; raises :exc:`NoUser`."""
        if self.viewer_id is None:
            raise NoUser
        return self.viewer_id

    @property
    def known(self) -> Access:
        """By which app's token, where an operation needs one; raises :exc:`TokenInvalid`."""
        if not isinstance(self.access, Access):
            raise TokenInvalid
        return self.access

    def logging_in(self, login: str) -> None:
        """Count a try to log in, with those on the site; raises :exc:`TooOften`."""
        subject = limits.Subject(address=self.address, login=login)
        limits.count(self.rate_limits, "signing_in", subject)

    def status(self, id: MicropostId) -> Status:
        """One as the viewer sees it; raises :exc:`MicropostNotFound`."""
        view = self.twite.microposts.show(id, viewer_id=self.viewer_id)
        return self.api.statuses.one(view, viewer_id=self.viewer_id)

    def user(self, id: UserId) -> UserView:
        """One whom the viewer may know of; raises :exc:`UserNotFound`."""
        for user in self.twite.users.shown([id], viewer_id=self.viewer_id):
            return user
        raise UserNotFound(id)

    def handle(self, acct: str) -> str:
        """What somebody is called here: ``alice``, ``@alice``, or ``alice@`` and our own domain;
        raises :exc:`UserNotFound` for another."""
        name, _, domain = acct.strip().removeprefix("@").partition("@")
        if domain and domain.lower() != self.api.house.domain.lower():
            raise UserNotFound(acct)
        return name

    def listed(self, page: Page[T]) -> Sequence[T]:
        """What is on the page; where it goes on stands in a header."""
        self.lead_on(page)
        return page.items

    def lead_on(self, page: Page[Any]) -> Mapping[str, str]:
        """Where it goes on, as stands in a header."""
        leads = ways(f"{self.api.house.base_url}{self.path}", self.asked, page)
        if leads:
            self.headers["link"] = link(leads)
        return leads
