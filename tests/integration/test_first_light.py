"""First light: two people meet, in a browser and in ten lines of Python, on every storage."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.integration.cli.conftest import TWITE
from tests.integration.servers import Mailbox, chromium, serving, smtp_server
from twite.adapters.sql import schema

README = Path(__file__).parents[2] / "README.md"
WAIT_SECONDS = 15
PASSWORD = "correct horse battery"


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """Where everything is kept; None for memory."""
    match request.param:
        case "memory":
            return None
        case "sqlite":
            return f"sqlite:///{tmp_path}/twite.db"
        case _:
            return str(request.getfixturevalue("postgres_database"))


# -- in a browser ---------------------------------------------------------------


@frozen
class Visitor:
    """Somebody at a browser of their own."""

    browser: Chrome
    url: str

    def go(self, path: str) -> None:
        self.browser.get(f"{self.url}{path}")

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.browser.find_element(By.NAME, name).send_keys(text)

    def press(self, label: str) -> None:
        """The button of that label; the page that follows is there when this returns."""
        here = self.browser.find_element(By.TAG_NAME, "html")
        self.browser.find_element(By.XPATH, f"//main//button[normalize-space()='{label}']").click()
        WebDriverWait(self.browser, WAIT_SECONDS).until(lambda _: _is_gone(here))

    def reads(self) -> str:
        return self.browser.find_element(By.TAG_NAME, "main").text

    def sign_up(self, handle: str) -> None:
        self.go("/auth/sign_up")
        self.fill(handle=handle, email=f"{handle}@example.org", password=PASSWORD)
        self.press("Sign up")

    def post(self, text: str, *, visibility: str = "public") -> None:
        self.go("/")
        self.fill(text=text)
        Select(self.browser.find_element(By.NAME, "visibility")).select_by_value(visibility)
        self.press("Post")


def _is_gone(element: Any) -> bool:
    try:
        element.is_enabled()
    except Exception:  # whatever the driver says of an element of a page that was left
        return True
    return False


@contextmanager
def _site(database: str | None, mailbox: Mailbox, folder: Path) -> Iterator[str]:
    environment = {"TWITE_SMTP_URL": mailbox.url}
    arguments = ["--memory"]
    if database is not None:
        schema.migrate(database)
        environment["TWITE_DATABASE_URL"] = database
        arguments = []
    with serving([str(TWITE)], folder=folder, arguments=arguments, environment=environment) as site:
        yield site.url


@pytest.mark.timeout(180)
def test_two_people_meet_in_a_browser(database: str | None, tmp_path: Path) -> None:
    with ExitStack() as stack:
        mailbox = stack.enter_context(smtp_server())
        url = stack.enter_context(_site(database, mailbox, tmp_path))
        alice = Visitor(stack.enter_context(chromium()), url)
        bob = Visitor(stack.enter_context(chromium()), url)

        alice.sign_up("alice")
        bob.sign_up("bob")
        alice.go("/@bob")
        alice.press("Follow")
        bob.post("hello @alice #tea")

        alice.go("/")
        assert "hello @alice #tea" in alice.reads()
        (mail,) = mailbox.wait_for(1, timeout_seconds=WAIT_SECONDS)
        assert mail["To"] == "alice@example.org"
        assert mail["Subject"] == "@bob mentioned you"
        assert f"{url}/@bob/" in mail.get_content()
        alice.go("/notifications")
        assert "hello @alice #tea" in alice.reads()
        bob.go("/notifications")
        assert "hello @alice #tea" not in bob.reads()
        alice.go("/tags/tea")
        assert "hello @alice #tea" in alice.reads()
        assert len(mailbox.messages) == 1


# -- in ten lines ---------------------------------------------------------------


def _ten_lines() -> str:
    """The first Python of the README."""
    found = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_readme_has_ten_lines() -> None:
    assert len([line for line in _ten_lines().splitlines() if line.strip()]) == 10


def test_two_people_meet_in_ten_lines(database: str | None) -> None:
    with smtp_server() as mailbox:
        lines = _ten_lines().replace("smtp://localhost:25", mailbox.url)
        if database is None:
            lines = lines.replace("import connect", "import in_memory")
            lines = lines.replace(
                'connect("sqlite:///twite.db", settings, migrate=True)', "in_memory(settings)"
            )
        else:
            lines = lines.replace("sqlite:///twite.db", database)
        names: dict[str, Any] = {}

        exec(lines, names)

        assert names["home"] == ["hello @alice #tea"]
        assert names["told"] == ["mention"]
        (mail,) = mailbox.wait_for(1)
        assert mail["To"] == "a@example.org"
        assert len(mailbox.messages) == 1
