"""Lengths that are not known yet, and which of them must be the same: each class has a length of its own."""

from dataclasses import dataclass, field

LENGTHS = ((3, 4, 5, 2, 6, 7, 8, 9), (4, 2, 3, 5, 7, 6, 9, 8))
"""Two sets of lengths for the classes of a sheet, in order: what holds at both holds for lengths of their own."""

MOST_LENGTH = 30


@dataclass(eq=False)
class Length:
    """A length: a number, or one that has a name, or any. `said` is where a number or a name comes from.

    Equal ones are joined: `joined` leads to the one that stands for all of them. `least` is how long it is at least.
    """

    number: int | None = None
    name: str = ""
    said: str = ""
    least: int = 1
    joined: "Length | None" = field(default=None, repr=False)

    @property
    def root(self) -> "Length":
        """The length that stands for all that are equal to it."""
        found = self
        while found.joined is not None:
            found = found.joined
        if found is not self:
            self.joined = found  # the next time it is found at once
        return found

    @property
    def is_one(self) -> bool:
        """Whether it is 1, so that nothing runs along it."""
        return self.root.number == 1


class ContradictionError(ValueError):
    """Two places say two things of one length: `said` and `other_said`, in which it is `one` and `other`."""

    def __init__(self, said: str, other_said: str, one: str, other: str) -> None:
        super().__init__(f"{said} and {other_said} cannot both be: {one} is not {other}")
        self.lengths = one, other


ONE = Length(1)

Shape = tuple[Length, Length]
"""Rows and columns."""

SINGLE: Shape = (ONE, ONE)


def join(one: Length, other: Length) -> None:
    """Let two lengths be the same; ContradictionError if two places say that they are not."""
    one, other = one.root, other.root
    if one is other or one.is_one or other.is_one:  # what does not fit is found when it is computed
        return
    for what in ("number", "name"):
        told, differs = getattr(one, what), getattr(other, what)
        if told and differs and told != differs:
            raise ContradictionError(one.said, other.said, str(told), str(differs))
    for small, large in ((one, other), (other, one)):
        if small.number and large.name.isdecimal():
            raise ContradictionError(small.said, large.said, str(small.number), large.name)
    if other.said and not one.said:
        one, other = other, one
    one.number = one.number or other.number
    one.name = one.name or other.name
    one.least = max(one.least, other.least)
    other.joined = one


def be_one_together(one: Length, other: Length) -> None:
    """Let both be 1 where one is, and nothing is said of the other: an index of one row is that of all."""
    for length, beside in ((one.root, other.root), (other.root, one.root)):
        if length.is_one and not (beside.number or beside.name or beside.said):
            beside.number = 1


def lengths_of(classes: list[Length]) -> list[tuple[int, ...]]:
    """What each class is at either set of lengths: its number, or one that no other class has.

    Of very many classes some share a length, other ones in either set.
    """
    taken = [{length.number for length in classes} | {1} for _ in LENGTHS]
    found = []
    for place, length in enumerate(classes):
        row = []
        for turn, (chosen, lengths) in enumerate(zip(taken, LENGTHS, strict=True)):
            shared = lengths[(place + turn * (place // len(lengths))) % len(lengths)]
            least = min(length.least, MOST_LENGTH)
            free = (each for each in (*lengths, *range(10, least + 2)) if each >= least and each not in chosen)
            number = length.number or next(free, max(shared, least))
            chosen.add(number)
            row.append(number)
        found.append(tuple(row))
    return found
