"""Every command of the facade, found where it stands; and why some of them are no rule here."""

import ast
import re
from collections.abc import Iterator, Mapping, Set
from importlib.resources import files

from attrs import fields

from twite.application.twite import Twite

_REACTION = "a reaction, which the commands start: they answer once it has happened"

_CLOCK = "by the clock, of which each storage has the same; what it does is asked by itself"

# Whatever the facade learns is a rule of the machine, or stands here with the reason.
UNRULED: Mapping[str, str] = {
    "users.erase": _REACTION,
    "notifications.tell_edited": _REACTION,
    "notifications.tell_favourited": _REACTION,
    "notifications.tell_followed": _REACTION,
    "notifications.tell_following": _REACTION,
    "notifications.tell_mentioned": _REACTION,
    "notifications.tell_reposted": _REACTION,
    "notifications.tell_requested": _REACTION,
    "mail.tell_mentioned": _REACTION,
    "mail.answer_reset": _REACTION,
    "oauth.live": "takes ids that only a storage gives: test_oauth asks it of all of them",
    "streams.telling": "asks what an event is to others: test_streams compares it with timelines",
    "schedule.plan": _CLOCK,
    "schedule.run": _CLOCK,
    "schedule.run_due": _CLOCK,
    "housekeeping.tidy": "what it removes, nobody can ask for any more",
    "housekeeping.maintain": "it changes nothing that anybody can ask for",
    "mail.send_due": "the worker's, after each command; in the end all storages have sent the same",
}


def commands() -> Set[str]:
    """What can be asked of the facade, as ``feature.command``."""
    return {
        f"{feature.name}.{name}"
        for feature in fields(Twite)
        for name in dir(feature.type)
        if not name.startswith("_") and callable(getattr(feature.type, name))
    }


def ruled() -> Set[str]:
    """What the rules ask, as they say it."""
    features = "|".join(feature.name for feature in fields(Twite))
    return {said for said in _said_by_rules() if re.fullmatch(rf"({features})\.\w+", said)}


def _said_by_rules() -> Iterator[str]:
    for module in files(f"{__package__}.rules").iterdir():
        if module.name.endswith(".py"):
            for node in ast.walk(ast.parse(module.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
