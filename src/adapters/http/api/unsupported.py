"""What apps may ask for and twite does not do: said so, never left out in silence."""

from attrs import define

from ....domain.errors import Invalid


def refuse(**asked: bool) -> None:
    """Raises :exc:`Unsupported` for the first of these that was asked for."""
    for name, is_asked in asked.items():
        if is_asked:
            raise Unsupported(name)


@define
class Unsupported(Invalid):
    name: str

    def __str__(self) -> str:
        return f"{self.name} is not supported here"
