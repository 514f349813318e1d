"""The page on which somebody lets an app in, the code to copy, and the page of their apps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from ....domain.errors import Invalid, TwiteError
from ....domain.oauth import (
    OUT_OF_BAND,
    AccessDenied,
    AccessTokenId,
    Asked,
    InvalidRequest,
    OAuthRefusal,
    RedirectUri,
    Scope,
    Scopes,
    UnsupportedResponseType,
)
from .. import parameters
from ..cookies import is_token
from ..headers import PRIVATE, may_lead_to
from .visits import Answer, Visit, way_in

AUTHORIZE = "/oauth/authorize"
# What an app sends (RFC 6749, 4.1.1; RFC 7636, 4.3); anything else is ignored.
SENT = (
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)
YES = ("true", "1", "on", "yes")
LONGEST_STATE = 2_048  # characters
BAD_REQUEST = 400

# What each scope means, for whoever is asked.
WORDS: Mapping[Scope, str] = {
    Scope.PROFILE: "See who you are: your profile, and nothing else",
    Scope.READ: "See everything you see here, also what is for you alone",
    Scope.READ_ACCOUNTS: "See your account, and the profiles of others as you see them",
    Scope.READ_BLOCKS: "See whom you block",
    Scope.READ_BOOKMARKS: "See your bookmarks",
    Scope.READ_FAVOURITES: "See what you favourited",
    Scope.READ_FILTERS: "See your filters",
    Scope.READ_FOLLOWS: "See whom you follow, and who asks to follow you",
    Scope.READ_LISTS: "See your lists",
    Scope.READ_MUTES: "See whom you mute",
    Scope.READ_NOTIFICATIONS: "See your notifications",
    Scope.READ_SEARCH: "Search as you",
    Scope.READ_STATUSES: "See the microposts you may read, also those for followers",
    Scope.WRITE: "Do everything here in your name: post, delete, follow, change your profile",
    Scope.WRITE_ACCOUNTS: "Change your profile, and what it begins with",
    Scope.WRITE_BLOCKS: "Block and unblock people for you",
    Scope.WRITE_BOOKMARKS: "Change your bookmarks",
    Scope.WRITE_CONVERSATIONS: "Mute conversations for you",
    Scope.WRITE_FAVOURITES: "Favourite in your name",
    Scope.WRITE_FILTERS: "Change your filters",
    Scope.WRITE_FOLLOWS: "Follow and unfollow in your name, and let people follow you",
    Scope.WRITE_LISTS: "Change your lists",
    Scope.WRITE_MEDIA: "Upload pictures for you",
    Scope.WRITE_MUTES: "Mute and unmute people for you",
    Scope.WRITE_NOTIFICATIONS: "Put away your notifications",
    Scope.WRITE_REPORTS: "Report people in your name",
    Scope.WRITE_STATUSES: "Post, edit, delete and repost in your name",
    Scope.FOLLOW: "See and change whom you follow, block and mute",
    Scope.PUSH: "Send your notifications to your device",
}


# -- letting an app in ----------------------------------------------------------


def authorize_form(visit: Visit) -> Answer:
    """What an app asks.  Who is not logged in, or is to log in again, does so first."""
    given = _given(visit.query)
    try:
        _expect_once_each(visit.wanted)
        asked = _asked(visit, given)
    except TwiteError as why:
        return _wrong(visit, why, given)
    again = f"{AUTHORIZE}?{urlencode(given)}"
    if visit.viewer_id is None:
        return visit.redirect(way_in(again))
    if visit.query.get("force_login", "").lower() in YES:
        return visit.redirect(way_in(again, as_another=True))
    answer = visit.page(
        "authorize.html",
        app=asked.app,
        may=in_words(asked.scopes),
        host=_host(asked.redirect_uri),
        out_of_band=asked.redirect_uri.is_out_of_band,
        given=given,
        as_another=way_in(again, as_another=True),
    )
    if not asked.redirect_uri.is_out_of_band:
        answer.set_header("content-security-policy", may_lead_to(_source(asked.redirect_uri)))
    return _untold(answer)


def authorize(visit: Visit) -> Answer:
    """Yes or no: back to the app, with a code or without one."""
    given = _given(visit.form)
    try:
        asked = _asked(visit, given)
        if visit.field("decision") != "allow":
            raise AccessDenied
        code = visit.twite.oauth.authorize(by=visit.member_id, **_asking(given))
    except TwiteError as why:
        return _refused(visit, why, given)
    if asked.redirect_uri.is_out_of_band:
        return _untold(visit.redirect(f"{AUTHORIZE}/native?{urlencode({'code': code})}"))
    return _untold(visit.redirect(_address(visit, given, code=code)))


def native(visit: Visit) -> Answer:
    """The code, to be copied into an app that nothing can be sent to."""
    code = visit.query.get("code", "")
    if not is_token(code):
        raise parameters.NoSuchAddress
    return _untold(visit.page("authorize_code.html", code=code))


def _given(fields: Mapping[str, str]) -> Mapping[str, str]:
    """What has no value counts as left out (RFC 6749, 3.1)."""
    return {name: fields[name] for name in SENT if fields.get(name)}


def _expect_once_each(wanted: str) -> None:
    """What comes twice, one reads so and another otherwise (RFC 6749, 3.1)."""
    names = Counter(name for name, _ in parse_qsl(wanted.partition("?")[2]))
    if any(names[name] > 1 for name in SENT):
        raise MangledRequest


def _asked(visit: Visit, given: Mapping[str, str]) -> Asked:
    """Raises :exc:`MangledRequest`, and what :meth:`OAuth.ask` raises."""
    if len(given.get("state", "")) > LONGEST_STATE:
        raise MangledRequest
    asked = visit.twite.oauth.ask(**_asking(given))
    if "response_type" not in given or given.get("response_mode", "query") != "query":
        raise InvalidRequest
    if given["response_type"] != "code":
        raise UnsupportedResponseType
    return asked


def _asking(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "client_id": given.get("client_id", ""),
        "redirect_uri": given.get("redirect_uri", ""),
        "scopes": given.get("scope", ""),
        "challenge": given.get("code_challenge"),
        "challenge_method": given.get("code_challenge_method"),
    }


def _refused(visit: Visit, why: TwiteError, given: Mapping[str, str]) -> Answer:
    """Back to the app, where it is sure that it is the app's place."""
    if _is_for_the_app(why, given):
        return _untold(visit.redirect(_with_error(visit, why, given)))
    return _wrong(visit, why, given)


def _wrong(visit: Visit, why: TwiteError, given: Mapping[str, str]) -> Answer:
    """A page.  Before somebody decided, nobody is sent anywhere (RFC 9700, 4.11.2): whoever looks
    may go back to the app, where it is sure that it is the app's place."""
    back = host = ""
    if _is_for_the_app(why, given):
        back, host = _with_error(visit, why, given), _host(RedirectUri(given["redirect_uri"]))
    page = {"said": str(why), "back": back, "host": host}
    return _untold(visit.page("authorize_wrong.html", status=BAD_REQUEST, **page))


def _is_for_the_app(why: TwiteError, given: Mapping[str, str]) -> bool:
    return isinstance(why, OAuthRefusal) and given["redirect_uri"] != OUT_OF_BAND


def _with_error(visit: Visit, why: Any, given: Mapping[str, str]) -> str:
    return _address(visit, given, error=why.error, error_description=str(why))


def _address(visit: Visit, given: Mapping[str, str], **said: str) -> str:
    """Where the app is told that.  ``iss`` tells an app that knows several houses which one it is
    (RFC 9207)."""
    uri = given["redirect_uri"]
    if "state" in given:
        said["state"] = given["state"]
    joint = "&" if "?" in uri else "?"
    return f"{uri}{joint}{urlencode({**said, 'iss': visit.site.house.base_url})}"


def _untold(answer: Answer) -> Answer:
    """Kept nowhere, and nobody is told of its address, which holds a code or leads to one."""
    answer.set_header("cache-control", PRIVATE)
    answer.set_header("referrer-policy", "no-referrer")
    return answer


# -- how it is put --------------------------------------------------------------


def in_words(scopes: Scopes) -> Sequence[str]:
    """What an app may do, said once: what a wider scope covers is not said beside it."""
    return [
        WORDS[scope]
        for scope in scopes
        if not any(Scopes(frozenset({other})).covers(scope) for other in scopes if other != scope)
    ]


def _host(uri: RedirectUri) -> str:
    """The site that one will be sent to; "" for an app on the same machine."""
    return urlsplit(uri.value).netloc if uri.is_of_the_web else ""


def _source(uri: RedirectUri) -> str:
    """How a policy names that place (CSP 3, 2.3.1), which knows no addresses of IPv6."""
    parts = urlsplit(uri.value)
    named = uri.is_of_the_web and not parts.netloc.startswith("[")
    return f"{parts.scheme}://{parts.netloc}" if named else f"{parts.scheme}:"


# -- the apps one let in --------------------------------------------------------


def apps(visit: Visit) -> Answer:
    """In which apps one is logged in."""
    page = visit.twite.oauth.page(visit.member_id, cursor=visit.cursor)
    return visit.page("settings_apps.html", page=page, cursor=visit.cursor, in_words=in_words)


def end_app(visit: Visit, id: AccessTokenId) -> Answer:
    """Log out of one."""
    visit.twite.oauth.end(id, by=visit.member_id)
    return visit.redirect("/settings/apps")


# -- refusals -------------------------------------------------------------------


class MangledRequest(Invalid):
    def __str__(self) -> str:
        return "the app sent something twice, or too much of it"
