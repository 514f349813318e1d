"""What an adapter lets through is what the one rule allows: :mod:`domain.audience`."""

from hypothesis import given, settings

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    World,
    in_private,
    kept,
    plans,
    shared_store,
)
from twite.application.paging import Cursor
from twite.application.ports.microposts import MicropostViews
from twite.application.ports.timelines import TimelineViews
from twite.domain.errors import NotFound
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

enough = settings(shared_store, max_examples=100)


def allowed(world: World, viewer_id: UserId | None, *, private: bool) -> list[MicropostId]:
    return [
        micropost.id
        for micropost in world.microposts.values()
        if world.may_read(micropost, viewer_id, private=private)
    ]


def showable(world: World, viewer_id: UserId | None, *, private: bool) -> list[MicropostId]:
    """The newest first."""
    return [
        id
        for id, micropost in sorted(world.microposts.items(), reverse=True)
        if world.may_show(micropost, viewer_id, private=private)
    ]


class TestWhatIsReadable:
    @enough
    @given(plan=plans)
    def test_is_what_the_rule_allows_every_viewer(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        open_house: MicropostViews = twite.microposts.views
        private_house: MicropostViews = in_private(open_house)

        for viewer_id in world.viewers:
            for private, views in ((False, open_house), (True, private_house)):
                shown = views.show(list(world.microposts), viewer_id=viewer_id)
                assert [view.id for view in shown] == allowed(world, viewer_id, private=private)

    @settings(enough, max_examples=30)
    @given(plan=plans)
    def test_is_the_same_to_get_as_to_show(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)

        for private in (False, True):
            unit = twite.microposts.unit_of_work()
            with in_private(unit) if private else unit as work:
                for viewer_id in world.viewers:
                    got = []
                    for id in world.microposts:
                        try:
                            got.append(work.microposts.get_readable(id, viewer_id=viewer_id).id)
                        except NotFound:
                            continue
                    assert got == allowed(world, viewer_id, private=private)


class TestWhatIsShown:
    """In home every visibility, of those one follows; in local what is public, of everybody."""

    @enough
    @given(plan=plans)
    def test_is_what_the_rule_allows_every_viewer(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        open_house: TimelineViews = twite.timelines.views
        private_house: TimelineViews = in_private(open_house)
        oldest = Cursor(min_id=min(world.microposts) - 1, limit=100)

        for viewer_id in world.viewers:
            for private, views in ((False, open_house), (True, private_house)):
                found = views.local(viewer_id=viewer_id, now=NOW, cursor=oldest)
                posts = [entry.micropost_id for entry in found.items]
                assert posts == [
                    id
                    for id in showable(world, viewer_id, private=private)
                    if world.microposts[id].visibility is Visibility.PUBLIC
                ]
