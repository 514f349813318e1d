"""Every stream, everybody who may listen, everything that happens: what is told is what the rule
allows, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from attrs import Factory, define

from tests.integration.http.api.matrix.cells import Cells, counted
from tests.integration.http.api.matrix.inside import Inside, Listening, inside
from tests.integration.http.api.matrix.paths import STRANGERS, Sight, hears_of_reposts
from tests.integration.http.api.matrix.people import (
    APP,
    POSTS,
    TAG,
    VIEWERS,
    People,
    Post,
    a_world,
)
from tests.integration.http.conftest import SETTINGS
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.timelines import EntryId
from twite.entrypoints.web import application

LISTENERS = (*VIEWERS, APP, "active", "silenced")
SPEAKERS = ("active", "silenced")  # of the authors; the others say nothing any more
SAID = tuple(post for post in POSTS if post.author in SPEAKERS)
LONGEST_SECONDS = 60.0

Expectation: TypeAlias = Callable[[Sight], bool]


def _at_home(sight: Sight) -> bool:
    return (sight.is_own or sight.relation.follows) and sight.shown


def _in_public(sight: Sight) -> bool:
    return sight.is_public and sight.shown


def _directly(sight: Sight) -> bool:
    return sight.post.visibility is Visibility.MENTIONED and sight.shown


STREAMS: Mapping[str, Expectation] = {
    "/user": _at_home,
    "/user/notification": lambda _: False,
    "/public": _in_public,
    "/public/local": _in_public,
    f"/hashtag?tag={TAG}": _in_public,
    f"/hashtag/local?tag={TAG}": _in_public,
    "/direct": _directly,
}
OWN = ("/user", "/user/notification", "/direct")
NOTIFYING = ("/user", "/user/notification")


@define
class Listened:
    """Everybody's streams, and what was said anew while they listened."""

    people: People
    program: Inside
    streams: dict[tuple[str, str], Listening] = Factory(dict)
    ids: dict[Post, MicropostId] = Factory(dict)
    reposts: dict[str, EntryId] = Factory(dict)

    def begin(self) -> None:
        for viewer in LISTENERS:
            for stream in STREAMS:
                if viewer != APP or stream not in OWN:
                    path = f"/api/v1/streaming{stream}"
                    token = self.people.tokens[viewer]
                    self.streams[viewer, stream] = self.program.listen(path, token=token)

    def happen(self) -> None:
        """Each author posts for every audience, edits it and deletes it, and passes something on;
        then somebody says the last word, which all who listen to anybody hear."""
        twite, ids = self.people.twite, self.people.ids
        named = " ".join(f"@{name}" for name, bond in VIEWERS.items() if bond.mentioned)
        for said in SAID:
            self.ids[said] = twite.microposts.post(
                author_id=ids[said.author],
                text=f"{named} anew{said.key} #{TAG}",
                visibility=said.visibility,
                in_reply_to_id=self.people.root if said.shape == "answer" else None,
            )
        twite.drain()
        self._hear("first")
        for said, id in self.ids.items():
            text = f"{named} again{said.key} #{TAG}"
            twite.microposts.edit(id, by=ids[said.author], text=text)
        passed = {
            author: twite.microposts.post(
                author_id=ids["guest"], text=f"on{author}x", visibility=Visibility.UNLISTED
            )
            for author in SPEAKERS
        }
        for author, id in passed.items():
            self.reposts[author] = twite.reposts.repost(id, by=ids[author])
        self._hear("second")
        for said, id in self.ids.items():
            twite.microposts.delete(id, by=ids[said.author])
        for author, id in passed.items():
            twite.reposts.undo(id, by=ids[author])
        self._hear("last")

    def _hear(self, word: str) -> None:
        """Until whatever happened up to now was told."""
        self.people.twite.microposts.post(author_id=self.people.ids["host"], text=f"{word} word")
        ears = self.streams["stranger", "/public"]
        waited = 0.0
        while f"{word} word" not in ears.body.decode():
            self.program.wait(0.05)
            waited += 0.05
            assert waited < LONGEST_SECONDS, "nobody is told anything"
        self.program.wait(0.05)

    def end(self) -> None:
        for listening in self.streams.values():
            self.program.loop.run_until_complete(listening.close())


@pytest.fixture(scope="module")
def listened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listened]:
    with a_world(tmp_path_factory.mktemp("streams")) as people, ExitStack() as stack:
        site = application(people.twite, SETTINGS, inline_reads=True, clock=people.clock)
        listened = Listened(people, stack.enter_context(inside(site)))
        listened.begin()
        listened.happen()
        yield listened
        listened.end()


@pytest.mark.parametrize("viewer", LISTENERS)
def test_everybody_is_told_what_the_rule_allows(
    request: pytest.FixtureRequest, listened: Listened, viewer: str
) -> None:
    """H031, H041, H047, H049, H052: of what is posted, edited, deleted, and who is named."""
    with counted(request, "what is told") as cells:
        for (who, stream), listening in listened.streams.items():
            if who == viewer:
                _judge(cells, listened, viewer, stream, listening)


def _judge(
    cells: Cells, listened: Listened, viewer: str, stream: str, listening: Listening
) -> None:
    told = list(listening.events())
    cells.expect(f"{viewer}, {stream} is open", (200, True), (listening.status, listening.is_open))
    for said in SAID:
        sight = Sight(people=listened.people, viewer=viewer, post=said, private=False)
        wanted, id = STREAMS[stream](sight), str(listened.ids[said])
        named = sight.relation.mentioned and sight.told and sight.reads
        got = {
            "update": any(n == "update" and f"anew{said.key}" in d for n, d in told),
            "status.update": any(n == "status.update" and f"again{said.key}" in d for n, d in told),
            "delete": ("delete", id) in told,
        }
        for name, was_told in got.items():
            cells.expect(f"{viewer}, {stream}, {name}, {said.key}", wanted, was_told)
        notified = any(n == "notification" and f"anew{said.key}" in d for n, d in told)
        notifies = stream in NOTIFYING and viewer not in STRANGERS
        cells.expect(f"{viewer}, {stream}, notification, {said.key}", notifies and named, notified)
    for author in SPEAKERS:
        post = Post(author, Visibility.PUBLIC, "plain")
        sight = Sight(people=listened.people, viewer=viewer, post=post, private=False)
        passes = stream == "/user" and hears_of_reposts(sight, listed=True)
        got_it = any(n == "update" and f"on{author}x" in d for n, d in told)
        cells.expect(f"{viewer}, {stream}, repost by {author}", passes, got_it)
        undone = ("delete", str(listened.reposts[author])) in told
        cells.expect(f"{viewer}, {stream}, repost undone by {author}", passes, undone)
