"""The lines of a worksheet with their marks and verdicts, of which text and pages are made."""

from dataclasses import dataclass

from autograd.worksheet.judging.verdicts import KINK, NOT_ATTEMPTED, UNDECIDED, Verdict
from autograd.worksheet.language.notations.whole.typography.pasted_latex import lines_without_latex, may_have_latex
from autograd.worksheet.sheet.model import Sheet

RIGHT, WRONG, OPEN, NO_CLAIM = "✓", "✗", "○", " "
"""The mark of a line whose claims are right, are not, are undecided or missing or not judged; that claims nothing."""


@dataclass
class MarkedLine:
    """A line of a worksheet with its mark, all its verdicts, and those of which there is something to say.

    What a key asks for and nobody claims stands on no line: it has no number.
    """

    number: int | None
    text: str
    mark: str
    verdicts: list[Verdict]

    @property
    def told(self) -> list[Verdict]:
        """The verdicts of which there is something to say."""
        return [verdict for verdict in self.verdicts if not verdict.is_fine or verdict.hint]


def marked(sheet: Sheet | None, verdicts: list[Verdict]) -> list[MarkedLine]:
    r"""The lines of a worksheet, each with its mark; what stands after `#!` is left out.

    >>> from autograd import check
    >>> report = check("dy/dx = w  # by hand", "x = 2; w = 3; y = w*x\nfind dy/dw, dy/dx")
    >>> [(line.number, line.mark, line.text) for line in report.lines()]
    [(1, '✓', 'dy/dx = w  # by hand'), (None, '○', 'dy/dw')]
    """
    lines = {line.number: line.text for line in sheet.lines} if sheet else {}
    here: dict[int, list[Verdict]] = {}
    absent = []
    for verdict in verdicts:
        if sheet and not verdict.text:
            absent.append(MarkedLine(None, verdict.claim, _mark([verdict]), [verdict]))
            continue
        here.setdefault(verdict.line, []).append(verdict)
        lines.setdefault(verdict.line, verdict.text or verdict.claim)
    found = [
        MarkedLine(number, text.partition("#!")[0].rstrip(), _mark(here.get(number, [])), here.get(number, []))
        for number, text in sorted(lines.items())
    ]
    while found and not found[-1].text and not found[-1].verdicts:
        found.pop()
    return found + absent


def point_at_typed(verdicts: list[Verdict], text: str) -> None:
    r"""Let verdicts on lines with commands of LaTeX point at these, not at what they are read as.

    >>> from autograd import check
    >>> verdict = check("x = 2\ny = \\frac{1}{2} x + \\sqrt{4} = 4").verdicts[0]
    >>> verdict.text[: verdict.column], verdict.text[verdict.column :]
    ('y = \\frac{1}{2} x + \\sqrt{4} = ', '4')
    """
    if not may_have_latex(text):
        return
    text = text.replace("\r\n", "\n")
    lines, found = text.split("\n"), lines_without_latex(text)
    for verdict in verdicts:
        place = verdict.line - 1
        if not (verdict.text and 0 <= place < len(lines) and found[place].used):
            continue
        line, read, at = lines[place], found[place], verdict.column
        claim = verdict.text[at : at + verdict.length].rstrip()
        begun = at if read.text.startswith(claim, at) else read.text.find(claim)
        if not claim or begun < 0:  # read once more otherwise: all of the line is meant
            verdict.text, verdict.part = line, None
            verdict.column, verdict.length = len(line) - len(line.lstrip()), max(1, len(line.strip()))
            continue
        column, length = read.place(begun, len(claim))
        if column + length > len(line):  # in one of the next lines
            continue
        if verdict.part is not None:
            verdict.part = read.place(max(0, verdict.part[0] - at + begun), verdict.part[1])
        verdict.text, verdict.column, verdict.length = line, column, length


def places(line: MarkedLine, is_exact: bool) -> list[tuple[int, int]]:
    """From where to where a line is wrong, in order, none in another; what is wrong within a claim if `is_exact`.

    >>> from autograd import check
    >>> places(check("x = 2; y = x^2 = 5; dy/dx = x = 3").lines()[0], is_exact=True)
    [(17, 18), (28, 29), (32, 33)]
    """
    found: list[tuple[int, int]] = []
    for verdict in line.verdicts:
        if not verdict.is_fault or verdict.verdict == NOT_ATTEMPTED or not verdict.text:
            continue
        column, length = verdict.part if verdict.part and is_exact else (verdict.column, verdict.length)
        start = min(column - verdict.text.rfind("\n", 0, column) - 1, len(line.text))
        end = min(start + max(1, length), len(line.text))
        if start < end:
            found.append((start, end))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda place: (place[0], -place[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _mark(verdicts: list[Verdict]) -> str:
    """The mark of a line: wrong if anything in it is, open where something is undecided or missing."""
    if not verdicts:
        return NO_CLAIM
    if any(verdict.is_fault and verdict.verdict != NOT_ATTEMPTED for verdict in verdicts):
        return WRONG
    return OPEN if any(verdict.verdict in (NOT_ATTEMPTED, KINK, *UNDECIDED) for verdict in verdicts) else RIGHT
