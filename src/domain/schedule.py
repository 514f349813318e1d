"""The schedule: what happens again and again, at the minutes that a cron expression names."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from attrs import define, evolve, field, frozen

from .errors import Conflict, Invalid

LEASE = timedelta(minutes=15)  # how long a run is its worker's; longer than any takes
LATE = timedelta(minutes=10)  # a run that begins so long after its tick has missed it
LONGEST_RESULT = 200  # characters
_DAY = timedelta(days=1)
_HORIZON = 8 * 366 + 7  # days, in which every date that there is comes by

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_SUNDAY = 7  # which is also 0


@frozen
class Cron:
    """Minute, hour, day of the month, month and day of the week (0 and 7: Sunday), in UTC.

    Each is ``*``, a number, a range, a step (``*/5``, ``8-18/2``) or several of them with commas
    between.  Where both days are said, either will do (crontab(5)).
    """

    text: str
    minutes: frozenset[int] = field(repr=False, eq=False)
    hours: frozenset[int] = field(repr=False, eq=False)
    days: frozenset[int] = field(repr=False, eq=False)
    months: frozenset[int] = field(repr=False, eq=False)
    weekdays: frozenset[int] = field(repr=False, eq=False)
    either_day: bool = field(repr=False, eq=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """Raises :exc:`InvalidCron` for what is none, or never comes."""
        parts = text.split()
        if len(parts) != len(_FIELDS):
            raise InvalidCron(text, "five fields are needed: minute hour day month weekday")
        minutes, hours, days, months, weekdays = (
            _numbers(text, part, *named) for part, named in zip(parts, _FIELDS, strict=True)
        )
        made = cls(
            text=" ".join(parts),
            minutes=minutes,
            hours=hours,
            days=days,
            months=months,
            weekdays=frozenset(number % _SUNDAY for number in weekdays),
            either_day=not (parts[2].startswith("*") or parts[4].startswith("*")),
        )
        if not any(made._days(date(2000, 1, 1), _DAY)):
            raise InvalidCron(text, "there is no such date")
        return made

    def after(self, moment: datetime) -> datetime:
        """The first tick after it."""
        return next(
            tick
            for day in self._days(moment.date(), _DAY)
            for tick in self._ticks(day)
            if tick > moment
        )

    def latest(self, moment: datetime) -> datetime:
        """The last tick that is not after it."""
        return next(
            tick
            for day in self._days(moment.date(), -_DAY)
            for tick in reversed(list(self._ticks(day)))
            if tick <= moment
        )

    def _days(self, first: date, step: timedelta) -> Iterator[date]:
        days = (first + step * number for number in range(_HORIZON))
        return (day for day in days if self._holds_on(day))

    def _holds_on(self, day: date) -> bool:
        by_date, by_weekday = day.day in self.days, day.isoweekday() % _SUNDAY in self.weekdays
        is_day = by_date or by_weekday if self.either_day else by_date and by_weekday
        return is_day and day.month in self.months

    def _ticks(self, day: date) -> Iterator[datetime]:
        for hour in sorted(self.hours):
            for minute in sorted(self.minutes):
                yield datetime.combine(day, time(hour, minute), UTC)


def _numbers(text: str, part: str, name: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for piece in part.split(","):
        stretch, slash, step = piece.partition("/")
        low, dash, high = stretch.partition("-")
        bounds = (str(least), str(most)) if stretch == "*" else (low, high if dash else low)
        if slash and not (dash or stretch == "*"):
            raise InvalidCron(text, f"{piece!r} steps from nowhere to nowhere")
        numbers = (*bounds, step if slash else "1")
        if not all(number.isascii() and number.isdigit() for number in numbers):
            raise InvalidCron(text, f"{piece!r} is no {name}")
        first, last, every = map(int, numbers)
        if not (least <= first <= last <= most) or every == 0:
            raise InvalidCron(text, f"a {name} is from {least} to {most}")
        found.update(range(first, last + 1, every))
    return frozenset(found)


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    MISSED = "missed"  # nobody was there at its time, and it is not caught up with


@frozen(kw_only=True)
class Run:
    """A job at one tick.  There is one of them, however many workers there are."""

    job: str
    tick: datetime
    state: RunState = RunState.RUNNING
    tries: int = 1
    began_at: datetime
    ended_at: datetime | None = None
    result: str = ""

    def is_abandoned(self, *, now: datetime) -> bool:
        """Whether whoever began it has died over it."""
        return self.state is RunState.RUNNING and now >= self.began_at + LEASE

    def begun_again(self, *, now: datetime) -> Self:
        return evolve(self, tries=self.tries + 1, began_at=now)

    def ended(self, state: RunState, *, now: datetime, result: str) -> Self:
        return evolve(self, state=state, ended_at=now, result=result[:LONGEST_RESULT])


@define
class InvalidCron(Invalid):
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.text!r} says no time: {self.why}"


class RunTaken(Conflict):
    def __str__(self) -> str:
        return "another worker has this run"
