r"""Names as documents write them, and as the language spells them: \hat{x} is xhat, E_{\text{total}} is E_total.

>>> from autograd.worksheet.tex.grouping import group
>>> from autograd.worksheet.language.latex.scanning import scan
>>> base_of(group(scan(r"\hat{\gamma}"), "")[0])
Spelled(name='gammahat', shown='γ̂')
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from autograd.worksheet.language.latex.commands import MARKS
from autograd.worksheet.tex.nodes import (
    Accent,
    Digits,
    Fence,
    Group,
    Letter,
    Scripted,
    Sign,
    Styled,
    TexNode,
    Words,
)

USUAL = ("i", "j", "k")
"""Letters that are indices wherever they stand below another."""

INDEX_PRIME = "ʹ"
"""What ends an index letter with a prime: the k' of z_{k'} is another letter than k."""


CHANGE = "change"
"""How the mark is spelled that makes of w the change of w, Δw."""


class Spelled(NamedTuple):
    """A name as the language spells it, and as it is shown to people."""

    name: str
    shown: str


_UPRIGHT = re.compile(r"[^\W\d_](?:[\w-]|\\_)*")


def shown_letter(name: str) -> str:
    """A letter as it is shown: γ for gamma.

    >>> shown_letter("gamma"), shown_letter("x"), shown_letter("Sigma")
    ('γ', 'x', 'Σ')
    """
    if len(name) < 2:
        return name
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
    except KeyError:
        return name


@lru_cache(maxsize=4096)  # a document says the same few letters again and again
def _letter(text: str) -> Spelled:
    return Spelled(text, shown_letter(text))


def base_of(node: TexNode) -> Spelled | None:
    """The name a node without scripts is; None for what is not one."""
    match node:
        case Letter(text):
            return _letter(text)
        case Styled("mathbb", Group((Letter() | Digits(),))):
            return None
        case Styled(_, Group((Digits(),))):
            return None
        case Styled(_, Group(parts)):
            return _joined(parts)
        case Accent(mark, Group(parts)):
            inside = _joined(parts)
            if inside is None:
                return None
            if mark == CHANGE:
                return Spelled(f"{inside.name}{mark}", f"Δ{inside.shown}")
            sign = MARKS.get(mark, "")
            return Spelled(f"{inside.name}{mark}", f"{inside.shown}{sign}")
        case Words(text, _):
            word = text.strip().replace("-", "_")
            return Spelled(word, text.strip()) if _UPRIGHT.fullmatch(text.strip()) else None
        case Group((one,)):
            return base_of(one)
    return None


def parts_of(node: TexNode) -> tuple[TexNode, Group | None, Group | None, int]:
    """What a node is without its scripts, and these."""
    if isinstance(node, Scripted):
        return node.base, node.below, node.above, node.primes
    return node, None, None, 0


def _joined(parts: Sequence[TexNode]) -> Spelled | None:
    """The name several letters form."""
    names = [base_of(part) for part in parts]
    if not names or any(name is None for name in names):
        return None
    known = [name for name in names if name is not None]
    return Spelled("".join(name.name for name in known), "".join(name.shown for name in known))


_COUNTS_BY_LETTERS = ("letter", "step", "sum")


class Index(NamedTuple):
    """One thing among the indices of a name: a letter, a number, a word, t - 1, or a sum such as i + k - 1.

    The `text` of a sum are its letters with their signs, the `offset` its number.
    """

    kind: str
    text: str
    node: TexNode
    offset: int = 0

    @property
    def signed(self) -> list[tuple[str, str]]:
        """The letters it counts by, each with its sign; none for what is a number or a word."""
        if self.kind == "sum":
            return [(each[0], each[1:]) for each in self.text.split()]
        return [("+", self.text)] if self.kind in ("letter", "step") else []

    @property
    def letters(self) -> list[str]:
        """The letters it counts by."""
        return [letter for _, letter in self.signed] if self.kind in _COUNTS_BY_LETTERS else []


def indices_of(group: Group | None) -> Sequence[Index]:
    """What stands below a name, one by one: w_{ij}, w_{i,j}, w_{11}, E_{total}, h_{t-1}."""
    if group is None:
        return ()
    found: tuple[Index, ...] | None = getattr(group, "indices", None)
    if found is None:
        found = group.indices = tuple(each for parts in _at_commas(group.parts) for each in _indices(parts))
    return found


def _at_commas(parts: Sequence[TexNode]) -> list[list[TexNode]]:
    found: list[list[TexNode]] = [[]]
    for part in parts:
        if isinstance(part, Sign) and part.text in (",", ";"):
            found.append([])
        else:
            found[-1].append(part)
    return [each for each in found if each]


def _indices(parts: Sequence[TexNode]) -> list[Index]:
    match list(parts):
        case [Group(inside)]:
            return _indices(inside)
        case [Letter(text) as node, Sign("+" | "-" as sign), Digits(number)] if number.isdigit():
            return [Index("step", text, node, int(number) * (1 if sign == "+" else -1))]
        case [Fence("(" | "[", inside, _)] if len(inside) <= 3:
            return _indices(inside)
        case [Letter(), Sign("="), Letter(text) as node]:  # y_{k=i}, the entry where k is i
            return [Index("letter", text, node)]
        case [Letter(), Letter(), Letter(), *_] if _is_word(parts):
            return [Index("word", "".join(getattr(part, "text", "") for part in parts), parts[0])]
        case [Letter(), *_] if (summed := _summed(parts)) is not None:
            return [summed]
    found = []
    for part in parts:
        match part:
            case Letter(text):
                found.append(Index("letter", text, part))
            case Scripted(Letter(text), None, None, primes) if primes:
                found.append(Index("letter", text + INDEX_PRIME * primes, part))
            case Digits(text) if text.isdigit():
                found.append(Index("number", text, part))
            case _ if (named := base_of(part)) is not None:
                found.append(Index("word" if isinstance(part, Words) else "letter", named.name, part))
            case Scripted(base, below, None, 0) if (named := base_of(base)) is not None:
                end = "".join(each.text for each in indices_of(below))
                found.append(Index("word", f"{named.name}_{end}", part))
            case _:
                return [Index("other", "", part)]
    return found


_COUNT = frozenset("ijklmnpqrst")
"""Letters that count something."""


def _is_word(parts: Sequence[TexNode]) -> bool:
    """Whether letters side by side are a word, for not all of them count something: the new of w_{new}."""
    letters = [part.text for part in parts if isinstance(part, Letter) and len(part.text) == 1]
    together = all(one.end == other.start for one, other in pairwise(parts))
    return len(letters) == len(parts) and together and not _COUNT.issuperset(letters)


def _summed(parts: Sequence[TexNode]) -> Index | None:
    """Letters and numbers that are added: i + k - 1; None for what is anything else."""
    letters, number, sign = "", 0, "+"
    for place, part in enumerate(parts):
        match part:
            case Sign("+" | "-" as sign) if place % 2:
                continue
            case Letter(text) if not place % 2:
                letters += f"{sign}{text} "
            case Digits(text) if not place % 2 and text.isdigit():
                number += int(f"{sign}{text}")
            case _:
                return None
    if len(parts) % 2 == 0 or len(parts) == 1:
        return None
    return Index("sum", letters.strip(), Group(tuple(parts), start=parts[0].start, end=parts[-1].end), number)


class Raised(NamedTuple):
    """What is raised behind a name: its layer or sample, whether it is transposed, and what is left: a power."""

    layer: str = ""
    kind: str = ""
    transposed: bool = False
    star: str = ""
    power: Group | None = None
    offset: int = 0
    node: TexNode | None = None


def raised_of(group: Group | None, is_t_a_name: bool = False) -> Raised:
    r"""What stands above a name: ^T, ^*, ^{(1)}, ^{[l]}, ^{(2)\\top}, ^2."""
    if group is None:
        return Raised()
    parts = list(group.parts)
    found = Raised()
    while parts:
        match parts[0]:
            case Scripted(Fence() as counted, None, Group(behind), 0):  # W^{(2)^T}
                parts[:1] = [counted, *behind]
                continue
            case Sign("⊤" | "†"):
                found = found._replace(transposed=True)
            case Letter("T") if not is_t_a_name:
                found = found._replace(transposed=True)
            case Words("T" | "t", _) | Styled(_, Group((Letter("T"),))):
                found = found._replace(transposed=True)
            case Sign("*" | "+" as sign) if len(parts) == 1:
                found = found._replace(star=sign)
            case Fence("(" | "[", (Digits(number),), _) if number.isdigit():
                found = found._replace(layer=number, kind="number", node=parts[0])
            case Fence("(" | "[", (Letter(text),), _):
                found = found._replace(layer=text, kind="letter", node=parts[0])
            case Fence("(" | "[", (Letter(text), Sign("+" | "-" as sign), Digits(number)), _) if number.isdigit():
                offset = int(number) * (1 if sign == "+" else -1)
                found = found._replace(layer=text, kind="step", offset=offset, node=parts[0])
            case Sign("<") if len(parts) >= 3 and isinstance(parts[-1], Sign) and parts[-1].text == ">":
                inner = Fence("(", tuple(parts[1:-1]), ")", start=parts[0].start, end=parts[-1].end)
                return raised_of(Group((inner,), start=group.start, end=group.end))
            case Group() as inner if len(parts) == 1:
                return raised_of(inner, is_t_a_name)
            case _:
                rest = Group(tuple(parts), start=parts[0].start, end=parts[-1].end)
                return found._replace(power=rest)
        parts.pop(0)
    return found
