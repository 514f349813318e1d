"""What people do with microposts: post them, delete them, read them."""

from datetime import timedelta

from attrs import frozen

from ..domain.microposts import (
    DeletedMeanwhile,
    IdempotencyKey,
    KeyReused,
    Micropost,
    MicropostId,
    MicropostNotFound,
    PostText,
    Visibility,
)
from ..domain.text import fingerprint
from ..domain.users import UserId
from .ports.microposts import MicropostView, MicropostViews, Repeatable
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

KEY_LASTS = timedelta(hours=24)


@frozen
class PostingSettings:
    """What the house decides about posting."""

    max_characters: int = 500


@frozen
class Microposts:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: MicropostViews
    clock: Clock
    settings: PostingSettings

    def post(
        self,
        *,
        author_id: UserId,
        text: str,
        visibility: Visibility = Visibility.PUBLIC,
        idempotency_key: str | None = None,
    ) -> MicropostId:
        """Say something.  With the key of an earlier post of the last 24 hours: that one's id.

        Raises :exc:`BlankText`, :exc:`TextTooLong`, :exc:`TextTooLarge`, :exc:`UnreadableText`,
        :exc:`NotAText`, :exc:`NoSuchAudience`, :exc:`UserNotFound`, :exc:`AccountNotActive`,
        :exc:`InvalidIdempotencyKey`, :exc:`KeyReused` where the key came with something else, or
        :exc:`DeletedMeanwhile` where what was posted under it was taken back.
        """
        visibility = Visibility.of(visibility)
        said = PostText(text).within(self.settings.max_characters)
        key = IdempotencyKey(idempotency_key) if idempotency_key is not None else None
        with self.unit_of_work() as work:
            work.users.hold(author_id).acting()
            if key is None:
                return self._post(work, author_id, said, visibility)
            return self._post_once(work, author_id, said, visibility, key)

    def delete(self, id: MicropostId, *, by: UserId) -> None:
        """Take it back, and everything about it; raises :exc:`MicropostNotFound`."""
        with self.unit_of_work() as work:
            work.users.hold(by)
            micropost = work.microposts.get_owned(id, owner_id=by)
            work.entries.leave(id)
            work.microposts.remove(micropost.delete(now=self.clock.now()))

    def show(self, id: MicropostId, *, viewer_id: UserId | None) -> MicropostView:
        """One micropost, as the viewer sees it; raises :exc:`MicropostNotFound`."""
        for view in self.views.show([id], viewer_id=viewer_id):
            return view
        raise MicropostNotFound(id)

    def _post_once(
        self,
        work: UnitOfWork,
        author_id: UserId,
        text: PostText,
        visibility: Visibility,
        key: IdempotencyKey,
    ) -> MicropostId:
        now = self.clock.now()
        said = fingerprint(f"{visibility} {text}")
        earlier = work.microposts.find_repeated(author_id, key, since=now - KEY_LASTS)
        if earlier is not None and earlier.fingerprint is None:
            raise DeletedMeanwhile
        if earlier is not None and earlier.fingerprint != said:
            raise KeyReused
        if earlier is not None:
            return earlier.micropost_id
        id = self._post(work, author_id, text, visibility)
        work.microposts.remember(
            Repeatable(author_id=author_id, key=key, micropost_id=id, fingerprint=said, at=now)
        )
        return id

    def _post(
        self, work: UnitOfWork, author_id: UserId, text: PostText, visibility: Visibility
    ) -> MicropostId:
        now = self.clock.now()
        entry_id = work.entries.enter(author_id=author_id, visibility=visibility, at=now)
        micropost = Micropost.post(
            id=MicropostId(entry_id),
            author_id=author_id,
            text=text,
            visibility=visibility,
            mentioned_ids=set(work.users.ids_of(text.mentions).values()),
            now=now,
        )
        work.microposts.add(micropost)
        return micropost.id
