"""A document as the text of a worksheet, each formula on its line: so it is given points as worksheets are."""

import re
from collections.abc import Iterable

from autograd.worksheet.language.forms.fields import NABLA
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.tex.documents import Document
from autograd.worksheet.tex.reading.paper import Paper
from autograd.worksheet.tex.reading.reader import read_paper

POINTS = re.compile(r"(?:%|<!--|#|\()\s*([0-9]{1,4}(?:\.[0-9]{1,4})?) points?\b")
"""What a formula of a key is worth, as documents tell it: in a comment or in brackets, (2 points)."""


_BARE = re.compile(r"\^\(([0-9.]+|\w)\)")
"""A power by a number or a letter, whose brackets are TeX's: h^(2) typed by hand is h of layer 2."""


def worksheet_of(document: Document, paper: Paper | None = None) -> str:
    """A worksheet with as many lines as the document, what a line says on that line.

    The `paper` is the document read, which may have its key behind it.
    """
    lines = [""] * len(document.lines)
    paper = paper or read_paper(document)
    for sentence in (each for part in paper.parts for unit in part.units for each in unit.sentences):
        if sentence.start >= len(document.text):
            continue
        place = document.line(sentence.start) - 1
        said = typed(sentence.tokens)
        joint = " " if said.startswith(("=", "≈")) else "; "
        lines[place] = f"{lines[place]}{joint}{said}" if lines[place] else said
    for place, start in enumerate(document.lines):
        end = document.lines[place + 1] if place + 1 < len(document.lines) else len(document.text)
        worth = POINTS.search(document.text[start:end]) if lines[place] else None
        lines[place] += f"  # {worth[1]} points" if worth else ""
    return "\n".join(lines)


def typed(tokens: Iterable[Token]) -> str:
    """Tokens as one would type them."""
    found: list[str] = []
    for token in tokens:
        joins = token.kind in ("name", "number") and found and (found[-1][-1:].isalnum() or found[-1][-1:] in "_")
        text = token.text.removeprefix(NABLA) if "_" in token.text else token.text  # f_x, and ∇f
        found.append(f" {text}" if joins else text or token.kind)
    return _BARE.sub(r"^\1", "".join(found))
