r"""Damaged documents: whatever stands in a .tex, .md or notebook costs a clear message, never a traceback.

    python -m tests.benchmarks.tex_fuzz [--documents N] [--seed N] [--minutes N]    100,000 damaged documents by default
    python -m tests.benchmarks.tex_fuzz --only NUMBER --seed N        one of them, printed and checked

Documents are those of tests/data/documents and a few more, with characters, tokens and lines removed, doubled, swapped
or put in from elsewhere; single formulas of them with as much damage, many times as often; and salads of TeX.
"""

import argparse
import random
import re
import time
import traceback
from collections import Counter
from functools import cache
from pathlib import Path

from autograd.worksheet.reporting.papers.checking import check_notebook, check_paper
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.tex.documents import LATEX, MARKDOWN

FOLDER = Path(__file__).parent.parent / "data" / "documents"

MORE = (
    "$x = 2$, $w = 3$\n\n$$y = w x = 6$$\n\n$$\\frac{\\partial y}{\\partial w} = x$$\n",
    "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}\n\\[ y = x^2 \\]\\[ \\pd{y}{x} = 2x \\]\n",
    "$$a_j = \\frac{e^{z_j}}{\\sum_k e^{z_k}}$$ $$\\frac{\\partial a_j}{\\partial z_i} = a_j (\\delta_{ij} - a_i)$$\n",
    "\\begin{align} A &= \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\\\ &= A^T \\end{align}\n",
    "```sheet\nx = 3\n```\n## a\n$y = \\sqrt[3]{x}$, for $i \\neq j$ $$L = \\underbrace{|x|}_{z}$$\n",
)

BEFORE = (
    "",
    "$x = 2$, $w = 3$, $b = 1$, $y = 4$, $z = w x + b$, $a = \\sigma(z)$, $L = (a - y)^2$\n\n",
    "$z_i = w x_i + b$, $a_i = \\tanh(z_i)$, $L = \\sum_{i=1}^n (a_i - y_i)^2$\n\n",
    "$x \\in \\mathbb{R}^n$, $W \\in \\mathbb{R}^{m \\times n}$, $z = W x + b$, $L = \\|z - y\\|^2$\n\n",
)
"""What may stand before a single formula, so that it is judged."""

TOKENS = (
    *"abcdefixyzLW0123456789+-=*/^_&{}()[]|,.;:'$%#~<> \n\\",
    *(
        "\\frac",
        "\\partial",
        "\\sum",
        "\\left",
        "\\right",
        "\\begin{align}",
        "\\end{align}",
        "\\\\",
        "$$",
        "\\[",
        "\\]",
    ),
    *("\\begin{cases}", "\\end{cases}", "\\sqrt", "\\hat", "\\mathbf", "\\text{if}", "\\sigma", "\\max", "\\log"),
    *("\\newcommand{\\a}{", "\\a", "\\def\\b#1{", "\\b", "\\underbrace", "\\in \\mathbb{R}^{m}", "\\neq", "\\odot"),
    *(
        "\\frac{\\partial L}{\\partial w}",
        "_{i=1}^{n}",
        "^{(1)}",
        "^\\top",
        "\\quad",
        "\\Rightarrow",
        "\\over",
        "\\prime",
    ),
    *(
        "```",
        "## ",
        "`",
        "\\(",
        "\\)",
        "\\delta_{ij}",
        "\\mathbf{1}[i=j]",
        "\\|",
        "'",
        "=:",
        "é",
        "\x00",
        "\u2028",
        "²",
    ),
)
"""What salads are made of."""

SINGLE, WHOLE = 0.75, 0.03
"""How many documents are single formulas, which find as much in a tenth of the time, and how many are whole."""

_PIECE = re.compile(r"\\[A-Za-z]+|\s+|.", re.DOTALL)


def sources() -> list[str]:
    """The documents that are damaged."""
    return [*(path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())), *MORE]


@cache
def _pieces() -> list[list[str]]:
    """The same, cut into the pieces that are damaged."""
    return [_PIECE.findall(text) for text in sources()]


def damaged(number: int, seed: int) -> tuple[str, str]:
    """A damaged document and what kind it is: the same for the same number and seed."""
    rng = random.Random(f"{seed} {number}")
    kind = rng.choice((LATEX, MARKDOWN))
    if rng.random() < 0.2:
        return "".join(rng.choice(TOKENS) for _ in range(rng.randint(1, 60))), kind
    pieces = rng.choice(_pieces())
    size = rng.random()
    start = rng.randrange(max(1, len(pieces) - 50))
    longest = 60 if size < SINGLE else 300
    pieces = pieces[start : start + rng.randint(20, longest)] if size < 1 - WHOLE else list(pieces)
    if size < SINGLE:
        pieces = [rng.choice(BEFORE), "$$", *pieces, "$$"]
    for _ in range(rng.randint(1, 12)):
        place, other = (rng.randrange(len(pieces)) for _ in range(2))
        match rng.randrange(5):
            case 0 if len(pieces) > 1:
                del pieces[place]
            case 1:
                pieces.insert(place, rng.choice(TOKENS))
            case 2:
                pieces[place], pieces[other] = pieces[other], pieces[place]
            case 3:
                pieces[place:place] = pieces[other : other + rng.randint(1, 10)]
            case _:
                pieces[place] = rng.choice(TOKENS)
    return "".join(pieces), kind


def outcome(text: str, kind: str) -> str:
    """What becomes of a document; whatever is no report is raised. Every verdict has a place in the document."""
    reports = [check_paper(text, kind)]
    if kind == MARKDOWN:
        reports.append(check_notebook([(1, text), (3, "$x = 1$")]))
    for report in reports:
        _keep(report)
    found = reports[0]
    return "judged" if any(each.verdict != "can't be read" for each in found.verdicts) else "nothing judged"


def _keep(report: PaperReport) -> None:
    """Make sure that a report can be written, and that every verdict stands in its line."""
    report.text(columns=80)
    report.to_json()
    for verdict in report.verdicts:
        if not 0 <= verdict.column <= len(verdict.text):
            raise ValueError(f"column {verdict.column} of {verdict.text!r}")


def main() -> None:
    """Damage documents as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--only", type=int)
    options = parser.parse_args()
    numbers = range(options.documents) if options.only is None else [options.only]
    counts: Counter[str] = Counter()
    slowest, started = 0.0, time.monotonic()
    for number in numbers:
        if time.monotonic() - started > 60 * options.minutes:
            break
        text, kind = damaged(number, options.seed)
        if options.only is not None:
            print(text)
        begun = time.process_time()
        try:
            counts[outcome(text, kind)] += 1
        except Exception:
            counts["tracebacks"] += 1
            print(f"document {number}:\n{traceback.format_exc(limit=-3)}")
        slowest = max(slowest, time.process_time() - begun)
    print(f"{sum(counts.values())} documents: {dict(counts)}; the slowest took {slowest:.2f} s of CPU time")


if __name__ == "__main__":
    main()
