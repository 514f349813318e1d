"""What is remembered of statuses changes no answer, grows no further than it may, and is of nobody
in particular."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from itertools import product
from typing import Any

import msgspec
import pytest
from attrs import Factory, define, evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from tests.integration.http.api.programs import App, Program
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.api.entities.remembered import KEPT_BESIDE, Remembered
from twite.adapters.http.api.entities.renderings import Renderings
from twite.adapters.http.api.reception import ENCODER
from twite.domain.errors import TwiteError
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.web import application

NAMES = ("ann", "ben", "cem")
TEXTS = (
    "tea",
    "100 % tea, %d cups, %b and %s",
    "@ann @ben #tea",
    'a "quote", <b>, \\, \u2028 and ☕\n\nand more',
    "@cem, https://example.org/%41?q=1 #grüntee",
)
REMEMBERING = evolve(SETTINGS, remembered_mb=1)
FORGETTING = evolve(SETTINGS, remembered_mb=0)

people = st.integers(0, len(NAMES) - 1)
posts = st.integers(0, 5)
deeds = st.one_of(
    st.tuples(
        st.just("say"),
        people,
        st.sampled_from(TEXTS),
        st.sampled_from((Visibility.PUBLIC, *Visibility)),
        st.none() | posts,
        st.sampled_from((None, "tea %", "<hot>")),
        st.booleans(),
    ),
    st.tuples(
        st.just("edit"),
        posts,
        st.sampled_from(TEXTS),
        st.sampled_from((None, "now %d")),
        st.sampled_from((None, "de")),
        st.booleans(),
    ),
    st.tuples(
        st.sampled_from(
            (
                *("favourite", "unfavourite", "repost", "undo", "bookmark", "unbookmark"),
                *("mute_thread", "unmute_thread", "pin", "unpin", "delete"),
            )
        ),
        people,
        posts,
    ),
    st.tuples(
        st.sampled_from(("follow", "unfollow", "block", "unblock", "mute", "unmute")),
        people,
        people,
    ),
    st.tuples(st.sampled_from(("profile", "lock")), people, st.sampled_from(TEXTS)),
    st.tuples(st.sampled_from(("suspend", "restore", "silence", "close", "a day")), people),
)


# Of whose feature a deed is, by what it is about.
TO_POSTS = {
    **dict.fromkeys(("favourite", "unfavourite"), "favourites"),
    **dict.fromkeys(("repost", "undo"), "reposts"),
    **dict.fromkeys(("bookmark", "unbookmark"), "bookmarks"),
    **dict.fromkeys(("mute_thread", "unmute_thread"), "mutes"),
}
TO_OWN_POSTS = ("pin", "unpin", "delete")
TO_PEOPLE = {
    **dict.fromkeys(("follow", "unfollow"), "follows"),
    **dict.fromkeys(("block", "unblock"), "blocks"),
    **dict.fromkeys(("mute", "unmute"), "mutes"),
}


@define
class Scene:
    """A world in which people do things, and what they are shown of it in two ways: where it is
    remembered, and where nothing is."""

    twite: Embedded
    clock: StoppedClock
    sites: Sequence[TestClient[Any]]
    people: Sequence[UserId] = ()
    programs: Sequence[Sequence[Program]] = ()  # of nobody, and of each of them
    said: list[MicropostId] = Factory(list)

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator["Scene"]:
        with ExitStack() as stack:
            clock = StoppedClock()
            twite = stack.enter_context(in_memory(clock=clock))
            sites = [
                TestClient(
                    application(twite, chosen, inline_reads=True, clock=clock),
                    base_url=SETTINGS.base_url,
                )
                for chosen in (REMEMBERING, FORGETTING)
            ]
            yield cls(twite, clock, [stack.enter_context(site) for site in sites])

    def begin(self) -> None:
        """With others, who come across nothing of before but in public."""
        number = self.twite.users.census().users_count
        self.said.clear()
        self.people = [self.twite.users.register(handle=f"{name}{number}") for name in NAMES]
        tokens = [None, *map(App.registered(self.twite).token_of, self.people)]
        self.programs = [[Program(site, token) for site in self.sites] for token in tokens]

    def does(self, verb: str, *how: Any) -> None:
        """What is refused changes nothing."""
        with suppress(TwiteError):
            if verb in TO_POSTS:
                by, which = how
                getattr(getattr(self.twite, TO_POSTS[verb]), verb)(
                    self._post(which), by=self.people[by]
                )
            elif verb in TO_PEOPLE:
                by, whom = how
                getattr(getattr(self.twite, TO_PEOPLE[verb]), verb)(
                    by=self.people[by], whom=self.people[whom]
                )
            elif verb in TO_OWN_POSTS:
                id = self._post(how[1])
                getattr(self.twite.microposts, verb)(id, by=self._author(id))
            elif verb == "a day":
                self.clock.forward(timedelta(days=1))
            elif verb in ("suspend", "restore", "silence", "close"):
                getattr(self.twite.users, verb)(self.people[how[0]])
            else:
                getattr(self, f"_{verb}")(*how)

    def _say(  # noqa: PLR0917 (as it is drawn)
        self,
        by: int,
        text: str,
        visibility: Visibility,
        answers: int | None,
        warning: str | None,
        sensitive: bool,
    ) -> None:
        id = self.twite.microposts.post(
            author_id=self.people[by],
            text=self._named(text),
            visibility=visibility,
            in_reply_to_id=self._post(answers) if answers is not None else None,
            content_warning=warning,
            sensitive=sensitive,
        )
        self.said.append(id)

    def _edit(
        self,
        which: int,
        text: str,
        warning: str | None,
        language: str | None,
        sensitive: bool,
    ) -> None:
        id = self._post(which)
        self.twite.microposts.edit(
            id,
            by=self._author(id),
            text=self._named(text),
            content_warning=warning,
            language=language,
            sensitive=sensitive,
        )

    def _profile(self, by: int, text: str) -> None:
        self.twite.users.edit_profile(
            by=self.people[by], display_name=text[:20], bio=text, links=[("%d", text[:40])]
        )

    def _lock(self, by: int, _: str) -> None:
        self.twite.users.edit_profile(by=self.people[by], locked=True)

    def _named(self, text: str) -> str:
        for name, id in zip(NAMES, self.people, strict=True):
            text = text.replace(f"@{name}", f"@{self.twite.users.show(id).handle}")
        return text

    def _post(self, place: int) -> MicropostId:
        return self.said[place % len(self.said)] if self.said else MicropostId(1)

    def _author(self, id: MicropostId) -> UserId:
        """Whoever it is: of what is gone, nobody is."""
        for person in self.people:
            with suppress(TwiteError):
                return self.twite.microposts.show(id, viewer_id=person).author.id
        return self.people[0]

    @property
    def paths(self) -> Iterator[str]:
        yield "timelines/home"
        yield "timelines/public"
        yield "timelines/public?limit=1"
        yield "timelines/tag/tea"
        for id in self.people:
            yield f"accounts/{id}/statuses"
        yield f"accounts/{self.people[0]}/statuses?exclude_replies=1&exclude_reblogs=1"
        for micropost_id in self.said[:2]:
            yield f"statuses/{micropost_id}/context"

    def compared(self) -> int:
        """How many statuses were shown, to all of them; equal to the byte, or there is an error."""
        shown = 0
        for path, (remembering, forgetting) in product(self.paths, self.programs):
            ours, plain = (one.get(f"/api/v1/{path}") for one in (remembering, forgetting))
            assert _whole(ours) == _whole(plain), path
            shown += plain.text.count('"in_reply_to_id"')
        return shown


def _whole(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with Scene.opened() as opened:
        yield opened


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(done=st.lists(deeds, min_size=6, max_size=14))
def test_no_answer_is_another_for_being_remembered(
    scene: Scene, done: Sequence[tuple[Any, ...]]
) -> None:
    scene.begin()
    for by, text in enumerate(TEXTS[:3]):
        scene.does("say", by, text, Visibility.PUBLIC, None, None, False)
    for by, whom in ((0, 1), (1, 0), (2, 0)):
        scene.does("follow", by, whom)
    assert scene.compared()

    for deed in done[: len(done) // 2]:
        scene.does(*deed)
    scene.compared()
    for deed in done[len(done) // 2 :]:
        scene.does(*deed)
    scene.compared()


CHANGES = (
    ("edit", 0, TEXTS[1], "now %d", "de", True),
    ("profile", 0, TEXTS[1]),
    ("lock", 0, ""),
    ("favourite", 1, 0),
    ("repost", 1, 0),
    ("bookmark", 1, 0),
    ("mute_thread", 1, 0),
    ("pin", 0, 0),
    ("say", 1, "yes", Visibility.PUBLIC, 0, None, False),
    ("follow", 2, 0),
    ("close", 1),  # whom it names
)


class TestAChange:
    @pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
    def test_is_seen_by_everybody_at_once(self, scene: Scene, change: tuple[Any, ...]) -> None:
        scene.begin()
        scene.does("say", 0, "tea with @ben #tea", Visibility.PUBLIC, None, None, False)
        path = f"/api/v1/accounts/{scene.people[0]}/statuses"
        remembering = [program for program, _ in scene.programs]
        before = [program.get(path).content for program in remembering]

        scene.does(*change)

        assert [program.get(path).content for program in remembering] != before
        assert scene.compared()

    def test_renders_what_changed_and_nothing_else(self, twite: Embedded, alice: UserId) -> None:
        first, second = (
            twite.microposts.post(author_id=alice, text=text) for text in ("tea", "milk")
        )
        renderings = _renderings(twite, Remembered(1_000_000))
        renderings.said([first, second], viewer_id=None)

        twite.favourites.favourite(first, by=alice)
        assert _looked_up(renderings, [first, second]) == []
        twite.microposts.edit(second, by=alice, text="cream")
        assert _looked_up(renderings, [first, second]) == [second]
        twite.users.edit_profile(by=alice, bio="tea, mostly")
        assert _looked_up(renderings, [first]) == [first]  # with whoever wrote it
        assert _looked_up(renderings, [first, second]) == []


class TestWhatIsRemembered:
    def test_is_not_what_a_viewer_did(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.favourites.favourite(id, by=bob)
        renderings = _renderings(twite, Remembered(1_000_000))

        shown = {
            viewer: _decoded(renderings.said([id], viewer_id=viewer)[id])
            for viewer in (bob, alice, None)
        }

        assert shown[bob]["favourited"] is True
        assert "pinned" not in shown[bob]
        assert shown[alice]["favourited"] is False
        assert shown[alice]["pinned"] is False
        assert "favourited" not in shown[None]

    def test_is_not_shown_to_whom_may_not_see_it(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea", visibility=Visibility.FOLLOWERS)
        remembered = Remembered(1_000_000)
        renderings = _renderings(twite, remembered)
        assert id in renderings.said([id], viewer_id=alice)
        kept = remembered.size

        assert not renderings.said([id], viewer_id=bob)
        assert not renderings.said([id], viewer_id=None)
        twite.follows.follow(by=bob, whom=alice)
        assert id in renderings.said([id], viewer_id=bob)
        twite.blocks.block(by=alice, whom=bob)
        assert not renderings.said([id], viewer_id=bob)
        assert remembered.size > kept > 0

    def test_is_no_answer_to_what_went_meanwhile(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        renderings = _renderings(twite, Remembered(1_000_000))
        gone = evolve(renderings, microposts=lambda _, viewer_id: [])  # noqa: ARG005

        assert not gone.said([id], viewer_id=None)
        assert id in renderings.said([id], viewer_id=None)


class TestRoom:
    @given(
        sizes=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 900)), max_size=60),
        most=st.integers(0, 6_000),
    )
    def test_is_never_exceeded(self, sizes: Sequence[tuple[int, int]], most: int) -> None:
        remembered = Remembered(most)

        for key in sizes:
            remembered.put(key, bytes(key[1]))
            assert remembered.size <= most
            assert remembered.get(key) in (None, bytes(key[1]))

    def test_stays_with_what_is_asked_for(self) -> None:
        remembered = Remembered(20 * (KEPT_BESIDE + 100))
        remembered.put("asked", bytes(100))

        for number in range(1_000):
            remembered.put(number, bytes(100))
            assert remembered.get("asked") == bytes(100)

        assert remembered.get(1) is None
        assert (remembered.asked, remembered.found) == (1_001, 1_000)

    def test_may_be_too_small_for_anything(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        plain = _renderings(twite, Remembered(0)).said([id], viewer_id=alice)

        tiny = _renderings(twite, Remembered(10)).said([id], viewer_id=alice)

        assert ENCODER.encode(tiny[id]) == ENCODER.encode(plain[id])


def _renderings(twite: Embedded, remembered: Remembered) -> Renderings:
    made = application(twite, SETTINGS, inline_reads=True)
    renderings: Renderings = made.state.renderings
    return evolve(renderings, remembered=remembered)


def _looked_up(renderings: Renderings, ids: Sequence[MicropostId]) -> list[MicropostId]:
    """Which of them had to be read whole."""
    read: list[MicropostId] = []

    def microposts(some: Sequence[MicropostId], viewer_id: UserId | None) -> Any:
        read.extend(some)
        return renderings.microposts(some, viewer_id=viewer_id)

    evolve(renderings, microposts=microposts).said(ids, viewer_id=None)
    return read


def _decoded(status: Any) -> Any:
    return msgspec.json.decode(ENCODER.encode(status))
