"""How a storage is proved sound."""

from collections.abc import Sequence
from typing import Protocol


class Checks(Protocol):
    """Recounts every count, and looks for rows that do not fit together; changes nothing."""

    def findings(self) -> Sequence[str]:
        """One sentence for each thing that is wrong; empty where all is well."""
        ...
