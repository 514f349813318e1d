"""What people search for: users, so far, by the beginning of their handle."""

from collections.abc import Sequence

from attrs import frozen

from .ports.users import UserView, UserViews

LONGEST_QUERY = 64  # characters; more are not looked at
MOST_FOUND = 20


@frozen
class Search:
    """Each public method is one search."""

    users: UserViews

    def people(self, query: str) -> Sequence[UserView]:
        """Users whose handle begins so, by handle; what cannot begin a handle finds nobody."""
        prefix = query.strip().removeprefix("@")[:LONGEST_QUERY].lower()
        if not prefix or not prefix.isascii() or not prefix.replace("_", "a").isalnum():
            return []
        return self.users.starting_with(prefix, limit=MOST_FOUND)
