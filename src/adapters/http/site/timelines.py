"""Pages of timelines: home, local, by tag."""

from ....domain.text import fold_tag, hashtags
from ..parameters import NoSuchAddress
from .microposts import Typed
from .visits import Answer, Visit


def front(visit: Visit) -> Answer:
    """Home, for who is logged in; what everybody says, for who is not."""
    if visit.viewer_id is None:
        return _local(visit)
    page = visit.twite.timelines.home(viewer_id=visit.viewer_id, cursor=visit.cursor)
    preferred = visit.twite.preferences.show(of=visit.viewer_id)
    typed = Typed(visibility=preferred.visibility.value)
    return visit.page("home.html", page=page, cursor=visit.cursor, typed=typed)


def public(visit: Visit) -> Answer:
    """What everybody says in public."""
    return _local(visit)


def tagged(visit: Visit, tag: str) -> Answer:
    """What everybody says in public under a hashtag."""
    if hashtags(f"#{tag}") != {fold_tag(tag)}:
        raise NoSuchAddress
    page = visit.twite.timelines.tagged(tag=tag, viewer_id=visit.viewer_id, cursor=visit.cursor)
    return visit.page("tag.html", page=page, cursor=visit.cursor, tag=tag)


def _local(visit: Visit) -> Answer:
    page = visit.twite.timelines.local(viewer_id=visit.viewer_id, cursor=visit.cursor)
    return visit.page("local.html", page=page, cursor=visit.cursor)
