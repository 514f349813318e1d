"""The composition root, whose arguments no type checker sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dependency_injector import containers, providers

from twite.adapters.memory.mail import Mailbox
from twite.application.twite import Twite
from twite.entrypoints.container.features import Features, Loop, Storage
from twite.entrypoints.container.memory import MemoryStorage
from twite.entrypoints.container.sql import SqlStorage
from twite.entrypoints.settings import Settings


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "memory":
        yield MemoryStorage(loop=Loop(), private=False)
        return
    database = f"sqlite:///{tmp_path}/twite.db"
    if request.param == "postgres":
        database = str(request.getfixturevalue("postgres_database"))
    made = SqlStorage(loop=Loop(), private=False, database=database)
    yield made
    made.transactions().close()


def _resolved(container: containers.DynamicContainer | Storage) -> dict[str, object]:
    return {
        name: provider()
        for name, provider in container.providers.items()
        if not isinstance(provider, providers.DependenciesContainer)
    }


def test_every_provider_gives_something(storage: Storage) -> None:
    features = Features(storage=storage, settings=Settings(), mailer=providers.Object(Mailbox()))

    found = {**_resolved(storage), **_resolved(features)}

    assert isinstance(found["twite"], Twite)
    assert all(value is not None for value in found.values())
    assert found["microposts"] is features.twite().microposts
