r"""Hostile documents of any length, by kind: LaTeX, Markdown, notebooks, and text that is a page of HTML.

Each kind is made as `hostile_kinds` makes its sheets: what begins a document, what makes its lines, and how it ends.
"""

import json
import random
from collections.abc import Callable
from typing import NamedTuple

Makes = Callable[[int, random.Random], str]


class Document(NamedTuple):
    """A kind: the ending of its files, what they begin with, a line from its number, what they end with, and the key
    that they are held against.
    """

    ending: str
    head: str
    line: Makes
    tail: str = ""
    key: str | None = None


BEGIN, END = "\\documentclass{article}\n\\begin{document}\n", "\n\\end{document}\n"
NET = "$x = 2$, $w = 3$, $b = 1$\n\\[ z = w x + b \\]\n\\[ y = \\tanh(z) \\]\n\\[ L = \\frac{1}{2} (y - 1)^2 \\]\n"
MD = "$x = 2$, $w = 3$\n\n$$y = w x^2$$\n\n"


def tex(head: str, line: Makes, tail: str = "") -> Document:
    """LaTeX with a line between its beginning and its end."""
    return Document(".tex", BEGIN + head, line, tail + END)


DOCUMENTS: dict[str, Document] = {
    "tex definitions": tex("", lambda i, r: f"\\[ y_{{{i}}} = x_{{{i}}}^2 + {i} \\]"),
    "tex wrong": tex(NET, lambda i, r: f"\\[ \\frac{{\\partial L}}{{\\partial w}} = {i} (y - 1) x \\]"),
    "tex right": tex(NET, lambda i, r: "$\\frac{\\partial L}{\\partial w} = (y - 1)(1 - y^2) x$"),
    "tex one align": tex(NET + "\\begin{align}\n y", lambda i, r: f"&= \\tanh(z) + {i} \\\\", "\\end{align}"),
    "tex a chain": tex(NET + "\\[ y", lambda i, r: "= \\tanh(z)", "\\]"),
    "tex fractions": tex(NET, lambda i, r: f"\\[ q_{{{i}}} = " + "\\frac{1}{1 + " * 30 + "x" + "}" * 30 + " \\]"),
    "tex braces": tex(NET, lambda i, r: "$" + "{" * 200 + "x" + "}" * 200 + f" = {i}$"),
    "tex open braces": tex(NET, lambda i, r: "$" + "{" * 300),
    "tex open brackets": tex(NET, lambda i, r: "\\[ y = " + "\\left(" * 60),
    "tex dollars": tex("", lambda i, r: "$" * 60),
    "tex begins": tex("", lambda i, r: "\\begin{align}"),
    "tex rows": tex(NET + "\\begin{align}\n", lambda i, r: "&" * 40 + "\\\\", "\\end{align}"),
    "tex scripts": tex(NET, lambda i, r: "$x" + "_{a^{b" * 40 + "}}" * 40 + f" = {i}$"),
    "tex matrices": tex(
        "",
        lambda i, r: f"\\[ A_{{{i}}} = \\begin{{pmatrix}} " + " \\\\ ".join(["1 & 2 & 3"] * 9) + " \\end{pmatrix} \\]",
    ),
    "tex products": tex(
        "$A \\in \\mathbb{R}^{n \\times n}$, $x \\in \\mathbb{R}^n$, $f = x^\\top A x$\n",
        lambda i, r: "\\[ \\nabla_x f = (A + A^\\top) x \\]\\[ \\frac{\\partial f}{\\partial A} = x x \\]",
    ),
    "tex sums": tex(
        "$S = \\sum_{i=1}^n (w x_i + b - y_i)^2$\n",
        lambda i, r: "\\[ \\frac{\\partial S}{\\partial w} = 2 \\sum_{i=1}^n (w x_i + b - y_i) \\]",
    ),
    "tex softmax": tex(
        "$$a_j = \\frac{e^{z_j}}{\\sum_k e^{z_k}}$$\n",
        lambda i, r: "$$\\frac{\\partial a_j}{\\partial z_i} = a_j (\\delta_{ij} - a_j)$$",
    ),
    "tex layers": tex(
        "\\[ z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]} \\]\\[ a^{[l]} = g(z^{[l]}) \\]\n",
        lambda i, r: "\\[ dW^{[l]} = dz^{[l]} a^{[l]T} \\]\\[ dz^{[l]} = W^{[l+1]T} dz^{[l+1]} * g'(z^{[l]}) \\]",
    ),
    "tex cases": tex(
        "",
        lambda i, r: (
            f"\\[ f_{{{i}}}(x) = \\begin{{cases}} "
            + " \\\\ ".join(f"{k} & x > {k}" for k in range(9))
            + " \\end{cases} \\]"
        ),
    ),
    "tex macros": tex(
        "\\newcommand{\\m}{x x}\n",
        lambda i, r: (
            f"\\newcommand{{\\m{letters(i)}}}{{\\m{letters(i - 1)} \\m{letters(i - 1)}}}\n$y = \\m{letters(i)}$"
        ),
    ),
    "tex a macro of itself": tex("\\def\\m{\\m \\m}\n", lambda i, r: "$y = \\m$"),
    "tex many macros": tex(
        "", lambda i, r: f"\\newcommand{{\\q{letters(i)}}}[1]{{\\frac{{#1}}{{#1}}}} $y = \\q{letters(i)}{{x}}$"
    ),
    "tex comments": tex(NET, lambda i, r: "% $y = 3$ " * 9),
    "tex words": tex(
        NET, lambda i, r: "Hence we have, by the chain rule, that the slope $y$ of $x$ is larger than $w$ there."
    ),
    "tex labels": tex(
        "", lambda i, r: f"\\begin{{equation}}\\label{{e{i}}} y_{i} = \\tag{{{i}}} x \\end{{equation}} \\ref{{e{i}}}"
    ),
    "tex underbraces": tex(NET, lambda i, r: "\\[ y = " + "\\underbrace{" * 20 + "x" + "}_{z}" * 20 + " \\]"),
    "tex sections": tex("", lambda i, r: f"\\section{{Part {i}}} $x = {i}$, $y = x^2$, $\\frac{{dy}}{{dx}} = 2$"),
    "tex verbatim": tex("", lambda i, r: "\\begin{verbatim} y = 2 \\end{verbatim}"),
    "tex fences": tex("", lambda i, r: "\\begin{lstlisting}[language=sheet]\nx = 1; y = x^2 = 3\n\\end{lstlisting}"),
    "tex words in words": tex("", lambda i, r: "$" + "\\text{if " * 20 + "}" * 20 + "$"),
    "tex commas": tex("", lambda i, r: "$" + r.choice(["w, x > 0, ", "i = 1, 2, 3, ", "x, y, ", "0,5, "]) * 1500 + "$"),
    "tex bars": tex("", lambda i, r: "$" + "|" * 12_000 + "$"),
    "tex underscores": tex("", lambda i, r: "_" * 15_000),
    "md backticks": Document(".md", MD, lambda i, r: "`" * 15_000),
    "md formulas": Document(".md", MD, lambda i, r: f"$\\frac{{\\partial y}}{{\\partial w}} = {i} x^2$"),
    "md prices": Document(".md", MD, lambda i, r: "It costs $5 and $6, or $x = $7."),
    "md fences": Document(".md", MD, lambda i, r: "```sheet\nx = 2; y = x^2 = 5\n```"),
    "md open fences": Document(".md", MD, lambda i, r: "`" * (3 + i % 50)),
    "md tables": Document(".md", MD, lambda i, r: "| $x = 2$ | $y = 3$ | a |\n|---|---|---|"),
    "md headings": Document(".md", MD, lambda i, r: f"{'#' * (1 + i % 6)} Exercise {i}\n$x = {i}$"),
    "md links": Document(".md", MD, lambda i, r: "[a](" * 30 + "![b](c)" * 5),
    "md quotes": Document(".md", MD, lambda i, r: "> " * 60 + "$y = 3$"),
    "md code": Document(".md", MD, lambda i, r: "`y = 3` ``$x$`` \\$ \\\\( y \\\\)"),
    "md stars": Document(".md", MD, lambda i, r: "*" * 50 + "_" * 50),
    "md blocks": Document(".md", MD, lambda i, r: "$$\ny = w x^2 = 12\n$$\n"),
    "html tags": Document(".md", MD, lambda i, r: "<p><b>y</b> = <sub>2</sub>&nbsp;&lt;3</p>"),
    "html open tags": Document(".md", MD, lambda i, r: "<" * 60 + "!--" * 9),
    "html page": Document(
        ".txt", "<!DOCTYPE html><html><body>", lambda i, r: f"<p>y = <i>x</i><sup>{i}</sup> &lt; 3;</p>"
    ),
    "html mathml": Document(
        ".md", MD, lambda i, r: "<math><mi>y</mi><mo>=</mo><mfrac><mi>x</mi><mn>2</mn></mfrac></math>"
    ),
    "html entities": Document(".txt", "x = 2; y = x^2\n", lambda i, r: "dy/dx &equals; 2&middot;x &lt; &#x1F600; 3"),
}


KEY = """x = 2; w = 3; b = 1
z = w*x + b
y = tanh(z)
L = (y - 1)^2/2
dL/dw = (y - 1)*(1 - y^2)*x  # 3 points
"""
"""A key that gives points for what the documents with NET derive."""

SOFTMAX_KEY = "$$a_j = \\frac{e^{z_j}}{\\sum_k e^{z_k}}$$\n" + (
    "$$\\frac{\\partial a_j}{\\partial z_i} = a_j (\\delta_{ij} - a_i)$$ (4 points)\n"
)
"""A key in LaTeX."""

DOCUMENTS.update(
    {
        f"{kind} under a key": DOCUMENTS[kind]._replace(key=key)
        for kind, key in {
            "tex right": KEY,
            "tex wrong": KEY,
            "tex one align": KEY,
            "tex definitions": KEY,
            "md formulas": KEY,
            "tex softmax": SOFTMAX_KEY,
        }.items()
    }
)


def key_for(kind: str) -> str | None:
    """The key that files of a kind are held against, if any."""
    return DOCUMENTS[kind].key if kind in DOCUMENTS else None


def letters(number: int) -> str:
    """A number in letters, as names of macros have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)) if number >= 0 else ""


def sheet_cell(i: int, r: random.Random) -> tuple[str, str]:
    """A cell with a worksheet."""
    return "code", f"%%sheet\nx = {i}.5; y = x^2\ndy/dx = {i}*x = {i}"


NOTEBOOKS: dict[str, Callable[[int, random.Random], tuple[str, str]]] = {
    "notebook sheets": sheet_cell,
    "notebook prose": lambda i, r: ("markdown", f"$x = {i}$, $$y = x^2$$ $$\\frac{{dy}}{{dx}} = {i} x$$"),
    "notebook code": lambda i, r: ("code", f"x = {i}; y = x**2"),
    "notebook mixed": lambda i, r: ("markdown", f"# Part {i}\n$5 and $x") if i % 2 else sheet_cell(i, r),
}
"""The kind and the source of each cell, from its number."""


def notebook(kind: str, length: int, rng: random.Random) -> str:
    """A notebook of a length."""
    cells: list[str] = []
    total = len('{"cells":[]}')
    while True:
        sort, source = NOTEBOOKS[kind](len(cells), rng)
        cell = json.dumps({"cell_type": sort, "source": [source]})
        if total + len(cell) + 1 > length:
            return '{"cells":[' + ",".join(cells) + "]}"
        cells.append(cell)
        total += len(cell) + 1


def document(kind: str, length: int, rng: random.Random) -> str:
    """A hostile document of a kind and a length."""
    if kind in NOTEBOOKS:
        return notebook(kind, length, rng)
    _, head, line, tail, _ = DOCUMENTS[kind]
    found = [head]
    total = len(head) + len(tail)
    while total < length:
        found.append(line(len(found) - 1, rng))
        total += len(found[-1]) + 1
    return "\n".join(found)[: length - len(tail)] + tail


def ending(kind: str) -> str:
    """What the name of a file of a kind ends with."""
    return ".ipynb" if kind in NOTEBOOKS else DOCUMENTS[kind].ending if kind in DOCUMENTS else ".txt"
