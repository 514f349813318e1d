"""Hashtags are found as the rule lets their microposts be looked at, and by code points."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.worlds import (
    NOW,
    Plan,
    a_number,
    a_post,
    a_user,
    in_private,
    kept,
    plans,
    shared_store,
)
from twite.application.ports.hashtags import MOST_COUNTED, HashtagView, HashtagViews
from twite.domain.microposts import Visibility
from twite.domain.text import fold_tag, hashtags
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.strategies import words


@pytest.fixture
def views(twite: Embedded) -> HashtagViews:
    return twite.hashtags.views


def said(twite: Embedded, *texts: str, visibility: Visibility = Visibility.PUBLIC) -> None:
    with twite.microposts.unit_of_work() as work:
        author = a_user(work).id
        for text in texts:
            a_post(work, author, text=text, visibility=visibility)


def found(views: HashtagViews, prefix: str, limit: int = 100) -> list[tuple[str, int]]:
    views_found = views.starting_with(prefix, viewer_id=None, now=NOW, limit=limit)
    return [(view.tag, view.posts_count) for view in views_found]


class TestTags:
    @settings(shared_store, max_examples=50)
    @given(
        endings=st.lists(words | st.text("ab_é茶\U0010ffff", max_size=3), min_size=1, max_size=8),
        start=words,
        limit=st.integers(1, 6),
    )
    def test_come_by_their_beginning_in_the_order_of_code_points(
        self,
        twite: Embedded,
        views: HashtagViews,
        endings: list[str],
        start: str,
        limit: int,
    ) -> None:
        mark = f"m{a_number()}x"
        texts = [f"#{mark}{ending}" for ending in endings]
        said(twite, *texts)
        count = Counter(tag for text in texts for tag in hashtags(text))
        prefixes = (mark, f"{mark}a", mark + fold_tag(start))

        for prefix in prefixes:
            expected = sorted((t, n) for t, n in count.items() if t.startswith(prefix))
            assert found(views, prefix, limit) == expected[:limit]

    @settings(shared_store, max_examples=40)
    @given(plan=plans)
    def test_count_what_the_rule_lets_the_viewer_look_at(
        self, twite: Embedded, views: HashtagViews, plan: Plan
    ) -> None:
        """H050, H058: a tag that stands only in what is hidden is no tag."""
        world = kept(plan, twite.microposts.unit_of_work)

        for viewer_id in world.viewers:
            count = sum(
                world.tag in micropost.text.hashtags
                and micropost.visibility is Visibility.PUBLIC
                and world.may_show(micropost, viewer_id)
                for micropost in world.microposts.values()
            )
            found = views.starting_with(world.tag, viewer_id=viewer_id, now=NOW, limit=1)
            assert found == ([HashtagView(tag=world.tag, posts_count=count)] if count else [])

    def test_that_are_hidden_take_no_place_of_others(
        self, twite: Embedded, views: HashtagViews
    ) -> None:
        with twite.microposts.unit_of_work() as work:
            alice, gone = a_user(work).id, a_user(work)
            for number in range(20):
                a_post(work, gone.id, text=f"#hide{number:02}")
            a_post(work, alice, text="#hide #hide05 #hide99")
            viewer = a_user(work).id
        twite.blocks.block(by=viewer, whom=gone.id)

        shown = views.starting_with("hide", viewer_id=viewer, now=NOW, limit=2)

        assert [(view.tag, view.posts_count) for view in shown] == [("hide", 1), ("hide05", 1)]

    def test_are_counted_up_to_so_many(self, twite: Embedded, views: HashtagViews) -> None:
        said(twite, *["#many"] * (MOST_COUNTED + 1), *["#manyother"] * MOST_COUNTED)

        assert found(views, "many") == [("many", MOST_COUNTED), ("manyother", MOST_COUNTED)]

    @pytest.mark.parametrize(
        "visibility", [Visibility.UNLISTED, Visibility.FOLLOWERS, Visibility.MENTIONED]
    )
    def test_of_what_is_not_public_are_none(
        self, twite: Embedded, views: HashtagViews, visibility: Visibility
    ) -> None:
        said(twite, "#tea", visibility=visibility)

        assert found(views, "tea") == []
        assert list(twite.check()) == []

    @pytest.mark.parametrize("prefix", ["%", "_", "\\", "te%", "t_a", "'", '"', "*"])
    def test_are_not_found_by_what_stands_for_anything(
        self, twite: Embedded, views: HashtagViews, prefix: str
    ) -> None:
        """H110."""
        said(twite, "#tea")

        assert found(views, prefix) == []

    def test_in_a_private_house_are_for_who_is_logged_in(
        self, twite: Embedded, views: HashtagViews
    ) -> None:
        said(twite, "#tea")
        private: HashtagViews = in_private(views)

        assert found(private, "tea") == []
