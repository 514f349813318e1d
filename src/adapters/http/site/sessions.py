"""The forms to log in and out, and the page of where one is logged in."""

from ....domain.registrations import AwaitsApproval
from ....domain.sessions import SessionId, WrongCredentials
from ..errors import headers_of, status_of
from .visits import Answer, Visit, way_back


def sign_in_form(visit: Visit) -> Answer:
    """Log in: who is logged in already goes on."""
    wanted = way_back(visit.query.get("next", "/"))
    if visit.viewer_id is not None:
        return visit.redirect(wanted)
    changed = visit.query.get("changed") == "yes"
    return visit.page("sign_in.html", login="", wanted=wanted, said="", changed=changed)


def sign_in(visit: Visit) -> Answer:
    """Log in, and go on to what was wanted; what was typed stays, but for the password."""
    wanted = way_back(visit.field("next") or "/")
    try:
        user_id = visit.twite.credentials.prove(
            login=visit.field("login"), password=visit.field("password")
        )
    except (WrongCredentials, AwaitsApproval) as why:
        answer = visit.page(
            "sign_in.html",
            status=status_of(why),
            login=visit.field("login"),
            wanted=wanted,
            said=str(why),
            changed=False,
        )
        answer.headers.update(headers_of(why))
        return answer
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
