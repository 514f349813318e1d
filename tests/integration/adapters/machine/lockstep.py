"""Asking the model and every storage the same, one command after another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from typing import Any, ClassVar, TypeAlias

from attrs import Factory, define
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.integration.adapters.machine.drawn import LAST, WALK
from tests.integration.adapters.machine.model import Model
from tests.integration.adapters.machine.storages import (
    Done,
    Outcome,
    Storages,
    asked,
    difference,
    letters,
    outcome,
    plain,
    refused,
)
from twite.domain.errors import TwiteError
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON

LONGEST_NOTE = 200  # characters of an answer, in what a failure tells

UNKNOWN = 1 << 50  # the id of nobody and nothing
Stretch: TypeAlias = tuple[int, int, int]  # a limit, a kind of beginning, a place
MAKING = frozenset(
    {
        "users.register",
        "credentials.sign_up",
        "registrations.sign_up",
        "microposts.post",
        "drafts.keep",
        "reposts.repost",
    }
)  # the model is told the id they gave
COUNTING = frozenset(  # what may change how many posts, followers and followees people have
    {
        "users.register",
        "users.close",
        "credentials.sign_up",
        "registrations.sign_up",
        "microposts.post",
        "microposts.edit",
        "microposts.delete",
        "follows.follow",
        "follows.unfollow",
        "follows.remove_follower",
        "follows.accept",
        "blocks.block",
    }
)


@define
class Tally:
    """How often each command was done, and refused; and how deep and wide the examples went."""

    done: Counter[str] = Factory(Counter)
    refused: Counter[str] = Factory(Counter)
    asked_by: dict[str, Counter[str]] = Factory(partial(defaultdict, Counter))  # which rules
    pages: Counter[str] = Factory(Counter)  # so deep into each list
    examples: int = 0
    fewest_people: int = 1_000

    def count(self, command: str, came: Outcome, *, rule: str) -> None:
        counter = self.done if isinstance(came, Done) else self.refused
        counter[command] += 1
        if rule:
            self.asked_by[command][rule] += 1

    def rules_of(self, commands: Iterable[str]) -> Set[str]:
        """The rules that ask those the most."""
        return {rule for each in commands for rule, _ in self.asked_by[each].most_common(1)}


class Lockstep(RuleBasedStateMachine):
    """A machine without rules: how its rules ask, and what they ask about."""

    storages: ClassVar[Storages]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.worlds = self.storages.emptied(NOON)
        self.model = Model(NOON)
        self.cursors: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self.gone: list[int] = []  # microposts that stand no longer
        self.has_changed = False
        self.rule = ""  # the one that asks, where that is known
        self.tally.examples += 1

    # -- asking -----------------------------------------------------------------------

    def do(self, command: str, **arguments: Any) -> Any:
        """Ask all of them; the plain value they gave, or None where they refused, as all must."""
        self._learn(command, arguments)
        came = self._ask(command, arguments)
        self._compare(command, arguments, came)
        self.tally.count(command, came, rule=self.rule)
        self.has_changed = self.has_changed or command in COUNTING
        return came.value if isinstance(came, Done) else None

    def _ask(self, command: str, arguments: Mapping[str, Any]) -> Outcome:
        came = {
            storage: outcome(partial(self._call, world, command, arguments))
            for storage, world in self.worlds.items()
        }
        first = came["memory"]
        note(f"{command}({arguments}) -> {str(first)[:LONGEST_NOTE]}")
        for storage, other in came.items():
            if other != first:
                unlike = difference(plain(other), plain(first))
                raise AssertionError(f"{storage}, unlike memory: {unlike}")
        return Done(plain(first.value)) if isinstance(first, Done) else first

    def _call(self, world: Embedded, command: str, arguments: Mapping[str, Any]) -> Any:
        feature, _, name = command.partition(".")
        return getattr(getattr(world, feature), name)(**asked(arguments))

    def _compare(self, command: str, arguments: Mapping[str, Any], came: Outcome) -> None:
        answer = getattr(self.model, command.replace(".", "_"))
        if command in MAKING:
            answer = partial(answer, made=came.value if isinstance(came, Done) else 0)
        try:
            expected: Outcome = Done(answer(**arguments))
        except TwiteError as refusal:
            expected = refused(refusal)
        unlike = difference(plain(came), plain(expected))
        assert unlike is None, f"{command}: all storages, unlike the model: {unlike}"

    def _learn(self, command: str, arguments: Mapping[str, Any]) -> None:
        """The ids of the rows in a list, from memory; what the rows say is compared afterwards."""
        rows_of = getattr(self.model, f"{command.replace('.', '_')}_rows", None)
        about = {name: value for name, value in arguments.items() if name != "cursor"}
        try:
            rows = rows_of(**about) if rows_of is not None else ()
        except TwiteError:
            return  # as all will say
        if all(row.id for row in rows):
            return
        ids: list[int] = []
        cursor: Any = {"limit": 1}
        while cursor is not None:
            found = self._call(self.worlds["memory"], command, {**about, "cursor": cursor})
            ids += [found.newer.min_id] if found.newer else []
            cursor = found.older and {"max_id": found.older.max_id, "limit": 1}
        assert ids == sorted(set(ids), reverse=True)
        for row, id in zip(rows, ids, strict=False):
            assert row.id in (0, id), f"{command} tells of {id} where {row.id} stands"
            row.id = id

    def page(self, command: str, stretch: Stretch, turns: Sequence[str], **arguments: Any) -> None:
        """One page of a list, and some of those that follow on it."""
        cursor = {"limit": 1} if turns == WALK else self._cursor(command, stretch)
        found = self.do(command, cursor=cursor, **arguments)
        depth = 1
        for turn in turns:
            following = found and found[turn]
            if not following:
                break
            cursor = {name: bound for name, bound in following.items() if bound is not None}
            self.cursors[command].append(cursor)
            found = self.do(command, cursor=cursor, **arguments)
            depth += bool(found["items"]) if turn == "older" else 0
        self.tally.pages[command] = max(self.tally.pages[command], depth)

    def _cursor(self, command: str, stretch: Stretch) -> Mapping[str, Any]:
        """From the newest on; where somebody went on before, in whatever list; anywhere."""
        limit, kind, place = stretch
        kept = self.cursors[command]
        if kind < 4 or (kind < 8 and not kept):
            return {"limit": limit}
        if kind < 8:
            return {**kept[-1 - place % len(kept)], "limit": limit}
        edge = self._edges()[place % len(self._edges())]
        bound = ("max_id", "min_id", "since_id")[place % 3]
        return {"limit": limit, bound: edge + place % 2} if place % 2 else {bound: edge}

    def _edges(self) -> Sequence[int]:
        ids = [*list(self.model.posts)[-5:], *self.gone[-2:]]
        ids += [notice.id for notice in self.model.notices[-3:]]
        return [*ids, 0, 2**63 - 1, 2**63, -1]

    # -- whom and what -------------------------------------------------------------------

    def person(self, place: int | None) -> Any:
        """Somebody; the last place is nobody's."""
        known = list(self.model.people)
        if place is None:
            return None
        return UNKNOWN + place if place == LAST else known[place % len(known)]

    def actor(self, place: int) -> Any:
        """Somebody who may act; the last places are anybody's, and nobody's."""
        active = [one.id for one in self.model.people.values() if one.state == "active"]
        return active[place % len(active)] if active and place < LAST - 2 else self.person(place)

    def another(self, one: int, place: int) -> Any:
        """Somebody else, who is there; the last places are anybody's, their own and nobody's."""
        if place == LAST - 1:
            return one
        others = [id for id in self.model.people if id != one and self.model.is_active(id)]
        return others[place % len(others)] if others and place < LAST - 3 else self.person(place)

    def grows(self, place: int) -> bool:
        """Whether a list gets longer before it is read: now and then."""
        return place % 4 == 0

    def fullest(self, owners: Iterable[int], place: int) -> Any:
        """Whose list is the longest, most of the time: the one who is named most often."""
        found = Counter(owners).most_common(1)
        return found[0][0] if found and place % 3 else None

    def post(self, place: int) -> Any:
        """One of the newest microposts; the last places are those that are gone, or never were."""
        standing = list(self.model.posts)
        if place < 10 and standing:
            return standing[-1 - place % len(standing)]
        return self.gone[-1] if self.gone and place < 11 else UNKNOWN + place

    def a_post_of(self, place: int) -> tuple[Any, Any]:
        """A micropost, and its author or, now and then, another."""
        id = self.post(place)
        if id in self.model.posts:
            return id, self.model.posts[id].author
        return id, self.person(place)

    def a_reader_of(self, id: int, place: int) -> Any:
        """Somebody who may read that, and act; the last places are anybody's, and nobody's."""
        post = self.model.posts.get(id)
        may = [
            who
            for who in self.model.people
            if post and self.model.is_active(who) and self.model.may_read(who, post)
        ]
        return may[place % len(may)] if may and place < LAST - 2 else self.person(place)

    # -- after each step, and in the end ----------------------------------------------------

    @invariant()
    def there_are_people(self) -> None:
        """Not asked of an example that Hypothesis gives up while they move in."""
        self.tally.fewest_people = min(self.tally.fewest_people, len(self.model.people))

    @invariant()
    def counts_are_right(self) -> None:
        if not self.has_changed:
            return
        self.has_changed = False
        expected = self.model.counts()
        for world in self.worlds.values():
            users = world.users.views.show(list(expected))  # type: ignore[arg-type]
            counted = {
                user.id: (user.posts_count, user.followers_count, user.following_count)
                for user in users
            }
            assert counted == expected

    def teardown(self) -> None:
        self.rule, self.has_changed = "", True
        self.counts_are_right()
        people = self.model.people
        for viewer in (*people, None):
            self.do("timelines.local", viewer_id=viewer, cursor={"limit": 40})
        for id in people:
            self.do("timelines.home", viewer_id=id, cursor={"limit": 40})
            self.do("notifications.page", recipient_id=id, cursor={"limit": 40})
        sent = letters(self.worlds["memory"])
        for name, world in self.worlds.items():
            assert letters(world) == sent, name
            findings = world.check()
            assert not findings, f"{name}: {findings}"
