"""A program that posts as fast as it can and says so after each: it is there to be killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from attrs import evolve, frozen
from dependency_injector import providers

from twite.application.mail import Mails
from twite.application.notifications import Notifications
from twite.application.ports.mail import Letter, Mailer
from twite.application.ports.unit_of_work import UnitOfWork
from twite.application.subscriptions import Subscriptions, subscriptions
from twite.application.users import Users
from twite.domain.microposts import MicropostPosted
from twite.domain.users import DisplayName, Handle, User, UserId
from twite.entrypoints.container.features import Features
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.settings import Dispatch, Settings

THREADS = 4


@frozen
class Pillar(Mailer):
    """A letter box that outlives whoever posts into it: the keys of its letters, line by line."""

    _path: str

    def send(self, letter: Letter) -> None:
        with open(self._path, "a") as file:
            file.write(f"{letter.key}\n")


def counted(event: MicropostPosted, work: UnitOfWork) -> None:
    """A reaction that can be seen to have run twice: each time, it leaves a row of its own."""
    id = work.next_id(at=event.at)
    work.users.add(
        User(
            id=UserId(id),
            handle=Handle(f"seen_{id}"),
            display_name=DisplayName(str(event.micropost_id)),
            registered_at=event.at,
        )
    )


@contextmanager
def counting() -> Iterator[None]:
    """Whoever connects within the block also reacts so."""

    def told(*, users: Users, notifications: Notifications, mail: Mails) -> Subscriptions:
        everybody = subscriptions(users=users, notifications=notifications, mail=mail)
        return everybody.on(MicropostPosted, count=counted)

    made = providers.Singleton(
        told, users=Features.users, notifications=Features.notifications, mail=Features.mail
    )
    with Features.subscriptions.override(made):
        yield


def main(database: str, author: str, prefix: str, letters: str) -> None:
    settings = evolve(Settings(), dispatch=Dispatch.THREAD)
    with counting(), connect(database, settings, mailer=Pillar(letters)) as twite:
        threads = [
            Thread(target=_post, args=(twite, author, f"{prefix}.{number}"), daemon=True)
            for number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _post(twite: Embedded, author: str, prefix: str) -> None:
    author_id = twite.users.named(author).id
    number = 0
    while True:
        number += 1
        text = f"{prefix}.{number} @bob"
        id = twite.microposts.post(author_id=author_id, text=text)
        os.write(1, f"{id} {text}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
