"""What the command line writes of what is logged: a line an event, with its facts behind it."""

import logging

# What every record has; what else one has was given as its ``extra``.
_ANY = vars(logging.makeLogRecord({})).keys() | {"message", "asctime", "color_message"}


# They tell addresses with all that stands in them, tokens too: of theirs, warnings alone.
TELLTALES = ("uvicorn", "uvicorn.error", "websockets", "wsproto")


class Lines(logging.Formatter):
    """``WARNING twite.application.mail: mail not sent (mail=7, tries=2)``."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        facts = [
            f"{name}={_plain(value)}" for name, value in vars(record).items() if name not in _ANY
        ]
        line = super().formatMessage(record)
        return f"{line} ({', '.join(facts)})" if facts else line


def _plain(value: object) -> str:
    """On one line, whatever it is: nobody writes a line of their own into the log."""
    return str(value).encode("unicode_escape").decode()


def begin(*, verbose: bool) -> None:
    """Write warnings and failures to the standard error; ``verbose``, all there is to tell."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler])
    for name in TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)


def tell_of(name: str) -> None:
    """What is logged under that name, also where not all is told."""
    logging.getLogger(name).setLevel(logging.INFO)
