"""The house: what its pages and programs have to know of where and how they are served."""

from urllib.parse import urlsplit

from attrs import frozen

from ...domain.registrations import Admission
from .forwarded import Network


@frozen(kw_only=True)
class House:
    name: str
    base_url: str
    max_characters: int
    private: bool = False  # one has to be logged in to read anything
    inline_reads: bool = False  # the storage answers reads faster than a thread would start on them
    registrations: Admission = Admission.OPEN
    language: str = ""  # of microposts that do not say; none
    trusted_proxies: tuple[Network, ...] = ()  # who may say from where a request comes
    contact: str = ""  # an address one can write to
    version: str = "0"
    remembered_bytes: int = 0  # of what statuses look like to programs

    @property
    def is_secure(self) -> bool:
        """Whether people reach it by HTTPS alone."""
        return self.base_url.startswith("https://")

    @property
    def takes_registrations(self) -> bool:
        """Whether anybody may ask to become a user."""
        return self.registrations in (Admission.OPEN, Admission.APPROVAL)

    @property
    def streaming_url(self) -> str:
        """Where programs are told what happens while it does: by WebSocket."""
        return f"ws{self.base_url.removeprefix('http')}"

    @property
    def domain(self) -> str:
        """Host and port, as people write them behind a handle."""
        return urlsplit(self.base_url).netloc

    @property
    def origin(self) -> str:
        """Scheme, host and port, as browsers name them."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()
