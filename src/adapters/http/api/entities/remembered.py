"""What was rendered, as long as there is room for it."""

from collections.abc import Hashable
from threading import Lock

from attrs import Factory, define, field

KEPT_BESIDE = 200  # bytes, about: a key, and its place
GENERATIONS = 2


@define(eq=False)
class Remembered:
    """Up to so many bytes.  Whatever was asked for since half of them were filled stays.

    It belongs to everybody: what is kept here has to be the same for all who ask by that key.
    """

    most_bytes: int
    asked: int = field(init=False, default=0)
    found: int = field(init=False, default=0)
    _young: dict[Hashable, bytes] = field(init=False, factory=dict)
    _old: dict[Hashable, bytes] = field(init=False, factory=dict)
    _young_bytes: int = field(init=False, default=0)
    _turn: Lock = field(init=False, default=Factory(Lock))

    def get(self, key: Hashable) -> bytes | None:
        self.asked += 1
        kept = self._young.get(key)
        if kept is None:
            kept = self._old.get(key)
            if kept is None:
                return None
            self.put(key, kept)
        self.found += 1
        return kept

    def put(self, key: Hashable, rendering: bytes) -> None:
        size = len(rendering) + KEPT_BESIDE
        with self._turn:
            if self._young_bytes + size > self.most_bytes // GENERATIONS:
                self._old, self._young, self._young_bytes = self._young, {}, 0
            if size <= self.most_bytes // GENERATIONS and key not in self._young:
                self._young[key] = rendering
                self._young_bytes += size

    @property
    def size(self) -> int:
        """Bytes, about."""
        with self._turn:
            return sum(
                len(rendering) + KEPT_BESIDE
                for generation in (self._young, self._old)
                for rendering in generation.values()
            )
