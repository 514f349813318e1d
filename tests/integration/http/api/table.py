"""The table of docs/api.md, from the route table: ``python -m tests.integration.http.api.table``
writes it anew."""

from pathlib import Path

from twite.adapters.http.api.levels import as_table, conformance
from twite.adapters.http.api.routes import ROUTES

PAGE = Path(__file__).parents[4] / "docs" / "api.md"
BEGINS = "<!-- made by `make operations` -->\n"


def page() -> str:
    """What the page should be: its own words, and the table as it is now."""
    words, _, _ = PAGE.read_text().partition(BEGINS)
    return f"{words}{BEGINS}\n" + "\n".join(as_table(conformance(ROUTES))) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
