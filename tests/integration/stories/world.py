"""A seeded world, and in it what people say when they go as far as they can."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from attrs import frozen

from twite.adapters.sql import schema
from twite.application.paging import Cursor
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.oauth import LONGEST_APP_NAME, Scope
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.seed.building import (
    LateMailer,
    OnePassword,
    SceneClock,
    build,
    in_one_transaction,
)
from twite.entrypoints.seed.world import PEOPLE, Size
from twite.entrypoints.settings import Settings

SIZE = Size(users=60, posts=420, follows=400)
SEED = 42

LONGEST_HANDLE = "x" * 30
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel"
APP = f"https://{'and-on.' * 20}example/cb"
LONG_LINK = "https://example.org/" + "and/on/" * 60
FAMILIES = "👩‍👩‍👧‍👦" * 200
LINES = "\n".join(f"line {number}" for number in range(1, 41))
RIGHT_TO_LEFT = "שלום לכולם! קראתי את https://example.org/hexagons עם @alice (פעמיים) #קריאה 🫖"
BOTH_WAYS = "She wrote «مرحبا بالجميع، كيف الحال؟» and then: “שלום”. #مرحبا"
ACCENTS = "Z" + "\u0351\u0352\u0358\u0321" * 20 + "algo comes"
WARNING = f"A warning that goes on and on, about {LONG_WORD} and whatever else one may think of"
DEEPEST = 12


@frozen(kw_only=True)
class World:
    """Where it is kept, and the addresses of what is worth a look."""

    file: Path
    talk: str  # everybody answers it
    deep: str  # the last of a thread in which each answers the one before
    loved: str
    edited: str
    mine: str  # of alice's, for whom she mentions
    draft: str
    asked: str  # what an app asks of whoever comes

    @classmethod
    def make(cls, file: Path) -> "World":
        """In that file, which is a database by then."""
        database, clock = f"sqlite:///{file}", SceneClock()
        schema.migrate(database)
        with (
            connect(
                database, Settings(), clock=clock, mailer=LateMailer(), passwords=OnePassword()
            ) as twite,
            in_one_transaction(twite, database) as batch,
        ):
            longest = Settings().max_characters
            build(twite, clock, SIZE, seed=SEED, longest=longest, batch=batch)
            with batch():
                world = _Extremes(twite).make(file)
            twite.drain()
        return world


@frozen
class _Extremes:
    """People who go as far as they can."""

    twite: Embedded

    def make(self, file: Path) -> World:
        alice, bob, *others = (self._named(handle) for handle in PEOPLE)
        xxx = self._register(LONGEST_HANDLE, "W" * 50)
        noa = self._register("noa", "נועה בת־שבע")
        self._profiles(alice, xxx, noa)
        self._sayings(xxx, noa)
        deep = self._deep((alice, bob, xxx))
        loved = self._loved(bob, (*others, xxx, noa))
        self._relations(alice, (*others, xxx, noa))
        asked = self._let_in(alice)
        draft = self.twite.drafts.keep(
            by=alice,
            text=f"{LONG_WORD}\n\n{RIGHT_TO_LEFT}",
            content_warning=WARNING,
            visibility=Visibility.FOLLOWERS,
            in_reply_to_id=loved,
        )
        return World(
            file=file,
            talk=self._address(self._talk()),
            deep=self._address(deep),
            loved=self._address(loved),
            edited=self._address(self._edited(alice)),
            mine=self._address(self._named_only(alice)),
            draft=f"/drafts/{draft}",
            asked=asked,
        )

    def _register(self, handle: str, name: str) -> UserId:
        return self.twite.users.register(handle=handle, display_name=name)

    def _named(self, handle: str) -> UserId:
        return self.twite.users.named(handle).id

    def _address(self, id: MicropostId) -> str:
        author = self.twite.microposts.show(id, viewer_id=self._named("alice")).author
        return f"/@{author.handle}/{id}"

    def _profiles(self, alice: UserId, xxx: UserId, noa: UserId) -> None:
        say = self.twite.users.edit_profile
        say(by=alice, bio="Tea, cats and #chess. Asks questions.", locked=True)
        say(by=xxx, bio=f"{LONG_WORD} {LONG_LINK}", links=[("W" * 30, "w" * 200)] * 4)
        say(by=noa, bio=f"{RIGHT_TO_LEFT}\n\n{BOTH_WAYS}", links=[("האתר שלי", LONG_LINK[:200])])

    def _sayings(self, xxx: UserId, noa: UserId) -> None:
        for said in (LONG_WORD * 8, LONG_LINK, FAMILIES, LINES, ACCENTS, f"@{LONGEST_HANDLE} hm"):
            self.twite.microposts.post(author_id=xxx, text=said)
        for warning in (WARNING, "W" * 100, RIGHT_TO_LEFT):
            self.twite.microposts.post(author_id=xxx, text=LONG_WORD, content_warning=warning)
        for said in (RIGHT_TO_LEFT, BOTH_WAYS):
            self.twite.microposts.post(author_id=noa, text=said, language="he")

    def _deep(self, people: Sequence[UserId]) -> MicropostId:
        """Each answers the one before, and now and then somebody else does."""
        last: MicropostId | None = None
        for step in range(DEEPEST):
            text = f"Step {step}, and {LONG_WORD}."
            said = self.twite.microposts.post(
                author_id=people[step % len(people)], text=text, in_reply_to_id=last
            )
            if last is not None:
                self.twite.microposts.post(
                    author_id=people[(step + 1) % len(people)], text="No.", in_reply_to_id=last
                )
            last = said
        return said

    def _loved(self, author: UserId, admirers: Sequence[UserId]) -> MicropostId:
        id = self.twite.microposts.post(author_id=author, text="Everybody likes cake. #tea")
        for admirer in admirers:
            self.twite.favourites.favourite(id, by=admirer)
            self.twite.reposts.repost(id, by=admirer)
        return id

    def _relations(self, alice: UserId, others: Sequence[UserId]) -> None:
        """Some ask, some are muted, and some she would rather not see."""
        for other in others:
            self.twite.follows.follow(by=other, whom=alice)
        for other in others[:2]:
            self.twite.mutes.mute(by=alice, whom=other, lasts=timedelta(days=7))
        for handle in ("ar25", "zh48"):
            self.twite.blocks.block(by=alice, whom=self._named(handle))

    def _let_in(self, user: UserId) -> str:
        """Apps that want this and that, and one that wants everything."""
        for number, scopes in enumerate(("profile", "read:lists write:media", " ".join(Scope))):
            made = self.twite.oauth.register(
                name=f"{number} {LONG_WORD}"[:LONGEST_APP_NAME],
                redirect_uris=[APP],
                scopes=scopes,
                website=LONG_LINK[:200] if number else None,
            )
            proof = {"client_id": made.app.client_id, "redirect_uri": APP}
            code = self.twite.oauth.authorize(by=user, scopes=scopes, **proof)
            self.twite.oauth.exchange(code=code, client_secret=made.secret, **proof)
        asked = {"response_type": "code", "scope": scopes, "state": LONG_WORD, **proof}
        return f"/oauth/authorize?{urlencode(asked)}"

    def _edited(self, author: UserId) -> MicropostId:
        id = self.twite.microposts.post(author_id=author, text="Tea at fuor.")
        for better in ("Tea at four.", f"Tea at five. {BOTH_WAYS}", "Tea at five, at last. #tea"):
            self.twite.microposts.edit(id, by=author, text=better)
        self.twite.microposts.pin(id, by=author)
        return id

    def _named_only(self, author: UserId) -> MicropostId:
        return self.twite.microposts.post(
            author_id=author,
            text=f"Only for you, @bob and @{LONGEST_HANDLE}.",
            visibility=Visibility.MENTIONED,
        )

    def _talk(self) -> MicropostId:
        """What everybody answers is the first that everybody may read."""
        page = self.twite.timelines.local(viewer_id=None, cursor=Cursor(min_id=1))
        return page.items[-1].micropost.id
