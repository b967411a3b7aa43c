r"""Functions of several letters in documents: f(x, y) = x^2 y, with f_x, \nabla f(1, 2) and H.

Where a document takes such a function at other letters or numbers, or writes its slopes with subscripts, the sheet made
of it defines f as a function; everywhere else the brackets only say what f depends on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from autograd.worksheet.language.forms.fields import NABLA, NABLA_TWICE, letters_in
from autograd.worksheet.tex.names import base_of, indices_of, parts_of
from autograd.worksheet.tex.nodes import Fence, Fraction, Letter, Scripted, Sign, Table, TexNode, Words, all_rows
from autograd.worksheet.tex.rewrites.arguments import is_sign_of_differential
from autograd.worksheet.tex.rewrites.bars import is_number
from autograd.worksheet.tex.rows import EQUALS, Statement, split_at

NABLA_SIGN = Sign(NABLA, start=0, end=0)

_HESSIAN = re.compile(r"\\det|hess", re.IGNORECASE)
"""What a document has whose H are second derivatives."""


@dataclass(frozen=True)
class Fields:
    """The functions of several letters of a document, with these; `hessian` is the one that H is of."""

    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hessian: str = ""

    def below(self, node: TexNode) -> tuple[str, str] | None:
        """The function and the letters of f_x, f_{xy}; None for what is anything else."""
        match node:
            case Scripted(base, below, None, 0) if below is not None and (spelled := base_of(base)) is not None:
                letters = self.letters.get(spelled.name)
                word = "".join(each.text for each in indices_of(below))
                found = letters_in(word, letters) if letters else ()
                return (spelled.name, word) if 0 < len(found) <= len("xy") else None
        return None

    def is_hessian(self, node: TexNode) -> str:
        """The function whose second derivatives a name is: H, H_f; "" for what is anything else."""
        match node:
            case Scripted(base, below, None, 0) if below is not None and _is_h(base):
                word = "".join(each.text for each in indices_of(below))
                return word if word in self.letters else ""
            case _ if _is_h(node):
                return self.hessian
        return ""


def _is_h(node: TexNode) -> bool:
    spelled = base_of(node)
    return spelled is not None and spelled.name == "H"


NONE = Fields()


def fields_in(statements: Sequence[Statement], alone: Mapping[str, int], text: str) -> Fields:
    """The functions of several letters of a document that are looked at in more than one way."""
    told = {name: letters for name, letters in _told(statements) if name != "H"} or dict(_told(statements))
    if not told:
        return NONE
    rows = [row for each in statements if each.like is None for row in all_rows(each.nodes)]
    every = Fields(told)
    beside = dict.fromkeys(told, 0)  # how often each stands behind a sign of differentiation
    looked_at: set[str] = set()
    for row in rows:
        for place, node in enumerate(row):
            spelled = base_of(parts_of(node)[0])
            after = row[place + 1] if place + 1 < len(row) else None
            if (slope := every.below(node)) is not None:
                looked_at.add(slope[0])
            if spelled is not None and spelled.name in told and parts_of(node)[1] is None:
                is_behind = place > 0 and (
                    is_sign_of_differential(row[:place]) or parts_of(row[place - 1])[0] == NABLA_SIGN
                )
                if isinstance(after, Fence) and not _is_of(after, told[spelled.name]):
                    looked_at |= {spelled.name} if _is_place(after, told[spelled.name]) else set()
                beside[spelled.name] += is_behind and not isinstance(after, Fence)
            elif isinstance(node, Fraction) and isinstance(after, Fence) and (name := _top(node)) in told:
                looked_at |= {name} if _is_place(after, told[name]) else set()
    looked_at |= {name for row in rows for node in row if (name := every.is_hessian(node))}
    is_one = len(told) == 1 and _HESSIAN.search(text) is not None
    hessian = next(iter(told)) if is_one and _tells_hessian(statements, rows) else ""
    used = {name: letters for name, letters in told.items() if name in looked_at or name == hessian}
    return Fields({name: letters for name, letters in used.items() if alone.get(name, 0) <= beside[name]}, hessian)


def _told(statements: Iterable[Statement]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The functions that are told by a formula of their letters, f(x, y) = x y, with these."""
    for each in statements:
        match each.nodes[:3]:
            case (name, Fence("(", parts, ")"), Sign(sign)) if sign in EQUALS and parts_of(name)[1] is None:
                spelled, letters = base_of(name), [letter_of(part) for part in split_at(parts, [","])]
                formula = {letter_of([node]) for root in each.nodes[3:] for node in root.inside()}
                are_apart = len(set(letters)) == len(letters) > 1 and all(letters)
                if spelled is not None and are_apart and set(letters) <= formula:
                    yield spelled.name, tuple(letters)


def letter_of(nodes: Sequence[TexNode]) -> str:
    """The letter of a function that nodes are, x or x_1, as the language spells it; "" for anything else."""
    if len(nodes) != 1:
        return ""
    base, below, above, primes = parts_of(nodes[0])
    if not isinstance(base, (Letter, Words)) or above is not None or primes:
        return ""
    indices = indices_of(below)
    if below is not None and [each.kind for each in indices] != ["number"]:
        return ""
    return f"{base.text}_{indices[0].text}" if indices else base.text


def _is_of(fence: Fence, letters: tuple[str, ...]) -> bool:
    """Whether brackets repeat what a function is of."""
    return tuple(letter_of(part) for part in split_at(fence.parts, [","])) == letters


def _is_place(fence: Fence, letters: tuple[str, ...]) -> bool:
    """Whether brackets have as many entries as a function has letters."""
    return fence.opening == "(" and len(split_at(fence.parts, [","])) == len(letters)


def _top(node: Fraction) -> str:
    """The name that a fraction differentiates; "" if it does nothing so."""
    top, bottom = node.above.parts, node.below.parts
    if len(top) != 2 or not (is_sign_of_differential(top[:1]) and is_sign_of_differential(bottom[:1])):
        return ""
    spelled = base_of(top[1])
    return spelled.name if spelled is not None else ""


def _tells_hessian(statements: Iterable[Statement], rows: Iterable[Sequence[TexNode]]) -> bool:
    """Whether H is a matrix wherever it is told, and no factor of anything."""
    is_told = False
    for each in statements:
        match each.nodes[:3]:
            case (name, Fence("("), Sign("=")) | (name, Sign("="), _) if _is_h(name):
                is_told = True
                after = each.nodes[3 if isinstance(each.nodes[1], Fence) else 2 :]
                if not after or not isinstance(after[0], (Table, Fence)):
                    return False
    for one, other in (pair for row in rows for pair in pairwise(row)):
        if _is_h(one) and not isinstance(other, (Fence, Sign)):
            return False
    return is_told


def place_in(nodes: Sequence[TexNode]) -> list[str] | None:
    """The numbers in the brackets that nodes are, each as text; None for what is anything else."""
    match list(nodes):
        case [Fence("(", parts, ")")]:
            entries = split_at(parts, [","])
            signed = [[getattr(node, "text", "") for node in entry] for entry in entries]
            return ["".join(each) for each in signed] if len(entries) > 1 and all(map(is_number, entries)) else None
    return None


def functions_sloped(name: str) -> list[str]:
    """The functions that ∇f, ∇2f, ∇f_x may be slopes of; none for other names.

    >>> functions_sloped("∇f_x"), functions_sloped("∇2f"), functions_sloped("f_x")
    (['f_x', 'f'], ['f', 'f'], [])
    """
    if not name.startswith(NABLA):
        return []
    function = name.removeprefix(NABLA_TWICE).removeprefix(NABLA)
    return [function, function.rpartition("_")[0] or function]
