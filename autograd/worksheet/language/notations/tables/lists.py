"""Rows for lists, columns and sums: bars, lists without commas, sums without letters or with bounds."""

import re

from autograd.worksheet.language.notations.notation import Notation, Rows, follows_an_equality
from autograd.worksheet.language.notations.patterns import IN_BRACKETS, LETTER, NAME, NUMBER, SLOPE
from autograd.worksheet.language.notations.replacements.lists import (
    FACTOR,
    FACTOR_OR_SLOPE,
    are_rows,
    columns_of_pairs,
    gives_new_values,
    is_factor,
    rows_of_entries,
    rows_of_numbers,
    summed_over,
    with_letter,
)
from autograd.worksheet.language.tokens import CLOSE

_MEMBER = rf"(?:{NAME}|{NUMBER})"
_PRODUCT = rf"{NUMBER}(?:\s?[*·×]\s?{NUMBER})*"

BARS = Rows((
    Notation("bar", "z = w x = 2 | dL/dz = 4", "z = w x = 2 ; dL/dz = 4", "|",
        rf"(?<=[\w\]) )²³])\s+[|│]\s+(?=(?:[∂d]\s?{NAME}\s*/\s*[∂d]\s?)?{NAME}(?:\[[^\]]*\])?\s*[=≈])", " ; ",
        when=follows_an_equality),
    Notation("bar", "| dL/dz = 4", "dL/dz = 4", "|",
        rf"^\s*[|│]\s+(?=(?:[∂d]\s?{NAME}\s*/\s*[∂d]\s?)?{NAME}(?:\[[^\]]*\])?\s*[=≈][^|│]*$)", " "),
))  # fmt: skip
"""What stands in columns: a bar parts statements."""


LISTS_AND_SUMS = (
    Notation("sum", "J = 1/2 sum[ (y - h)^2 ]", "J = 1/2 sum( (y - h)^2 )", "[",
        r"(?<![\w.])sum\[((?:[^\[\]=]|\[[^\[\]=]*\])+)\]", "sum({1})",
        words=("sum[",)),
    Notation("product", "Z = X (*) W (convolution)", "Z = X * W (convolution)", "(",
        r"(?<=[\w\])])\s*\(\s*[*∗⊛]\s*\)\s*(?=[\w\[])", " * ",
        when=lambda document, match: document.convolves),
    Notation("list", "x = {1, 3, 5}", "x = [1, 3, 5]", "{",
        rf"(?<=[=≈])(\s*)\{{\s*({NUMBER}(?:\s*[,;]\s*{NUMBER})+)\s*\}}", "{1}[{2}]"),
    Notation("brackets", "L = -{t log y + 1}", "L = -(t log y + 1)", "{",
        r"(?<![\w^_\\\]Σ∑])\{([^{},;:|]*[-+*/·^)\s][^{},;:|]*)\}", "({1})"),
    Notation("list", "W = [[1, 2]; [3, 4]]", "W = [[1, 2], [3, 4]]", ";",
        r"(?<=\])\s*;\s*(?=\[[^\[\]=]*\]\s*(?:\]|;\s*\[))", ", ",
        when=lambda document, match: "[[" in match.string[: match.start()]),
    Notation("list", "g = A^{-T} b", "g = inverse(A).T b", "^ T⊤ᵀ -−",
        rf"(?<![\w.'’′])({NAME}|{IN_BRACKETS})\^\{{?\(?[-−][T⊤]\)?\}}?(?!\w)", "inverse({1}).T"),
    Notation("list", "x = [1, 2]ᵀ", "x = [1, 2]", "ᵀT⊤",
        r"(?<=[=≈])(\s*\[[^\[\]=;]+\])\s*(?:ᵀ|\^\{?[T⊤]\}?|\.T)(?=\s*(?:$|[;,=≈.]))", "{1}"),
    Notation("list", "x = [1, 2]ᵀ; y = x - 2 [3, 4]ᵀ", "x = [1, 2]; y = x - 2 [3, 4]", "ᵀT⊤ [",
        r"(\[[-−+0-9.,\s]+\])\s*(?:ᵀ|\^\{?[T⊤]\}?)(?!\w)", "{1}",
        when=lambda document, match: document.has_columns_as_rows),
    Notation("brackets", "σ'(z) = d/dz [1/(1 + e^-z)]", "σ'(z) = d/dz (1/(1 + e^-z))", "[ / d∂",
        rf"((?<!\w)[d∂]\s?/\s?[d∂]\s?{NAME}\s*)\[((?:[^\[\],;=]|\[[^\[\]=]*\])+)\]", "{1}({2})",
        when=lambda document, match: re.fullmatch(r"\s*\w+\s*(?:[-+]\s*[0-9]\s*)?", match[2]) is None
        or (document.knows(match[2].strip()) and match[1][-1].isspace())),
    Notation("brackets", "L = 1/2 (1/3)[(a - 1)² + b²]", "L = 1/2 (1/3)((a - 1)² + b²)", "[ +-−",
        r"(\)|(?<![\w.])[0-9.]+\s?)\s*\[(?=[^\[\]]*[)²\w]\s*[-+−]\s*[(\w])(?!\w[-+−]\d\])([^\[\]]*)\]", "{1}({2})"),
    Notation("list", "(x, y) = (1, 2), (3, 5)", "x = [1, 3]; y = [2, 5]", "( , =: 0123456789",
        rf"^\s*\(\s*({NAME}?)(?:_\{{?i\}}?)?\s*,\s*({NAME}?)(?:_\{{?i\}}?)?\s*\)\s*[=:]\s*"
        rf"(\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\)(?:\s*(?:[,;]|and|,\s*and)\s*\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\))+)\s*$",
        columns_of_pairs),
    Notation("list", "W = [[1, 2]]; y = W (0, 3)", "W = [[1, 2]]; y = W @ [0, 3]", "([ ,;",
        rf"(?<=[\w)\]ᵀ⊤}}])(?:\s+\[|\s*(?<=[ᵀ⊤T\s])\()(\s*{NUMBER}(?:\s*[,;]\s*{NUMBER})+\s*)[)\]]"
        r"(?:\^\{?[T⊤]\}?|ᵀ|\.T)?", " @ [{1}]",
        when=is_factor),
    Notation("list", "y = [[1, 0], [2, 1]] [5, 4]^T = [5, 14]", "y = [[1, 0], [2, 1]] @ [5, 4] = [5, 14]", "[ ]T⊤ᵀ",
        r"(?<=\]\])\s*(\[[-−+0-9.,/\s]+\])\s*(?:\^\{?[T⊤]\}?|ᵀ|\.T)", " @ {1}"),
    Notation("list", "y = [2, 3] [4, 5] = 23", "y = [2, 3] @ [4, 5] = 23", "[ ,",
        r"(?<=[=≈])(\s*\[[-−+0-9.,\s]+\])\s*(\[[-−+0-9.,\s]+\])(?=\s*[=≈+](?!\s*\[))", "{1} @ {2}",
        when=lambda document, match: match[1].count(",") == match[2].count(",") > 0),
    Notation("product", "p = .5 x -1", "p = .5 × -1", "x",
        r"(?<=[0-9)>\]])(\s+)x(\s+)(?=[-−]?(?:[0-9]|\.[0-9]|[(<\[][-−.0-9]))", "{1}×{2}",
        when=lambda document, match: not document.defines("x")),
    Notation("product", "z = 0.5x0.2 + 3x1.5", "z = 0.5×0.2 + 3×1.5", "x . =",
        r"(?<![\w.])([0-9]*\.[0-9]+)x(?=[0-9]*\.?[0-9])|(?<![\w.])([0-9]+)x(?=[0-9]*\.[0-9])", "{1}{2}×",
        when=lambda document, match: not document.defines("x")),
    Notation("product", "c = f x c_0 + i x g = 2 x 3 + 1", "c = f × c_0 + i × g = 2 × 3 + 1", "x =",
        rf"(?<=[\w)\]}}]) x (?={NAME}(?:~\w*)?\s*(?:$|[-−+*·=≈;,)]))", " × ",
        when=lambda document, match: document.multiplies_with_x),
    Notation("list", "d = <0, -1> · <2, .5>", "d = [0, -1] · [2, .5]", "<",
        r"<([-−+0-9.][-−+*/0-9.× ]*(?:,[-−+*/0-9.× ]+)+)>", "[{1}]"),
    Notation("list", "[2, 3] · [4, 5] = [23]", "[2, 3] · [4, 5] = 23", "[ =",
        rf"^(\s*\[[^\[\]=;]*\]\s*[·@×*]\s*\[[^\[\]=;]*\])(?:\^T|ᵀ|\.T)?(\s*=\s*)\[\s*({NUMBER})\s*\](?=\s*$)",
        "{1}{2}{3}"),
    Notation("list", "w = (1 0) + (2 1)", "w = [1, 0] + [2, 1]", "(",
        rf"(?<![\w)\]'’′])\(\s*{NUMBER}(?:\s+{NUMBER})+\s*\)", rows_of_numbers),
    Notation("list", "s = (2, 3) * (4, 5) = 23", "s = [2, 3] @ [4, 5] = 23", "( , =≈",
        rf"(?<![\w)\]'’′{CLOSE}])\(\s*({_MEMBER}(?:\s*,\s*{_MEMBER})+)\s*\)\s*[*×·⋅]\s*"
        rf"\(\s*({_MEMBER}(?:\s*,\s*{_MEMBER})+)\s*\)(?=\s*[=≈])", "[{1}] @ [{2}]",
        when=lambda document, match: match[1].count(",") == match[2].count(",") and not document.has_commas
        and re.search(rf"[=≈]\s*{NUMBER}\s*\.?\s*$", match.string) is not None),
    Notation("list", "w = (0, 0) + 2*(1, 3)", "w = [0, 0] + 2*[1, 3]", "( ,",
        rf"(?<![\w)\]'’′{CLOSE}])\(\s*({_PRODUCT}(?:\s*,\s*{_PRODUCT})+)\s*\)", "[{1}]",
        when=lambda document, match: (re.search(r"[-−+*·]\s*$", match.string[: match.start()]) is not None
        or re.match(r"\s*[-−+*·]", match.string[match.end() :]) is not None)
        and not (document.has_commas and re.search(r",(?!\s)", match[1]))),
    Notation("list", "x = 1, 2, 3", "x = [1, 2, 3]", "= ,",
        rf"(?<=[=≈])(\s*)({NUMBER}(?:,\s+{NUMBER}){{2,}})(?=\s*(?:$|;|(?:,|and\b|und\b|et\b|y\b|e\b)\s*{NAME}\s*=))",
        "{1}[{2}]"),
    Notation("list", "w = [0, 0] - 0.1(1, 3)", "w = [0, 0] - 0.1 * [1, 3]", "( ,",
        rf"((?:[\])]\s*[-−+]|[=≈]\s*[-−]?)\s*(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))\s?\(\s*({_PRODUCT}(?:\s*,\s*{_PRODUCT})+)\s*\)",
        "{1} * [{2}]",
        when=lambda document, match: not document.has_commas),
    Notation("list", "v = 0.5(-2) [3, 1]", "v = 0.5(-2) * [3, 1]", "[ )",
        rf"(?<=\))\s+(?=\[\s*{NUMBER}(?:\s*[,;]\s*|\s+){NUMBER}[^\[\]=]*\])", " * "),
    Notation("list", "u = 1; v = 2; [u, v] = [1, 2] - [2, 1] = [-1, 1]",
        "u = 1; v = 2; [1, 2] - [2, 1] = [-1, 1]", "[ =",
        rf"(?:^|(?<=;))(\s*)\[\s*{NAME}(?:(?:\s*[;,]\s*|\s+){NAME}){{1,8}}\s*\]\s*="
        r"(?=\s*\[[^\[\]=]*\][^=;]*[^=\s\]][^=]*=)", "{1}",
        when=gives_new_values),
    Notation("list", "g = [2; 1] [4 -3] = [8 -6; 4 -3]", "g = [[2], [1]] @ [[4, -3]] = [[8, -6], [4, -3]]",
        "[ ;",
        rf"(\[\s*{NUMBER}(?:\s*;\s*{NUMBER})+\s*\])\s*[·*×]?\s*\[(\s*{NUMBER}(?:(?:\s*,\s*|\s+){NUMBER})+\s*)\]",
        "{1} @ [[{2}]]"),
    Notation("list", "x = [16 -6]", "x = [16, -6]", "[",
        rf"\[\s*(?:{NUMBER}\s+{NUMBER}(?:\s+{NUMBER})*(?:\s*;\s*{NUMBER}(?:\s+{NUMBER})*)*|"
        rf"{NUMBER}(?:\s*;\s*{NUMBER})+)\s*\]",
        rows_of_numbers),
    Notation("list", "W = [a, b; c, d]", "W = [[a, b], [ c, d]]", "[ ;",
        r"(?<![\w'’′])\[([^\[\]=<>;|]{1,80}(?:;[^\[\]=<>;|]{1,80}){1,9})\]", rows_of_entries,
        when=are_rows),
    Notation("brackets", "w = 2 * [(1 + 3)/2] * 5", "w = 2 * ((1 + 3)/2) * 5", "[ +-−*·×/",
        r"(?<=[*·×⋅(/+−-])(\s*)\[([0-9.()\s+*·×⋅/−-]{1,60}[-−+*·×⋅/][0-9.()\s]{1,20})\]", "{1}({2})",
        when=lambda document, match: "[" in match.string[match.end() :] or "=" in match.string[: match.start()]),
    Notation("sum", "L = Σi x[i]", "L = sum_i x[i]", "Σ∑",
        r"[Σ∑]([a-z])\s+(?=[^=;]*?(?:_\{?|\[)\1(?!\w))", "sum_{1} "),
    Notation("brackets", "L = Σ_i [a_i + b_i]", "L = sum_i (a[i] + b[i])", "[ _ sΣ∑",
        r"((?:[Σ∑]|(?<!\w)sum)_(?:\{[^{}]*\}|\w)(?:\s*\^(?:\{[^{}]*\}|\w))?\s*)\[((?:[^\[\],;]|\[[^\[\]]*\])*)\]",
        "{1}({2})"),
    Notation("brackets", "L = -1/m [a^T b + c]", "L = -1/m (a^T b + c)", "[ +-−",
        r"(?<=[\s(*·/∘⊙@-])\[((?:[^\[\],;=]|\[[^\[\]]*\])*?[^\W\d](?:[^\[\],;=]|\[[^\[\]]*\])*? [-+−] "
        r"(?:[^\[\],;=]|\[[^\[\]]*\])*)\]", "({1})",
        when=lambda document, match: not re.search(r"=\s*$", match.string[: match.start()])
        or bool(match.string[match.end() :].strip(" ;.,"))),
    Notation("sum", "E = Σ_{d ∈ D} x[d]", "E = sum_d x[d]", "Σ∑s ∈i",
        r"([Σ∑]|(?<!\w)sum)_\{\s*([a-z])\s*(?:∈|in)\s*([^\W\d]\w{0,8})\s*\}\s*", "sum_{2} ",
        when=lambda document, match: document.always_over(match[2], match[3])),
    Notation("sum", "L = Σ_{i,j} x[i,j]", "L = sum_i sum_j x[i,j]", "Σ∑s",
        r"(?:[Σ∑]|(?<!\w)sum)_\{\(?([a-z])\s*,\s*([a-z])\)?\}\s*", "sum_{1} sum_{2} "),
    Notation("sum", "m = max_j r[i,j]; n = max_{k} (2 a[k])", "m = max(j: r[i,j]); n = max(k: (2 a[k]))", "m _",
        rf"(?<!\w)(max|min)_(?:\{{([a-z])\}}|([a-z])(?!\w))\s*({NAME}\[[a-z](?:,\s?[a-z])?\]|{IN_BRACKETS})(?=\s*(?:[-−+=≈;,)]|$))",
        "{1}({2}{3}: {4})"),
    Notation("sum", "L = Σ_{ij} x[i,j]", "L = sum_i sum_j x[i,j]", "Σ∑s _",
        r"(?:[Σ∑]|(?<!\w)sum)_(?:\{([i-n])([i-n])\}|([i-n])([i-n])(?!\w))\s*", "sum_{1}{3} sum_{2}{4} "),
    Notation("sum", "Z = W X + b; db = 1/m Σ dZ", "Z = W X + b; db = 1/m sum(dZ, axis=1)", "Σ∑ d",
        r"((?<!\w)db_?[0-9]?\s*=[^=Σ∑;]*)[Σ∑]\s*(d[A-Z]_?[0-9]?)(?=\s*(?:$|[;.]))", "{1}sum({2}, axis=1)",
        when=lambda document, match: document.has(r"(?<!\w)W_?[0-9]?\s?[·*@]?\s?[XA]_?[0-9]?(?!\w)")),
    Notation("sum", "db = Σ ∂L/∂y · x", "db = sum(∂L/∂y · x)", "Σ∑",
        rf"[Σ∑]\s*((?:{SLOPE})(?:\s*[·*⊙∘×]?\s*{FACTOR})*)(?=\s*(?:[-−+=≈;,)]|$))", "sum({1})"),
    Notation("sum", "dL/db = Σ dL/dy[i] = 3", "dL/db = sum_i dL/dy[i] = 3", "Σ∑s",
        rf"(?<!\w)([Σ∑]|sum(?=[\s(]))\s*(?!_)((?:{SLOPE})\[[a-z]\](?:\s*[*·]?\s*{FACTOR}){{0,12}})", with_letter,
        when=lambda document, match: summed_over(match, document) is not None),
    Notation("sum", "L = Σ x[i] y[i]", "L = sum_i x[i] y[i]", "Σ∑s",
        rf"(?<!\w)([Σ∑]|sum(?=[\s(]))\s*(?!_)((?:[0-9]+/[0-9]+\s*(?=[\w(]))?{FACTOR}(?:\s*[*·]?\s*{FACTOR_OR_SLOPE}){{0,12}})",
        with_letter, when=lambda document, match: summed_over(match, document) is not None),
    Notation("sum", "L = Σ_{i=1}^m x[i]", "L = sum_i x[i]", "Σ∑s",
        rf"(?:[Σ∑]|(?<!\w)sum)_(?:\{{({LETTER})(?:\s*=\s*[01])?\}}|({LETTER})(?![\w]))"
        r"(?:\s*\^(?:\{\w+(?:\s*[-−+]\s*\w)?\}|\w))? *",
        "sum_{1}{2} "),
)  # fmt: skip
"""Lists without commas, sums without letters or with bounds."""
