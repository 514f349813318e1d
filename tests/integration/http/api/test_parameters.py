"""What operations may be asked, and how they refuse what means nothing, or what is not here."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.http.api.conftest import Start
from tests.integration.http.api.programs import ROUTES, Program
from tests.unit.application.worlds import kept
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

LISTS = [
    "/api/v1/timelines/home",
    "/api/v1/timelines/public",
    "/api/v1/timelines/tag/tea",
    "/api/v1/favourites",
    "/api/v1/bookmarks",
    "/api/v1/notifications",
    "/api/v1/blocks",
    "/api/v1/mutes",
    "/api/v1/follow_requests",
    "/api/users",
    "/api/users/alice/collection",
    "/api/users/alice/following",
    "/api/users/alice/followers",
    "/api/users/alice/timeline",
    "/api/search",
]
IDS = ["1e5", "1_000", "-1", "9223372036854775808", "１２", "%201", "1%0A", "x", "9" * 5000]


def ids(program: Program, path: str) -> list[str]:
    return [one["id"] for one in program.get(path).json()]


class TestLists:
    @pytest.mark.parametrize("path", LISTS)
    @pytest.mark.parametrize("limit", ["0", "-1", "x", "1e5", "1_0", "１２", ""])
    def test_of_no_length_are_bad_requests(self, alices: Program, path: str, limit: str) -> None:
        """H061."""
        assert alices.get(f"{path}?limit={limit}").status_code == 400

    @pytest.mark.parametrize("path", LISTS)
    def test_above_the_largest_length_are_cut(self, alices: Program, path: str) -> None:
        assert alices.get(f"{path}?limit={'9' * 5000}").status_code == 200

    @pytest.mark.parametrize("path", LISTS)
    @pytest.mark.parametrize("name", ["max_id", "min_id", "since_id"])
    @pytest.mark.parametrize("id", IDS)
    def test_from_what_is_no_id_are_refused(
        self, alices: Program, path: str, name: str, id: str
    ) -> None:
        """H061."""
        assert alices.get(f"{path}?{name}={id}").status_code == 422

    @pytest.mark.parametrize(
        "path",
        sorted({route.path for route in ROUTES if "{id}" in route.path and route.method == "GET"}),
    )
    @pytest.mark.parametrize("id", IDS)
    def test_of_what_is_no_id_are_not_found(self, alices: Program, path: str, id: str) -> None:
        """H061."""
        assert alices.get(path.format(id=id, name="alice")).status_code == 404

    def test_go_on_both_ways_until_all_was_seen(
        self, alices: Program, twite: Embedded, alice: UserId
    ) -> None:
        made = [str(twite.microposts.post(author_id=alice, text=f"{n}")) for n in range(7)][::-1]
        path, seen, last = "/api/v1/timelines/home?limit=3", list[str](), ""
        while path:
            answer = alices.get(path)
            seen += [one["id"] for one in answer.json()]
            path, last = answer.links.get("next", {}).get("url", ""), answer.links["prev"]["url"]

        assert seen == made
        assert ids(alices, last) == made[3:6]
        assert "limit=3" in last

    def test_go_on_by_what_they_are_lists_of(
        self, alices: Program, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        """What was favourited last stands first, whenever it was posted."""
        made = [twite.microposts.post(author_id=alice, text=f"{n}") for n in range(4)]
        for id in (made[2], made[0], made[3], made[1]):
            clock.forward(timedelta(seconds=1))
            twite.favourites.favourite(id, by=alice)

        first = alices.get("/api/v1/favourites?limit=2")
        second = alices.get(first.links["next"]["url"])
        back = alices.get(second.links["prev"]["url"])

        told = [[int(one["id"]) for one in answer.json()] for answer in (first, second, back)]
        assert told == [[made[1], made[3]], [made[0], made[2]], [made[1], made[3]]]
        assert "next" not in second.links

    def test_keep_what_else_was_asked(
        self, alices: Program, twite: Embedded, alice: UserId
    ) -> None:
        for n in range(3):
            twite.microposts.post(author_id=alice, text=f"{n} #tea")

        link = alices.get(
            f"/api/v1/accounts/{alice}/statuses?exclude_replies=true&tagged=tea&limit=1"
        ).links["next"]["url"]

        assert "exclude_replies=true&tagged=tea&limit=1&max_id=" in link


class TestStatuses:
    @pytest.mark.parametrize(
        ("said", "about"),
        [
            ({"media_ids": ["1"]}, "Media_ids"),
            ({"poll": {"options": ["a", "b"], "expires_in": 60}}, "Poll"),
            ({"scheduled_at": "2030-01-01T00:00:00.000Z"}, "Scheduled_at"),
            ({"quoted_status_id": "1"}, "Quoted_status_id"),
            ({"quote_approval_policy": "nobody"}, "Quote_approval_policy"),
            ({"visibility": "direct "}, "visibility"),
            ({"visibility": "local"}, "visibility"),
            ({"language": "klingon"}, "language"),
            ({"in_reply_to_id": "x"}, "in_reply_to_id"),
            ({"in_reply_to_id": -5}, "in_reply_to_id"),
            ({"in_reply_to_id": 5.0}, "in_reply_to_id"),
            ({"in_reply_to_id": True}, "in_reply_to_id"),
            ({"status": ""}, "say something"),
            ({"status": "x" * 501}, "500 characters"),
            ({"status": ["x"]}, "status"),
            ({"status": None}, "status"),
            ({"sensitive": "perhaps"}, "sensitive"),
            ({"spoiler_text": 5}, "spoiler_text"),
        ],
        ids=str,
    )
    def test_that_cannot_be_are_refused_and_not_posted(
        self, alices: Program, said: dict[str, Any], about: str
    ) -> None:
        """H067, and rule 15: nothing is half supported."""
        answer = alices.post("/api/v1/statuses", json={"status": "tea", **said})

        assert answer.status_code == 422
        assert about.lower() in answer.json()["error"].lower()
        assert ids(alices, "/api/v1/timelines/home") == []

    def test_may_name_what_they_answer_by_a_number(self, alices: Program) -> None:
        """Ids are texts that look like numbers."""
        said = alices.post("/api/v1/statuses", json={"status": "tea"}).json()["id"]

        sent = {"status": "and cake", "in_reply_to_id": int(said)}
        answer = alices.post("/api/v1/statuses", json=sent)

        assert answer.json()["in_reply_to_id"] == said

    def test_take_empty_fields_for_none(self, alices: Program) -> None:
        """As forms have them."""
        empty = dict.fromkeys(
            ("spoiler_text", "language", "in_reply_to_id", "visibility", "scheduled_at"), ""
        )

        answer = alices.post("/api/v1/statuses", data={"status": "tea", "media_ids[]": "", **empty})

        assert answer.status_code == 200, answer.text
        said = answer.json()
        assert (said["visibility"], said["language"], said["spoiler_text"]) == ("public", None, "")

    def test_of_one_key_are_one(self, alices: Program) -> None:
        key = {"idempotency-key": "k"}

        one, same = (
            alices.post("/api/v1/statuses", json={"status": "tea"}, headers=key) for _ in range(2)
        )
        other = alices.post("/api/v1/statuses", json={"status": "coffee"}, headers=key)

        assert one.json()["id"] == same.json()["id"]
        assert other.status_code == 422
        assert len(ids(alices, "/api/v1/timelines/home")) == 1

    def test_deleted_answer_their_key_no_more(self, alices: Program) -> None:
        key = {"idempotency-key": "k"}
        id = alices.post("/api/v1/statuses", json={"status": "tea"}, headers=key).json()["id"]

        assert alices.delete(f"/api/v1/statuses/{id}").json()["text"] == "tea"

        again = alices.post("/api/v1/statuses", json={"status": "tea"}, headers=key)
        assert again.status_code == 409

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("zh-Hant", "zh"),
            ("sr_Latn", "sr"),
            ("zh-Hant-TW", "zh"),
            ("uz-Cyrl-860", "uz"),
            ("zh-TW", "zh-TW"),
            ("de", "de"),
        ],
    )
    def test_are_in_a_language_whatever_its_script(
        self, alices: Program, said: str, kept: str
    ) -> None:
        sent = {"status": "tea", "language": said}
        account = {"source": {"language": said}}

        status = alices.post("/api/v1/statuses", json=sent).json()
        edited = alices.put(f"/api/v1/statuses/{status['id']}", json=sent).json()
        own = alices.patch("/api/v1/accounts/update_credentials", json=account).json()

        assert status["language"] == edited["language"] == own["source"]["language"] == kept

    @pytest.mark.parametrize("language", ["zh-Hant-", "zh-Hantx", "Hant", "zh-Hant-TW-x", "x-Hant"])
    def test_are_in_no_language_that_is_none(self, alices: Program, language: str) -> None:
        sent = {"status": "tea", "language": language}

        assert alices.post("/api/v1/statuses", json=sent).status_code == 422

    def test_keep_their_language_where_none_is_said(self, alices: Program) -> None:
        said = {"status": "Tee", "language": "de", "spoiler_text": "heiß"}
        id = alices.post("/api/v1/statuses", json=said).json()["id"]

        edited = alices.put(f"/api/v1/statuses/{id}", json={"status": "Kaffee"}).json()

        assert (edited["language"], edited["spoiler_text"]) == ("de", "")
        assert edited["edited_at"] is not None

    def test_are_passed_on_to_no_fewer_than_may_read_them(
        self, alices: Program, twite: Embedded, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=bob, text="tea")

        narrower = alices.post(f"/api/v1/statuses/{id}/reblog", json={"visibility": "unlisted"})
        wider = alices.post(f"/api/v1/statuses/{id}/reblog", json={"visibility": "public"})

        assert narrower.status_code == 422
        assert wider.json()["reblog"]["id"] == str(id)
        assert wider.json()["reblog"]["reblogged"] is True
        assert ids(alices, "/api/v1/timelines/home") == [wider.json()["id"]]

    def test_are_html_of_a_few_elements(self, alices: Program, bob: UserId) -> None:
        """H074, H076, H077."""
        text = (
            "@bob & <b>#Tea</b>\nhttps://example.org/@bob?a=1&b=#tea\n\n\n"
            "javascript:alert(1) https://good@evil.example/"
        )

        content = alices.post("/api/v1/statuses", json={"status": text}).json()["content"]

        site = "http://testserver.local"
        away = 'rel="nofollow noopener noreferrer" target="_blank" translate="no"'
        assert content == (
            '<p><span class="h-card" translate="no">'
            f'<a href="{site}/@bob" class="u-url mention">@<span>bob</span></a></span>'
            " &amp; &lt;b&gt;"
            f'<a href="{site}/tags/tea" class="mention hashtag" rel="tag">#<span>Tea</span></a>'
            "&lt;/b&gt;<br>"
            f'<a href="https://example.org/@bob?a=1&amp;b=#tea" {away}>'
            "https://example.org/@bob?a=1&amp;b=#tea</a></p>"
            "<p>javascript:alert(1) https://good@evil.example/</p>"
        )


class TestTimelines:
    @pytest.mark.parametrize("query", ["remote=true", "only_media=1"])
    def test_hold_nothing_of_what_there_is_none_of(
        self, alices: Program, twite: Embedded, alice: UserId, query: str
    ) -> None:
        twite.microposts.post(author_id=alice, text="tea #tea")

        for path in ("public", "tag/tea"):
            assert len(ids(alices, f"/api/v1/timelines/{path}")) == 1
            assert ids(alices, f"/api/v1/timelines/{path}?{query}") == []

    @pytest.mark.parametrize(
        "query", ["any[]=milk", "all[]=milk", "none[]=milk", "local=perhaps", "only_media=2"]
    )
    def test_by_hashtag_do_not_do_what_they_cannot(self, alices: Program, query: str) -> None:
        assert alices.get(f"/api/v1/timelines/tag/tea?{query}").status_code == 422

    @pytest.mark.parametrize("tag", ["%20", "1", "a%20b", "a%2Fb", "%0d%0aSet-Cookie:x=1"])
    def test_by_what_is_no_hashtag_are_not_there(self, alices: Program, tag: str) -> None:
        """H071."""
        answer = alices.get(f"/api/v1/timelines/tag/{tag}")

        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers

    def test_by_hashtags_of_any_script_go_on(
        self, alices: Program, twite: Embedded, alice: UserId
    ) -> None:
        """H071: an address in a header is ASCII."""
        for _ in range(2):
            twite.microposts.post(author_id=alice, text="#чай")

        link = alices.get("/api/v1/timelines/tag/чай?limit=1").links["next"]["url"]

        assert len(ids(alices, link)) == 1


class TestAccounts:
    def test_are_compared_in_the_order_asked(
        self, alices: Program, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        asked = f"id[]={carol}&id[]=x&id[]=5&id[]={bob}"

        assert ids(alices, f"/api/v1/accounts/relationships?{asked}") == [str(carol), str(bob)]

    @pytest.mark.parametrize("acct", ["bob", "@bob", "BOB", "bob@testserver.local"])
    def test_are_looked_up_by_their_names_here(
        self, alices: Program, bob: UserId, acct: str
    ) -> None:
        assert alices.get(f"/api/v1/accounts/lookup?acct={acct}").json()["id"] == str(bob)

    @pytest.mark.parametrize("acct", ["bob@elsewhere.example", "", "b%00", "nobody"])
    def test_of_elsewhere_are_not_here(self, alices: Program, bob: UserId, acct: str) -> None:
        assert alices.get(f"/api/v1/accounts/lookup?acct={acct}").status_code in (400, 404)

    def test_say_of_themselves_what_they_like(self, alices: Program) -> None:
        said = {
            "display_name": "Alice A.",
            "note": "I like #tea",
            "locked": "true",
            "fields_attributes[0][name]": "Web",
            "fields_attributes[0][value]": "https://a.example",
            "fields_attributes[1][name]": "",
            "fields_attributes[1][value]": "",
        }

        answer = alices.patch("/api/v1/accounts/update_credentials", data=said).json()

        assert (answer["display_name"], answer["locked"]) == ("Alice A.", True)
        assert answer["source"]["note"] == "I like #tea"
        assert answer["source"]["fields"] == [
            {"name": "Web", "value": "https://a.example", "verified_at": None}
        ]
        assert 'href="https://a.example"' in answer["fields"][0]["value"]

    @pytest.mark.parametrize(
        "said",
        [
            {"bot": True},
            {"discoverable": False},
            {"indexable": False},
            {"hide_collections": True},
            {"avatar": "data:image/png;base64,"},
            {"header": "x"},
            {"attribution_domains": ["a.example"]},
            {"display_name": "x" * 51},
            {"note": "x" * 501},
            {"fields_attributes": [{"name": "x" * 31, "value": "y"}]},
            {"fields_attributes": [{"name": "x", "value": "y"}] * 5},
            {"locked": 5},
            {"display_name": 5},
            {"source": {"privacy": "some"}},
            {"display_name": "Alice A.", "source": {"language": "klingon"}},
            {"display_name": "x" * 51, "source": {"language": "de"}},
        ],
        ids=str,
    )
    def test_refuse_to_say_what_they_cannot(
        self, alices: Program, twite: Embedded, said: dict[str, Any]
    ) -> None:
        """H067, H069."""
        before = kept(twite)

        answer = alices.patch("/api/v1/accounts/update_credentials", json=said)

        assert answer.status_code == 422
        assert kept(twite) == before

    def test_follow_with_what_they_are_asked_to_see(self, alices: Program, bob: UserId) -> None:
        path = f"/api/v1/accounts/{bob}/follow"

        told = [
            alices.post(path, json=said).json()["showing_reblogs"]
            for said in ({}, {"reblogs": False}, {}, {"reblogs": True})
        ]

        assert told == [True, False, False, True]
        assert alices.post(path, json={"notify": True}).json()["notifying"] is True
        assert alices.post(path, json={}).json()["notifying"] is True
        assert alices.post(path, json={"languages": ["de"]}).status_code == 422

    def test_are_muted_for_a_while(self, alices: Program, bob: UserId, clock: StoppedClock) -> None:
        said = {"duration": "3600", "notifications": "false"}

        told = alices.post(f"/api/v1/accounts/{bob}/mute", data=said).json()

        assert (told["muting"], told["muting_notifications"]) == (True, False)
        (muted,) = alices.get("/api/v1/mutes").json()
        assert muted["mute_expires_at"] == "2026-03-01T13:00:00.000Z"
        clock.forward(timedelta(hours=1))
        assert ids(alices, "/api/v1/mutes") == []
        for duration in (-1, 10**12, "x"):
            answer = alices.post(f"/api/v1/accounts/{bob}/mute", json={"duration": duration})
            assert answer.status_code == 422


class TestNotifications:
    def test_are_asked_for_by_type_and_account(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="tea")
        twite.follows.follow(by=bob, whom=alice)
        twite.favourites.favourite(id, by=carol)
        twite.microposts.post(author_id=carol, text="@alice and you?", in_reply_to_id=id)

        def types(query: str) -> list[str]:
            return [one["type"] for one in alices.get(f"/api/v1/notifications?{query}").json()]

        assert types("") == ["mention", "favourite", "follow"]
        assert types("types[]=mention&types[]=follow") == ["mention", "follow"]
        assert types("exclude_types[]=mention") == ["favourite", "follow"]
        assert types("types[]=poll") == []
        assert types(f"account_id={bob}") == ["follow"]
        assert alices.get("/api/v1/notifications?types[]=nonsense").status_code == 422
        assert alices.get("/api/v1/notifications?account_id=x").status_code == 422


class TestThreads:
    def test_are_short_for_those_who_are_not_logged_in(
        self, alices: Program, anybody: Program, twite: Embedded, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="0")
        for n in range(70):
            twite.microposts.post(author_id=alice, text=f"{n}", in_reply_to_id=id)
        at = id
        for n in range(45):
            at = twite.microposts.post(author_id=alice, text=f"{n}", in_reply_to_id=at)

        told = {
            name: program.get(f"/api/v1/statuses/{about}/context").json()
            for name, program, about in (
                ("all below", alices, id),
                ("some below", anybody, id),
                ("all above", alices, at),
                ("some above", anybody, at),
            )
        }

        assert len(told["all below"]["descendants"]) == 115
        assert len(told["some below"]["descendants"]) <= 60
        assert len(told["all above"]["ancestors"]) == 45
        assert len(told["some above"]["ancestors"]) == 40


class TestSearch:
    @pytest.mark.parametrize(
        "query",
        ["", "q=x&type=media", "q=x&offset=-1", "q=x&offset=x", "q=x&account_id=x"],
    )
    def test_refuses_what_it_cannot(self, alices: Program, query: str) -> None:
        assert alices.get(f"/api/v2/search?{query}").status_code == 422

    def test_goes_on_behind_an_offset(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        made = [str(twite.microposts.post(author_id=alice, text="tea")) for _ in range(5)][::-1]
        twite.microposts.post(author_id=bob, text="tea", visibility=Visibility.MENTIONED)

        def found(query: str) -> list[str]:
            answer = alices.get(f"/api/v2/search?q=tea&type=statuses&{query}").json()
            assert answer["accounts"] == answer["hashtags"] == []
            return [one["id"] for one in answer["statuses"]]

        assert found("limit=2") == made[:2]
        assert found("limit=2&offset=2") == made[2:4]
        assert found(f"account_id={bob}") == []
        assert found(f"max_id={made[3]}") == made[4:]

    def test_is_for_everything_where_no_type_is_said(
        self, alices: Program, twite: Embedded, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="bob #bob")

        found = alices.get("/api/v2/search?q=bob&type=").json()

        assert [len(some) for some in found.values()] == [1, 1, 1]

    def test_of_who_is_not_logged_in_stays_at_the_beginning(self, start: Start) -> None:
        for query in ("offset=1", "resolve=true"):
            assert start().get(f"/api/v2/search?q=tea&{query}").status_code == 401

    @pytest.mark.parametrize(
        "address",
        [
            "@bob@testserver.local",
            "bob@TESTSERVER.local",
            " @Bob@testserver.local ",
            "http://testserver.local/@bob",
            "http://Testserver.local/@bob/",
            "http://testserver.local/@bob?lang=de#top",
        ],
    )
    def test_finds_who_is_at_an_address(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId, address: str
    ) -> None:
        asked = {"q": address, "resolve": "true"}

        def listed(**more: str) -> list[str]:
            answer = alices.get("/api/v1/accounts/search", params={**asked, **more}).json()
            return [one["id"] for one in answer]

        answer = alices.get("/api/v2/search", params=asked).json()
        assert [one["id"] for one in answer["accounts"]] == [str(bob)]
        assert answer["statuses"] == answer["hashtags"] == []
        assert listed() == [str(bob)]
        assert listed(offset="1") == listed(following="true") == []
        twite.follows.follow(by=alice, whom=bob)
        assert listed(following="true") == [str(bob)]
        twite.blocks.block(by=bob, whom=alice)
        assert listed() == []

    def test_finds_what_was_said_at_an_address(
        self, alices: Program, bobs: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        id = twite.microposts.post(author_id=bob, text="tea")
        own = twite.microposts.post(author_id=bob, text="x", visibility=Visibility.MENTIONED)

        def found(program: Program, address: str, **more: str) -> list[str]:
            asked = {"q": f"http://testserver.local/{address}", **more}
            answer = program.get("/api/v2/search", params=asked).json()
            assert answer["accounts"] == answer["hashtags"] == []
            return [one["id"] for one in answer["statuses"]]

        assert found(alices, f"@bob/{id}") == found(alices, f"@BOB/{id}/") == [str(id)]
        assert found(alices, f"@bob/{id}", type="statuses", account_id=str(bob)) == [str(id)]
        assert found(alices, f"@bob/{id}", type="accounts") == []
        assert found(alices, f"@bob/{id}", account_id=str(alice)) == []
        assert found(alices, f"@alice/{id}") == found(alices, "@bob/5") == []
        assert found(alices, f"@bob/{own}") == []
        assert found(bobs, f"@bob/{own}") == [str(own)]

    @pytest.mark.parametrize(
        "address",
        [
            "@bob@elsewhere.example",
            "https://elsewhere.example/@bob",
            "http://testserver.local.evil.example/@bob",
            "@nobody@testserver.local",
            "@@testserver.local",
            "http://testserver.local/@",
            "http://testserver.local/@bob/x",
            "http://testserver.local/@bob/5/6",
        ],
    )
    def test_finds_nobody_at_other_addresses(
        self, alices: Program, bob: UserId, address: str
    ) -> None:
        answer = alices.get("/api/v2/search", params={"q": address})

        assert answer.status_code == 200
        assert answer.json() == {"accounts": [], "statuses": [], "hashtags": []}
