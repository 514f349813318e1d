"""The machine takes longest, so its shares begin first, each on a worker of its own."""

import pytest

SHARE = "test_all_storages_answer_as_the_model_does"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """As far apart as what xdist hands to a worker at first: a quarter of its part, or two."""
    shares = [item for item in items if getattr(item, "originalname", None) == SHARE]
    others = [item for item in items if item not in shares]
    handed = max(len(items) // max(1, len(shares)) // 4, 2)
    for place, share in enumerate(shares):
        others.insert(place * handed, share)
    items[:] = others
