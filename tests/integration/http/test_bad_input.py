"""What is no id, no number, no text, no form: an answer that says so, and never a failure."""

import pytest

from tests.integration.http.browsers import Browser
from twite.adapters.http import parameters
from twite.application.paging import LARGEST_LIMIT, Cursor, InvalidCursor
from twite.domain.errors import Invalid, NotFound
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.plugin import PASSWORD

NO_IDS = [
    "9223372036854775808",
    "-1",
    "+1",
    "1e5",
    "1_000",
    "0x10",
    "1.0",
    "１２３",
    "²",
    "١٢٣",
    " 12",
    "12\n",
    "12 ",
    "9" * 5000,
    "",
    "a",
    "null",
    "1;2",
    "[1]",
]
NO_TEXTS = ["%c0%af", "%ff", "%ed%a0%80", "%00", "a%00b", "%f8%88%80%80%80", "%80"]
PATHS = ["/{}", "/@{}", "/@alice/{}", "/tags/{}", "/static/{}/twite.css", "/{}/{}"]


class TestIds:
    @pytest.mark.parametrize("text", NO_IDS)
    def test_in_a_path_are_ids_or_not_found(
        self, stranger: Browser, alices: Browser, text: str
    ) -> None:
        """H061."""
        quoted = "".join(f"%{byte:02x}" for byte in text.encode())[:6000]

        shown = stranger.get(f"/@alice/{quoted}")
        deleted = alices.send(f"/microposts/{quoted}/delete")

        assert deleted.status_code == 404
        assert shown.status_code == (404 if text else 200)  # without an id it is the profile

    @pytest.mark.parametrize("text", ["0", "1", "01", "9223372036854775807", "0" * 18 + "7"])
    def test_of_nothing_are_not_found_either(self, stranger: Browser, text: str) -> None:
        assert stranger.get(f"/@alice/{text}").status_code == 404

    @pytest.mark.parametrize("name", ["max_id", "min_id", "since_id"])
    def test_in_a_query_are_ids_or_refused(self, stranger: Browser, name: str) -> None:
        """H061."""
        for text in NO_IDS:
            answer = stranger.client.get("/public", params={name: text})

            assert answer.status_code == 422, text
            assert f"{name} has to be an id" in answer.text.lower()

    def test_are_read_strictly(self) -> None:
        """H061: int() would take four of these."""
        for text in NO_IDS:
            with pytest.raises(NotFound):
                parameters.id_in_path(text)

        assert parameters.id_in_path("9223372036854775807") == 2**63 - 1


class TestLimits:
    @pytest.mark.parametrize(
        "text", ["0", "00", "-1", "", "a", "1e9", "1_0", "１０", "²", "5.0", " 5", "5\n"]
    )
    def test_that_are_none_are_refused(self, stranger: Browser, text: str) -> None:
        """H061, H097."""
        assert stranger.client.get("/public", params={"limit": text}).status_code == 400

    @pytest.mark.parametrize(
        ("text", "limit"),
        [("1", 1), ("007", 7), ("40", 40), ("41", 40), ("999999999", 40), ("9" * 5000, 40)],
    )
    def test_above_the_largest_are_cut(self, text: str, limit: int) -> None:
        """H061, H097."""
        assert parameters.cursor({"limit": text}) == Cursor(limit=limit)
        assert limit <= LARGEST_LIMIT

    def test_with_bounds_that_cross_find_nothing(self, stranger: Browser) -> None:
        """H097."""
        answer = stranger.get("/public?max_id=5&min_id=9&since_id=20&limit=40")

        assert answer.status_code == 200

    def test_refuse_what_the_domain_would(self) -> None:
        assert issubclass(InvalidCursor, Invalid)
        assert issubclass(parameters.NoSuchLimit, Invalid)


class TestText:
    @pytest.mark.parametrize("path", PATHS)
    def test_in_a_path_is_text_or_refused(self, stranger: Browser, path: str) -> None:
        """H068."""
        for bytes_ in NO_TEXTS:
            assert stranger.get(path.format(bytes_, bytes_)).status_code == 400, bytes_
            assert stranger.get(f"/no/such{path.format(bytes_, bytes_)}").status_code == 404

    @pytest.mark.parametrize("path", ["//public", "/%2fpublic", "/public//"])
    def test_in_a_path_leads_to_no_other_host(
        self, twite: Embedded, alices: Browser, alice: UserId, path: str
    ) -> None:
        """H071: a link to //public would."""
        id = twite.microposts.post(author_id=alice, text="hello")

        page = alices.client.get(f"http://testserver.local{path}?min_id={id}").text

        assert "Newest" in page
        assert 'href="//' not in page

    @pytest.mark.parametrize("path", ["/search?q={}", "/?max_id={}", "/public?{}=1", "/?x={}"])
    def test_in_a_query_is_text_or_refused(self, stranger: Browser, path: str) -> None:
        """H068."""
        for bytes_ in NO_TEXTS:
            assert stranger.get(path.format(bytes_)).status_code == 400, bytes_

    @pytest.mark.parametrize("path", ["/microposts", "/auth/sign_in", "/auth/sign_up"])
    def test_in_a_form_is_text_or_refused(
        self, twite: Embedded, alices: Browser, path: str
    ) -> None:
        """H059, H068."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        for bytes_ in NO_TEXTS:
            body = f"csrf={alices.token()}&visibility=public&text={bytes_}&login={bytes_}"
            answer = alices.client.post(path, content=body, headers=kind)

            assert answer.status_code == 400, bytes_

        assert not twite.timelines.local(viewer_id=None).items

    @pytest.mark.parametrize("text", ["a\x01b", "\x1b[31m", "a\x7f", "a\x85b"])
    def test_with_control_characters_is_refused_where_it_is_typed(
        self, alices: Browser, text: str
    ) -> None:
        """H059."""
        answer = alices.send("/microposts", text=text, visibility="public")

        assert answer.status_code == 422
        assert "A text cannot hold the character" in answer.text

    @pytest.mark.parametrize(
        "handle", ["al ice", "\u0430lice", "\uff41lice", "a" * 31, "..", "", "\u212aelvin", "a\nb"]
    )
    def test_that_is_no_handle_signs_nobody_up(self, stranger: Browser, handle: str) -> None:
        """H062."""
        answer = stranger.send(
            "/auth/sign_up", handle=handle, email="a@example.org", password=PASSWORD
        )

        assert answer.status_code == 422
        assert 'id="handle-said" class="wrong"' in answer.text

    def test_with_white_space_around_a_handle_is_that_handle(
        self, twite: Embedded, stranger: Browser
    ) -> None:
        stranger.send("/auth/sign_up", handle=" @dana ", email="d@example.org", password=PASSWORD)

        assert twite.users.named("dana")

    def test_in_a_password_may_be_anything(self, stranger: Browser, alice: UserId) -> None:
        """H002: only its exact bytes log in."""
        password = " \0пароль🔑 "
        signed_up = stranger.send(
            "/auth/sign_up", handle="bob", email="b@example.org", password=password
        )
        stranger.send("/auth/sign_out")

        wrong = stranger.send("/auth/sign_in", login="bob", password=password.strip())
        right = stranger.send("/auth/sign_in", login="bob", password=password)

        assert [a.status_code for a in (signed_up, wrong, right)] == [303, 401, 303]


class TestForms:
    @pytest.mark.parametrize(
        "kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", "", "é"]
    )
    def test_of_another_kind_are_refused(self, alices: Browser, kind: str) -> None:
        """H065, H088."""
        answer = alices.client.post(
            "/microposts", content=b'{"text": "hello"}', headers={b"content-type": kind.encode()}
        )

        assert answer.status_code == 415

    def test_that_are_compressed_are_refused(self, alices: Browser) -> None:
        """H104."""
        answer = alices.client.post(
            "/microposts", data={"text": "hello"}, headers={"content-encoding": "gzip"}
        )

        assert answer.status_code == 415

    def test_that_are_too_large_are_refused(self, twite: Embedded, alices: Browser) -> None:
        """H069."""
        answer = alices.send("/microposts", text="x" * 70_000, visibility="public")

        assert answer.status_code == 413
        assert "Go back and shorten it." in answer.text

    def test_with_too_many_fields_are_refused(self, alices: Browser) -> None:
        """H103."""
        answer = alices.send("/microposts", **{f"field{number}": "x" for number in range(100)})

        assert answer.status_code == 400

    @pytest.mark.parametrize("missing", ["text", "visibility", "login", "password", "handle"])
    def test_that_lack_a_field_are_as_good_as_empty(
        self, alices: Browser, stranger: Browser, missing: str
    ) -> None:
        """H067."""
        whole = {"text": "hello", "visibility": "public", "login": "x", "password": "y"}
        fields = {name: value for name, value in whole.items() if name != missing}

        answers = [
            alices.send("/microposts", **fields),
            stranger.send("/auth/sign_in", **fields),
            stranger.send("/auth/sign_up", **fields),
        ]

        assert all(answer.status_code < 500 for answer in answers)

    @pytest.mark.parametrize("key", ["", "x" * 300, "a\tb", "é", "\u202e"])
    def test_with_a_key_of_another_make_no_failure(self, alices: Browser, key: str) -> None:
        """H067."""
        answer = alices.send("/microposts", text="hello", visibility="public", key=key)

        assert answer.status_code in (303, 422)

    @pytest.mark.parametrize("name", ["text", "visibility", "key", "login", "next", "handle"])
    def test_of_any_value_make_no_failure(
        self, alices: Browser, stranger: Browser, name: str
    ) -> None:
        """H067."""
        for value in ("null", "true", "-1", "[]", "{}", "1e999", "\u2028", "🍵", "x" * 5000):
            answers = [
                alices.send("/microposts", **{name: value}),
                stranger.send("/auth/sign_in", **{name: value}),
                stranger.send("/auth/sign_up", **{name: value}),
            ]

            assert all(answer.status_code < 500 for answer in answers), value
