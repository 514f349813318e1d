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
from twite.application.ports.microposts import MicropostStamp, MicropostViews
from twite.application.ports.timelines import TimelineViews
from twite.application.ports.users import UserStamp, UserViews
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

    @enough
    @given(plan=plans)
    def test_is_what_stamps_are_told_of(self, twite: Embedded, plan: Plan) -> None:
        world = kept(plan, twite.microposts.unit_of_work)
        open_house: MicropostViews = twite.microposts.views
        people: UserViews = twite.users.views

        for viewer_id in world.viewers:
            for views in (open_house, in_private(open_house)):
                shown = views.show(list(world.microposts), viewer_id=viewer_id)
                stamps = views.stamps(list(world.microposts), viewer_id=viewer_id)
                assert {one.id: one for one in stamps} == {
                    view.id: MicropostStamp.of(view) for view in shown
                }
            for users in (people, in_private(people)):
                met = users.shown(world.people, viewer_id=viewer_id)
                told = {one.id: one for one in users.stamps(world.people, viewer_id=viewer_id)}
                assert told == {
                    view.id: UserStamp(
                        id=view.id,
                        version=told[view.id].version,
                        posts_count=view.posts_count,
                        followers_count=view.followers_count,
                        following_count=view.following_count,
                        last_posted_on=view.last_posted_on,
                    )
                    for view in met
                }

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
