"""Many at once, from the same moment on."""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread
from typing import TypeVar

T = TypeVar("T")

WITHIN_SECONDS = 60.0  # who takes longer waits for what does not come


def at_once(*acts: Callable[[], T]) -> list[T | Exception]:
    """What each returned or raised, in their order."""
    outcomes: dict[int, T | Exception] = {}
    start = Barrier(len(acts))

    def run(place: int, act: Callable[[], T]) -> None:
        start.wait(WITHIN_SECONDS)
        try:
            outcomes[place] = act()
        except Exception as why:  # what they raise is what the tests are about
            outcomes[place] = why

    threads = [Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WITHIN_SECONDS)
    assert len(outcomes) == len(acts), "some never came back"
    return [outcomes[place] for place in range(len(acts))]


def refusals(outcomes: Iterable[object]) -> list[type[Exception]]:
    """What was raised."""
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
