"""One thing that somebody says, put together by chance."""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from attrs import frozen

from ...domain import text as reading
from .words import EMOJI, LINKS, Language

length = lru_cache(maxsize=1000)(reading.length)  # the same sentences come again and again
MOST_SENTENCES = 3
LONG_ONES = 40  # one in so many is as long as can be


@frozen
class Texts:
    """Says things of at most so many characters."""

    chance: Random
    longest: int

    def said(self, language: Language, *, about: Sequence[str] = ()) -> str:
        """A few sentences, perhaps with a moment, an emoji, a link or a tag; ``about`` are handles
        to mention.  Never longer than can be posted."""
        if one_in(LONG_ONES, self.chance):
            return self.as_long_as_can_be(language)
        parts = [f"@{handle}" for handle in about]
        parts += self.chance.sample(language.sentences, self.chance.randint(1, MOST_SENTENCES))
        parts += self._extras(language)
        return self._fitting(parts)

    def as_long_as_can_be(self, language: Language) -> str:
        """Sentence after sentence, in lines, filled up to the last character."""
        said = [self.chance.choice(language.sentences)]
        long = length(said[0])
        while long + 1 + length(more := self.chance.choice(language.sentences)) <= self.longest:
            said += ["\n" if one_in(5, self.chance) else " ", more]
            long += 1 + length(more)
        return "".join(said) + "…" * (self.longest - long)

    def _extras(self, language: Language) -> list[str]:
        chance, extras = self.chance, list[str]()
        if one_in(3, chance):
            extras.append(f"{chance.randrange(24):02}:{chance.randrange(60):02}")
        if one_in(3, chance):
            extras.append(" ".join(chance.sample(EMOJI, chance.randint(1, 3))))
        if one_in(10, chance):
            extras.append(chance.choice(LINKS))
        if one_in(2, chance):
            extras.append(chance.choice(language.endings))
        if one_in(2, chance):
            extras.append(f"#{chance.choice(language.tags)}")
        return extras

    def _fitting(self, parts: list[str]) -> str:
        while len(text := " ".join(parts)) > self.longest and length(text) > self.longest:
            parts = parts[:-1]
        return text


def one_in(many: int, chance: Random) -> bool:
    """Whether it happens this time."""
    return chance.randrange(many) == 0
