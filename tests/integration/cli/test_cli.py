"""The command line, as whoever runs it meets it."""

import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import TWITE, Run
from tests.integration.servers import serving
from tests.integration.servers.site import STOP_SECONDS
from twite.adapters.sql.plans import steps
from twite.adapters.sql.schema import SCHEMA
from twite.domain.credentials import ResetNotFound
from twite.entrypoints.cli import commands
from twite.entrypoints.library import connect

TEA = "a new one for tea"
COMMAND = re.compile(r"^@click\.(?:command|group)\(.*?\ndef (\w+)", re.MULTILINE | re.DOTALL)


def without(module: str, *arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Runs ``twite`` in a folder as if a module were not installed."""
    program = f"import sys; sys.modules[{module!r}] = None; from twite.entrypoints.cli import main"
    return subprocess.run(
        [sys.executable, "-c", f"{program}; main()", *arguments],
        cwd=folder,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def started(folder: Path, **settings: str) -> str:
    """What ``twite serve`` says when it begins."""
    with serving([str(TWITE)], folder=folder, environment=settings) as site:
        assert site.process.stdout is not None
        lines = iter(site.process.stdout.readline, "Stop it with Ctrl+C.\n")
        return "".join(lines)


def set_version(folder: Path, version: str) -> None:
    with sqlite3.connect(folder / "twite.db") as connection:
        connection.execute("UPDATE twite_schema SET version_num = ?", (version,))
    connection.close()


class TestHelp:
    def test_names_every_command(self, run: Run) -> None:
        said = run("--help").stdout

        for command in commands.COMMANDS:
            assert f"\n  {command} " in said

    def test_leaves_none_out(self) -> None:
        """Each is loaded when it is asked for: nothing else would miss one."""
        folder = Path(str(commands.__file__)).parent
        made = {name for file in folder.glob("*.py") for name in COMMAND.findall(file.read_text())}

        assert made == {*commands.COMMANDS, "twite"}

    def test_comes_from_the_script_that_is_installed(self) -> None:
        said = subprocess.run([TWITE, "--help"], capture_output=True, text=True, check=True).stdout

        assert said.startswith("Usage: twite ")


class TestInstalling:
    def test_the_core_alone_says_what_the_command_line_needs(self, tmp_path: Path) -> None:
        ended = without("click", "--help", folder=tmp_path)

        assert ended.returncode == 1
        assert ended.stderr == (
            "The command line comes with the server: pip install 'twite[server]'\n"
        )

    def test_a_command_says_what_is_missing(self, tmp_path: Path) -> None:
        ended = without("alembic", "migrate", folder=tmp_path)

        assert ended.returncode == 1
        assert ended.stderr == "Error: this needs alembic: pip install 'twite[server]'\n"

    def test_a_host_that_migrates_is_told_what_is_missing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "alembic", None)

        with pytest.raises(ModuleNotFoundError, match=r"pip install 'twite\[server\]'") as refused:
            connect(f"sqlite:///{tmp_path}/twite.db", migrate=True)

        assert refused.value.name == "alembic"


class TestSettings:
    def test_are_listed_with_what_they_are_for(self, run: Run) -> None:
        said = run("settings", TWITE_MAX_CHARACTERS="300").stdout

        assert "TWITE_MAX_CHARACTERS=300\n    how many characters" in said

    def test_secrets_are_not_shown(self, run: Run) -> None:
        said = run(
            "settings",
            TWITE_DATABASE_URL="postgresql://me:canary@localhost/twite",
            TWITE_SMTP_URL="smtp://me:canary@localhost:2525",
        ).stdout

        assert "canary" not in said
        assert "TWITE_DATABASE_URL=postgresql://***@localhost/twite\n" in said
        assert "TWITE_SMTP_URL=smtp://***@localhost:2525\n" in said

    @pytest.mark.parametrize("password", ["can/ary", "c@n/ary", "can?ary", "can#ary"])
    def test_nor_are_those_that_look_like_a_path(self, run: Run, password: str) -> None:
        said = run("settings", TWITE_DATABASE_URL=f"postgresql://me:{password}@localhost/t").stdout

        assert "TWITE_DATABASE_URL=postgresql://***\n" in said

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("TWITE_PORT", "eighty"),
            ("TWITE_PORT", "８０"),
            ("TWITE_PRIVATE", "perhaps"),
            ("TWITE_BASE_URL", "javascript:alert(1)"),
            ("TWITE_DISPATCH", "later"),
            ("TWITE_COLOUR", "blue"),
            ("TWITE_SMTP_URL", "smtp://me:canary/x@localhost"),
            ("TWITE_BASE_URL", "http://localhost/under"),
        ],
    )
    def test_a_wrong_one_is_named(self, run: Run, name: str, value: str) -> None:
        ended = run("settings", **{name: value})

        assert ended.returncode == 1
        assert name in ended.stderr
        assert "Traceback" not in ended.stderr
        assert "canary" not in ended.stderr


class TestMigrating:
    def test_twice_is_once(self, run: Run) -> None:
        first, second = run("migrate"), run("migrate")

        assert first.stdout == f"The schema is now {SCHEMA}.\n"
        assert second.stdout == f"Nothing to do: the schema is {SCHEMA}.\n"

    def test_what_is_not_migrated_says_what_to_do(self, run: Run, tmp_path: Path) -> None:
        missing = run("check")
        (tmp_path / "twite.db").touch()
        empty = run("check")

        assert missing.returncode == empty.returncode == 1
        assert "there is no file twite.db: " in missing.stderr
        assert "this database has no tables of twite's" in empty.stderr
        for ended in (missing, empty):
            assert "run `twite migrate`" in ended.stderr

    @pytest.mark.parametrize(
        "command",
        [
            ["migrate"],
            ["migrate", "--plan"],
            ["serve"],
            ["worker"],
            ["check"],
            ["user", "create", "bob", "--email", "b@example.org", "--password", "long enough"],
            ["post", "bob", "hello"],
            ["timeline"],
            ["backup", "copy.db"],
            ["seed", "--yes"],
        ],
        ids=" ".join,
    )
    def test_a_newer_schema_is_left_alone(
        self, run: Run, tmp_path: Path, command: list[str]
    ) -> None:
        run("migrate")
        set_version(tmp_path, "9999")

        ended = run(*command)

        assert ended.returncode == 1
        assert "at schema 9999, newer than" in ended.stderr
        assert "install the newer version" in ended.stderr

    def test_the_plan_says_what_would_be_done(self, run: Run, tmp_path: Path) -> None:
        ended = run("migrate", "--plan")

        assert ended.stdout.startswith(f"From nothing to {SCHEMA}, in one transaction.")
        assert "\n0001  First light" in ended.stdout
        assert ended.stdout.endswith("Nothing was changed.\n")
        assert list(tmp_path.iterdir()) == []

    def test_the_plan_of_nothing_is_nothing(self, run: Run) -> None:
        run("migrate")

        assert run("migrate", "--plan").stdout == f"Nothing to do: the schema is {SCHEMA}.\n"

    def test_every_step_is_told_while_it_is_taken(self, run: Run) -> None:
        said = run("migrate").stderr.splitlines()

        assert [line[:4] for line in said] == [step.revision for step in steps()]
        assert all(line.endswith(" s") for line in said)


class TestUsers:
    def test_are_made_with_a_password(self, run: Run) -> None:
        run("migrate")

        made = run(
            "user", "create", "Alice", "--email", "a@example.org", "--password", "long enough"
        )

        assert made.stdout == "@alice can log in at http://localhost:8000/auth/sign_in\n"

    @pytest.mark.parametrize(
        ("handle", "email", "password", "said"),
        [
            ("al ice", "a@example.org", "long enough", "a handle is"),
            ("alice", "a@b@c", "long enough", "no e-mail address"),
            ("alice", "a@example.org", "short", "a password has"),
            ("bob", "a@example.org", "long enough", "the handle bob is taken"),
        ],
    )
    def test_a_refusal_is_a_sentence(
        self, run: Run, handle: str, email: str, password: str, said: str
    ) -> None:
        run("migrate")
        run("user", "create", "bob", "--email", "b@example.org", "--password", "long enough")

        ended = run("user", "create", handle, "--email", email, "--password", password)

        assert ended.returncode == 1
        assert said in ended.stderr
        assert "Traceback" not in ended.stderr

    @pytest.mark.parametrize(
        ("handle", "said"),
        [
            ("al ice", "a handle is"),
            ("admin", "is reserved"),
            ("@Bob", "the handle bob is taken"),
        ],
    )
    def test_a_handle_that_cannot_be_is_told_before_anything_is_asked(
        self, run: Run, handle: str, said: str
    ) -> None:
        run("migrate")
        run("user", "create", "bob", "--email", "b@example.org", "--password", "long enough")

        ended = run("user", "create", handle, input="")

        assert ended.returncode == 1
        assert said in ended.stderr
        assert "E-mail" not in ended.stdout

    def test_what_is_asked_is_asked_until_it_will_do(self, run: Run) -> None:
        run("migrate")
        run("user", "create", "bob", "--email", "b@example.org", "--password", "long enough")
        answers = ["a@b@c", "B@example.org", "a@example.org", *["password1"] * 2, *[TEA] * 2]

        made = run("user", "create", "@Alice", input="\n".join(answers) + "\n")

        said = made.stdout + made.stderr
        told = [
            "this is no e-mail address",
            "there is an account with this e-mail address",
            "so many people take this password",
            "@alice can log in at http://localhost:8000/auth/sign_in",
        ]
        assert [line for line in told if line not in said] == []
        assert "password1" not in said
        assert TEA not in said

    @pytest.mark.parametrize("handle", ["alice", "@Alice"])
    def test_get_a_link_to_a_new_password(self, run: Run, tmp_path: Path, handle: str) -> None:
        """H013: it works once, and the link itself changes nothing."""
        run("migrate")
        run("user", "create", "alice", "--email", "a@example.org", "--password", "long enough")

        said = run("user", "password", handle).stdout

        link = re.fullmatch(r"http://localhost:8000/auth/reset\?token=([\w-]{22})\n", said)
        assert link is not None
        with connect(f"sqlite:///{tmp_path / 'twite.db'}") as twite:
            twite.credentials.reset(token=link[1], new=TEA)
            with pytest.raises(ResetNotFound):
                twite.credentials.reset(token=link[1], new="another one")
            assert twite.credentials.prove(login="alice", password=TEA)

    def test_get_no_link_where_there_is_nobody(self, run: Run) -> None:
        run("migrate")

        ended = run("user", "password", "nobody")

        assert (ended.returncode, ended.stdout) == (1, "")
        assert "there is no user nobody" in ended.stderr


class TestChecking:
    def test_a_sound_database_is_well(self, run: Run) -> None:
        run("migrate")

        assert run("check").stdout == "All is well.\n"

    def test_a_wrong_count_is_found(self, run: Run, tmp_path: Path) -> None:
        run("migrate")
        run("user", "create", "bob", "--email", "b@example.org", "--password", "long enough")
        with sqlite3.connect(tmp_path / "twite.db") as connection:
            connection.execute("UPDATE twite_users SET posts_count = 7")
        connection.close()

        ended = run("check")

        assert ended.returncode == 1
        assert "are not as many as counted" in ended.stdout

    @pytest.mark.parametrize("command", ["check", "migrate", "serve"])
    def test_what_is_no_database_is_a_sentence(
        self, run: Run, tmp_path: Path, command: str
    ) -> None:
        (tmp_path / "twite.db").write_text("no database at all" * 100)

        ended = run(command)

        assert ended.returncode == 1
        assert "damaged" in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_makes_no_file_where_there_is_none(self, run: Run, tmp_path: Path) -> None:
        run("check")

        assert list(tmp_path.iterdir()) == []


class TestServing:
    @pytest.mark.parametrize("port", ["-1", "65536"])
    def test_a_port_that_cannot_be_is_said_so(self, run: Run, port: str) -> None:
        ended = run("serve", "--port", port)

        assert ended.returncode == 2
        assert "Traceback" not in ended.stderr

    def test_a_port_in_use_is_said_so(self, run: Run) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]

            ended = run("serve", "--port", str(port))

        assert ended.returncode == 1
        assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr

    def test_a_seeded_world_is_in_memory_alone(self, run: Run, tmp_path: Path) -> None:
        ended = run("serve", "--seed")

        assert ended.returncode == 2
        assert "--memory" in ended.stderr
        assert list(tmp_path.iterdir()) == []

    def test_ends_in_good_order_when_asked_to(self, tmp_path: Path) -> None:
        """As systemd and Docker ask: that is no failure, and nothing is left open."""
        with serving([str(TWITE)], folder=tmp_path) as site:
            site.get("/health")

            site.process.send_signal(signal.SIGTERM)

            assert site.process.wait(STOP_SECONDS) == 0
        assert [file.name for file in tmp_path.iterdir()] == ["twite.db"]

    def test_a_seeded_world_has_people_in_it(self, tmp_path: Path) -> None:
        with serving([str(TWITE)], folder=tmp_path, arguments=["--memory", "--seed"]) as site:
            assert "@alice" in site.get("/@alice")
        assert list(tmp_path.iterdir()) == []

    def test_what_is_said_of_mails_is_what_happens(self, tmp_path: Path) -> None:
        said = {
            dispatch: started(tmp_path, TWITE_DISPATCH=dispatch)
            for dispatch in ("thread", "worker")
        }

        assert "Mails are written to this terminal, and sent to nobody" in said["thread"]
        assert "`twite worker`: start one beside it" in said["worker"]
        assert "Mails" not in said["worker"]

    @pytest.mark.parametrize(
        ("registrations", "who"),
        [
            ("open", "Sign up at http://localhost:"),
            ("approval", "Sign up at http://localhost:"),
            ("invite", "People sign up by invitation: `twite user invite` makes one."),
            ("closed", "Nobody can sign up (TWITE_REGISTRATIONS=closed)."),
        ],
    )
    def test_says_who_can_sign_up(self, tmp_path: Path, registrations: str, who: str) -> None:
        assert who in started(tmp_path, TWITE_REGISTRATIONS=registrations)

    def test_says_where_it_listens_where_its_address_does_not(self, tmp_path: Path) -> None:
        behind_a_proxy = started(tmp_path, TWITE_BASE_URL="http://twite.example")

        assert re.search(r"^It listens on 127\.0\.0\.1:\d+\.$", behind_a_proxy, re.MULTILINE)
        assert "It listens" not in started(tmp_path)

    def test_a_second_start_costs_less_than_two_seconds_of_cpu(self, tmp_path: Path) -> None:
        with serving([str(TWITE)], folder=tmp_path) as site:
            site.get("/health")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)

        with serving([str(TWITE)], folder=tmp_path) as site:
            site.get("/health")

        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        assert cpu < 2
