"""Browsers, as far as a site without scripts needs one: they keep cookies and send forms."""

import re
from html.parser import HTMLParser
from typing import Self

from attrs import Factory, define
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from twite.entrypoints.testing.plugin import PASSWORD

_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


def csrf_in(page: str) -> str:
    """What the forms of that page carry; nothing where it has none."""
    found = _CSRF.search(page)
    return found[1] if found else ""


@define
class Browser:
    """Somebody's browser.  It follows no redirect by itself, so that a test sees each answer."""

    client: TestClient[Litestar]

    def get(self, path: str, **headers: str) -> Response:
        sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return self.client.get(path, headers=sent, follow_redirects=False)

    def token(self) -> str:
        """What the forms of this browser carry now."""
        for path in ("/auth/sign_in", "/"):
            if token := csrf_in(self.get(path).text):
                return token
        raise AssertionError("no page has a form")

    def send(self, path: str, headers: dict[str, str] | None = None, /, **fields: str) -> Response:
        """A form as our pages have it, with the token in it unless one is given."""
        filled = {"csrf": self.token(), **fields} if "csrf" not in fields else fields
        return self.client.post(path, data=filled, headers=headers, follow_redirects=False)

    def logged_in(self, login: str) -> Self:
        answer = self.send("/auth/sign_in", login=login, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return self

    def cookie(self, name: str) -> str:
        return str(self.client.cookies[name])


@define
class Markup(HTMLParser):
    """Every element of a page with its attributes, and the text."""

    elements: list[tuple[str, dict[str, str]]] = Factory(list)
    text: str = ""

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, page: str) -> Self:
        parser = cls()
        parser.feed(page)
        parser.close()
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        return [attributes for name, attributes in self.elements if name == tag]
