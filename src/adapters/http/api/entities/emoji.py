"""Emoji of a house's own, of which there are none yet."""

from msgspec import Struct

from .texts import Url


class CustomEmoji(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/CustomEmoji/"""

    shortcode: str
    url: Url
    static_url: Url
    visible_in_picker: bool
    category: str | None = None
