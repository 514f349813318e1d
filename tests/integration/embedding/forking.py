"""A program that forks after it has connected, like a server that loads its program once."""

import os
import sys

from twite.entrypoints.library import connect


def main(database: str) -> None:
    with connect(database, migrate=True) as twite:
        alice = twite.users.register(handle="alice")
        twite.microposts.post(author_id=alice, text="before")
        child = os.fork()
        for number in range(20):
            who = "parent" if child else "child"
            twite.microposts.post(author_id=alice, text=f"{who} {number}")
        if not child:
            os._exit(len(twite.check()))
        _, status = os.waitpid(child, 0)
        kept = twite.users.show(alice).posts_count
        print(os.waitstatus_to_exitcode(status), kept, list(twite.check()))


if __name__ == "__main__":
    main(sys.argv[1])
