"""The storages behind the contracts: the same test, on each of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from tests.integration.adapters.backdoors import Backdoor, MemoryBackdoor, SqlBackdoor
from tests.integration.servers import fresh_database
from twite.adapters.memory.mail import Mailbox
from twite.adapters.sql.schema import migrate
from twite.adapters.sql.tables import metadata
from twite.application.ports.system import PasswordHasher
from twite.application.ports.unit_of_work import UnitOfWorkFactory
from twite.entrypoints.container.features import throwaway_passwords
from twite.entrypoints.library import Embedded, connect, in_memory
from twite.entrypoints.settings import Dispatch, Settings

STORAGES = ["memory", "sqlite", "postgres"]
DATABASES = ["sqlite", "postgres"]
EMPTY = f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"
LOCK_TIMEOUT_MS = 10_000  # a connection somebody forgot fails the next test by name


# -- databases ------------------------------------------------------------------


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row, to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_database(postgres_url: str) -> Iterator[Engine]:
    """A PostgreSQL database with every table, to empty: four times as fast as to copy."""
    with fresh_database(postgres_url) as url:
        migrate(url)
        yield create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
            connect_args={"options": f"-c lock_timeout={LOCK_TIMEOUT_MS}"},
        )


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A file with every table and no row."""
    file = tmp_path / "twite.db"
    shutil.copyfile(migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_database_url(migrated_database: Engine) -> str:
    """A database with every table and no row."""
    with migrated_database.connect() as connection:
        connection.execute(text(EMPTY))
    return migrated_database.url.render_as_string(hide_password=False)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with every table and no row, of each kind."""
    name = {"sqlite": "sqlite_url", "postgres": "postgres_database_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


# -- twite on each --------------------------------------------------------------


@pytest.fixture
def house() -> Settings:
    """What the house decides; a module may decide otherwise."""
    return Settings(dispatch=Dispatch.INLINE)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="session")
def passwords() -> PasswordHasher:
    return throwaway_passwords()


@pytest.fixture
def memory(house: Settings, mailbox: Mailbox) -> Iterator[Embedded]:
    with in_memory(house, mailer=mailbox) as twite:
        yield twite


@pytest.fixture
def sqlite(
    sqlite_url: str, house: Settings, mailbox: Mailbox, passwords: PasswordHasher
) -> Iterator[Embedded]:
    with connect(sqlite_url, house, mailer=mailbox, passwords=passwords) as twite:
        yield twite


@pytest.fixture
def postgres(
    postgres_database_url: str, house: Settings, mailbox: Mailbox, passwords: PasswordHasher
) -> Iterator[Embedded]:
    with connect(postgres_database_url, house, mailer=mailbox, passwords=passwords) as twite:
        yield twite


@pytest.fixture(params=STORAGES)
def twite(request: pytest.FixtureRequest) -> Embedded:
    """The same contract, on every adapter."""
    storage: Embedded = request.getfixturevalue(request.param)
    return storage


@pytest.fixture
def unit_of_work(twite: Embedded) -> UnitOfWorkFactory:
    return twite.microposts.unit_of_work


@pytest.fixture
def backdoor(twite: Embedded) -> Backdoor:
    """A way past every promise, to plant what must not be."""
    store = getattr(twite.feed, "_store", None)
    if store is not None:
        return MemoryBackdoor(store)
    return SqlBackdoor(getattr(twite.feed, "_transactions"))  # noqa: B009 (private to the feed)
