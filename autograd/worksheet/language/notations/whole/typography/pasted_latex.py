r"""Commands of LaTeX in a plain text: read as the same line typed without them.

Whole documents of LaTeX are read otherwise: here a command may stand in the midst of what is typed plainly.
"""

import re
from contextlib import suppress
from functools import lru_cache

from autograd.errors import LanguageError
from autograd.worksheet.language.latex.commands import DISPLAYS, TABLES
from autograd.worksheet.language.latex.macros import Macros, macros_of
from autograd.worksheet.language.latex.plain import HAS_COMMAND, pieces_of, spaced
from autograd.worksheet.language.notations.notation import as_typed
from autograd.worksheet.language.notations.rewriting import Rewritten, put_together
from autograd.worksheet.language.notations.tables.signs import COMMANDS
from autograd.worksheet.language.work import USUAL

LONGEST_LINE = 2_000
"""Characters of a line, and of the lines of a matrix, that may have commands."""

_SETS_LINES = re.compile(rf"\\begin\s*\{{(?:{'|'.join(DISPLAYS)})\*?\}}")
_OPENS_TABLE = re.compile(rf"\\begin\s*\{{(?:{'|'.join(TABLES)})\}}")
_CLOSES_TABLE = re.compile(rf"\\end\s*\{{(?:{'|'.join(TABLES)})\}}")
_REMARK = re.compile(r"^[ \t]*%|(?<=[ \t])%(?![ \t]*(?:[0-9.,;)]|of\b|$))")
"""Where what stands behind a % is a remark: 50 % of them, and i % 2, are numbers."""


def without_latex(text: str) -> str:
    r"""A text whose lines with commands of LaTeX are typed without them.

    >>> without_latex("\\mathcal{L} = \\frac{1}{2} z^2 % the loss")
    'L = (1/2) z^2 # the loss'
    >>> without_latex("\\begin{align}\nz &= 2 \\\\\n &= 3 \\\\ h &= z\n\\end{align}")
    '\nz = 2 \n = 3 ; h = z\n'
    >>> without_latex("A = \\begin{bmatrix}\n 1 & 2 \\\\\n 0 & 4\n\\end{bmatrix}\ndet A = 4")
    'A = [[1, 2], [0, 4]]\n\n\n\ndet A = 4'
    >>> without_latex("a & b \\\\")
    'a & b \\\\'
    """
    return "\n".join(line.text for line in lines_without_latex(text)) if may_have_latex(text) else text


def may_have_latex(text: str) -> bool:
    """Whether a text has a command of LaTeX, and is short enough to be read with it."""
    return len(text) <= USUAL and "\\" in text and HAS_COMMAND.search(text) is not None


@lru_cache(maxsize=4)  # a text is read in several ways, and its verdicts point at it
def lines_without_latex(text: str) -> tuple[Rewritten, ...]:
    """The lines of a text typed without commands of LaTeX, and where each character of them is typed.

    Those of a matrix stand in the first of its lines.
    """
    sets_lines = _SETS_LINES.search(text) is not None
    macros = macros_of(text)
    for start, end in macros.places:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    lines = text.split("\n")
    found: list[Rewritten] = []
    while len(found) < len(lines):
        place = len(found)
        count = _lines_of_table(lines, place)
        line = " ".join(lines[place : place + count])
        has_command = "\\" in line and HAS_COMMAND.search(line) is not None and not _only_ends(line)
        if has_command or _REMARK.search(line) or (sets_lines and ("&" in line or "\\" in line)):
            found.append(_without_commands(line, macros))
        else:
            found.append(Rewritten(line, [], []))
        found += [Rewritten("", [], [])] * (count - 1)
    return tuple(found)


def _only_ends(line: str) -> bool:
    r"""Whether a line has nothing of LaTeX but \\, which may be anything."""
    return HAS_COMMAND.search(line.replace("\\\\", "")) is None


def _lines_of_table(lines: list[str], place: int) -> int:
    r"""How many lines from there belong together: those of a matrix up to its \end."""
    if "\\begin" not in lines[place]:
        return 1
    opened = length = 0
    for count, line in enumerate(lines[place:], start=1):
        opened += len(_OPENS_TABLE.findall(line)) - len(_CLOSES_TABLE.findall(line))
        length += len(line) + 1
        if opened <= 0:
            return count
        if length > LONGEST_LINE:
            break
    return 1


def _without_commands(line: str, macros: Macros) -> Rewritten:
    """A line without commands, and with # before its remark."""
    if len(line) > LONGEST_LINE:
        return Rewritten(line, [], [])
    remark = _REMARK.search(line)
    end = remark.end() - 1 if remark else len(line)
    pieces = as_typed(line[:end], 0)
    with suppress(LanguageError):
        pieces = [(text, piece.start, piece.end) for text, piece in spaced(pieces_of(line[:end], macros))]
    behind = as_typed(f"#{line[end + 1 :]}", end) if remark else []
    return put_together(Rewritten(line, [], []), [*pieces, *behind], COMMANDS[0])
