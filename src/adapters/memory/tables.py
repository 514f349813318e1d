"""Tables in dictionaries, and drafts: what a transaction changed, laid over them."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from heapq import merge
from typing import Any, Generic, Protocol, TypeVar

from attrs import Factory, define

K = TypeVar("K", bound=Any)
V = TypeVar("V")

Index = Callable[[V], Iterable[Hashable]]  # the values by which a row is found


class Rows(Protocol[K, V]):
    """Rows by key, and by index: a table, or a draft over one."""

    @property
    def indexes(self) -> Mapping[str, Index[V]]: ...

    def get(self, key: K) -> V | None: ...

    def put(self, key: K, row: V) -> None: ...

    def delete(self, key: K) -> None:
        """Nothing happens where there is no such row."""

    def keys(
        self,
        index: str,
        value: Hashable,
        *,
        above: K | None = None,
        below: K | None = None,
        upwards: bool = True,
    ) -> Iterator[K]:
        """The keys of the rows with that value, strictly between the bounds, in their order."""
        ...

    def values(self, index: str) -> set[Hashable]:
        """Every value in an index; of some of them there may be no row any more."""
        ...

    def items(self) -> Iterator[tuple[K, V]]:
        """Every row with its key, in no order."""
        ...

    def find(self, index: str, value: Hashable) -> Iterator[V]:
        """The rows with that value, in the order of their keys."""
        ...


@define
class Table(Generic[K, V]):
    """What is committed."""

    indexes: Mapping[str, Index[V]] = Factory(dict)
    _rows: dict[K, V] = Factory(dict)
    _keys: dict[tuple[str, Hashable], list[K]] = Factory(dict)

    def get(self, key: K) -> V | None:
        return _found(self._rows, key)

    def put(self, key: K, row: V) -> None:
        self.delete(key)
        self._rows[key] = row
        for place in self._places(row):
            insort(self._keys.setdefault(place, []), key)

    def delete(self, key: K) -> None:
        row = self._rows.pop(key, None)
        if row is None:
            return
        for place in self._places(row):
            keys = self._keys[place]
            del keys[bisect_left(keys, key)]
            if not keys:
                del self._keys[place]

    def keys(
        self,
        index: str,
        value: Hashable,
        *,
        above: K | None = None,
        below: K | None = None,
        upwards: bool = True,
    ) -> Iterator[K]:
        keys = _found(self._keys, (index, value)) or []
        first = 0 if above is None else bisect_right(keys, above)
        last = len(keys) if below is None else bisect_left(keys, below)
        places = range(first, last) if upwards else range(last - 1, first - 1, -1)
        return (keys[place] for place in places)

    def values(self, index: str) -> set[Hashable]:
        return {value for name, value in self._keys if name == index}

    def items(self) -> Iterator[tuple[K, V]]:
        return iter(self._rows.items())

    def find(self, index: str, value: Hashable) -> Iterator[V]:
        return (self._rows[key] for key in self.keys(index, value))

    def _places(self, row: V) -> Iterator[tuple[str, Hashable]]:
        for name, values in self.indexes.items():
            for value in values(row):
                yield name, value


@define
class Overlay(Generic[K, V]):
    """What a draft changed and deleted, over what it does not know."""

    _below: Rows[K, V]
    _changed: dict[K, V] = Factory(dict)
    _deleted: set[K] = Factory(set)

    @property
    def indexes(self) -> Mapping[str, Index[V]]:
        return self._below.indexes

    def get(self, key: K) -> V | None:
        changed = _found(self._changed, key)
        if changed is not None:
            return changed
        below = self._below.get(key)
        return None if below is None or key in self._deleted else below

    def put(self, key: K, row: V) -> None:
        self._deleted.discard(key)
        self._changed[key] = row

    def delete(self, key: K) -> None:
        self._changed.pop(key, None)
        self._deleted.add(key)

    def keys(
        self,
        index: str,
        value: Hashable,
        *,
        above: K | None = None,
        below: K | None = None,
        upwards: bool = True,
    ) -> Iterator[K]:
        under = self._below.keys(index, value, above=above, below=below, upwards=upwards)
        values = self.indexes[index]
        own = sorted(
            (
                key
                for key, row in self._changed.items()
                if value in values(row)
                and (above is None or key > above)
                and (below is None or key < below)
            ),
            reverse=not upwards,
        )
        return merge(own, (key for key in under if self._is_below(key)), reverse=not upwards)

    def values(self, index: str) -> set[Hashable]:
        values = self.indexes[index]
        own = {value for row in self._changed.values() for value in values(row)}
        return own | self._below.values(index)

    def items(self) -> Iterator[tuple[K, V]]:
        yield from self._changed.items()
        yield from ((key, row) for key, row in self._below.items() if self._is_below(key))

    def find(self, index: str, value: Hashable) -> Iterator[V]:
        for key in self.keys(index, value):
            row = self.get(key)
            if row is not None:
                yield row

    def pour(self) -> None:
        """Make what this draft changed part of what lies below it."""
        for key in self._deleted:
            self._below.delete(key)
        for key, row in self._changed.items():
            self._below.put(key, row)

    def _is_below(self, key: K) -> bool:
        return key not in self._changed and key not in self._deleted


def _found(rows: Mapping[K, V], key: K) -> V | None:
    """What has that key; a list, say, nothing has, and asking for it is no failure."""
    try:
        return rows.get(key)
    except TypeError:  # it cannot be hashed
        return None
