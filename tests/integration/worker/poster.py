"""A program that posts as fast as it can and says so after each: it is there to be killed."""

import os
import sys
from threading import Thread

from attrs import evolve, frozen

from twite.application.ports.mail import Letter, Mailer
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


def main(database: str, author: str, prefix: str, letters: str) -> None:
    settings = evolve(Settings(), dispatch=Dispatch.THREAD)
    with connect(database, settings, mailer=Pillar(letters)) as twite:
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
