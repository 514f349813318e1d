"""What people do with preferences: change them, look at them."""

from attrs import frozen

from ..domain.preferences import Preferred
from ..domain.users import UserId
from .ports.preferences import PreferencesViews
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Preferences:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: PreferencesViews

    def change(
        self,
        *,
        by: UserId,
        visibility: str | None = None,
        sensitive: bool | None = None,
        language: str | None = None,
        shows_media: str | None = None,
        opens_warnings: bool | None = None,
    ) -> None:
        """Say what one would rather have; what is None stays as it was, an empty language is none.

        Raises :exc:`NoSuchAudience`, :exc:`NotYesOrNo`, :exc:`InvalidLanguage`,
        :exc:`NotAText`, :exc:`NoSuchMedia`, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            changed = work.preferences.get(by).changed(
                visibility=visibility,
                sensitive=sensitive,
                language=language,
                shows_media=shows_media,
                opens_warnings=opens_warnings,
            )
            work.preferences.put(by, changed)

    def show(self, *, of: UserId) -> Preferred:
        """What they said, and what comes by itself."""
        return self.views.of(of)
