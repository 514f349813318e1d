"""Screens that browsers believe to have."""

from attrs import frozen
from selenium.webdriver import Chrome

PHONE = 600  # CSS pixels; what is narrower is held in one hand
SCHEMES = ("dark", "light")


@frozen
class Screen:
    """So many CSS pixels, on which pages are dark or light."""

    width: int
    height: int
    scheme: str

    def put_before(self, browser: Chrome) -> None:
        metrics = {
            "width": self.width,
            "height": self.height,
            "deviceScaleFactor": 1,
            "mobile": self.width < PHONE,
        }
        features = [{"name": "prefers-color-scheme", "value": self.scheme}]
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


SCREENS = (Screen(1280, 900, "light"), Screen(390, 844, "dark"))
