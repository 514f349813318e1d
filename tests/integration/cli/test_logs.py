"""What the command line writes of what is logged."""

import logging

from twite.entrypoints.cli.logs import Lines


def written(message: str, **facts: object) -> str:
    record = logging.makeLogRecord({"name": "twite", "levelname": "INFO", "msg": message, **facts})
    return Lines().format(record)


def test_an_event_stands_before_its_facts() -> None:
    assert written("mail not sent", mail=7, tries=2) == (
        "INFO twite: mail not sent (mail=7, tries=2)"
    )


def test_an_event_without_facts_is_a_line_too() -> None:
    assert written("outbox not drained") == "INFO twite: outbox not drained"


def test_nobody_writes_lines_of_their_own() -> None:
    said = written("mail not sent", error="no\nWARNING twite: all is lost\x1b[2J\u2028")

    assert len(said.splitlines()) == 1
    assert "\x1b" not in said
