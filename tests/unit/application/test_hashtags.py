"""What people do with hashtags."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.application.worlds import become
from twite.application.hashtags import MOST_FOUND
from twite.domain.microposts import Visibility
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import anything, queries


def found(twite: Embedded, prefix: str, viewer_id: UserId | None = None) -> list[tuple[str, int]]:
    views = twite.hashtags.starting_with(prefix, viewer_id=viewer_id)
    return [(view.tag, view.posts_count) for view in views]


class TestHashtags:
    def test_are_found_by_how_they_begin(self, twite: Embedded, alice: UserId) -> None:
        for text in ("#tea", "#Tea and #teapot", "#steam", "#teapot #TEAPOT"):
            twite.microposts.post(author_id=alice, text=text)

        assert found(twite, "tea") == [("tea", 2), ("teapot", 2)]

    @pytest.mark.parametrize("prefix", ["#STRASSE", " straße ", "#Straß"])
    def test_are_found_however_they_are_written(
        self, twite: Embedded, alice: UserId, prefix: str
    ) -> None:
        twite.microposts.post(author_id=alice, text="#Straße")

        assert found(twite, prefix) == [("strasse", 1)]

    def test_are_no_more_once_nobody_uses_them(self, twite: Embedded, alice: UserId) -> None:
        id = twite.microposts.post(author_id=alice, text="#tea")
        twite.microposts.delete(id, by=alice)

        assert found(twite, "tea") == []

    @pytest.mark.parametrize("visibility", list(Visibility)[1:])
    def test_of_what_is_not_public_are_found_by_nobody(
        self, twite: Embedded, alice: UserId, visibility: Visibility
    ) -> None:
        """H050, H058."""
        twite.microposts.post(author_id=alice, text="#tea", visibility=visibility)

        assert found(twite, "tea", alice) == found(twite, "tea") == []

    def test_of_those_out_of_sight_are_not_found(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H049."""
        twite.microposts.post(author_id=alice, text="#tea")
        twite.blocks.block(by=alice, whom=bob)
        blocked = found(twite, "tea", bob)
        become(twite, alice, UserState.SUSPENDED)

        assert blocked == found(twite, "tea") == []

    def test_of_whom_one_muted_are_not_found(
        self, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="#tea")
        twite.mutes.mute(by=bob, whom=alice)

        assert found(twite, "tea", bob) == []
        assert found(twite, "tea") == [("tea", 1)]

    def test_are_so_many_at_most(self, twite: Embedded, alice: UserId) -> None:
        tags = [f"#t{number:02}" for number in range(MOST_FOUND + 5)]
        twite.microposts.post(author_id=alice, text=" ".join(tags))

        assert [tag for tag, _ in found(twite, "t")] == [tag[1:] for tag in tags[:MOST_FOUND]]

    @pytest.mark.parametrize(
        "prefix", ["", "#", " ", "te%", "te*", "te\0", "\ud800", "t a", "##tea"]
    )
    def test_are_not_found_by_what_begins_none(
        self, twite: Embedded, alice: UserId, prefix: str
    ) -> None:
        twite.microposts.post(author_id=alice, text="#tea")

        assert found(twite, prefix) == []

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(prefix=anything | queries)
    def test_are_asked_for_in_any_words(self, twite: Embedded, prefix: str) -> None:
        assert found(twite, prefix) == []
