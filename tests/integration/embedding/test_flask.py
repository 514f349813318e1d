"""A Flask host that posts inside its own transaction."""

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect, text

EXAMPLE = Path(__file__).parents[3] / "examples" / "flask" / "app.py"


def _example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("twite_example_flask", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _shop(database: str) -> Iterator[Flask]:
    example = _example()
    app = example.create_app(database)
    try:
        yield app
    finally:
        example.close(app)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/shop.db"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture
def shop(database: str) -> Iterator[Flask]:
    with _shop(database) as app:
        yield app


def _rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        names = [n for n in inspect(connection).get_table_names() if n != "twite_schema"]
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in names
        }


class TestTheHostsTransaction:
    def test_its_commit_leaves_everything(self, shop: Flask) -> None:
        client = shop.test_client()
        shop.extensions["twite"].users.register(handle="customer_2")

        answer = client.post("/orders", json={"customer": "1", "what": "tea for @customer_2"})

        assert answer.status_code == 200
        rows = _rows(shop.extensions["shop"])
        assert rows["shop_orders"] == 1
        assert rows["twite_microposts"] == 1
        assert rows["twite_timeline_entries"] == 1
        assert rows["twite_events"] == 4  # two registered, one posted, one notified
        assert rows["twite_deliveries"] == 3
        assert rows["twite_mentions"] == 1
        assert rows["twite_taggings"] == 1
        assert rows["twite_notifications"] == 1
        assert client.get("/orders").json == [
            {"by": "customer_1", "text": "I just ordered tea for @customer_2 #order"}
        ]

    def test_its_rollback_leaves_no_row_of_ours(self, shop: Flask) -> None:
        client = shop.test_client()
        client.post("/orders", json={"customer": "1", "what": "tea"})
        before = _rows(shop.extensions["shop"])

        answer = client.post("/orders", json={"customer": "2", "what": "tea"})

        assert answer.status_code == 409
        assert _rows(shop.extensions["shop"]) == before
        assert shop.extensions["twite"].check() == []


def test_connecting_starts_no_thread(database: str) -> None:
    create_engine(database).dispose()
    before = threading.active_count()

    with _shop(database) as app:
        app.test_client().post("/orders", json={"customer": "1", "what": "tea"})

        assert threading.active_count() == before
