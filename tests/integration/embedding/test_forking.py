"""Parent and child of a fork go on side by side, each with connections of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "forking.py"


@pytest.mark.parametrize("storage", ["sqlite", "postgres"])
def test_both_post_and_nothing_is_lost(
    storage: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path}/twite.db"
    if storage == "postgres":
        database = str(request.getfixturevalue("postgres_database"))

    ended = subprocess.run(
        [sys.executable, str(PROGRAM), database],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.stdout == "0 41 []\n", ended.stderr
