"""A terminal with toot in it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

TOOT = Path(sys.executable).with_name("toot")
WAIT_SECONDS = 60
_ASKED = re.compile(r"https?://\S+/oauth/authorize\S+\s")


@frozen
class Shell:
    """Where somebody types."""

    url: str  # of the house
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder), "BROWSER": "true"}
        return {**os.environ, **own}

    def log_in(self, code_at: Callable[[str], str]) -> str:
        """By the browser: toot shows an address, and is given the code that stands there in the
        end."""
        with subprocess.Popen(
            [TOOT, "login", "--instance", self.url],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as login:
            assert login.stdin is not None
            assert login.stdout is not None
            login.stdin.write("n\n")  # do not open a browser
            login.stdin.flush()
            shown = ""
            while not (asked := _ASKED.search(shown)):
                character = login.stdout.read(1)
                assert character, shown
                shown += character
            said, _ = login.communicate(f"{code_at(asked[0].strip())}\n", timeout=WAIT_SECONDS)
        return said

    def types(self, *words: str) -> str:
        ended = subprocess.run(
            [TOOT, *words],
            check=False,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
        )
        assert ended.returncode == 0, (words, ended.stderr)
        return ended.stdout
