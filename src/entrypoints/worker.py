"""Who delivers what happened: on the spot, in a thread, or in a process of its own."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Lock, Thread

from attrs import Factory, define, field

from ..application.dispatcher import Dispatcher
from ..application.mail import Mails
from ..application.schedule import Schedule

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0  # how long what another process wrote, or what waits for its time, may rest
STOP_SECONDS = 10.0  # how long a batch may take to finish when the process is asked to end


@define(eq=False)
class Worker:
    """Delivers until nothing is due.  Delivering causes commits; those cause no deliveries."""

    dispatcher: Dispatcher
    mail: Mails
    schedule: Schedule
    _delivering: ContextVar[bool] = field(
        factory=lambda: ContextVar("twite_delivering", default=False)
    )

    @property
    def is_delivering(self) -> bool:
        """Whether whoever asks was called by a delivery."""
        return self._delivering.get()

    def drain(self) -> int:
        """Deliver all that is due; how many deliveries and mails were tried."""
        if self.is_delivering:
            return 0
        tried = 0
        with self._marked():
            while count := self.dispatcher.run() + self.mail.send_due():
                tried += count  # in turns, so that no notification waits for many mails
        return tried

    def drain_quietly(self) -> None:
        """The same for callers whose own work is done and kept: what fails is tried again later."""
        try:
            self.drain()
        except Exception:  # it must not look as if the caller's own work had failed
            logger.exception("outbox not drained")

    def keep_time(self) -> int:
        """Do what is due by the clock; how many jobs that were."""
        with self._marked():
            return self.schedule.run_due()

    @contextmanager
    def _marked(self) -> Iterator[None]:
        token = self._delivering.set(True)
        try:
            yield
        finally:
            self._delivering.reset(token)


@define(eq=False)
class WorkerThread:
    """A worker that wakes when something was committed, and every second.

    It starts when asked to, and again in a forked child, whose parent keeps its own.
    """

    worker: Worker
    _awake: Event = Factory(Event)
    _stopping: Event = Factory(Event)
    _starting: Lock = Factory(Lock)
    _thread: Thread | None = None
    _process: int = 0

    def wake(self) -> None:
        """Come and look: but for what the worker commits itself, or it would never rest."""
        if self.worker.is_delivering:
            return
        if self._process != os.getpid():
            self.start()
        self._awake.set()

    def start(self) -> None:
        with self._starting:
            if self._process == os.getpid() or self._stopping.is_set():
                return
            self._process = os.getpid()
            self._thread = Thread(target=self.run, name="twite-worker", daemon=True)
            self._thread.start()

    def stop(self, *, timeout_seconds: float = STOP_SECONDS) -> None:
        """Let the batch at hand finish, and start no other."""
        self._stopping.set()
        self._awake.set()
        if self._thread is not None and self._process == os.getpid():
            self._thread.join(timeout_seconds)

    def run(self) -> None:
        """Deliver here until somebody calls :meth:`stop`."""
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                self.worker.drain()
                self.worker.keep_time()
            except Exception:  # whatever it is, the thread has to outlive it
                logger.exception("outbox not drained")
            self._awake.wait(POLL_SECONDS)
