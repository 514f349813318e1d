"""Preferences come back as they were put, or as they come by themselves."""

from hypothesis import given
from hypothesis import strategies as st

from tests.integration.adapters.worlds import shared_store, some_users
from twite.domain.preferences import AS_THEY_COME, Media, Preferred
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import languages, visibilities

preferred = st.builds(
    Preferred,
    visibility=visibilities,
    sensitive=st.booleans(),
    language=st.none() | languages,
    shows_media=st.sampled_from(Media),
    opens_warnings=st.booleans(),
)


@shared_store
@given(first=preferred, second=preferred)
def test_come_back_as_put_last(twite: Embedded, first: Preferred, second: Preferred) -> None:
    with twite.preferences.unit_of_work() as work:
        alice, bob = some_users(work, 2)
        assert work.preferences.get(alice) == AS_THEY_COME
        work.preferences.put(alice, first)
        assert work.preferences.get(alice) == first
    with twite.preferences.unit_of_work() as work:
        work.preferences.put(alice, second)

    assert twite.preferences.views.of(alice) == second
    assert twite.preferences.views.of(bob) == AS_THEY_COME
    assert twite.preferences.views.of(UserId(1)) == AS_THEY_COME
