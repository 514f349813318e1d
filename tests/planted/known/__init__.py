"""Faults that somebody could make, in three chapters."""

from tests.planted.known import keeping, lists, sight

FAULTS = (*lists.FAULTS, *sight.FAULTS, *keeping.FAULTS)
