"""The real servers that tests talk to: PostgreSQL, an SMTP server, a browser, twite itself.

Each is a context manager: it starts what it yields, and stops exactly that.
"""

from .browser import chromium
from .machine import free_port, require
from .mail import Mailbox, smtp_server
from .postgres import (
    bundled_postgres,
    fresh_database,
    installed_postgres,
    postgres_server,
    running_postgres,
)
from .site import Site, serving

__all__ = [
    "Mailbox",
    "Site",
    "bundled_postgres",
    "chromium",
    "free_port",
    "fresh_database",
    "installed_postgres",
    "postgres_server",
    "require",
    "running_postgres",
    "serving",
    "smtp_server",
]
