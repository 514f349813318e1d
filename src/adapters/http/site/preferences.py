"""The page of what one would say of most of what one posts."""

from collections.abc import Mapping

from ....domain.content import InvalidLanguage
from ....domain.errors import Invalid
from ..errors import status_of
from .visits import Answer, Visit

ON = "on"  # what a browser sends for a box that is ticked


def posting_form(visit: Visit) -> Answer:
    """What stands there now can be changed."""
    preferred = visit.twite.preferences.show(of=visit.member_id)
    return _form(
        visit,
        {
            "visibility": preferred.visibility.value,
            "language": str(preferred.language or ""),
            "sensitive": ON if preferred.sensitive else "",
        },
    )


def prefer(visit: Visit) -> Answer:
    """Keep it; what was typed stays where it is refused."""
    typed = {name: visit.field(name) for name in ("visibility", "language", "sensitive")}
    try:
        visit.twite.preferences.change(
            by=visit.member_id,
            visibility=typed["visibility"],
            language=typed["language"].strip(),
            sensitive=typed["sensitive"] == ON,
        )
    except Invalid as why:
        wrong = "language" if isinstance(why, InvalidLanguage) else "form"
        return _form(visit, typed, status=status_of(why), wrong=wrong, said=str(why))
    return visit.redirect("/settings")


def _form(
    visit: Visit, typed: Mapping[str, str], *, status: int = 200, wrong: str = "", said: str = ""
) -> Answer:
    return visit.page("settings_posting.html", status=status, typed=typed, wrong=wrong, said=said)
