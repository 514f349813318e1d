"""Every address of the site, on one page.

Each says who may come in (scope), whose thing it is about (owner), how often (limiter), what it
shows (visibility) and what it costs (kind); what lacks one of the five is not served.
"""

from .about import about, file, health
from .blocks import block, blocks, unblock
from .bookmarks import bookmark, bookmarks, unbookmark
from .credentials import (
    ask_reset,
    ask_reset_form,
    change_email,
    change_password,
    password_form,
    reset,
    reset_form,
    sign_up,
    sign_up_form,
)
from .drafts import discard, draft, drafts, keep
from .favourites import favourite, favourited_by, favourites, unfavourite
from .follows import (
    accept,
    follow,
    followers,
    following,
    reject,
    remove_follower,
    requests,
    unfollow,
    withdraw,
)
from .microposts import delete, edit, edit_form, history, pin, post, show, unpin
from .mutes import mute, mutes, unmute
from .notes import note
from .notifications import clear, dismiss, notifications, read_up_to
from .oauth import apps, authorize, authorize_form, end_app, native
from .preferences import posting_form, prefer
from .reception import Handler, Route
from .reposts import repost, reposted_by, unrepost
from .search import search
from .sessions import (
    end_other_sessions,
    end_session,
    sessions,
    sign_in,
    sign_in_form,
    sign_out,
)
from .timelines import front, public, tagged
from .users import (
    account_form,
    close_account,
    edit_profile,
    profile,
    profile_form,
    settings,
)


def _get(path: str, handler: Handler, **declares: object) -> Route:
    return Route("GET", path, handler, declares)


def _post(path: str, handler: Handler, **declares: object) -> Route:
    return Route("POST", path, handler, declares)


# fmt: off
# One address and its declarations in two lines, so that they can be compared down the page.
ROUTES = (
    _get("/", front,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/public", public,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/tags/{tag}", tagged,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/search", search,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}", profile,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}/followers", followers,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}/following", following,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}/{id}", show,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}/{id}/reposts", reposted_by,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}/{id}/favourites", favourited_by,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),

    _get("/@{handle}/{id}/history", history,
         scope="reader", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/@{handle}/{id}/edit", edit_form,
         scope="member", owner="id", limiter="reading", visibility="own", kind="read"),
    _post("/@{handle}/{id}/edit", edit,
          scope="member", owner="id", limiter="posting", visibility="own", kind="write"),

    _get("/notifications", notifications,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/notifications/read", read_up_to,
          scope="member", owner=None, limiter="reacting", visibility="own", kind="write"),
    _post("/notifications/clear", clear,
          scope="member", owner=None, limiter="reacting", visibility="own", kind="write"),
    _post("/notifications/{id}/dismiss", dismiss,
          scope="member", owner="id", limiter="reacting", visibility="own", kind="write"),
    _get("/drafts", drafts,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _get("/drafts/{id}", draft,
         scope="member", owner="id", limiter="reading", visibility="own", kind="read"),
    _post("/drafts", keep,
          scope="member", owner=None, limiter="posting", visibility="own", kind="write"),
    _post("/drafts/{id}/discard", discard,
          scope="member", owner="id", limiter="posting", visibility="own", kind="write"),
    _post("/microposts", post,
          scope="member", owner=None, limiter="posting", visibility="own", kind="write"),
    _post("/microposts/{id}/pin", pin,
          scope="member", owner="id", limiter="reacting", visibility="own", kind="write"),
    _post("/microposts/{id}/unpin", unpin,
          scope="member", owner="id", limiter="reacting", visibility="own", kind="write"),
    _post("/microposts/{id}/delete", delete,
          scope="member", owner="id", limiter="deleting", visibility="own", kind="write"),
    _get("/favourites", favourites,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/microposts/{id}/favourite", favourite,
          scope="member", owner=None, limiter="reacting", visibility="viewer", kind="write"),
    _post("/microposts/{id}/unfavourite", unfavourite,
          scope="member", owner=None, limiter="reacting", visibility="viewer", kind="write"),
    _post("/microposts/{id}/repost", repost,
          scope="member", owner=None, limiter="reacting", visibility="viewer", kind="write"),
    _post("/microposts/{id}/unrepost", unrepost,
          scope="member", owner=None, limiter="reacting", visibility="viewer", kind="write"),
    _get("/bookmarks", bookmarks,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/microposts/{id}/bookmark", bookmark,
          scope="member", owner=None, limiter="reacting", visibility="viewer", kind="write"),
    _post("/microposts/{id}/unbookmark", unbookmark,
          scope="member", owner=None, limiter="reacting", visibility="viewer", kind="write"),
    _post("/@{handle}/follow", follow,
          scope="member", owner=None, limiter="following", visibility="viewer", kind="write"),
    _post("/@{handle}/unfollow", unfollow,
          scope="member", owner=None, limiter="following", visibility="viewer", kind="write"),
    _post("/@{handle}/withdraw", withdraw,
          scope="member", owner=None, limiter="following", visibility="viewer", kind="write"),
    _post("/@{handle}/accept", accept,
          scope="member", owner=None, limiter="following", visibility="viewer", kind="write"),
    _post("/@{handle}/reject", reject,
          scope="member", owner=None, limiter="following", visibility="viewer", kind="write"),
    _post("/@{handle}/remove_follower", remove_follower,
          scope="member", owner=None, limiter="following", visibility="viewer", kind="write"),
    _post("/@{handle}/block", block,
          scope="member", owner=None, limiter="avoiding", visibility="viewer", kind="write"),
    _post("/@{handle}/mute", mute,
          scope="member", owner=None, limiter="avoiding", visibility="viewer", kind="write"),
    _post("/@{handle}/note", note,
          scope="member", owner=None, limiter="settling", visibility="viewer", kind="write"),
    _get("/follow_requests", requests,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),

    _get("/settings", settings,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _get("/settings/profile", profile_form,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/profile", edit_profile,
          scope="member", owner=None, limiter="settling", visibility="own", kind="write"),

    _get("/settings/posting", posting_form,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/posting", prefer,
          scope="member", owner=None, limiter="settling", visibility="own", kind="write"),

    _get("/settings/blocks", blocks,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/blocks/{id}/end", unblock,
          scope="member", owner=None, limiter="avoiding", visibility="viewer", kind="write"),
    _get("/settings/mutes", mutes,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/mutes/{id}/end", unmute,
          scope="member", owner=None, limiter="avoiding", visibility="viewer", kind="write"),

    _get("/auth/sign_up", sign_up_form,
         scope="anyone", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _post("/auth/sign_up", sign_up,
          scope="anyone", owner=None, limiter="signing_up", visibility="viewer", kind="hash"),
    _get("/auth/sign_in", sign_in_form,
         scope="anyone", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _post("/auth/sign_in", sign_in,
          scope="anyone", owner=None, limiter="signing_in", visibility="viewer", kind="hash"),
    _post("/auth/sign_out", sign_out,
          scope="member", owner=None, limiter="trifles", visibility="own", kind="write"),
    _get("/auth/password", ask_reset_form,
         scope="anyone", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _post("/auth/password", ask_reset,
          scope="anyone", owner=None, limiter="asking_reset", visibility="viewer", kind="write"),
    _get("/auth/reset", reset_form,
         scope="anyone", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _post("/auth/reset", reset,
          scope="anyone", owner=None, limiter="resetting", visibility="viewer", kind="hash"),

    _get("/settings/password", password_form,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/password", change_password,
          scope="member", owner=None, limiter="changing", visibility="own", kind="hash"),
    _post("/settings/email", change_email,
          scope="member", owner=None, limiter="changing", visibility="own", kind="hash"),
    _get("/settings/sessions", sessions,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/sessions/end_others", end_other_sessions,
          scope="member", owner=None, limiter="changing", visibility="own", kind="write"),
    _post("/settings/sessions/{id}/end", end_session,
          scope="member", owner="id", limiter="changing", visibility="own", kind="write"),
    _get("/settings/apps", apps,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/apps/{id}/end", end_app,
          scope="member", owner="id", limiter="changing", visibility="own", kind="write"),
    _get("/settings/account", account_form,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),
    _post("/settings/account", close_account,
          scope="member", owner=None, limiter="changing", visibility="own", kind="hash"),

    _get("/oauth/authorize", authorize_form,
         scope="anyone", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _post("/oauth/authorize", authorize,
          scope="member", owner=None, limiter="changing", visibility="own", kind="write"),
    _get("/oauth/authorize/native", native,
         scope="member", owner=None, limiter="reading", visibility="own", kind="read"),

    _get("/about", about,
         scope="anyone", owner=None, limiter="reading", visibility="viewer", kind="read"),
    _get("/health", health,
         scope="anyone", owner=None, limiter="trifles", visibility="everyone", kind="read"),
    _get("/static/{digest}/{name}", file,
         scope="anyone", owner=None, limiter="trifles", visibility="everyone", kind="read"),
)
# fmt: on
