from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twite.domain.schedule import LATE, LEASE, LONGEST_RESULT, Cron, InvalidCron, Run, RunState

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # a Wednesday

moments = st.datetimes(
    min_value=datetime.fromisoformat("2020-01-01"),
    max_value=datetime.fromisoformat("2030-01-01"),
    timezones=st.just(UTC),
)


def minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


@st.composite
def fields(draw: st.DrawFn, least: int, most: int) -> str:
    low = draw(st.integers(least, most))
    high = draw(st.integers(low, most))
    step = draw(st.integers(1, most + 1))
    one = st.sampled_from(("*", f"*/{step}", f"{low}", f"{low}-{high}", f"{low}-{high}/{step}"))
    return ",".join(draw(st.lists(one, min_size=1, max_size=2)))


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """That come by within a day."""
    return f"{draw(fields(0, 59))} {draw(fields(0, 23))} * * {draw(st.sampled_from(('*', '0-7')))}"


class TestATick:
    @pytest.mark.parametrize(
        ("text", "after", "latest"),
        [
            ("* * * * *", "2026-11-18 12:01", "2026-11-18 12:00"),
            ("17 3 * * *", "2026-11-19 03:17", "2026-11-18 03:17"),
            ("*/20 * * * *", "2026-11-18 12:20", "2026-11-18 12:00"),
            ("0 8-18/5 * * *", "2026-11-18 13:00", "2026-11-18 08:00"),
            ("0 0 1 * *", "2026-12-01 00:00", "2026-11-01 00:00"),
            ("0 0 * * 7", "2026-11-22 00:00", "2026-11-15 00:00"),
            ("0 0 * * 0", "2026-11-22 00:00", "2026-11-15 00:00"),
            ("0 0 29 2 *", "2028-02-29 00:00", "2024-02-29 00:00"),
            ("30 6 1,15 * 5", "2026-11-20 06:30", "2026-11-15 06:30"),  # either day will do
            ("30 6 */2 * 5", "2026-11-27 06:30", "2026-11-13 06:30"),  # both have to
        ],
    )
    def test_is_the_next_after_and_the_last_until(self, text: str, after: str, latest: str) -> None:
        cron = Cron.of(text)

        assert f"{cron.after(NOON):%F %R}" == after
        assert f"{cron.latest(NOON):%F %R}" == latest

    @given(text=expressions(), moment=moments)
    def test_is_a_minute_that_every_field_names(self, text: str, moment: datetime) -> None:
        cron = Cron.of(text)
        ticks = [
            tick
            for number in range(2 * 24 * 60 + 2)
            if (tick := minute(moment) + MINUTE * (number - 24 * 60 - 1))
            and (tick.minute in cron.minutes and tick.hour in cron.hours)
        ]

        assert cron.after(moment) == next(tick for tick in ticks if tick > moment)
        assert cron.latest(moment) == next(tick for tick in reversed(ticks) if tick <= moment)

    @given(text=expressions())
    def test_is_what_was_said(self, text: str) -> None:
        assert Cron.of(f"  {text.replace(' ', '   ')} ") == Cron.of(text)
        assert Cron.of(text).text == text


class TestWhatSaysNoTime:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "5-1 * * * *",
            "*/0 * * * *",
            "5/2 * * * *",
            "/2 * * * *",
            "1, * * * *",
            "a * * * *",
            "-1 * * * *",
            "1- * * * *",
            "٣ * * * *",
            "@daily",
            "0 0 30 2 *",
        ],
    )
    def test_is_refused(self, text: str) -> None:
        with pytest.raises(InvalidCron, match="says no time"):
            Cron.of(text)

    @given(text=st.text(alphabet="0123456789*/-, ", max_size=20))
    def test_is_refused_whatever_it_is(self, text: str) -> None:
        try:
            cron = Cron.of(text)
        except InvalidCron:
            return
        assert cron.latest(NOON) <= NOON < cron.after(NOON)


class TestARun:
    RUN = Run(job="tidy", tick=NOON, began_at=NOON)

    def test_is_its_workers_until_the_lease_is_out(self) -> None:
        assert not self.RUN.is_abandoned(now=NOON + LEASE - timedelta(seconds=1))
        assert self.RUN.is_abandoned(now=NOON + LEASE)

    def test_that_has_ended_is_not_abandoned(self) -> None:
        ended = self.RUN.ended(RunState.DONE, now=NOON, result="all")

        assert not ended.is_abandoned(now=NOON + LEASE)
        assert (ended.state, ended.ended_at, ended.result) == (RunState.DONE, NOON, "all")

    def test_may_begin_again(self) -> None:
        again = self.RUN.begun_again(now=NOON + LEASE)

        assert (again.tries, again.began_at, again.tick) == (2, NOON + LEASE, NOON)

    def test_says_a_few_words(self) -> None:
        ended = self.RUN.ended(RunState.FAILED, now=NOON, result="x" * 1_000)

        assert ended.result == "x" * LONGEST_RESULT


def test_a_lease_is_longer_than_what_is_late() -> None:
    """Or what was begun late were taken over at once."""
    assert LEASE > LATE
