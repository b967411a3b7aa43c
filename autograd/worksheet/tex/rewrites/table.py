r"""All rewrites of a document's formulas, in order.

| typed                                | rewritten as                           | when                              |
|--------------------------------------|----------------------------------------|-----------------------------------|
| \frac{\delta L}{\delta w}            | \frac{\partial L}{\partial w}          | δ is the name of nothing          |
| \mathbf{Wx}, \boldsymbol{hW_2 + b}   | \mathbf{W}\mathbf{x}, h W_2 + b        | W and x stand alone in bold, too  |
| Loss, softmax(z)                     | \text{Loss}, \text{softmax}(z)         | not all letters stand alone       |
| x_1 + x_2 + \dots + x_n              | \sum_{i=1}^{n} x_i                     | the terms count up                |
| f(x_1, \dots, x_n)                   | f(x)                                   | the entries count up              |
"""

from collections.abc import Iterable

from autograd.worksheet.tex.nodes import TexNode
from autograd.worksheet.tex.rewrites.dots import without_dots
from autograd.worksheet.tex.rewrites.others import bold_alone, names_delta, with_partials, with_products
from autograd.worksheet.tex.rewrites.words import join_words


def rewritten(rows: Iterable[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows of a document as they are read."""
    rows = list(rows)
    if not any(names_delta(row) for row in rows):
        rows = [with_partials(row) for row in rows]
    alone = {letter for row in rows for letter in bold_alone(row)}
    if alone:
        rows = [with_products(row, alone) for row in rows]
    return [without_dots(row) for row in join_words(rows)]
