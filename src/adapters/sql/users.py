"""Users in a table."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from ...application.paging import Cursor, Page, page
from ...application.ports.microposts import AuthorView
from ...application.ports.unit_of_work import IdTaken
from ...application.ports.users import (
    ActView,
    CensusView,
    UserRepository,
    UserStamp,
    UserView,
    UserViews,
)
from ...domain.givens import is_id
from ...domain.users import (
    Act,
    AuditEntryId,
    Bio,
    DisplayName,
    ExternalId,
    ExternalIdTaken,
    Handle,
    HandleTaken,
    ProfileLink,
    Role,
    User,
    UserChangedMeanwhile,
    UserId,
    UserNotFound,
    UserState,
)
from .audience import MET, SqlAudience
from .functions import among
from .outbox import SqlOutbox
from .paging import stretch
from .statements import insert_new
from .tables import audit, names, users
from .transactions import Transactions
from .types import Utc

_INSERT = insert_new(users)
_UPDATE = (
    update(users)
    .where(users.c.id == bindparam("b_id"), users.c.version == bindparam("b_version"))
    .values(
        version=bindparam("version"),
        display_name=bindparam("display_name"),
        external_id=bindparam("external_id"),
        bio=bindparam("bio"),
        links=bindparam("links"),
        is_locked=bindparam("is_locked"),
        role=bindparam("role"),
        state=bindparam("state"),
        is_silenced=bindparam("is_silenced"),
        state_since=bindparam("state_since"),
        erased_at=bindparam("erased_at"),
    )
)
_INSERT_NAMES = insert(names)
_DELETE_NAMES = delete(names).where(names.c.user_id == bindparam("b_id"))
_GET = select(users).where(users.c.id == bindparam("id"))
# NO KEY: rows of others that refer to this user, such as mentions, need not wait for it.
_HOLD = _GET.with_for_update(key_share=True)
_HAS_HANDLE = select(users.c.id).where(users.c.handle == bindparam("handle"))
_HAS_EXTERNAL_ID = select(users.c.id).where(users.c.external_id == bindparam("external_id"))
_IDS = select(users.c.handle, users.c.id).where(
    users.c.handle.in_(bindparam("handles", expanding=True)),
    or_(
        users.c.state == UserState.ACTIVE,
        and_(
            users.c.id.in_(bindparam("known", expanding=True)),
            users.c.state != UserState.CLOSED,
        ),
    ),
)
_CENSUS = select(
    func.count().label("users_count"),
    func.coalesce(func.sum(users.c.posts_count), 0).label("posts_count"),
    func.count()
    .filter(users.c.last_posted_at >= bindparam("since", type_=Utc()))
    .label("posting_count"),
).where(users.c.state == UserState.ACTIVE)
_SHOW = select(users).where(among(users.c.id, "ids"))
_SHOWN = _SHOW.where(MET)
_STAMPS = select(
    users.c.id,
    users.c.version,
    users.c.posts_count,
    users.c.followers_count,
    users.c.following_count,
    users.c.last_posted_at,
).where(among(users.c.id, "ids"), MET)
_BY_HANDLE = select(users).where(users.c.handle == bindparam("handle"), MET)
_BY_EXTERNAL_ID = select(users).where(
    users.c.external_id == bindparam("external_id"), users.c.state == UserState.ACTIVE
)
_BEARING = select(users).where(users.c.handle == bindparam("handle"))
_of_state = users.c.state == bindparam("state")
_of_role = users.c.role == bindparam("role")
_page = {
    (False, False): stretch(select(users), users.c.id),
    (True, False): stretch(select(users).where(_of_state), users.c.id),
    (False, True): stretch(select(users).where(_of_role), users.c.id),
    (True, True): stretch(select(users).where(_of_state, _of_role), users.c.id),
}
_by = users.alias("by_users")
_acts = stretch(
    select(audit, _by.c.handle.label("by_handle"))
    .join_from(audit, _by, _by.c.id == audit.c.by_id, isouter=True)
    .where(audit.c.subject_id == bindparam("subject_id")),
    audit.c.id,
)


@frozen
class SqlUserRepository(UserRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, user: User) -> None:
        if self._connection.execute(_INSERT, _to_row(user)).rowcount == 0:
            self._refuse(user)
        self._add_names(user)
        self._outbox.put(user.events)

    def save(self, user: User) -> None:
        if self._connection.execute(_UPDATE, _to_next_row(user)).rowcount == 0:
            raise UserChangedMeanwhile(user.id)
        self._connection.execute(_DELETE_NAMES, {"b_id": user.id})
        self._add_names(user)
        self._outbox.put(user.events)

    def get(self, id: UserId) -> User:
        row = self._connection.execute(_GET, {"id": id}).one_or_none()
        if row is None:
            raise UserNotFound(id)
        return _from_row(row)

    def hold(self, id: UserId) -> User:
        row = self._connection.execute(_HOLD, {"id": id}).one_or_none()
        if row is None:
            raise UserNotFound(id)
        return _from_row(row)

    def hold_pair(self, one: UserId, other: UserId) -> tuple[User, User]:
        for id in (one, other):
            if not is_id(id):
                raise UserNotFound(id)
        held = {id: self.hold(id) for id in sorted({one, other})}
        return held[one], held[other]

    def ids_of(
        self, handles: Collection[str], *, known: Collection[UserId] = ()
    ) -> Mapping[str, UserId]:
        if not handles:
            return {}
        rows = self._connection.execute(_IDS, {"handles": list(handles), "known": list(known)})
        return {row.handle: UserId(row.id) for row in rows}

    def _add_names(self, user: User) -> None:
        rows = [{"beginning": said, "user_id": user.id} for said in user.beginnings]
        self._connection.execute(_INSERT_NAMES, rows)

    def _refuse(self, user: User) -> None:
        taken = self._connection.execute(_HAS_HANDLE, {"handle": user.handle.value}).first()
        if taken is not None:
            raise HandleTaken(user.handle)
        if user.external_id is not None and self._has(user.external_id):
            raise ExternalIdTaken(user.external_id)
        raise IdTaken(user.id)

    def _has(self, external_id: ExternalId) -> bool:
        asked = {"external_id": external_id.value}
        return self._connection.execute(_HAS_EXTERNAL_ID, asked).first() is not None


@frozen
class SqlUserViews(UserViews):
    _transactions: Transactions
    _audience: SqlAudience

    def show(self, ids: Sequence[UserId]) -> Sequence[UserView]:
        ids = [id for id in ids if is_id(id)]
        with self._transactions.reading() as connection:
            rows = connection.execute(_SHOW, {"ids": ids}).all()
        return _in_order(ids, rows)

    def shown(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserView]:
        ids = [id for id in ids if is_id(id)]
        asked = {"ids": ids, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            rows = connection.execute(_SHOWN, asked).all()
        return _in_order(ids, rows)

    def stamps(self, ids: Sequence[UserId], *, viewer_id: UserId | None) -> Sequence[UserStamp]:
        asked = {"ids": ids, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            return [_stamp(row) for row in connection.execute(_STAMPS, asked).all()]

    def by_handle(self, handle: Handle, *, viewer_id: UserId | None) -> UserView | None:
        asked = {"handle": handle.value, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            row = connection.execute(_BY_HANDLE, asked).one_or_none()
        return _view(row) if row is not None else None

    def by_external_id(self, external_id: ExternalId) -> UserView | None:
        asked = {"external_id": external_id.value}
        with self._transactions.reading() as connection:
            row = connection.execute(_BY_EXTERNAL_ID, asked).one_or_none()
        return _view(row) if row is not None else None

    def bearing(self, handle: Handle) -> UserView | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_BEARING, {"handle": handle.value}).one_or_none()
        return _view(row) if row is not None else None

    def page(self, *, state: UserState | None, role: Role | None, cursor: Cursor) -> Page[UserView]:
        asked = {"state": state, "role": role}
        given = {name: value for name, value in asked.items() if value is not None}
        statement = _page[state is not None, role is not None]
        with self._transactions.reading() as connection:
            found = [_view(row) for row in statement.rows(connection, cursor, given)]
        return page(found, cursor=cursor, id_of=lambda view: view.id)

    def acts(self, subject_id: UserId, *, cursor: Cursor) -> Page[ActView]:
        asked = {"subject_id": subject_id}
        with self._transactions.reading() as connection:
            found = [_act(row) for row in _acts.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda act: act.id)

    def census(self, *, since: datetime) -> CensusView:
        with self._transactions.reading() as connection:
            row = connection.execute(_CENSUS, {"since": since}).one()
        return CensusView(
            users_count=row.users_count,
            posts_count=row.posts_count,
            posting_count=row.posting_count,
        )


def _in_order(ids: Sequence[UserId], rows: Sequence[Row[Any]]) -> Sequence[UserView]:
    found = {row.id: _view(row) for row in rows}
    return [found[id] for id in ids if id in found]


def _act(row: Row[Any]) -> ActView:
    return ActView(
        id=AuditEntryId(row.id),
        at=row.at,
        by=row.by_handle,
        act=Act(row.act),
        reason=row.reason,
    )


def _to_row(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "version": user.version,
        "handle": user.handle.value,
        "registered_at": user.registered_at,
        "posts_count": 0,
        "followers_count": 0,
        "following_count": 0,
        "newest_entry_id": 0,
        "last_posted_at": None,
        **_changeable(user),
    }


def _to_next_row(user: User) -> dict[str, object]:
    return {
        "b_id": user.id,
        "b_version": user.version,
        "version": user.version + 1,
        **_changeable(user),
    }


def _changeable(user: User) -> dict[str, object]:
    return {
        "display_name": user.display_name.value,
        "external_id": user.external_id.value if user.external_id else None,
        "bio": user.bio.value,
        "links": json.dumps([[link.name, link.value] for link in user.links]),
        "is_locked": user.is_locked,
        "role": user.role.value,
        "state": user.state.value,
        "is_silenced": user.is_silenced,
        "state_since": user.state_since,
        "erased_at": user.erased_at,
    }


def _from_row(row: Row[Any]) -> User:
    return User(
        id=UserId(row.id),
        version=row.version,
        handle=Handle(row.handle),
        display_name=DisplayName(row.display_name),
        bio=Bio(row.bio),
        links=tuple(ProfileLink(*link) for link in json.loads(row.links)),
        is_locked=row.is_locked,
        external_id=ExternalId(row.external_id) if row.external_id is not None else None,
        role=Role(row.role),
        state=UserState(row.state),
        is_silenced=row.is_silenced,
        state_since=row.state_since,
        erased_at=row.erased_at,
        registered_at=row.registered_at,
    )


def _view(row: Row[Any]) -> UserView:
    return UserView(
        id=UserId(row.id),
        handle=row.handle,
        display_name=row.display_name,
        bio=row.bio,
        links=[(name, value) for name, value in json.loads(row.links)],
        is_locked=row.is_locked,
        external_id=row.external_id,
        role=Role(row.role),
        registered_at=row.registered_at,
        posts_count=row.posts_count,
        followers_count=row.followers_count,
        following_count=row.following_count,
        state=UserState(row.state),
        is_silenced=row.is_silenced,
        state_since=row.state_since,
        last_posted_on=row.last_posted_at.date() if row.last_posted_at else None,
    )


def _stamp(row: Sequence[Any]) -> UserStamp:
    id, version, posts_count, followers_count, following_count, last_posted_at = row
    return UserStamp(
        id=id,
        version=version,
        posts_count=posts_count,
        followers_count=followers_count,
        following_count=following_count,
        last_posted_on=last_posted_at.date() if last_posted_at else None,
    )


def author_view(id: int, row: Row[Any]) -> AuthorView:
    """As they stand beside what they did: of a row with the names of that user in it."""
    return AuthorView(id=UserId(id), handle=row.handle, display_name=row.display_name)
