"""The house: what its pages have to know of where and how they are served."""

from urllib.parse import urlsplit

from attrs import frozen


@frozen(kw_only=True)
class House:
    name: str
    base_url: str
    max_characters: int
    private: bool = False  # one has to be logged in to read anything
    inline_reads: bool = False  # the storage answers reads faster than a thread would start on them

    @property
    def is_secure(self) -> bool:
        """Whether people reach it by HTTPS alone."""
        return self.base_url.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme, host and port, as browsers name them."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()
