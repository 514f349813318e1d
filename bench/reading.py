"""Reading and posting through the facade, beside the same by hand, on one storage."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from statistics import median
from typing import Any, Protocol

from attrs import Factory, define, field, frozen

from bench.floors import TEXT, Row, row
from twite.application.twite import Twite
from twite.domain.microposts import MicropostId
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

READINGS = ("home", "profile", "thread", "search")
READS = 9  # in a turn, after one post: one deed in ten changes something
COMPARED = 25  # pages of each kind that are compared row by row


class Floor(Protocol):
    """Somebody who answers by hand."""

    def page(self, what: str, viewer: int, about: Any) -> list[Row]: ...

    def post(self, author: int) -> int: ...

    def close(self) -> None: ...


@frozen(kw_only=True)
class Figure:
    """What one of a kind costs, in milliseconds of the processor and of the day."""

    storage: str
    way: str  # through the facade, or as a page
    what: str
    cpu: float
    floor_cpu: float
    elapsed: float
    floor_elapsed: float

    @property
    def ratio(self) -> float:
        return self.cpu / self.floor_cpu


@define
class Spent:
    """What each turn took for one deed, in milliseconds; of turns, the median tells most where
    others use the machine, too."""

    _clock: Callable[[], float] = time.process_time
    _cpu: list[float] = Factory(list)
    _elapsed: list[float] = Factory(list)

    def on(self, deeds: Sequence[Callable[[], object]]) -> None:
        cpu, began = self._clock(), time.perf_counter()
        for deed in deeds:
            deed()
        self._elapsed.append(1000 * (time.perf_counter() - began) / len(deeds))
        self._cpu.append(1000 * (self._clock() - cpu) / len(deeds))

    @property
    def cpu(self) -> float:
        return median(self._cpu)

    @property
    def elapsed(self) -> float:
        return median(self._elapsed)


def figure(storage: str, way: str, what: str, ours: Spent, theirs: Spent) -> Figure:
    return Figure(
        storage=storage,
        way=way,
        what=what,
        cpu=ours.cpu,
        floor_cpu=theirs.cpu,
        elapsed=ours.elapsed,
        floor_elapsed=theirs.elapsed,
    )


@define
class Readers:
    """Who asks, and for what: drawn by Zipf over all users."""

    users: Sequence[UserId]
    threads: Sequence[MicropostId]
    words: Sequence[str]
    _chance: random.Random = field(factory=lambda: random.Random(7))
    _order: list[UserId] = field(init=False)
    _weights: list[float] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._order = random.Random(3).sample(list(self.users), len(self.users))
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.users) + 1)))

    def one(self) -> UserId:
        return self._chance.choices(self._order, cum_weights=self._weights)[0]

    def asking(self, what: str) -> tuple[UserId, Any]:
        """Somebody, and what their page is about."""
        match what:
            case "profile":
                return self.one(), self.one()
            case "thread":
                return self.one(), self._chance.choice(self.threads)
            case "search":
                return self.one(), self._chance.choice(self.words)
            case _:
                return self.one(), 0


def facade(twite: Twite, what: str, viewer: UserId, about: Any) -> list[Any]:
    """One page, as its views."""
    match what:
        case "home":
            return [one.micropost for one in twite.timelines.home(viewer_id=viewer).items]
        case "profile":
            page = twite.timelines.profile(author_id=about, viewer_id=viewer)
            return [one.micropost for one in page.items]
        case "thread":
            thread = twite.timelines.thread(about, viewer_id=viewer)
            return [one.micropost for one in thread.replies]
        case _:
            return list(twite.search.microposts(about, viewer_id=viewer).items)


# -- the same, by hand ----------------------------------------------------------------


def compare(twite: Twite, floor: Floor, readers: Readers, *, many: int = COMPARED) -> None:
    """The rows are the same, or there is nothing to measure."""
    for what in READINGS:
        shown = 0
        for viewer, about in (readers.asking(what) for _ in range(many)):
            ours = [row(view) for view in facade(twite, what, viewer, about)]
            theirs = floor.page(what, viewer, about)
            wrong = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
            assert ours == theirs, (what, viewer, about, len(ours), len(theirs), wrong[:1])
            shown += len(ours)
        assert shown >= many, what  # of empty pages nothing could be said


def compare_posts(twite: Embedded, floor: Floor, author: UserId) -> None:
    """What is posted by hand cannot be told from what is posted through the facade."""
    ours, theirs = (
        twite.microposts.show(MicropostId(id), viewer_id=author)
        for id in (twite.microposts.post(author_id=author, text=TEXT), floor.post(author))
    )
    found = {view.id for view in twite.search.microposts(TEXT, viewer_id=author).items}
    tagged = {one.micropost.id for one in twite.timelines.tagged(tag="tea", viewer_id=author).items}
    assert (ours.text, ours.author, ours.visibility) == (
        theirs.text,
        theirs.author,
        theirs.visibility,
    )
    assert {ours.id, theirs.id} <= found & tagged
    assert not list(twite.check())


def measure(
    storage: str, twite: Twite, floor: Floor, readers: Readers, *, turns: int
) -> Iterator[Figure]:
    """Turn by turn, the facade and the floor each post once and then read what others ask for."""
    compare(twite, floor, readers)
    posted = Spent(), Spent()
    for what in READINGS:
        spent = Spent(), Spent()
        for _ in range(turns):
            author = readers.one()
            asked = [readers.asking(what) for _ in range(READS)]
            posted[0].on([partial(twite.microposts.post, author_id=author, text=TEXT)])
            spent[0].on([partial(facade, twite, what, *one) for one in asked])
            posted[1].on([partial(floor.post, author)])
            spent[1].on([partial(floor.page, what, *one) for one in asked])
        yield figure(storage, "facade", what, *spent)
    yield figure(storage, "facade", "post", *posted)
