"""The forms to log in and out, and the page of where one is logged in."""

from collections.abc import Mapping

from attrs import asdict, evolve

from ....domain.drafts import DraftId
from ....domain.errors import Conflict, Invalid, NotFound, TwiteError
from ....domain.microposts import Visibility
from ....domain.registrations import AwaitsApproval
from ....domain.sessions import NotLoggedIn, SessionId, WrongCredentials
from ....domain.users import AccountNotActive, UserId
from ..errors import headers_of, status_of
from ..parameters import NotAnId
from .drafts import keep_typed
from .microposts import Typed
from .visits import Answer, Visit, way_back


def sign_in_form(visit: Visit) -> Answer:
    """Log in: who is logged in already goes on, but where that is to be asked again."""
    if visit.viewer_id is not None and visit.query.get("again") != "yes":
        return visit.redirect(_wanted(visit.query))
    changed = visit.query.get("changed") == "yes"
    return _form(visit, wanted=_wanted(visit.query), changed=changed)


def log_in_first(visit: Visit) -> Answer:
    """Log in, and what was written meanwhile is kept as a draft."""
    return _refused(visit, NotLoggedIn(), typed=Typed.of(visit))


def sign_in(visit: Visit) -> Answer:
    """Log in, and go on to what was wanted, or to the draft of what came along; what was typed
    stays, but for the password."""
    typed = Typed.of(visit)
    wanted = _wanted(visit.form)
    try:
        user_id = visit.twite.credentials.prove(
            login=visit.field("login"), password=visit.field("password")
        )
        if typed.text:
            wanted = f"/drafts/{_kept(visit, typed, user_id)}"
    except (WrongCredentials, AwaitsApproval, AccountNotActive, Invalid, Conflict) as why:
        return _refused(visit, why, typed=typed)
    return visit.enter(user_id, to=wanted)


def sign_out(visit: Visit) -> Answer:
    """Log out: the session ends here, whoever else holds its token."""
    if visit.caller.token is not None:
        visit.twite.sessions.end(visit.caller.token)
    return visit.leave(to="/")


def sessions(visit: Visit) -> Answer:
    """Where one is logged in."""
    page = visit.twite.sessions.page(visit.member_id, token=visit.caller.token, cursor=visit.cursor)
    return visit.page("settings_sessions.html", page=page, cursor=visit.cursor)


def end_session(visit: Visit, id: SessionId) -> Answer:
    """Log out somewhere else."""
    visit.twite.sessions.end_one(id, by=visit.member_id)
    return visit.redirect("/settings/sessions")


def end_other_sessions(visit: Visit) -> Answer:
    """Log out everywhere else."""
    if visit.caller.token is not None:
        visit.twite.sessions.end_others(visit.caller.token)
    return visit.redirect("/settings/sessions")


def _kept(visit: Visit, typed: Typed, by: UserId) -> DraftId:
    """A stranger may have written anything: what it answers and takes the place of is left out
    where it is not theirs.  Of what had no audience, as an edit, nobody shall read more than they
    could."""
    typed = evolve(typed, visibility=typed.visibility or Visibility.MENTIONED.value)
    try:
        return keep_typed(visit, typed, by=by)
    except (NotFound, NotAnId):
        return keep_typed(visit, evolve(typed, in_reply_to="", draft=""), by=by)


def _wanted(given: Mapping[str, str]) -> str:
    return way_back(given.get("next") or "/")


def _refused(visit: Visit, why: TwiteError, *, typed: Typed) -> Answer:
    answer = _form(visit, typed=typed, said=str(why), status=status_of(why))
    answer.headers.update(headers_of(why))
    return answer


def _form(
    visit: Visit,
    *,
    wanted: str | None = None,
    typed: Typed | None = None,
    said: str = "",
    changed: bool = False,
    status: int = 200,
) -> Answer:
    return visit.page(
        "sign_in.html",
        status=status,
        login=visit.field("login"),
        wanted=wanted or _wanted(visit.form),
        said=said,
        changed=changed,
        carried=asdict(typed) if typed and typed.text else {},
    )
