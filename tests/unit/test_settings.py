"""What the house decides: the environment, read once."""

from typing import Any

import pytest
from attrs import Attribute, fields
from hypothesis import given
from hypothesis import strategies as st

from twite.domain.registrations import Admission
from twite.entrypoints.settings import Dispatch, Settings, WrongSetting, variable

EVERY = pytest.mark.parametrize("attribute", fields(Settings), ids=variable)


class TestReading:
    def test_of_an_empty_environment_gives_the_defaults(self) -> None:
        assert Settings.read({}) == Settings()

    def test_looks_at_nothing_else(self) -> None:
        environment = {"PATH": "/bin", "TWITEX": "1", "twite_port": "1", "TWITE_TEST_ANY": "1"}

        assert Settings.read(environment) == Settings()

    def test_gives_what_is_said(self) -> None:
        environment = {
            "TWITE_DATABASE_URL": "postgresql://db/twite",
            "TWITE_BASE_URL": "https://twite.example/",
            "TWITE_HOST": "0.0.0.0",
            "TWITE_PORT": "80",
            "TWITE_NAME": "tea house",
            "TWITE_MAX_CHARACTERS": "1000",
            "TWITE_PRIVATE": "on",
            "TWITE_REGISTRATIONS": "invite",
            "TWITE_SMTP_URL": "smtp://mail.example",
            "TWITE_MAIL_FROM": "tea@twite.example",
            "TWITE_DISPATCH": "worker",
            "TWITE_RATE_LIMITS": "off",
        }

        assert Settings.read(environment) == Settings(
            database_url="postgresql://db/twite",
            base_url="https://twite.example",
            host="0.0.0.0",
            port=80,
            name="tea house",
            max_characters=1000,
            private=True,
            registrations=Admission.INVITE,
            smtp_url="smtp://mail.example",
            mail_from="tea@twite.example",
            dispatch=Dispatch.WORKER,
            rate_limits=False,
        )

    def test_has_the_port_in_an_address_nobody_set(self) -> None:
        assert Settings.read({"TWITE_PORT": "81"}).base_url == "http://localhost:81"
        said = {"TWITE_PORT": "81", "TWITE_BASE_URL": "http://localhost:8000"}
        assert Settings.read(said).base_url == "http://localhost:8000"

    @pytest.mark.parametrize("text", ["on", "ON", "true", "yes", "1"])
    def test_knows_how_people_say_yes(self, text: str) -> None:
        assert Settings.read({"TWITE_PRIVATE": text}).private

    @pytest.mark.parametrize("text", ["off", "Off", "false", "no", "0", ""])
    def test_knows_how_people_say_no(self, text: str) -> None:
        assert not Settings.read({"TWITE_RATE_LIMITS": text}).rate_limits

    @pytest.mark.parametrize("dispatch", Dispatch)
    def test_knows_every_way_to_deliver(self, dispatch: Dispatch) -> None:
        assert Settings.read({"TWITE_DISPATCH": dispatch.value}).dispatch is dispatch

    @given(port=st.integers(min_value=0, max_value=65_535))
    def test_knows_every_port(self, port: int) -> None:
        assert Settings.read({"TWITE_PORT": str(port)}).port == port


class TestRefusing:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("TWITE_PORT", ""),
            ("TWITE_PORT", "65536"),
            ("TWITE_PORT", "-1"),
            ("TWITE_PORT", "80 "),
            ("TWITE_PORT", "1_000"),
            ("TWITE_PORT", "\uff18\uff10"),
            ("TWITE_PORT", "²"),
            ("TWITE_PORT", "1" * 5_000),
            ("TWITE_MAX_CHARACTERS", "0"),
            ("TWITE_MAX_CHARACTERS", "100001"),
            ("TWITE_LANGUAGE", "german"),
            ("TWITE_PRIVATE", "perhaps"),
            ("TWITE_RATE_LIMITS", "2"),
            ("TWITE_REGISTRATIONS", "perhaps"),
            ("TWITE_DISPATCH", "pigeon"),
            ("TWITE_DISPATCH", "THREAD"),
            ("TWITE_BASE_URL", "twite.example"),
            ("TWITE_BASE_URL", "ftp://twite.example"),
            ("TWITE_DATABASE_URL", ""),
            ("TWITE_DATABASE_URL", "twite.db"),
            ("TWITE_DATABASE_URL", "mysql://user:hunter2@db/twite"),
            ("TWITE_SMTP_URL", "http://user:hunter2@mail.example"),
            ("TWITE_MAIL_FROM", "nobody"),
        ],
    )
    def test_names_the_setting_and_what_it_may_be(self, name: str, text: str) -> None:
        with pytest.raises(WrongSetting, match=f"^{name} must be ") as read:
            Settings.read({name: text})
        with pytest.raises(WrongSetting) as built:
            Settings(**{name.removeprefix("TWITE_").lower(): text})  # type: ignore[arg-type]

        assert str(built.value) == str(read.value)
        assert "hunter2" not in str(read.value)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("port", 70_000),
            ("port", 80.5),
            ("port", True),
            ("port", None),
            ("max_characters", -1),
            ("private", "perhaps"),
            ("private", 2),
            ("dispatch", 1),
            ("database_url", None),
        ],
    )
    def test_is_the_same_for_what_a_program_says(self, name: str, value: Any) -> None:
        with pytest.raises(WrongSetting, match=f"^TWITE_{name.upper()} must be "):
            Settings(**{name: value})

    def test_says_how_postgres_is_written(self) -> None:
        with pytest.raises(WrongSetting) as refused:
            Settings(database_url="postgres://user:hunter2@db/twite")

        assert str(refused.value) == (
            "TWITE_DATABASE_URL must be sqlite:///FILE or"
            " postgresql://USER:PASSWORD@HOST/NAME, not postgres://..."
        )

    def test_is_also_of_what_is_no_setting(self) -> None:
        with pytest.raises(WrongSetting, match="there is no setting TWITE_PROT"):
            Settings.read({"TWITE_PROT": "80", "TWITE_PORT": "80"})


class TestTelling:
    @pytest.mark.parametrize(
        ("name", "scheme"), [("database_url", "postgresql"), ("smtp_url", "smtp")]
    )
    def test_keeps_what_is_secret(self, name: str, scheme: str) -> None:
        settings = Settings.read({f"TWITE_{name.upper()}": f"{scheme}://user:hunter2@example.org"})

        assert "hunter2" not in repr(settings)
        assert "hunter2" in getattr(settings, name)

    @EVERY
    def test_says_what_each_is_for(self, attribute: "Attribute[object]") -> None:
        assert attribute.metadata["help"]
        assert attribute.repr is not attribute.metadata["secret"]
        assert variable(attribute) == f"TWITE_{attribute.name.upper()}"

    @EVERY
    def test_has_a_default_that_could_be_read(self, attribute: "Attribute[object]") -> None:
        default = attribute.default
        written = {True: "on", False: "off"}.get(default) if isinstance(default, bool) else default

        read = Settings.read({variable(attribute): str(written)})

        assert getattr(read, attribute.name) == default
