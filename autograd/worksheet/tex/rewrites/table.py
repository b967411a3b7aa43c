r"""All rewrites of a document's formulas, in order.

| typed                                | rewritten as                           | when                              |
|--------------------------------------|----------------------------------------|-----------------------------------|
| L = z : z, dL = z : dz               | L = sum(z \odot z)                     | a product has a differential      |
| X^{-T}                               | (X^{-1})^T                             |                                   |
| \frac{\delta L}{\delta w}            | \frac{\partial L}{\partial w}          | δ is the name of nothing          |
| \Delta w                             | Δw, one name                           | Δ is the name of nothing          |
| w1                                   | w_1                                    | no room is between them           |
| \mathbf{Wx}, \boldsymbol{hW_2 + b}   | \mathbf{W}\mathbf{x}, h W_2 + b        | W and x stand alone in bold, too  |
| Loss, softmax(z)                     | \text{Loss}, \text{softmax}(z)         | not all letters stand alone       |
| a . b                                | a \cdot b                              | no statement ends there           |
| x_1 + x_2 + \dots + x_n              | \sum_{i=1}^{n} x_i                     | the terms count up                |
| d = [x_k w_{jk}]_{m \times n}        | (d)_{jk} = x_k w_{jk}                  | names have these letters          |
| f(x_1, \dots, x_n)                   | f(x)                                   | the entries count up              |
| \sigma(z)_i                          | \text{softmax}(z)_i                   | that is what σ is said to be      |
| w_{t+1} = w_t - \eta g               | w := w - \eta g                        | no other steps are spoken of      |
| net_j, net_k                         | two names                              | both are defined, differently     |
| p_{w,b}(x)                           | p(x)                                   | p(x) = … stands elsewhere         |
| y^{(k)} = \gamma^{(k)} x^{(k)}       | y = \gamma x                           | y_i stands elsewhere, alone       |
| f(x; \theta)                         | f(x, \theta)                           |                                   |
| \sigma', \sigma                      | \sigma'(x), \sigma(x)                  | \sigma(x) = … stands elsewhere    |
"""

import re
from collections.abc import Sequence

from autograd.worksheet.tex.nodes import TexNode
from autograd.worksheet.tex.rewrites.arguments import with_arguments
from autograd.worksheet.tex.rewrites.differentials.products import without_differentials
from autograd.worksheet.tex.rewrites.dots import without_dots
from autograd.worksheet.tex.rewrites.entries import by_entries
from autograd.worksheet.tex.rewrites.features import without_features
from autograd.worksheet.tex.rewrites.others import (
    bold_alone,
    names_delta,
    with_changes,
    with_inverses_transposed,
    with_numbers_below,
    with_partials,
    with_products,
    with_times,
)
from autograd.worksheet.tex.rewrites.parameters import with_commas, without_parameters
from autograd.worksheet.tex.rewrites.softmax import with_softmax
from autograd.worksheet.tex.rewrites.steps import with_new_values
from autograd.worksheet.tex.rewrites.strata import apart_by_letters
from autograd.worksheet.tex.rewrites.words import join_words

_INVERSE = re.compile(r"\^\s*\{\s*-\s*(?:T|\\top|\\intercal)\s*\}")
_COLON = re.compile(r"[\w})]\s?:\s?[\w\\({][^$\n=:]{0,80}?(?<![A-Za-z])d(?![a-z]{2})")
_FACE = re.compile(r"\\(?:math|bold|bm|pmb|vec|sym|under|over)")
_EXPONENTIAL = re.compile(r"e\s*\^|\\exp")
_NUMBERED = re.compile(r"[A-Za-z][0-9]")
_NEXT = re.compile(r"(?:[tkn]|\\tau)\s*\+\s*1")
_LOWERED_CALL = re.compile(r"_\s*(?:\{[^$\n]{1,40}\}|\\?\w{1,40})\s*(?:\\\w{1,40}\s*)?\(")
_RAISED_LETTER = re.compile(r"\^\s*(?:\{\s*)?\(\s*[a-z]\s*\)")
_STOP = re.compile(r"[}\w)\]]\s*\.\s*[\\\w({\[]")
_DOTS = re.compile(r"dots|…|\.\.\.")


_MACRO = re.compile(r"\\(?:\w*newcommand|providecommand|[gex]?def|let)\b")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_PAIR = re.compile(r"\\partial\s*[A-Za-z]{2}(?![A-Za-z])")
_WORD = re.compile(r"[^\W\d_]{3}|ln|[A-Z]{2}|Σ")


def rewritten(sources: Sequence[tuple[tuple[TexNode, ...], str]], text: str) -> list[tuple[TexNode, ...]]:
    """The rows of a document as they are read, each with its source; what its text has no sign of is not looked for."""
    rows = [row for row, _ in sources]
    rows = without_differentials(rows) if _COLON.search(text) else rows
    rows = [with_inverses_transposed(row) for row in rows] if _INVERSE.search(text) else rows
    if ("\\delta" in text or "δ" in text) and not any(names_delta(row) for row in rows):
        rows = [with_partials(row) for row in rows]
    rows = with_changes(rows) if "\\Delta" in text or "Δ" in text else rows
    rows = [
        with_numbers_below(row) if _NUMBERED.search(source) else row
        for row, (_, source) in zip(rows, sources, strict=True)
    ]
    if _FACE.search(text) and (alone := {letter for row in rows for letter in bold_alone(row)}):
        rows = [with_products(row, alone) for row in rows]
    if (
        _MACRO.search(text)
        or _PAIR.search(text)
        or any(_WORD.search(_COMMAND.sub(" ", source)) for _, source in sources)
    ):
        rows = join_words(rows)
    rows = [with_times(row) if _STOP.search(source) else row for row, (_, source) in zip(rows, sources, strict=True)]
    rows = [without_dots(row) for row in rows] if _DOTS.search(text) else rows
    rows = [by_entries(row) for row in rows] if "times" in text or "×" in text else rows
    rows = with_new_values(rows) if _NEXT.search(text) else rows
    rows = with_commas(rows) if ";" in text else rows
    rows = without_features(rows) if _RAISED_LETTER.search(text) else rows
    rows = apart_by_letters(rows)
    rows = without_parameters(rows) if _LOWERED_CALL.search(text) else rows
    rows = with_softmax(rows) if _EXPONENTIAL.search(text) and "sum" in text else rows
    return with_arguments(rows)
