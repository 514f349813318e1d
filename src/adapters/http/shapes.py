"""What clients send, in one shape, however they write it: forms with brackets, JSON, and words for
yes and no.

``a[b]=1``, ``a[]=1`` and ``a[0][b]=1`` are read as Ruby's web servers read them, because that is
what apps write.  What stands there is then fitted to what the operation asks for.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec
from attrs import define

from ...domain.errors import Invalid
from ...domain.givens import is_id

Pair: TypeAlias = tuple[str, str]

DEEPEST = 4  # brackets: nothing we ask for has more than three
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_INDEX = re.compile(r"[0-9]{1,4}")
YES = frozenset({"true", "t", "on", "yes", "1"})
NO = frozenset({"false", "f", "off", "no", "0"})


# -- names with brackets --------------------------------------------------------


def shaped(pairs: Iterable[Pair]) -> dict[str, Any]:
    """What a form says, nested as its names are; of the same name, the last.

    A list is a mapping of its indexes here: which names are lists is for :func:`fitted` to say.
    Raises :exc:`MalformedName`.
    """
    root: dict[str, Any] = {}
    for name, value in pairs:
        first, *inner = _path(name)
        _put(root, first, inner, value)
    return root


def plain(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """The same for a query, where ``id[]``, ``id[0]`` and ``id`` name one list."""
    for name, value in pairs:
        path = _path(name)
        if any(part and not _INDEX.fullmatch(part) for part in path[1:]):
            raise MalformedName
        yield path[0], value


def _path(name: str) -> list[str]:
    found = _NAME.fullmatch(name)
    if found is None or name.count("[") > DEEPEST:
        raise MalformedName
    return [found[1], *(part[:-1] for part in found[2].split("[")[1:])]


def _put(node: dict[str, Any], key: str, inner: list[str], value: str) -> None:
    if not inner:
        if isinstance(node.get(key), dict):
            raise MalformedName
        node[key] = value
        return
    below = node.setdefault(key, {})
    if not isinstance(below, dict):
        raise MalformedName
    first, *rest = inner
    _put(below, first or _next(below, rest), rest, value)


def _next(items: Mapping[str, Any], rest: list[str]) -> str:
    """The index ``[]`` stands for: that of the last item while that lacks what comes now."""
    last = items.get(str(len(items) - 1))
    if rest and isinstance(last, dict) and rest[0] not in last:
        return str(len(items) - 1)
    return str(len(items))


# -- what is asked for ----------------------------------------------------------


def fitted(given: Any, kind: Any) -> Any:
    """The same, with what is only written otherwise as that type writes it.  What does not fit
    stays, for msgspec to refuse; what nobody asked for is left out."""
    kind = bare(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(given, dict):
        types = _fields(kind)
        return {
            name: fitted(_said(name, given[name]), types[name]) for name in types if name in given
        }
    if get_origin(kind) in (list, tuple) or kind is list:
        return _listed(given, *get_args(kind)[:1])
    if kind is bool and isinstance(given, str):
        return flag(given)
    return given


def _said(name: str, given: Any) -> Any:
    """Ids are texts, and some write them as the numbers they look like."""
    return str(given) if name.endswith("_id") and is_id(given) else given


def flag(given: str) -> Any:
    """What an app may write for True and False; itself, if it is neither."""
    word = given.lower()
    return True if word in YES else False if word in NO else given


@cache
def bare(kind: Any) -> Any:
    """A type without None, and without what is said about it."""
    if get_origin(kind) is Annotated:
        return bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not type(None)]
        return bare(kinds[0]) if len(kinds) == 1 else kind
    return kind


def _listed(given: Any, kind: Any = Any) -> Any:
    if given and isinstance(given, dict) and all(map(_INDEX.fullmatch, given)):
        given = [given[index] for index in sorted(given, key=int)]
    if isinstance(given, str):
        given = [given] if given else []
    return [fitted(one, kind) for one in given] if isinstance(given, list) else given


@cache
def _fields(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """The types of a struct's fields, by the names they have on the wire."""
    types = get_type_hints(kind, include_extras=True)
    return {field.encode_name: types[field.name] for field in msgspec.structs.fields(kind)}


# -- refusals -------------------------------------------------------------------


@define
class MalformedName(Invalid):
    def __str__(self) -> str:
        return "a name in this query or form has brackets that mean nothing"
