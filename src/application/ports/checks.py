"""How a storage is proved sound."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

# A transaction may be committed that long after the moment it notes down: what was noted less than
# that before another moment may not have been seen there.
SLACK = timedelta(minutes=1)


class Checks(Protocol):
    """Recounts everything and verifies every invariant; changes nothing."""

    def findings(self) -> Sequence[str]:
        """One sentence for each thing that is wrong; empty where all is well."""
        ...
