"""Mastodon.py, with what its users do."""

import time
from typing import Any

import pytest
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, StreamListener

from tests.integration.clients.conftest import SCOPES, House
from twite.domain.oauth import OUT_OF_BAND

WAIT_SECONDS = 10.0
POSTS = 45  # three pages of 20, the last one not full


def logged_in(house: House, handle: str) -> Any:
    client_id, secret = Mastodon.create_app(
        "Birdsong", api_base_url=house.url, scopes=SCOPES.split(), redirect_uris=OUT_OF_BAND
    )
    client = Mastodon(client_id=client_id, client_secret=secret, api_base_url=house.url)
    assert client.auth_request_url(scopes=SCOPES.split(), allow_http=True)
    client.log_in(code=house.code(handle, client_id), scopes=SCOPES.split(), allow_http=True)
    return client


@pytest.fixture(scope="module")
def alice(house: House) -> Any:
    return logged_in(house, "alice")


@pytest.fixture(scope="module")
def bob(house: House) -> Any:
    return logged_in(house, "bob")


@pytest.fixture(scope="module")
def carol(house: House) -> Any:
    return logged_in(house, "carol")


def until(true: Any) -> None:
    """Wait for it; what never comes fails the assertion after this."""
    end = time.monotonic() + WAIT_SECONDS
    while not true() and time.monotonic() < end:
        time.sleep(0.05)


class TestTheHouse:
    def test_says_what_it_is(self, house: House, alice: Any) -> None:
        assert alice.instance_v1().uri
        assert alice.instance_v2().api_versions.mastodon == 1
        assert alice.instance_nodeinfo().software.name == "twite"
        assert alice.instance_rules() == alice.custom_emojis() == alice.announcements() == []
        assert alice.lists() == alice.filters() == alice.filters_v2() == []
        assert alice.app_verify_credentials().name == "Birdsong"
        assert alice.account_verify_credentials().username == "alice"
        assert alice.preferences()["posting:default:visibility"] == "public"


class TestSaying:
    def test_is_seen_answered_edited_and_taken_back(self, alice: Any, bob: Any) -> None:
        said = alice.status_post("hello @bob #tea", idempotency_key="once")
        assert alice.status_post("hello @bob #tea", idempotency_key="once").id == said.id
        reply = bob.status_reply(said, "and to you")
        assert [one.id for one in alice.status_context(said.id).descendants] == [reply.id]
        assert alice.status_source(said.id).text == "hello @bob #tea"
        alice.status_update(said.id, "hello again @bob #tea")
        assert "again" in bob.status(said.id).content
        assert len(bob.status_history(said.id)) == 2
        assert [one.id for one in bob.statuses([said.id, reply.id])] == [said.id, reply.id]
        assert [one.id for one in bob.timeline_hashtag("tea")] == [said.id]
        assert said.id in [one.id for one in bob.timeline_local()]
        assert said.id in [one.id for one in bob.timeline_public()]
        assert [one.id for one in bob.search_v2("again").statuses] == [said.id]
        alice.status_delete(said.id)
        with pytest.raises(MastodonNotFoundError):
            bob.status(said.id)

    def test_with_what_is_not_there_is_refused(self, alice: Any) -> None:
        with pytest.raises(MastodonAPIError):
            alice.status_post("x" * 501)


class TestReacting:
    def test_is_counted_listed_and_undone(self, alice: Any, bob: Any) -> None:
        said = alice.toot("cake")
        assert bob.status_favourite(said.id).favourited
        assert [one.username for one in alice.status_favourited_by(said.id)] == ["bob"]
        assert [one.id for one in bob.favourites()] == [said.id]
        assert bob.status_reblog(said.id).reblog.id == said.id
        assert [one.username for one in alice.status_reblogged_by(said.id)] == ["bob"]
        assert bob.status_bookmark(said.id).bookmarked
        assert [one.id for one in bob.bookmarks()] == [said.id]
        assert not bob.status_unfavourite(said.id).favourited
        assert not bob.status_unreblog(said.id).reblogged
        assert not bob.status_unbookmark(said.id).bookmarked
        assert bob.favourites() == bob.bookmarks() == []

    def test_pins_and_mutes(self, house: House, alice: Any, bob: Any) -> None:
        said = alice.toot("first of all")
        assert alice.status_pin(said.id).pinned
        pinned = bob.account_statuses(house.people["alice"], pinned=True)
        assert [one.id for one in pinned] == [said.id]
        alice.status_unpin(said.id)
        assert bob.status_mute(said.id).muted
        assert not bob.status_unmute(said.id).muted


class TestEachOther:
    def test_follow_ask_and_let_in(self, house: House, alice: Any, bob: Any, carol: Any) -> None:
        alices, carols = house.people["alice"], house.people["carol"]
        assert bob.account_follow(alices).following
        assert [one.username for one in alice.account_followers(alices)] == ["bob"]
        assert [one.username for one in alice.account_following(house.people["bob"])] == ["alice"]
        alice.account_update_credentials(
            display_name="Alice", note="hi", fields=[("Pronouns", "she/her")], locked=True
        )
        assert carol.account_follow(alices).requested
        assert [one.username for one in alice.follow_requests()] == ["carol"]
        alice.follow_request_authorize(carols)
        (relation,) = alice.account_relationships(carols)
        assert relation.followed_by
        alice.account_remove_from_followers(carols)
        assert carol.account_follow(alices).requested
        alice.follow_request_reject(carols)
        assert not bob.account_unfollow(alices).following

    def test_are_found_and_noted(self, house: House, bob: Any) -> None:
        alices = house.people["alice"]
        assert bob.account(alices).username == bob.account_lookup("alice").username == "alice"
        assert [one.username for one in bob.accounts([alices])] == ["alice"]
        assert [one.username for one in bob.account_search("ali")] == ["alice"]
        assert bob.account_note_set(alices, "from school").note == "from school"

    def test_avoid(self, house: House, bob: Any) -> None:
        carols = house.people["carol"]
        relation = bob.account_mute(carols, notifications=False, duration=3600)
        assert (relation.muting, relation.muting_notifications) == (True, False)
        assert [one.username for one in bob.mutes()] == ["carol"]
        assert not bob.account_unmute(carols).muting
        assert bob.account_block(carols).blocking
        assert [one.username for one in bob.blocks()] == ["carol"]
        assert not bob.account_unblock(carols).blocking


class TestBeingTold:
    def test_counts_reads_and_clears(self, alice: Any, bob: Any) -> None:
        alice.notifications_clear()
        bob.status_post("@alice one")
        bob.status_post("@alice two")
        until(lambda: len(alice.notifications()) == 2)
        newest, older = alice.notifications()
        assert alice.notifications_unread_count().count == 2
        assert alice.notifications(newest.id).type == "mention"
        alice.notifications_dismiss(older.id)
        assert [one.id for one in alice.notifications()] == [newest.id]
        marker = alice.markers_set(["notifications"], [newest.id])["notifications"]
        assert alice.markers_get(["notifications"])["notifications"].version == marker.version
        assert alice.notifications_unread_count().count == 0


class TestPaging:
    def test_goes_both_ways_by_links_alone(self, house: House, carol: Any) -> None:
        ids = [carol.status_post(f"number {n}").id for n in range(POSTS)]
        first = carol.account_statuses(house.people["carol"], limit=20)
        assert [one.id for one in carol.fetch_remaining(first)] == ids[::-1]
        second = carol.fetch_next(first)
        assert [one.id for one in carol.fetch_previous(second)] == [one.id for one in first]


class Listening(StreamListener):
    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def on_update(self, status: Any) -> None:
        self.heard.append(("update", str(status.id)))

    def on_status_update(self, status: Any) -> None:
        self.heard.append(("edit", str(status.id)))

    def on_delete(self, status_id: Any) -> None:
        self.heard.append(("delete", str(status_id)))

    def on_notification(self, notification: Any) -> None:
        self.heard.append(("told", notification.type))


class TestListening:
    def test_hears_all_that_happens_to_a_home(self, alice: Any, bob: Any) -> None:
        assert alice.stream_healthy()
        listening = Listening()
        stream = alice.stream_user(listening, run_async=True)
        until(stream.is_receiving)
        said = alice.status_post("mine")
        id = str(said.id)
        expected = [("update", id), ("edit", id), ("delete", id), ("told", "mention")]
        until(lambda: listening.heard == expected[:1])
        alice.status_update(said.id, "still mine")
        until(lambda: listening.heard == expected[:2])
        alice.status_delete(said.id)
        bob.status_post("@alice are you there?")
        until(lambda: len(listening.heard) == len(expected))
        stream.close()
        assert listening.heard == expected

    @pytest.mark.parametrize("name", ["local", "public", "hashtag"])
    def test_hears_what_is_public(self, alice: Any, bob: Any, name: str) -> None:
        listening = Listening()
        asked = ["listening"] if name == "hashtag" else []
        stream = getattr(alice, f"stream_{name}")(*asked, listening, run_async=True)
        until(stream.is_receiving)
        said = bob.status_post("#listening")
        until(lambda: listening.heard)
        stream.close()
        assert listening.heard == [("update", str(said.id))]


def test_logging_out_ends_it(house: House) -> None:
    client = logged_in(house, "bob")
    client.revoke_access_token(allow_http=True)
    with pytest.raises(MastodonAPIError):
        client.account_verify_credentials()
