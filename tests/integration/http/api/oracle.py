"""What Mastodon's API says of itself, read where it lies; nothing of it is kept here."""

import csv
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("TWITE_TEST_ORACLE", "/work/shared/mastodon"))
PYTHON: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "uri": re.compile(r"[a-z]+:\S+"),
}
HERE = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"Mastodon's schema is not in {FOLDER}")


@cache
def schema() -> Any:
    return json.loads((FOLDER / "schema.json").read_text())


def tiers(*wanted: str) -> list[str]:
    """``GET /api/v1/accounts/{id}``, and so on; none where the oracle is not there."""
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "endpoints.csv").open() as lines:
        return [
            row["method"] + " " + re.sub(r":(\w+)", _braced, row["path"])
            for row in csv.DictReader(lines)
            if row["tier"] in wanted
        ]


def entries() -> Mapping[str, str]:
    """What it says, by operation, of who may ask: ``User token + `read:lists```, and so on."""
    if not FOLDER.is_dir():
        return {}
    with (FOLDER / "endpoints.csv").open() as lines:
        return {
            row["method"] + " " + re.sub(r":(\w+)", _braced, row["path"]): row["oauth"]
            for row in csv.DictReader(lines)
        }


def _braced(found: re.Match[str]) -> str:
    return f"{{{found[1]}}}"


def faults(operation: str, answer: Any) -> list[str]:
    """Where an answer is not what that operation answers."""
    method, _, path = operation.partition(" ")
    described = schema()["paths"].get(path, {}).get(method.lower())
    said = described and described["responses"]["200"].get("content")
    if not said:
        return []  # of what is from before its time, it says nothing
    return list(_faults(said["application/json"]["schema"], answer, "answer"))


def _faults(kind: Any, found: Any, at: str) -> Iterator[str]:
    nullable = "null" in kind.get("type", [])
    if "$ref" in kind:
        kind = schema()["components"]["schemas"][kind["$ref"].rpartition("/")[2]]
    if found is None and (nullable or "null" in kind.get("type", [])):
        return
    if "oneOf" in kind:
        told = [list(_faults(one, found, at)) for one in kind["oneOf"]]
        yield from min(told, key=len)
        return
    yield from _wrong(kind, found, at)
    if isinstance(found, dict):
        yield from (
            f"{at}.{name} is missing" for name in kind.get("required", ()) if name not in found
        )
        for name in kind.get("properties", {}).keys() & found.keys():
            yield from _faults(kind["properties"][name], found[name], f"{at}.{name}")
    if isinstance(found, list):
        for number, item in enumerate(found):
            yield from _faults(kind.get("items", {}), item, f"{at}[{number}]")


def _wrong(kind: Any, found: Any, at: str) -> Iterator[str]:
    """Of the value itself."""
    types = [kind["type"]] if isinstance(kind.get("type"), str) else kind.get("type", [])
    pattern = FORMATS.get(kind.get("format", ""))
    if types and not any(_is(found, one) for one in types):
        yield f"{at} is {found!r}, and should be {types}"
    elif "enum" in kind and found not in kind["enum"]:
        yield f"{at} is {found!r}, which is none of {kind['enum']}"
    elif pattern is not None and not pattern.fullmatch(found):
        yield f"{at} is {found!r}, and no {kind['format']}"


def _is(found: Any, kind: str) -> bool:
    return isinstance(found, PYTHON[kind]) and (kind == "boolean" or not isinstance(found, bool))
