"""What people do with microposts: post them, edit them, delete them, read them."""

from collections.abc import Sequence, Set

from attrs import frozen

from ..domain.content import ContentWarning, Language
from ..domain.drafts import DraftId
from ..domain.givens import at_once, yes_or_no
from ..domain.microposts import (
    KEY_LASTS,
    MOST_PINS,
    DeletedMeanwhile,
    EditedMeanwhile,
    IdempotencyKey,
    KeyReused,
    Micropost,
    MicropostId,
    MicropostNotFound,
    PostText,
    TooManyPins,
    Visibility,
)
from ..domain.text import fingerprint
from ..domain.users import UserId
from .ports.microposts import MicropostView, MicropostViews, Repeatable, VersionView
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory


@frozen
class PostingSettings:
    """What the house decides about posting."""

    max_characters: int = 500
    language: Language | None = None  # where nobody says which


@frozen(kw_only=True)
class Said:
    """What somebody wants to post; None is what they do not say of it."""

    author_id: UserId
    text: PostText
    content_warning: ContentWarning | None
    language: Language | None
    sensitive: bool | None
    visibility: Visibility | None
    in_reply_to_id: MicropostId | None

    @property
    def fingerprint(self) -> str:
        """How to know it again without keeping it, whatever its author prefers by then."""
        facts = (
            self.visibility,
            self.in_reply_to_id,
            self.language,
            self.content_warning,
            self.sensitive,
        )
        said = ("" if fact is None else str(fact) for fact in (*facts, self.text))
        return fingerprint("\0".join(said))


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
        content_warning: str | None = None,
        language: str | None = None,
        sensitive: bool | None = None,
        visibility: Visibility | None = None,
        in_reply_to_id: MicropostId | None = None,
        draft_id: DraftId | None = None,
        idempotency_key: str | None = None,
    ) -> MicropostId:
        """Say something, perhaps in answer to something; to whom, in which language and whether it
        is sensitive, where that is not said, is as the author prefers it, or the house.  With the
        key of an earlier post of the last 24 hours: that one's id.  A draft of theirs that it was
        is gone with it.

        Raises :exc:`BlankText`, :exc:`TextTooLong`, :exc:`TextTooLarge`, :exc:`UnreadableText`,
        :exc:`NotAText`, :exc:`InvalidLanguage`, :exc:`NotYesOrNo`, :exc:`NoSuchAudience`,
        :exc:`UserNotFound`, :exc:`AccountNotActive`, :exc:`MicropostNotFound` where the author may
        not read what they answer, :exc:`InvalidIdempotencyKey`, :exc:`KeyReused` where the key came
        with something else, or :exc:`DeletedMeanwhile` where what was posted under it was taken
        back.
        """
        warning = ContentWarning.of(content_warning)
        said = Said(
            author_id=author_id,
            text=PostText(text).within(self.settings.max_characters, behind=warning),
            content_warning=warning,
            language=Language(language) if language is not None else None,
            sensitive=yes_or_no(sensitive) if sensitive is not None else None,
            visibility=Visibility.of(visibility) if visibility is not None else None,
            in_reply_to_id=in_reply_to_id,
        )
        key = IdempotencyKey(idempotency_key) if idempotency_key is not None else None
        with self.unit_of_work() as work:
            work.users.hold(author_id).acting()
            id = self._post(work, said) if key is None else self._post_once(work, said, key)
            if draft_id is not None:
                work.drafts.remove(draft_id, owner_id=author_id)
        return id

    def edit(
        self,
        id: MicropostId,
        *,
        by: UserId,
        text: str,
        content_warning: str | None = None,
        language: str | None = None,
        sensitive: bool | None = None,
        version: int | None = None,
    ) -> None:
        """Say it better, to the same audience; to say the same again changes nothing.

        Without a content warning, or a language, there is none any more; whether it is sensitive
        stays as it was, where that is not said.
        ``version`` is the one the author had read.  Raises what ``post`` raises of texts,
        :exc:`MicropostNotFound`, :exc:`UserNotFound`, :exc:`AccountNotActive`,
        :exc:`EditedMeanwhile` where another version stands, or :exc:`TooManyEdits`.
        """
        warning = ContentWarning.of(content_warning)
        said = PostText(text).within(self.settings.max_characters, behind=warning)
        spoken = Language(language) if language is not None else None
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            micropost = work.microposts.get_owned(id, owner_id=by)
            if version not in (None, micropost.version):
                raise EditedMeanwhile(id)
            edited = micropost.edit(
                text=said,
                content_warning=warning,
                language=spoken,
                sensitive=micropost.sensitive if sensitive is None else sensitive,
                mentioned_ids=self._mentioned(work, said, known=micropost.mentioned_ids),
                now=self.clock.now(),
            )
            if edited is not micropost:
                work.microposts.save(edited)

    def history(self, id: MicropostId, *, viewer_id: UserId | None) -> Sequence[VersionView]:
        """What it said at first, after each edit, and now; raises :exc:`MicropostNotFound`.

        Who may read it for being mentioned alone reads what it says now: it may have said before
        what was not for them.
        """
        now = self.show(id, viewer_id=viewer_id)
        current = VersionView(
            version=now.version,
            text=now.text,
            content_warning=now.content_warning,
            language=now.language,
            sensitive=now.sensitive,
            said_at=now.edited_at or now.posted_at,
        )
        earlier = self.views.history(id, viewer_id=viewer_id)
        return [*(one for one in earlier if one.version < current.version), current]

    def delete(self, id: MicropostId, *, by: UserId) -> None:
        """Take it back, and everything about it.

        Raises :exc:`MicropostNotFound`, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            micropost = work.microposts.get_owned(id, owner_id=by)
            work.microposts.remove(micropost.delete(now=self.clock.now()))
            work.entries.leave(id)  # after it is held: what others do to it is held before that

    def pin(self, id: MicropostId, *, by: UserId) -> None:
        """Begin their profile with it; twice is once.

        Raises :exc:`MicropostNotFound`, :exc:`UserNotFound`, :exc:`AccountNotActive`,
        :exc:`OnlyForSome` or :exc:`TooManyPins`.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            micropost = work.microposts.get_owned(id, owner_id=by).pinnable()
            pinned = work.microposts.pinned(by)
            if id not in pinned and len(pinned) >= MOST_PINS:
                raise TooManyPins
            if id not in pinned:
                work.microposts.pin(micropost.id, at=self.clock.now())

    def unpin(self, id: MicropostId, *, by: UserId) -> None:
        """Begin it with that no longer; what was not pinned stays so.

        Raises :exc:`MicropostNotFound`, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            micropost = work.microposts.get_owned(id, owner_id=by)
            work.microposts.pin(micropost.id, at=None)

    def show(self, id: MicropostId, *, viewer_id: UserId | None) -> MicropostView:
        """One micropost, as the viewer sees it; raises :exc:`MicropostNotFound`."""
        for view in self.views.show([id], viewer_id=viewer_id):
            return view
        raise MicropostNotFound(id)

    def shown(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostView]:
        """Those microposts, each once, in the order asked, without what the viewer may not read.

        Raises :exc:`NotSomeIds`.
        """
        return self.views.show(at_once(ids), viewer_id=viewer_id)

    def _post_once(self, work: UnitOfWork, said: Said, key: IdempotencyKey) -> MicropostId:
        now = self.clock.now()
        earlier = work.microposts.find_repeated(said.author_id, key, since=now - KEY_LASTS)
        if earlier is not None and earlier.fingerprint is None:
            raise DeletedMeanwhile
        if earlier is not None and earlier.fingerprint != said.fingerprint:
            raise KeyReused
        if earlier is not None:
            return earlier.micropost_id
        id = self._post(work, said)
        work.microposts.remember(
            Repeatable(
                author_id=said.author_id,
                key=key,
                micropost_id=id,
                fingerprint=said.fingerprint,
                at=now,
            )
        )
        return id

    def _post(self, work: UnitOfWork, said: Said) -> MicropostId:
        now = self.clock.now()
        answered = (
            work.microposts.get_readable(said.in_reply_to_id, viewer_id=said.author_id)
            if said.in_reply_to_id is not None
            else None
        )
        preferred = work.preferences.get(said.author_id)
        visibility = said.visibility or preferred.visibility
        entry_id = work.entries.enter(
            author_id=said.author_id, visibility=visibility, at=now, answering=answered
        )
        micropost = Micropost.post(
            id=MicropostId(entry_id),
            author_id=said.author_id,
            text=said.text,
            content_warning=said.content_warning,
            language=said.language or preferred.language or self.settings.language,
            sensitive=preferred.sensitive if said.sensitive is None else said.sensitive,
            visibility=visibility,
            mentioned_ids=self._mentioned(work, said.text),
            in_reply_to=answered,
            now=now,
        )
        work.microposts.add(micropost)
        return micropost.id

    def _mentioned(
        self, work: UnitOfWork, text: PostText, *, known: Set[UserId] = frozenset()
    ) -> Set[UserId]:
        """Those there are; who was named before and is suspended meanwhile stays named."""
        return set(work.users.ids_of(text.mentions, known=known).values())
