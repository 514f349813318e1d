"""People at browsers of their own, who do what people do on a page."""

import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from attrs import define
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from .pictures import Pictures
from .screens import Screen
from .scrutiny import faults

WAIT_SECONDS = 60  # on a busy machine
POLL_SECONDS = 0.02
LISTEN_SECONDS = 0.25  # whoever asks more often has asked too often
PASSWORD = "correct horse battery"
LONGEST_SLUG = 40

Numbers = Callable[[], int]


@define
class Person:
    """Whatever page they come to is looked at, and has to be without fault."""

    handle: str
    browser: Chrome
    url: str
    screen: Screen
    story: str
    steps: Numbers
    pictures: Pictures | None = None

    # -- on a page --------------------------------------------------------------

    def goes(self, path: str, *, expects: int = HTTPStatus.OK) -> None:
        self._leads_on(lambda: self.browser.get(f"{self.url}{path}"), expects=expects)

    def reads(self, path: str = "", *, expects: int = HTTPStatus.OK) -> str:
        """What stands on that page, or on this; wherever its lines end."""
        if path:
            self.goes(path, expects=expects)
        return " ".join(self.browser.find_element(By.TAG_NAME, "main").text.split())

    def hears(self, *news: str) -> str:
        """What the notifications say, once all that is among them: they come in their own time."""

        def heard(_: object) -> bool:
            self.browser.get(f"{self.url}/notifications")
            return all(one in self.reads() for one in news)

        _wait(self.browser, heard, every=LISTEN_SECONDS)
        return self.reads("/notifications")

    def fills(self, **fields: str) -> None:
        """What stood there goes.  A label is written with _ for its blanks."""
        for label, text in fields.items():
            field = self._labelled(label.replace("_", " "))
            field.clear()
            field.send_keys(text)

    def chooses(self, label: str, choice: str) -> None:
        Select(self._labelled(label)).select_by_visible_text(choice)

    def ticks(self, label: str) -> None:
        _click(self._labelled(label))

    def opens(self, label: str, *, of: str = "") -> None:
        """What was folded away."""
        _click(self._find("summary", label, of))
        self._looks_around()

    def clicks(self, link: str, *, of: str = "") -> None:
        """A link by its words; in the micropost of those words, where there are many."""
        found = self._find("a", link, of)
        if self._is_here(str(found.get_attribute("href"))):
            _click(found)
        else:
            self._leads_on(partial(_click, found))

    def presses(self, button: str, *, of: str = "", expects: int = HTTPStatus.OK) -> None:
        self._leads_on(partial(_click, self._find("button", button, of)), expects=expects)

    def can(self, button: str, *, of: str) -> bool:
        """Whether the micropost of those words has that button."""
        within = f"ancestor::article[contains(., '{of}')]"
        named = f"normalize-space()='{button}' or .//*[normalize-space()='{button}']"
        return bool(self.browser.find_elements(By.XPATH, f"//button[{named}][{within}]"))

    @property
    def path(self) -> str:
        return self.browser.current_url.removeprefix(self.url).partition("#")[0]

    def _is_here(self, address: str) -> bool:
        """Whether it is but another place on this page."""
        page, mark, _ = address.partition("#")
        return bool(mark) and page == self.browser.current_url.partition("#")[0]

    # -- what one does with several of them -------------------------------------

    def signs_up(self, display_name: str) -> None:
        self.goes("/auth/sign_up")
        self.fills(Handle=self.handle, Display_name=display_name)
        self.fills(**{"E-mail address": f"{self.handle}@example.org"}, Password=PASSWORD)
        self.presses("Sign up")

    def logs_in(self, password: str = PASSWORD) -> None:
        self.fills(**{"E-mail address or handle": self.handle}, Password=password)
        self.presses("Log in", of="Forgot your password?")

    def posts(self, text: str, *, to: str = "Everyone", warning: str = "") -> None:
        self.goes("/")
        if warning:
            self.opens("Warning and language")
            self.fills(Warning=warning)
        self.fills(What_do_you_want_to_say=text)
        self.chooses("Who may read it", to)
        self.presses("Post")

    def replies(self, text: str, *, to: str) -> None:
        """To the micropost of those words on this page; what the form begins with stays."""
        self.clicks("Reply", of=to)
        self._labelled("Reply").send_keys(text)
        self.presses("Post")

    # -- how it is found --------------------------------------------------------

    def _labelled(self, label: str) -> WebElement:
        words = f"starts-with(normalize-space(), '{label}')"
        (found,) = [
            one
            for one in self.browser.find_elements(By.XPATH, f"//label[{words}]")
            if one.is_displayed()
        ]
        return self.browser.find_element(By.ID, str(found.get_attribute("for")))

    def _find(self, tag: str, label: str, of: str) -> WebElement:
        """The first that is seen with those whole words in its label, or the nearest to others."""
        words = f"contains(concat(' ', normalize-space(), ' '), ' {label} ')"
        whole = f".//*[normalize-space()='{label}']"  # beside a number
        within = f"[ancestor::main[contains(., '{of}')]]" if of else ""
        found = self.browser.find_elements(By.XPATH, f"//{tag}[{words} or {whole}]{within}")
        seen = [one for one in found if one.is_displayed()]
        assert seen, f"no {tag} {label!r} is to be seen on {self.path}"
        return min(seen, key=partial(_around, of)) if of else seen[0]

    def _leads_on(self, does: Callable[[], object], *, expects: int = HTTPStatus.OK) -> None:
        here = self.browser.find_element(By.TAG_NAME, "html")
        does()
        _wait(self.browser, lambda _: _is_gone(here))
        _wait(self.browser, _is_complete)
        self._looks_around(expects)

    def _looks_around(self, expects: int = HTTPStatus.OK) -> None:
        if self.pictures is not None:
            name = f"{self.story}-{self.steps():02}-{self.handle}-{_slug(self.browser.title)}"
            self.pictures.take(self.browser, name, self.screen)
        wrong = faults(self.browser, width=self.screen.width, expects=expects)
        assert not wrong, "\n".join([f"{self.path}, read by {self.handle}:", *wrong])


def _wait(browser: Chrome, until: Callable[[Chrome], bool], *, every: float = POLL_SECONDS) -> None:
    WebDriverWait(browser, WAIT_SECONDS, poll_frequency=every).until(until)


def _is_complete(browser: Chrome) -> bool:
    return bool(browser.execute_script("return document.readyState") == "complete")


def _click(element: WebElement) -> None:
    """As people do: where it is seen whole, not under what lies at the foot of a telephone."""
    element.parent.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def _around(words: str, element: WebElement) -> int:
    """How far one has to step back from it to see those words, too."""
    near = element.find_element(By.XPATH, f"ancestor::*[contains(., '{words}')][1]")
    return len(str(near.get_attribute("textContent")))


def _is_gone(element: Any) -> bool:
    try:
        element.is_enabled()
    except WebDriverException:  # whatever the driver says of an element of a page that was left
        return True
    return False


def _slug(title: str) -> str:
    return re.sub(r"\W+", "_", title.rpartition(" · ")[0].lower()).strip("_")[:LONGEST_SLUG]
