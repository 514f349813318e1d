"""``twite user``: people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import click

from ...application.paging import LARGEST_LIMIT, Cursor
from ...application.ports.users import UserView
from ...domain.credentials import EmailTaken, InvalidPassword
from ...domain.errors import TwiteError
from ...domain.users import Handle, HandleTaken, Role, UserNotFound, UserState
from ..library import Embedded
from .opening import opened

Command = Callable[..., Any]


@click.group()
def user() -> None:
    """People."""


@user.command()
@click.argument("handle")
@click.option("--email", help="Where mails to them go; asked for when not given.")
@click.option("--display-name", help="The name shown beside the handle.")
@click.option("--password", help="At least 8 characters; asked for when not given.")
def create(handle: str, email: str | None, display_name: str | None, password: str | None) -> None:
    """Make a user who can log in with a password, whatever TWITE_REGISTRATIONS says."""
    with opened() as (twite, settings):
        name = _free_handle(twite, _bare(handle))
        sign_up = partial(
            twite.credentials.sign_up,
            handle=name.value,
            email=_asked("E-mail address", email, partial(_free_address, twite)),
            display_name=display_name,
        )
        if password is None:
            _with_password_asked(sign_up)
        else:
            sign_up(password=password)
    click.echo(f"@{name} can log in at {settings.base_url}/auth/sign_in")


def _free_handle(twite: Embedded, handle: str) -> Handle:
    """Raises what a user of that handle would be refused with."""
    name = Handle(handle).unreserved()
    with suppress(UserNotFound):
        twite.users.bearing(name.value)
        raise HandleTaken(name)
    return name


def _free_address(twite: Embedded, email: str) -> str:
    if twite.credentials.is_taken(email=email):
        raise EmailTaken
    return email


def _asked(question: str, given: str | None, check: Callable[[str], str]) -> str:
    """What was given, or is answered; whoever can answer is asked again until it will do."""
    if given is not None:
        return check(given)

    def checked(answer: str) -> str:
        try:
            return check(answer)
        except TwiteError as why:
            raise click.UsageError(str(why)) from why

    answered: str = click.prompt(question, value_proc=checked)
    return answered


def _with_password_asked(sign_up: Callable[..., object]) -> None:
    while True:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            sign_up(password=password)
        except InvalidPassword as why:
            click.echo(f"Error: {why}", err=True)
        else:
            return


@user.command()
@click.argument("handle")
def password(handle: str) -> None:
    """Print a link with which somebody sets a new password, once, within an hour."""
    with opened() as (twite, settings):
        found = twite.users.bearing(_bare(handle))
        token = twite.credentials.offer_reset(found.id)
    click.echo(f"{settings.base_url}/auth/reset?token={token}")


@user.command()
def invite() -> None:
    """Print a link with which one person can sign up within 7 days (TWITE_REGISTRATIONS=invite)."""
    with opened() as (twite, settings):
        token = twite.users.invite()
    click.echo(f"{settings.base_url}/auth/sign_up?invitation={token}")


# -- looking --------------------------------------------------------------------


@user.command("list")
@click.option(
    "--state",
    type=click.Choice([state.value for state in UserState]),
    help="Those in that state alone.",
)
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="Those of that role alone."
)
def list_users(state: str | None, role: str | None) -> None:
    """List users: handle, state, role, since when.  Who registered last comes first."""
    with opened() as (twite, _):
        for found in _everybody(
            twite, UserState(state) if state else None, Role(role) if role else None
        ):
            silenced = "silenced" if found.is_silenced else ""
            click.echo(
                f"{'@' + found.handle:<32}{found.state:<11}{found.role:<11}{silenced:<10}"
                f"{found.registered_at:%Y-%m-%d}".rstrip()
            )


@user.command()
@click.argument("handle")
def show(handle: str) -> None:
    """Show a user, whatever their state, and what was done with them, by whom, and why."""
    with opened() as (twite, settings):
        found = twite.users.bearing(_bare(handle))
        for name, said in _facts(found, settings.base_url):
            click.echo(f"{name:<14}{said}")
        acts = twite.users.acts(found.id, cursor=Cursor(limit=LARGEST_LIMIT))
        for act in acts.items:
            by = f"@{act.by}" if act.by else "the command line"
            why = f": {act.reason}" if act.reason else ""
            click.echo(f"{act.at:%Y-%m-%d %H:%M} {act.act} by {by}{why}")
        if acts.older:
            click.echo(f"... and more before the latest {LARGEST_LIMIT}")


def _facts(found: UserView, base_url: str) -> Iterator[tuple[str, object]]:
    yield "handle", f"@{found.handle}"
    yield "display name", found.display_name
    yield "id", found.id
    if found.external_id is not None:
        yield "external id", found.external_id
    yield "state", f"{found.state}{', silenced' if found.is_silenced else ''}"
    if found.state_since is not None:
        yield "since", f"{found.state_since:%Y-%m-%d %H:%M} UTC"
    yield "role", found.role
    yield "locked", "yes" if found.is_locked else "no"
    yield "registered", f"{found.registered_at:%Y-%m-%d %H:%M} UTC"
    yield "microposts", found.posts_count
    yield "followers", found.followers_count
    yield "following", found.following_count
    if found.state is UserState.ACTIVE:
        yield "profile", f"{base_url}/@{found.handle}"


def _everybody(twite: Embedded, state: UserState | None, role: Role | None) -> Iterator[UserView]:
    cursor: Cursor | None = Cursor(limit=LARGEST_LIMIT)
    while cursor is not None:
        found = twite.users.page(state=state, role=role, cursor=cursor)
        yield from found.items
        cursor = found.older


# -- moderating -----------------------------------------------------------------


def _moderating(command: Command) -> Command:
    """What all who moderate take."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
        click.option("--yes", is_flag=True, help="Do not ask whether you are sure."),
        click.option("--reason", default="", help="Why, for the audit log (`twite user show`)."),
        click.argument("handle"),
    ):
        command = option(command)
    return command


@contextmanager
def _about(
    handle: str, done: str, *, yes: bool, dry_run: bool
) -> Iterator[tuple[Embedded, UserView]]:
    """twite, and whom it is about; with ``dry_run``, what is done in the block is undone."""
    with opened() as (twite, _):
        found = twite.users.bearing(_bare(handle))
        who = f"@{found.handle} ({found.display_name}, {found.posts_count} microposts)"
        if dry_run:
            with _undone(twite):
                yield twite, found
            click.echo(f"{who} would be {done}.  Nothing was done.")
            return
        if not yes:
            click.confirm(f"{who} will be {done}.  Are you sure?", abort=True)
        yield twite, found
        click.echo(f"@{found.handle} is {done}.")


class _Undo(Exception):
    """Nothing went wrong: it was only tried."""


@contextmanager
def _undone(twite: Embedded) -> Iterator[None]:
    try:
        with twite.users.unit_of_work():
            yield
            raise _Undo  # noqa: TRY301 (to leave the unit of work, not to be handled)
    except _Undo:
        return


@user.command()
@_moderating
def suspend(handle: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Shut somebody out, and hide all they said; `twite user restore` takes it back."""
    with _about(handle, "suspended", yes=yes, dry_run=dry_run) as (twite, found):
        twite.users.suspend(found.id, reason=reason)


@user.command()
@_moderating
def silence(handle: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Let none but their followers come across what somebody says."""
    with _about(handle, "silenced", yes=yes, dry_run=dry_run) as (twite, found):
        twite.users.silence(found.id, reason=reason)


@user.command()
@_moderating
def restore(handle: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Take back that somebody is suspended or silenced."""
    with _about(handle, "restored", yes=yes, dry_run=dry_run) as (twite, found):
        twite.users.restore(found.id, reason=reason)


@user.command()
@_moderating
def close(handle: str, reason: str, yes: bool, dry_run: bool) -> None:
    """End an account for good: gone at once, then erased.  Nobody can take it back."""
    with _about(handle, "closed for good", yes=yes, dry_run=dry_run) as (twite, found):
        twite.users.close(found.id, reason=reason)
    if not dry_run:
        click.echo("What they left is erased, batch by batch, by `twite serve` or `twite worker`.")


@user.command()
@_moderating
def approve(handle: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Let somebody in who signed up and waits (TWITE_REGISTRATIONS=approval)."""
    with _about(handle, "approved", yes=yes, dry_run=dry_run) as (twite, found):
        twite.users.approve(found.id, reason=reason)


@user.command()
@_moderating
@click.argument("new", metavar="ROLE", type=click.Choice([role.value for role in Role]))
def role(handle: str, new: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Make somebody a user, a moderator or an admin."""
    with _about(handle, f"made {new}", yes=yes, dry_run=dry_run) as (twite, found):
        twite.users.appoint(found.id, Role(new), reason=reason)


def _bare(handle: str) -> str:
    return handle.removeprefix("@")
