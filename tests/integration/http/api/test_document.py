"""What the API says of itself is so: Schemathesis sends every operation what the document allows,
and what it does not, and looks at what comes back."""

import subprocess
import sys
from pathlib import Path

from tests.integration.cli.conftest import TWITE
from tests.integration.http.api.programs import ROUTES, App
from tests.integration.servers import serving
from twite.entrypoints.library import connect

SETTINGS = Path(__file__).with_name("schemathesis.toml")
LONGEST_SECONDS = 240  # on a busy machine; alone, it takes a minute
OF_BYTES = 3  # operations the document leaves out: the page, itself, and XML


def test_every_operation_answers_as_the_document_says(tmp_path: Path) -> None:
    """H059, H061, H065, H067, H068: with all checks.  No 5xx, nothing accepted that should not be,
    nothing refused that should not be, nothing open that should not be."""
    with (
        serving([str(TWITE)], folder=tmp_path, environment={"TWITE_RATE_LIMITS": "off"}) as site,
        connect(f"sqlite:///{tmp_path / 'twite.db'}") as twite,
    ):
        alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
        twite.follows.follow(by=bob, whom=alice)
        twite.microposts.post(author_id=alice, text="#tea")
        token = App.registered(twite).token_of(alice)
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS)]
        asked = ["run", f"{site.url}/api/openapi.json", "--checks", "all", "--no-color"]
        headers = ["--header", f"Authorization: Bearer {token}"]

        told = subprocess.run(
            [*command, *asked, *headers],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )

    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr[-2_000:]
    assert f"Tested: {len(ROUTES) - OF_BYTES}" in told.stdout
