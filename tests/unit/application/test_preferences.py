"""What people do with preferences."""

import pytest
from attrs import evolve

from tests.unit.application.worlds import become, refusing
from twite.application.microposts import PostingSettings
from twite.domain.content import InvalidLanguage, Language
from twite.domain.microposts import KeyReused, NoSuchAudience, Visibility
from twite.domain.preferences import AS_THEY_COME, Media, NoSuchMedia, Preferred
from twite.domain.users import AccountNotActive, UserId, UserNotFound, UserState
from twite.entrypoints.library import Embedded


class TestChanging:
    def test_keeps_what_is_said(self, twite: Embedded, alice: UserId, bob: UserId) -> None:
        twite.preferences.change(by=alice, visibility="followers", shows_media="show_all")
        twite.preferences.change(by=alice, sensitive=True)

        assert twite.preferences.show(of=alice) == Preferred(
            visibility=Visibility.FOLLOWERS, sensitive=True, shows_media=Media.ALL
        )
        assert twite.preferences.show(of=bob) == AS_THEY_COME

    def test_refuses_what_cannot_be(self, twite: Embedded, alice: UserId) -> None:
        with refusing(twite, NoSuchAudience):
            twite.preferences.change(by=alice, visibility="everybody")
        with refusing(twite, InvalidLanguage):
            twite.preferences.change(by=alice, language="german")
        with refusing(twite, NoSuchMedia):
            twite.preferences.change(by=alice, shows_media="some")

    def test_is_for_who_is_there(self, twite: Embedded, alice: UserId) -> None:
        become(twite, alice, UserState.SUSPENDED)

        with refusing(twite, AccountNotActive):
            twite.preferences.change(by=alice, sensitive=True)
        with refusing(twite, UserNotFound):
            twite.preferences.change(by=UserId(1), sensitive=True)


class TestPosting:
    def test_is_as_one_prefers_where_nothing_is_said(self, twite: Embedded, alice: UserId) -> None:
        twite.preferences.change(by=alice, visibility="unlisted", sensitive=True, language="gsw")

        said = twite.microposts.post(author_id=alice, text="tea")
        other = twite.microposts.post(
            author_id=alice,
            text="tea",
            visibility=Visibility.PUBLIC,
            sensitive=False,
            language="de",
        )

        found = twite.microposts.shown([said, other], viewer_id=alice)
        assert [(one.visibility, one.sensitive, one.language) for one in found] == [
            (Visibility.UNLISTED, True, "gsw"),
            (Visibility.PUBLIC, False, "de"),
        ]

    @pytest.mark.parametrize(("own", "spoken"), [("", "pt-BR"), ("gsw", "gsw")])
    def test_is_in_the_language_of_the_house_where_one_prefers_none(
        self, twite: Embedded, alice: UserId, own: str, spoken: str
    ) -> None:
        twite.preferences.change(by=alice, language=own)
        settings = PostingSettings(language=Language("pt-BR"))

        id = evolve(twite.microposts, settings=settings).post(author_id=alice, text="chá")

        assert twite.microposts.show(id, viewer_id=None).language == spoken

    def test_once_more_is_the_same_whatever_one_prefers_by_then(
        self, twite: Embedded, alice: UserId
    ) -> None:
        first = twite.microposts.post(author_id=alice, text="tea", idempotency_key="k")
        twite.preferences.change(by=alice, visibility="unlisted")

        again = twite.microposts.post(author_id=alice, text="tea", idempotency_key="k")

        assert again == first
        with refusing(twite, KeyReused):
            twite.microposts.post(author_id=alice, text="tea", sensitive=True, idempotency_key="k")
