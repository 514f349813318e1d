"""Every way to read, everybody who may come, everything that was said: what is shown is what the
rule allows, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from attrs import evolve, frozen

from tests.integration.http.api.matrix.cells import Cells, counted
from tests.integration.http.api.matrix.inside import Answer, Inside, inside
from tests.integration.http.api.matrix.paths import (
    DOORS,
    OF_ACCOUNTS,
    OF_FORMER_WORDS,
    OF_STATUSES,
    Path,
    Sight,
    hears_of_reposts,
    never,
)
from tests.integration.http.api.matrix.people import (
    ANONYMOUS,
    AUTHORS,
    POSTS,
    VIEWERS,
    People,
    Post,
    a_world,
)
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.api.routes import ROUTES
from twite.domain.microposts import Visibility
from twite.entrypoints.library import connect
from twite.entrypoints.web import application

NEVER = 1_000_000_000  # an id nothing has
NEXT = re.compile(r'<http://testserver\.local([^>]*)>; rel="next"')
READING = [route for route in ROUTES if route.method == "GET"]
EVERYBODY = (*VIEWERS, "anonymous", "app", "active", "silenced")
PLAIN = {author: Post(author, Visibility.PUBLIC, "plain") for author in AUTHORS}


@frozen
class World:
    """The people, and the house they live in, open or private."""

    people: People
    houses: Mapping[bool, Inside]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("matrix")
    with a_world(folder) as people, ExitStack() as stack:
        houses = {}
        for private in (False, True):
            settings = evolve(SETTINGS, private=private)
            url = f"sqlite:///{folder / 'matrix.db'}"
            twite = stack.enter_context(connect(url, settings, clock=people.clock))
            site = application(twite, settings, inline_reads=True, clock=people.clock)
            houses[private] = stack.enter_context(inside(site))
        yield World(people, houses)


@frozen(kw_only=True)
class Looking:
    """Somebody who asks in one of the houses."""

    people: People
    program: Inside
    viewer: str
    private: bool

    def sight(self, post: Post) -> Sight:
        return Sight(people=self.people, viewer=self.viewer, post=post, private=self.private)

    def address(self, path: Path, *, author: str = "", post: int = NEVER, after: int = 0) -> str:
        ids = self.people.ids
        parts = {
            "{all_posts}": "&".join(f"id[]={id}" for id in self.people.posts.values()),
            "{all_authors}": "&".join(f"id[]={ids[name]}" for name in AUTHORS),
            "{author}": author,
            "{id}": str(ids.get(author, NEVER)),
            "{host}": str(ids["host"]),
            "{root}": str(self.people.root),
            "{post}": str(post),
            "{after}": str(after),
        }
        address = path.address
        for name, value in parts.items():
            address = address.replace(name, value)
        assert "{" not in address, f"{path.route}: say here what its parameter stands for"
        return address

    def get(self, address: str) -> Answer:
        return self.program.ask("GET", address, token=self.people.tokens[self.viewer])

    def whole(self, address: str) -> list[Answer]:
        """A list, page by page."""
        answers = [self.get(address)]
        while found := NEXT.search(answers[-1].headers.get("link", "")):
            answers.append(self.get(found[1]))
            assert len(answers) < len(POSTS), f"{address} has no end"
        return answers

    def is_let_in(self, path: Path) -> bool:
        """Where nobody comes without a token, or with that of an app alone."""
        (route,) = (route for route in READING if route.name == path.route)
        needs = str(route.declares["needs"])
        if self.viewer == ANONYMOUS:
            return needs == "nobody" and not self.private
        return self.viewer != "app" or needs != "user"


@pytest.fixture(params=[False, True], ids=["open", "private"])
def private(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=EVERYBODY)
def looking(request: pytest.FixtureRequest, world: World, private: bool) -> Looking:
    return Looking(
        people=world.people,
        program=world.houses[private],
        viewer=request.param,
        private=private,
    )


# -- what authors say -----------------------------------------------------------


def test_what_is_said_is_shown_to_whom_the_rule_allows(
    request: pytest.FixtureRequest, looking: Looking
) -> None:
    """H041, H043, H046, H047, H049, H050, H052, H055, H057, H058."""
    with counted(request, "what is said", looking.program) as cells:
        for path in OF_STATUSES:
            for author in AUTHORS if "{id}" in path.address and not path.is_about_one else [""]:
                _judge(cells, looking, path, author)


def _judge(cells: Cells, looking: Looking, path: Path, author: str) -> None:
    about = [post for post in POSTS if author in ("", post.author)]
    whole = None if path.is_about_one else looking.whole(looking.address(path, author=author))
    former = OF_FORMER_WORDS.get(path.route, never)
    for post in about:
        if "{after}" in path.address and post not in looking.people.afterwards:
            continue
        answers = whole or [looking.get(_about(looking, path, post))]
        text = "".join(answer.text for answer in answers)
        sight, let_in = looking.sight(post), looking.is_let_in(path)
        cell = f"{looking.viewer}, {path.address}, {post.key}"
        cells.expect(cell, let_in and path.expects(sight), post.canary in text)
        cells.expect(f"{cell}, before", let_in and former(sight), post.former in text)


def _about(looking: Looking, path: Path, post: Post) -> str:
    people = looking.people
    return looking.address(
        path, post=people.posts[post], after=people.afterwards.get(post, people.root)
    )


def test_what_is_hidden_is_as_if_it_were_not(
    request: pytest.FixtureRequest, looking: Looking
) -> None:
    """H041, H044: by the byte, but for the id that was asked."""
    with counted(request, "what is hidden", looking.program) as cells:
        for name, expects in DOORS.items():
            is_of_account = "/accounts/" in name
            path = Path(name, name.partition(" ")[2].replace("{id}", "{it}"), expects)
            nothing = looking.get(path.address.replace("{it}", str(NEVER)))
            for post in PLAIN.values() if is_of_account else POSTS:
                people = looking.people
                id = people.ids[post.author] if is_of_account else people.posts[post]
                answer = looking.get(path.address.replace("{it}", str(id)))
                opens = looking.is_let_in(path) and expects(looking.sight(post))
                cell = f"{looking.viewer}, {name}, {post.key}"
                cells.expect(f"{cell}, status", opens, answer.status == 200)
                if not opens:
                    told = _all_of(answer, id) == _all_of(nothing, NEVER)
                    cells.expect(f"{cell}, hidden by the byte", True, told)


def _all_of(answer: Answer, id: int) -> tuple[int, str, dict[str, str]]:
    headers = {name: value.replace(str(id), "ID") for name, value in answer.headers.items()}
    return answer.status, answer.text.replace(str(id), "ID"), headers


def test_who_is_named_is_told_where_the_rule_allows(
    request: pytest.FixtureRequest, looking: Looking
) -> None:
    """H055: each notification by its id; whom nobody named, those of another."""
    is_named = looking.viewer in VIEWERS
    named = looking.viewer if is_named else next(iter(VIEWERS))
    with counted(request, "who is told", looking.program) as cells:
        for post in POSTS:
            id = looking.people.told[named, post]
            answer = looking.get(f"/api/v1/notifications/{id}")
            is_told = is_named and looking.sight(post).is_notified
            cell = f"{looking.viewer}, notification, {post.key}"
            cells.expect(cell, is_told, post.canary in answer.text)
            cells.expect(cell, is_told, answer.status == 200)


# -- who they are ---------------------------------------------------------------


def test_people_are_shown_to_whom_the_rule_allows(
    request: pytest.FixtureRequest, looking: Looking
) -> None:
    """H049, H052: the authors, wherever people are listed."""
    with counted(request, "who is shown", looking.program) as cells:
        for path in OF_ACCOUNTS:
            for author in AUTHORS:
                answers = looking.whole(looking.address(path, author=author))
                found = {id for answer in answers for id in _people(answer)}
                wanted = looking.is_let_in(path) and path.expects(looking.sight(PLAIN[author]))
                got = str(looking.people.ids[author]) in found
                cells.expect(f"{looking.viewer}, {path.address}, {author}", wanted, got)


def _people(answer: Answer) -> Iterator[str]:
    told: Any = answer.json() if answer.status == 200 else []
    if isinstance(told, dict):
        told = told.get("accounts", [told])
    for one in told:
        yield one.get("account", one)["id"]


def test_reposts_pass_before_whom_the_rule_allows(
    request: pytest.FixtureRequest, looking: Looking
) -> None:
    """H052: what the authors passed on of somebody else's."""
    with counted(request, "what is passed on", looking.program) as cells:
        home = "".join(one.text for one in looking.whole("/api/v1/timelines/home?limit=40"))
        for author in AUTHORS:
            sight, canary = looking.sight(PLAIN[author]), f"passed{author}x"
            profile = f"/api/v1/accounts/{looking.people.ids[author]}/statuses?limit=40"
            ways = {"": True, "&exclude_reblogs=true": False, "&exclude_replies=true": True}
            let_in = looking.viewer != ANONYMOUS or not looking.private
            for asked, passes in ways.items():
                text = "".join(one.text for one in looking.whole(profile + asked))
                wanted = let_in and passes and hears_of_reposts(sight, listed=False)
                cells.expect(f"{looking.viewer}, {profile}{asked}", wanted, canary in text)
            wanted = looking.viewer in VIEWERS or sight.is_own
            wanted = wanted and hears_of_reposts(sight, listed=True)
            cells.expect(f"{looking.viewer}, home, {author}", wanted, canary in home)


# -- everything else ------------------------------------------------------------


def test_no_other_way_shows_anything(request: pytest.FixtureRequest, looking: Looking) -> None:
    """H041: a new way to read has to be tried here, or above."""
    tried = {path.route for path in (*OF_STATUSES, *OF_ACCOUNTS)} | set(DOORS)
    with counted(request, "what shows nothing", looking.program) as cells:
        for route in READING:
            if route.name in tried or route.name == "GET /api/v1/notifications/{id}":
                continue
            path = Path(route.name, route.path, never)
            text = looking.get(looking.address(path)).text
            for post in POSTS:
                shown = post.canary in text or post.former in text
                cells.expect(f"{looking.viewer}, {route.name}, {post.key}", False, shown)


def test_every_state_has_somebody_who_sees_and_somebody_who_does_not(world: World) -> None:
    """That the matrix is not empty where it matters."""
    for author in AUTHORS:
        for visibility in Visibility:
            for shape in ("plain", "answer"):
                seen = {
                    Sight(
                        people=world.people,
                        viewer=viewer,
                        post=Post(author, visibility, shape),
                        private=False,
                    ).reads
                    for viewer in EVERYBODY
                }
                assert seen == ({True, False} if author in ("active", "silenced") else {False})
