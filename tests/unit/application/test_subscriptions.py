"""What happens because of what."""

from twite.application.ports.unit_of_work import UnitOfWork
from twite.application.subscriptions import Subscriptions, subscriptions
from twite.domain.favourites import MicropostFavourited
from twite.domain.follows import FollowersPartlyTold, FollowRequested, UserFollowed
from twite.domain.microposts import MicropostEdited, MicropostPosted
from twite.domain.reposts import MicropostReposted, RepostersPartlyTold
from twite.domain.users import UserClosed, UserPartlyErased, UserRegistered
from twite.entrypoints.library import Embedded


def greet(event: UserRegistered, work: UnitOfWork) -> None: ...


def count(event: UserRegistered, work: UnitOfWork) -> None: ...


class TestSubscribing:
    def test_keeps_the_order(self) -> None:
        told = Subscriptions().on(UserRegistered, greet=greet).on(UserRegistered, count=count)

        assert told.names(UserRegistered) == ("greet", "count")

    def test_is_under_a_name(self) -> None:
        told = Subscriptions().on(UserRegistered, greet=greet)

        assert told.find(UserRegistered, "greet") is greet
        assert told.find(UserRegistered, "count") is None
        assert told.find(UserFollowed, "greet") is None

    def test_leaves_other_subscriptions_alone(self) -> None:
        nobody = Subscriptions()

        nobody.on(UserRegistered, greet=greet)

        assert nobody.names(UserRegistered) == ()


def test_the_names_that_stand_in_databases_stay(twite: Embedded) -> None:
    """Deliveries wait under these names: one that changes loses those that wait."""
    told = subscriptions(users=twite.users, notifications=twite.notifications, mail=twite.mail)

    assert told.names(MicropostEdited) == ("notify_mentioned", "mail_mentioned", "notify_edited")
    assert told.names(MicropostPosted) == (
        "notify_mentioned",
        "notify_following",
        "mail_mentioned",
    )
    assert told.names(FollowersPartlyTold) == ("notify_following",)
    assert told.names(UserFollowed) == ("notify_followed",)
    assert told.names(FollowRequested) == ("notify_requested",)
    assert told.names(UserClosed) == told.names(UserPartlyErased) == ("erase_user",)
    assert told.names(MicropostFavourited) == ("notify_favourited",)
    assert told.names(MicropostReposted) == ("notify_reposted",)
    assert told.names(RepostersPartlyTold) == ("notify_edited",)
