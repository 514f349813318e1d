"""What one may not see answers byte for byte like what does not exist."""

import pytest
from httpx import Response

from tests.integration.http.browsers import Browser
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

NEVER_POSTED = 1
TEXT = "for your eyes only"


def seen(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    """All that reaches a browser."""
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
class TestAMicropostThatIsHidden:
    """H041, H043, H044."""

    def test_from_strangers_does_not_exist(
        self, twite: Embedded, stranger: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text=TEXT, visibility=visibility)

        hidden = stranger.get(f"/@alice/{id}")

        assert hidden.status_code == 404
        assert seen(hidden) == seen(stranger.get(f"/@alice/{NEVER_POSTED}"))
        assert seen(hidden) == seen(stranger.get(f"/@nobody/{id}"))

    def test_from_a_user_does_not_exist(
        self, twite: Embedded, bobs: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text=TEXT, visibility=visibility)

        hidden = bobs.get(f"/@alice/{id}")

        assert hidden.status_code == 404
        assert seen(hidden) == seen(bobs.get(f"/@alice/{NEVER_POSTED}"))

    def test_cannot_be_deleted_like_one_that_never_was(
        self, twite: Embedded, bobs: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text=TEXT, visibility=visibility)

        hidden = bobs.send(f"/microposts/{id}/delete")

        assert hidden.status_code == 404
        assert seen(hidden) == seen(bobs.send(f"/microposts/{NEVER_POSTED}/delete"))

    def test_stands_on_no_page_of_others(
        self,
        twite: Embedded,
        bobs: Browser,
        stranger: Browser,
        alice: UserId,
        visibility: Visibility,
    ) -> None:
        """H050: nor does it count in any number."""
        paths = ("/", "/public", "/@alice", "/tags/tea", "/notifications", "/search?q=alice")
        before = [TEXT in bobs.get(path).text for path in paths]
        profile = stranger.get("/@alice").content
        twite.microposts.post(author_id=alice, text=f"{TEXT} #tea", visibility=visibility)

        assert [TEXT in bobs.get(path).text for path in paths] == before
        assert stranger.get("/@alice").content == profile

    def test_stands_where_its_author_looks(
        self, twite: Embedded, alices: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        id = twite.microposts.post(author_id=alice, text=TEXT, visibility=visibility)

        for path in ("/", "/@alice", f"/@alice/{id}"):
            assert TEXT in alices.get(path).text


def test_a_micropost_stands_under_its_authors_handle_alone(
    twite: Embedded, bobs: Browser, alice: UserId
) -> None:
    id = twite.microposts.post(author_id=alice, text="hello")

    answers = [bobs.get(f"/@{handle}/{id}").status_code for handle in ("alice", "Alice", "bob")]

    assert answers == [200, 200, 404]


def test_whom_it_mentions_reads_it(twite: Embedded, bobs: Browser, alice: UserId) -> None:
    id = twite.microposts.post(
        author_id=alice, text=f"{TEXT} @bob", visibility=Visibility.MENTIONED
    )

    for path in (f"/@alice/{id}", "/notifications", "/@alice"):
        assert TEXT in bobs.get(path).text


def test_who_is_blocked_reads_what_does_not_exist(
    twite: Embedded, bobs: Browser, alice: UserId, bob: UserId
) -> None:
    """H049."""
    id = twite.microposts.post(author_id=alice, text=f"{TEXT} @bob #tea")
    twite.blocks.block(by=alice, whom=bob)

    hidden = bobs.get(f"/@alice/{id}")

    assert seen(hidden) == seen(bobs.get(f"/@alice/{NEVER_POSTED}"))
    for path in ("/", "/public", "/@alice", "/tags/tea", "/notifications"):
        assert TEXT not in bobs.get(path).text
    assert bobs.send("/@alice/follow").status_code == 404


def test_who_is_blocked_meets_nobody_there(
    twite: Embedded, alices: Browser, bobs: Browser, stranger: Browser
) -> None:
    """H049: neither name nor numbers; who blocked finds the way to unblock."""
    alice, bob = (twite.users.named(handle).id for handle in ("alice", "bob"))
    twite.blocks.block(by=alice, whom=bob)

    assert seen(bobs.get("/@alice")) == seen(bobs.get("/@nobody"))
    assert bobs.send("/@alice/unfollow").status_code == 404
    assert alices.get("/@bob").status_code == 200
    assert stranger.get("/@alice").status_code == 200


def test_a_handle_that_cannot_be_is_one_nobody_has(stranger: Browser) -> None:
    """H062."""
    nobody = seen(stranger.get("/@nobody"))

    for handle in ("a.b", "x" * 31, "%D0%B0lice", "alice%0A", "%E2%84%AAelvin", "..", "%20"):
        assert seen(stranger.get(f"/@{handle}")) == nobody
