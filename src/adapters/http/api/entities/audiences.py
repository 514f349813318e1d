"""Who may read it, in Mastodon's words."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from .....domain.microposts import Visibility

Audience: TypeAlias = Literal["public", "unlisted", "private", "direct"]

VISIBILITIES: Mapping[Visibility, Audience] = {
    Visibility.PUBLIC: "public",
    Visibility.UNLISTED: "unlisted",
    Visibility.FOLLOWERS: "private",
    Visibility.MENTIONED: "direct",
}
AUDIENCES: Mapping[str, Visibility] = {name: ours for ours, name in VISIBILITIES.items()}
