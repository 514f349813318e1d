"""What ends when a user has to prove anew who they are."""

from ..domain.users import UserId
from .ports.unit_of_work import UnitOfWork


def revoke_everything(work: UnitOfWork, user_id: UserId) -> None:
    """All by which that user is known, or could come to be, ends with this transaction.

    Whatever else is ever handed out for that belongs on this page, and then ends with every change
    of a password or an address, and with the account.
    """
    work.sessions.remove_all(user_id)
    work.tokens.remove_all(user_id)
    work.credentials.withdraw_offers(user_id)
