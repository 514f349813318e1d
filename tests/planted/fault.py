"""A fault that somebody could make, and the test that is there to catch it."""

from pathlib import Path

from attrs import frozen

SOURCE = Path(__file__).parents[2] / "src"

ADAPTERS = "tests/integration/adapters/test_"
HTTP = "tests/integration/http/test_"
API = "tests/integration/http/api/test_"
REST = "tests/integration/http/rest/test_"
MATRIX = "tests/integration/http/api/matrix/test_"
DOMAIN = "tests/unit/domain/test_"
USE_CASES = "tests/unit/application/test_"


@frozen
class Fault:
    """In a module, what stands there once, and what stands there instead."""

    name: str
    module: str
    was: str
    now: str
    caught_by: str  # a test, a class or a file of them
    on: str = ""  # the storage it is asked on, where it is asked on each

    def planted(self) -> str:
        """The module's text with the fault in it.

        Raises :exc:`ValueError` where what it replaces does not stand there once.
        """
        source = (SOURCE / self.module).read_text()
        if source.count(self.was) != 1:
            raise ValueError(f"{self.name}: {self.module} has changed, plant it anew")
        return source.replace(self.was, self.now)
