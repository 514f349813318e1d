"""Cells of a matrix: what each should be, what it is, and how many there were."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from attrs import Factory, define

from tests.integration.http.api.matrix.inside import Inside
from tests.integration.http.api.matrix.summary import PROPERTY

FEW = 12  # so many of those that are wrong are named


@define
class Cells:
    """Those of one test."""

    many: int = 0
    wrong: list[str] = Factory(list)

    def expect(self, cell: str, wanted: object, got: object) -> None:
        self.many += 1
        if wanted != got:
            self.wrong.append(f"{cell}: {got}, and should be {wanted}")


@contextmanager
def counted(
    request: pytest.FixtureRequest, matrix: str, program: Inside | None = None
) -> Iterator[Cells]:
    """Cells of that matrix; none may be wrong in the end, and there have to be some."""
    cells, asked = Cells(), program.asked if program is not None else 0
    yield cells
    told = {
        "matrix": matrix,
        "cells": cells.many,
        "wrong": len(cells.wrong),
        "requests": program.asked - asked if program is not None else 0,
    }
    request.node.user_properties.append((PROPERTY, told))
    assert cells.many
    assert not cells.wrong, "\n".join([f"{len(cells.wrong)} are wrong", *cells.wrong[:FEW]])
