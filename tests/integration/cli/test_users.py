"""``twite user``: people, from the command line."""

import sqlite3
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Run


@pytest.fixture
def people(run: Run) -> Run:
    """A database with alice, bob and carol in it."""
    run("migrate")
    for handle in ("alice", "bob", "carol"):
        run(
            *("user", "create", handle, "--email", f"{handle}@example.org"),
            *("--password", "long enough"),
        )
    return run


class TestModerating:
    def test_is_done_and_remembered(self, people: Run) -> None:
        suspended = people("user", "suspend", "@Alice", "--reason", "spam", "--yes")
        restored = people("user", "restore", "alice", "--yes")
        made = people("user", "role", "bob", "moderator", "--yes")
        shown = people("user", "show", "alice").stdout

        assert suspended.stdout == "@alice is suspended.\n"
        assert restored.stdout == "@alice is restored.\n"
        assert made.stdout == "@bob is made moderator.\n"
        assert "suspended by the command line: spam" in shown
        assert "restored by the command line\n" in shown
        assert "state         active\n" in shown

    def test_can_be_tried_without_doing_it(self, people: Run) -> None:
        tried = people("user", "suspend", "alice", "--dry-run")
        impossible = people("user", "restore", "alice", "--dry-run")

        assert tried.stdout == (
            "@alice (alice, 0 microposts) would be suspended.  Nothing was done.\n"
        )
        assert "state         active\n" in people("user", "show", "alice").stdout
        assert impossible.returncode == 1
        assert "@alice cannot be restored: they are active" in impossible.stderr

    def test_asks_first(self, people: Run) -> None:
        asked = people("user", "silence", "alice")

        assert asked.returncode == 1
        assert "@alice (alice, 0 microposts) will be silenced.  Are you sure?" in asked.stdout
        assert "state         active\n" in people("user", "show", "alice").stdout

    @pytest.mark.parametrize("command", ["suspend", "silence", "restore", "approve", "show"])
    def test_of_nobody_is_a_sentence(self, people: Run, command: str) -> None:
        ended = people("user", command, "nobody")

        assert ended.returncode == 1
        assert ended.stderr == "Error: there is no user nobody\n"


class TestClosing:
    def test_is_for_good_and_erased_by_who_serves(self, people: Run) -> None:
        tried = people("user", "close", "alice", "--dry-run")
        closed = people("user", "close", "alice", "--yes", "--reason", "asked by mail")
        again = people("user", "close", "alice", "--yes")

        assert "would be closed for good" in tried.stdout
        assert closed.stdout == (
            "@alice is closed for good.\n"
            "What they left is erased, batch by batch, by `twite serve` or `twite worker`.\n"
        )
        assert again.returncode == 1
        assert "@alice cannot be closed: they are closed" in again.stderr
        assert "closed by the command line: asked by mail" in people("user", "show", "alice").stdout


class TestListing:
    def test_is_of_all_or_of_a_state_and_role(self, people: Run) -> None:
        people("user", "suspend", "alice", "--yes")
        people("user", "silence", "bob", "--yes")
        people("user", "role", "carol", "admin", "--yes")

        everybody = people("user", "list").stdout.splitlines()

        assert [line.split()[:4] for line in everybody] == [
            ["@carol", "active", "admin", everybody[0].split()[3]],
            ["@bob", "active", "user", "silenced"],
            ["@alice", "suspended", "user", everybody[2].split()[3]],
        ]
        assert people("user", "list", "--state", "suspended").stdout.startswith("@alice ")
        assert people("user", "list", "--role", "admin").stdout.startswith("@carol ")
        assert people("user", "list", "--state", "closed").stdout == ""


class TestInviting:
    def test_prints_a_link_once_and_keeps_its_hash(self, people: Run, tmp_path: Path) -> None:
        """H040."""
        link = people("user", "invite").stdout.strip()
        token = link.partition("invitation=")[2]

        assert link.startswith("http://localhost:8000/auth/sign_up?invitation=")
        with sqlite3.connect(tmp_path / "twite.db") as connection:
            (kept,) = connection.execute("SELECT token_hash FROM twite_invitations").fetchall()
        connection.close()
        assert token not in kept[0]

    def test_who_does_not_wait_cannot_be_approved(self, people: Run) -> None:
        ended = people("user", "approve", "alice", "--yes")

        assert ended.returncode == 1
        assert "@alice cannot be approved: they are active" in ended.stderr
