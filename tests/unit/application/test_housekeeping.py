"""What nobody needs any more goes by the clock."""

from twite.application.housekeeping import BATCH
from twite.application.ports.housekeeping import Leftover
from twite.domain.sessions import LASTS
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock


def test_all_of_it_goes_however_much_there_is(
    twite: Embedded, clock: StoppedClock, alice: UserId
) -> None:
    for _ in range(BATCH + 1):
        twite.sessions.start(user_id=alice, browser="")
    clock.forward(LASTS)
    twite.sessions.start(user_id=alice, browser="")

    clock.forward(LASTS / 2)
    assert twite.housekeeping.tidy()[Leftover.SESSIONS] == BATCH + 1
    assert len(twite.sessions.page(owner_id=alice, token=None).items) == 1
