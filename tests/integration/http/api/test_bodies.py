"""What is sent reaches a handler in one shape, however it is sent, or is refused."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from tests.integration.http.api.programs import Program
from tests.integration.http.api.test_edge import DECLARED
from tests.integration.http.test_routes import house
from twite.adapters.http.api.calls import Call
from twite.adapters.http.api.reception import Route
from twite.adapters.http.app import create
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock


class Inner(msgspec.Struct):
    name: str = ""


class Sent(msgspec.Struct):
    text: str = ""
    number: int | None = None
    yes: bool | None = None
    many: list[str] | None = None
    lines: list[Inner] | None = None


def echo(_: Call, data: Sent) -> Sent:
    """Say it again."""
    return data


def repeat(_: Call, *, yes: bool = False, number: int = 0) -> Sent:
    """The same of a query."""
    return Sent(yes=yes, number=number)


@pytest.fixture
def program(twite: Embedded, clock: StoppedClock) -> Iterator[Program]:
    operations = [
        Route("POST", "/api/v1/echo", echo, DECLARED | {"kind": "write"}),
        Route("GET", "/api/v1/repeat", repeat, DECLARED),
    ]
    app = create(twite, house(), clock=clock, operations=operations)
    with TestClient(app) as client:
        yield Program(client)


SAID = {"text": "tea", "number": 5, "yes": True, "many": ["a", "b"], "lines": [{"name": "x"}]}
FORM = "text=tea&number=5&yes=on&many[]=a&many[]=b&lines[0][name]=x"
PARTS = {
    "text": (None, "tea"),
    "number": (None, "5"),
    "yes": (None, "True"),
    "many[0]": (None, "a"),
    "many[1]": (None, "b"),
    "lines[][name]": (None, "x"),
}


def form(body: str | bytes, kind: str = "application/x-www-form-urlencoded") -> dict[str, Any]:
    return {"content": body, "headers": {"content-type": kind}}


class TestBodies:
    @pytest.mark.parametrize(
        "sent",
        [
            {"json": SAID},
            form(FORM),
            form(FORM, "application/x-www-form-urlencoded; charset=UTF-8"),
            form(msgspec.json.encode(SAID), "application/json; charset=utf-8"),
            {"files": PARTS},
        ],
        ids=["json", "form", "form with a charset", "json with a charset", "parts"],
    )
    def test_say_the_same_in_every_form(self, program: Program, sent: dict[str, Any]) -> None:
        assert program.post("/api/v1/echo", **sent).json() == SAID

    def test_may_be_empty(self, program: Program) -> None:
        assert program.post("/api/v1/echo").json()["text"] == ""

    def test_may_say_a_part_in_the_address(self, program: Program) -> None:
        answer = program.post("/api/v1/echo?text=tea&many[]=a", json={"number": 5})

        assert answer.json() | {"yes": None} == {
            "text": "tea",
            "number": 5,
            "yes": None,
            "many": ["a"],
            "lines": None,
        }

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            (form(b"text=%ff"), 400),
            (form(b"text=a%00b"), 400),
            (form("&".join(f"a{n}=1" for n in range(201))), 400),
            (form("a[=1"), 422),
            (form("text=x&text[a]=1"), 422),
            (form("a[b][c][d][e][f]=1"), 422),
            (form('{"text": ', "application/json"), 422),
            (form("[" * 60_000, "application/json"), 422),
            (form('{"text": NaN}', "application/json"), 422),
            (form('{"text": "\\ud800"}', "application/json"), 422),
            (form('\ufeff{"text": "x"}', "application/json"), 422),
            (form('{"text": "x"}'.encode("utf-16"), "application/json"), 422),
            (form(b'{"text": "\xff"}', "application/json"), 422),
            (form('["text"]', "application/json"), 422),
            (form("null", "application/json"), 422),
            (form('{"text": 5}', "application/json"), 422),
            (form('{"text": null}', "application/json"), 422),
            (form('{"number": "1_000"}', "application/json"), 422),
            (form('{"number": 1e999}', "application/json"), 422),
            (form('{"many": {"a": "b"}}', "application/json"), 422),
            (form('{"yes": "perhaps"}', "application/json"), 422),
            (form("text", "text/plain"), 415),
            (form("<text/>", "application/xml"), 415),
            (form("text", ""), 415),
            ({"files": {"text": ("a.txt", b"x")}}, 422),
            ({"files": {"text": (None, b"\xff")}}, 400),
            ({"files": {"text": (None, b"a\0b")}}, 400),
            (form("--x\r\n", "multipart/form-data"), 400),
            (form("--x\r\nnonsense", "multipart/form-data; boundary=x"), 400),
            ({"files": {f"a{n}": (None, "1") for n in range(201)}}, 400),
            (form("text=" + "x" * 200_000), 413),
            ({"files": {"text": (None, "x" * 200_000)}}, 413),
            ({"json": {"text": "x" * 200_000}}, 413),
        ],
        ids=lambda _: None,
    )
    def test_that_mean_nothing_are_refused(
        self, program: Program, sent: dict[str, Any], status: int
    ) -> None:
        """H059, H065, H067, H068."""
        answer = program.post("/api/v1/echo", **sent)

        assert answer.status_code == status, answer.text
        assert answer.json()["error"]

    def test_that_are_packed_are_refused(self, program: Program) -> None:
        sent = form(FORM)
        sent["headers"]["content-encoding"] = "gzip"

        assert program.post("/api/v1/echo", **sent).status_code == 415

    def test_of_a_charset_that_is_none_are_refused(self, program: Program) -> None:
        body = (
            '--x\r\nContent-Disposition: form-data; name="text"\r\n'
            "Content-Type: text/plain; charset=klingon\r\n\r\ntea\r\n--x--\r\n"
        )

        answer = program.post("/api/v1/echo", **form(body, "multipart/form-data; boundary=x"))

        assert answer.status_code == 400


class TestQueries:
    @pytest.mark.parametrize("word", ["true", "True", "on", "1", "t"])
    def test_say_yes_in_many_words(self, program: Program, word: str) -> None:
        assert program.get(f"/api/v1/repeat?yes={word}").json()["yes"] is True

    @pytest.mark.parametrize("word", ["false", "False", "off", "0", "f"])
    def test_say_no_in_many_words(self, program: Program, word: str) -> None:
        assert program.get(f"/api/v1/repeat?yes={word}").json()["yes"] is False

    @pytest.mark.parametrize("query", ["yes=perhaps", "number=x", "number=1_0", "yes[a]=1"])
    def test_say_nothing_else(self, program: Program, query: str) -> None:
        assert program.get(f"/api/v1/repeat?{query}").status_code == 422
