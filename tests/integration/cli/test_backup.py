"""``twite backup`` and ``twite restore``."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.integration.cli.conftest import TWITE, Run
from tests.integration.servers import serving
from twite.adapters.sql import backups
from twite.adapters.sql.schema import SCHEMA
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.settings import Dispatch, Settings

DATABASE = "sqlite:///twite.db"
TEXT = "a text that fills a page of the file before long " * 9  # within 500 characters


@pytest.fixture(autouse=True)
def alice(run: Run) -> UserId:
    """She has said something."""
    run("migrate")
    with connect(DATABASE) as twite:
        id = twite.users.register(handle="alice")
        twite.microposts.post(author_id=id, text="kept")
    return id


def said() -> list[str]:
    with connect(DATABASE) as twite:
        return [entry.micropost.text for entry in twite.timelines.local(viewer_id=None).items]


class TestBackingUp:
    def test_makes_a_copy_that_is_whole_and_its_owners_alone(
        self, run: Run, tmp_path: Path
    ) -> None:
        ended = run("backup", "copy.db")

        copy = tmp_path / "copy.db"
        assert re.fullmatch(rf"copy.db holds 0\.\d MB at schema {SCHEMA}\.\n", ended.stdout)
        assert copy.stat().st_mode & 0o777 == 0o600
        assert run("check", TWITE_DATABASE_URL="sqlite:///copy.db").stdout == "All is well.\n"

    def test_leaves_nothing_but_the_copy(self, run: Run, tmp_path: Path) -> None:
        before = {path.name for path in tmp_path.iterdir()}

        run("backup", "copy.db")

        assert {path.name for path in tmp_path.iterdir()} == {*before, "copy.db"}

    def test_holds_all_that_was_acknowledged_before_it_began(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However fast others write: a copy that began again with every change would never end."""
        monkeypatch.setattr(backups, "PAGES_AT_A_TIME", 10)
        during = set()
        with connect(DATABASE, Settings(dispatch=Dispatch.WORKER)) as twite, posting(twite) as kept:

            def told(*_: int) -> None:
                wait_for(kept, len(kept) + 1)
                during.add(len(kept))

            wait_for(kept, 50)
            mark = len(kept)
            backups.backup(DATABASE, tmp_path / "copy.db", told=told)

        with connect("sqlite:///copy.db") as copied:
            viewer_id = copied.users.named("alice").id
            assert len(during) > 3
            assert copied.check() == []
            assert all(copied.microposts.show(id, viewer_id=viewer_id) for id in kept[:mark])

    def test_replaces_nothing_unasked(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "copy.db").write_text("mine")

        refused = run("backup", "copy.db")
        kept = (tmp_path / "copy.db").read_bytes()
        done = run("backup", "copy.db", "--yes")

        assert (refused.returncode, kept, done.returncode) == (1, b"mine", 0)
        assert "--yes" in refused.stderr
        assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("name", ["twite.db", "./twite.db", "twite.db-wal", "twite.db-shm"])
    def test_never_takes_the_place_of_the_database(self, run: Run, name: str) -> None:
        ended = run("backup", name, "--yes")

        assert ended.returncode == 1
        assert "in use" in ended.stderr
        assert said() == ["kept"]

    def test_of_nothing_is_refused(self, run: Run, tmp_path: Path) -> None:
        ended = run("backup", "copy.db", TWITE_DATABASE_URL="sqlite:///none.db")

        assert ended.returncode == 1
        assert "no such file" in ended.stderr
        assert not (tmp_path / "none.db").exists()

    def test_of_what_is_damaged_is_no_backup(self, run: Run, tmp_path: Path) -> None:
        damage(tmp_path / "twite.db")

        ended = run("backup", "copy.db")

        assert ended.returncode == 1
        assert "no whole database" in ended.stderr
        assert not (tmp_path / "copy.db").exists()

    def test_into_a_folder_that_is_not_there_is_a_sentence(self, run: Run) -> None:
        ended = run("backup", "none/copy.db")

        assert ended.returncode == 1
        assert "No such file" in ended.stderr

    @pytest.mark.parametrize(("command", "program"), [("backup", "dump"), ("restore", "restore")])
    def test_of_postgresql_is_left_to_its_own_tools(
        self, run: Run, tmp_path: Path, command: str, program: str
    ) -> None:
        (tmp_path / "copy.db").touch()

        ended = run(command, "copy.db", TWITE_DATABASE_URL="postgresql://localhost/twite")

        assert ended.returncode == 1
        assert f"pg_{program} " in ended.stderr


class TestRestoring:
    @pytest.fixture(autouse=True)
    def later(self, run: Run, alice: UserId) -> None:
        """A backup was made, and alice went on."""
        run("backup", "copy.db")
        with connect(DATABASE) as twite:
            twite.microposts.post(author_id=alice, text="said later")

    def test_gives_back_what_was(self, run: Run, tmp_path: Path) -> None:
        ended = run("restore", "copy.db", "--yes")

        assert ended.stdout == "twite.db is restored from copy.db.\n"
        assert said() == ["kept"]
        assert run("check").stdout == "All is well.\n"
        assert (tmp_path / "twite.db").stat().st_mode & 0o777 == 0o600

    def test_makes_the_database_where_there_is_none(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "twite.db").unlink()

        assert run("restore", "copy.db").returncode == 0
        assert said() == ["kept"]

    def test_reads_no_log_that_an_older_database_left(self, run: Run, tmp_path: Path) -> None:
        with connect(DATABASE) as twite:
            twite.microposts.post(author_id=twite.users.named("alice").id, text="in the log")
            shutil.copy("twite.db-wal", "kept-wal")
        (tmp_path / "twite.db").unlink()
        shutil.move("kept-wal", "twite.db-wal")

        run("restore", "copy.db")

        assert said() == ["kept"]

    def test_replaces_nothing_unasked(self, run: Run) -> None:
        ended = run("restore", "copy.db")

        assert ended.returncode == 1
        assert "--yes" in ended.stderr
        assert said() == ["said later", "kept"]

    def test_waits_for_nobody_who_has_it_open(self, run: Run, tmp_path: Path) -> None:
        with serving([str(TWITE)], folder=tmp_path):
            ended = run("restore", "copy.db", "--yes")

        assert ended.returncode == 1
        assert "twite.db is in use: stop `twite serve`" in ended.stderr
        assert said() == ["said later", "kept"]

    def test_looks_first_and_changes_nothing_for_a_start(self, run: Run) -> None:
        before = sorted(os.listdir())

        ended = run("restore", "copy.db", "--dry-run")

        assert ended.stdout == "copy.db is whole.\n"
        assert said() == ["said later", "kept"]
        assert sorted(os.listdir()) == before

    @pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["really", "dry run"])
    def test_what_is_damaged_replaces_nothing(
        self, run: Run, tmp_path: Path, dry: list[str]
    ) -> None:
        damage(tmp_path / "copy.db")
        before = sorted(os.listdir())

        ended = run("restore", "copy.db", "--yes", *dry)

        assert ended.returncode == 1
        assert "copy.db is no whole database" in ended.stderr
        assert said() == ["said later", "kept"]
        assert sorted(os.listdir()) == before

    @pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
    def test_what_is_no_database_replaces_nothing(
        self, run: Run, tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / "copy.db").write_bytes(content)

        ended = run("restore", "copy.db", "--yes")

        assert ended.returncode == 1
        assert "no whole database" in ended.stderr or "no tables of twite's" in ended.stderr
        assert said() == ["said later", "kept"]

    def test_a_newer_schema_replaces_nothing(self, run: Run) -> None:
        set_version("copy.db", "9999")

        ended = run("restore", "copy.db", "--yes")

        assert ended.returncode == 1
        assert "newer than" in ended.stderr
        assert said() == ["said later", "kept"]

    def test_an_older_schema_says_what_comes_next(self, run: Run) -> None:
        set_version("copy.db", "0000")

        ended = run("restore", "copy.db", "--yes")

        assert "`twite migrate` brings it to" in ended.stdout

    def test_the_database_itself_is_no_backup(self, run: Run) -> None:
        assert "is the database itself" in run("restore", "twite.db", "--yes").stderr

    def test_puts_a_backup_in_the_place_of_what_is_damaged(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "twite.db").write_text("no database at all" * 100)

        assert run("restore", "copy.db", "--yes").returncode == 0
        assert said() == ["kept"]


@contextmanager
def posting(twite: Embedded) -> Iterator[list[MicropostId]]:
    """Alice posts as fast as she can; the ids of what was acknowledged."""
    author, kept, stopping = twite.users.named("alice").id, list[MicropostId](), Event()

    def post() -> None:
        while not stopping.is_set():
            kept.append(twite.microposts.post(author_id=author, text=TEXT))

    thread = Thread(target=post)
    thread.start()
    try:
        yield kept
    finally:
        stopping.set()
        thread.join()


def wait_for(kept: list[MicropostId], many: int) -> None:
    while len(kept) < many:
        Event().wait(0.001)


def damage(path: Path) -> None:
    """Another page than the first is written over."""
    content = bytearray(path.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    path.write_bytes(content)


def set_version(name: str, version: str) -> None:
    with sqlite3.connect(name) as connection:
        connection.execute("UPDATE twite_schema SET version_num = ?", (version,))
    connection.close()
