"""What apps ask before anything else: what this house is, and what it has none of."""

from typing import Any

from ....domain.registrations import Admission
from .calls import Call
from .entities.emoji import CustomEmoji
from .entities.instance import (
    COMPATIBLE,
    ActiveUsers,
    Addresses,
    Configuration,
    Contact,
    Instance,
    Registrations,
    Rule,
    Stats,
    StatusesConfiguration,
    Thumbnail,
    Usage,
    V1Addresses,
    V1Configuration,
    V1Instance,
)

SAID = "A place for short texts."


def instance(call: Call) -> Instance:
    """The house."""
    house = call.api.house
    return Instance(
        domain=house.domain,
        title=house.name,
        version=_version(call),
        source_url=f"{house.base_url}/about",
        description=SAID,
        usage=Usage(users=ActiveUsers(active_month=call.api.census.now().posting_count)),
        thumbnail=Thumbnail(url=call.api.accounts.header),
        languages=_languages(call),
        configuration=Configuration(
            urls=Addresses(streaming=house.streaming_url, about=f"{house.base_url}/about"),
            statuses=StatusesConfiguration(max_characters=house.max_characters),
        ),
        registrations=Registrations(
            enabled=house.takes_registrations,
            approval_required=house.registrations is Admission.APPROVAL,
        ),
        contact=Contact(email=house.contact),
    )


def instance_v1(call: Call) -> V1Instance:
    """The same, as older apps know it."""
    house, census = call.api.house, call.api.census.now()
    return V1Instance(
        uri=house.domain,
        title=house.name,
        short_description=SAID,
        description=SAID,
        email=house.contact,
        version=_version(call),
        urls=V1Addresses(streaming_api=house.streaming_url),
        stats=Stats(user_count=census.users_count, status_count=census.posts_count),
        thumbnail=call.api.accounts.header,
        languages=_languages(call),
        registrations=house.takes_registrations,
        approval_required=house.registrations is Admission.APPROVAL,
        invites_enabled=house.registrations is Admission.INVITE,
        configuration=V1Configuration(
            statuses=StatusesConfiguration(max_characters=house.max_characters)
        ),
    )


def rules(call: Call) -> list[Rule]:
    """The rules of the house: none are written down."""
    return []


def custom_emojis(call: Call) -> list[CustomEmoji]:
    """Emoji of the house's own: none."""
    return []


def announcements(call: Call) -> list[Any]:
    """What the house announces: nothing."""
    return []


def lists(call: Call) -> list[Any]:
    """One's lists of accounts: none."""
    return []


def filters(call: Call) -> list[Any]:
    """One's filters: none."""
    return []


def filters_v1(call: Call) -> list[Any]:
    """The same, as older apps know them."""
    return []


def _version(call: Call) -> str:
    return f"{COMPATIBLE} (compatible; twite {call.api.house.version})"


def _languages(call: Call) -> list[str]:
    return [call.api.house.language] if call.api.house.language else []
