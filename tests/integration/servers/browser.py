"""Chromium, driven from a test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

from .machine import require

FLAGS = (
    "--headless=new",
    "--no-sandbox",  # it refuses to start as root with one
    "--disable-dev-shm-usage",  # containers have a small /dev/shm
    "--disable-gpu",
    # nothing but what a test asks for goes over the network
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
)


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """A browser of one's own: no cookie is shared with another that runs at the same time."""
    browser = shutil.which("chromium")
    driver = shutil.which("chromedriver")
    require(browser is not None and driver is not None, "Chromium with its driver")
    with tempfile.TemporaryDirectory(
        prefix="twite-chromium-",
        ignore_cleanup_errors=True,  # its last process may still be writing
    ) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = browser or ""
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})  # its console
        service = webdriver.ChromeService(executable_path=driver)
        running = webdriver.Chrome(options=options, service=service)
        try:
            yield running
        finally:
            running.quit()
