"""The table of families, in the order of the list."""

from autograd.errors import LanguageError
from autograd.exercises.families import counts, layers, losses, neurons, sequences, updates
from autograd.exercises.families.family import Family
from autograd.support.likeness import most_alike

FAMILIES: tuple[Family, ...] = (
    *neurons.FAMILIES,
    *losses.FAMILIES,
    *layers.FAMILIES,
    *sequences.FAMILIES,
    *updates.FAMILIES,
    *counts.FAMILIES,
)
"""The families there are. A new one is a row in one of these modules."""


def names() -> list[str]:
    """The names of the families, in order."""
    return [each.name for each in FAMILIES]


def family(name: str) -> Family:
    """The family of this name; LanguageError for an unknown one, the nearest suggested."""
    found = next((each for each in FAMILIES if each.name == name), None)
    if found is None:
        near = most_alike(name, names())
        known = f": did you mean {near}?" if near else f": there are {', '.join(names())}"
        raise LanguageError(f"there is no family of exercises {name}{known}", name, 0, max(1, len(name)))
    return found
