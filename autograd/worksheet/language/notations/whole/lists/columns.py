"""Samples beside matrices: a^{[2](i)} is column i of A2 = σ(Z2), where each sample is a column.

A loss is added up over samples, and over outputs: J = 1/m Σ_i L(ŷ^{(i)}, y^{(i)}) is a sum over entries of A2 and Y.
"""

import re
from collections.abc import Callable

from autograd.worksheet.language.work import USUAL

_SAMPLE = re.compile(
    r"(?<![\w\\])(?P<slope>d?)(?P<name>[a-zθ]\u0302?|ŷ)(?:(?P<number>[0-9])|_\{?(?P<below>[0-9])\}?)?"
    r"\^(?:\{\s*(?:[\[(](?P<layer>[0-9L])[\])]\s*)?\((?P<letter>[ijk])\)\s*\}|\((?P<alone>[ijk])\))"
)
"""A sample of a name, perhaps of a layer: y^{(i)}, a^{[2](i)}, a2^(i)"""

_BELOW = re.compile(r"(?<![\w\\])(?P<name>[a-z]\u0302?|ŷ)_\{?(?P<letter>[ijk])\}?(?!\w)")
"""An entry below the line: y_i, a_i"""

_MATRIX = re.compile(
    r"(?<![\w∂])[d∂]?(?P<whole>(?P<name>[A-Z]\u0302?|Ŷ|Yhat|Y_hat)"
    r"(?:(?P<number>[0-9])|_\{?(?P<below>[0-9])\}?|\^\{?[\[(](?P<raised>[0-9L])[\])]\}?|\[(?P<layer>[0-9L])\])?)(?![\w(])"
)
"""A capital letter, perhaps of a layer: A, A2, A^{[2]}"""

_SUM = re.compile(r"(?:[Σ∑]|(?<!\w)sum)_\{?\s*([ijk])(?:\s*=\s*[01])?\s*\}?(?:\s*\^\{?\w\}?)?\s*")
_LOSS = re.compile(r"\s*(?:[^\W\d_]{4,}\s+)?(?:[JLCE]|cost|Cost|loss|Loss)(?:\([^()=]*\))?\s*=")
_OF_ALL = re.compile(r"\s*[^\s=+−-]+\s*=\s*[^\s=+−-]+(?:\s*[-+−]\s*[^\s=+−-]+)*\s*")
_HATS = ("Ŷ", "Y\u0302", "Yhat", "Y_hat")


def with_columns(text: str) -> str:
    r"""A text with entries of matrices for samples of a loss, and with their columns for others.

    >>> with_columns("A = σ(W X + b); J = -Σ_{i=1}^m y^{(i)} log a^{(i)}; dZ = A - Y").split("; ")[1]
    'J = -sum_i sum_k Y[k,i] log A[k,i]'
    >>> with_columns("A = σ(W X + b)\ndb = 1/m Σ_i dz^{(i)}\ndZ = A - Y").split("\n")[1]
    'db = 1/m sum_i column(dZ, i)'
    >>> with_columns("A = σ(W X + b); J = -Σ_i (y_i - a_i)^2; dZ = A - Y").split("; ")[1]
    'J = -sum_i sum_k (Y[k,i] - A[k,i])^2'
    >>> with_columns("z^{(i)} = w x^{(i)}; L = Σ_i z^{(i)}")
    'z^{(i)} = w x^{(i)}; L = Σ_i z^{(i)}'
    """
    text = _with_index(text) if len(text) <= USUAL else text
    if len(text) > USUAL or not _SUM.search(text) or not re.search(r"\([ijk]\)|_\{?[ijk]", text):
        return text
    text = _raised(text)
    matrices = {(found["name"], _layer_of(found)): found["whole"] for found in _MATRIX.finditer(text)}
    samples = list(_SAMPLE.finditer(text))
    meant = {found[0]: _matrix_of(found, matrices) for found in samples}
    free = next((each for each in "kjqrs" if not re.search(rf"(?<!\w){each}(?!\w)|\({each}\)", text)), "")
    if not free or not samples or not all(meant.values()) or all(capital != "A" for capital, _ in matrices):
        return text
    return re.sub(r"[^;\n]+", lambda found: _statement(found[0], meant, free), text)


_BARE_LOSS = re.compile(
    r"^([ \t]*(?:[JLCE]|[Cc]ost|[Ll]oss)(?:\([^()=\n]*\))?[ \t]*=[^=Σ∑\n]*)[Σ∑](?![_\w{ᵢⱼₖ^])([^=Σ∑\n]+)$", re.MULTILINE
)
"""J = -1/m Σ [y log a2 + …], with no index."""

_SMALL = re.compile(r"(?<![\w\\∂])(a[0-9]?|y|ŷ|y\u0302)(?![\w\u0302^'’(]|_)")


def _with_index(text: str) -> str:
    r"""A text with samples in such a loss, of names that stand there only, beside the matrices of all.

    >>> _with_index("A2 = σ(Z2)\nJ = -1/m Σ [y log a2]\ndZ2 = A2 - Y").split("\n")[1]
    'J = -1/m Σ_i [y^(i) log a2^(i)]'
    >>> _with_index("J = Σ (y - a)^2; a = 3")
    'J = Σ (y - a)^2; a = 3'
    """
    found = _BARE_LOSS.search(text)
    names = set(_SMALL.findall(found[2])) if found else set()
    if found is None or not names:
        return text
    others = text[: found.start()] + text[found.end() :]
    capitals = {name.upper() for name in names if name[0] in "ay"}
    are_matrices = all(re.search(rf"(?<![\w]){name}(?!\w)", others) for name in capitals)
    if not are_matrices or any(re.search(rf"(?<![^\W∂d]){name}(?![\w\u0302])", others) for name in names):
        return text
    summed = _SMALL.sub(r"\1^(i)", found[2])
    return f"{text[: found.start()]}{found[1]}Σ_i{summed}{text[found.end() :]}"


def _raised(text: str) -> str:
    """A text with y^{(i)} for y_i, where the loss alone is told so: of a_i and y_i, beside A and Y."""
    names = {found["name"] for found in _BELOW.finditer(text)}
    if len(names) < 2 or not names <= {"a", "y", "ŷ", "y\u0302"} or not re.search(r"(?<!\w)Y(?!\w)", text):
        return text
    if any(re.search(rf"(?<!\w){name}\s*=|\[", text) for name in names):
        return text
    return _BELOW.sub(lambda found: f"{found['name']}^{{({found['letter']})}}", text)


def _layer_of(found: re.Match[str]) -> str:
    """The layer of a name; "" where it has none."""
    return next((found[each] for each in ("number", "below", "layer") if found[each]), "") or (
        found.groupdict().get("raised") or ""
    )


def _matrix_of(found: re.Match[str], matrices: dict[tuple[str, str], str]) -> str:
    """The matrix that a sample is a column of; "" if there is none. ŷ is of the last A, where nothing is called Ŷ."""
    name, layer = found["name"], _layer_of(found)
    if name in ("ŷ", "y\u0302"):
        own = next((matrices[hat, ""] for hat in _HATS if (hat, "") in matrices), "")
        last = max((each for each in matrices if each[0] == "A"), key=lambda each: each[1], default=None)
        return own or (matrices[last] if last else "")
    capital = name.upper()
    matrix = matrices.get((capital, layer), "")
    if not matrix and layer == "" and capital in ("A", "Z"):
        layers = [each for each in matrices if each[0] == capital]
        matrix = matrices[max(layers, key=lambda each: each[1])] if layers else ""
    return matrix or ("Y" if name == "y" and layer == "" else "")


def _statement(text: str, meant: dict[str, str], free: str) -> str:
    """A statement with entries where it tells a loss, with columns in other sums, and with matrices elsewhere."""
    total = _SUM.search(text)
    if total is None:
        return _SAMPLE.sub(lambda found: found["slope"] + meant[found[0]], text) if _OF_ALL.fullmatch(text) else text
    if _LOSS.match(text):
        text = _SUM.sub(lambda found: f"sum_{found[1]} sum_{free} ", text)
        return _SAMPLE.sub(lambda found: f"{meant[found[0]]}[{free},{found['letter'] or found['alone']}]", text)
    return _SAMPLE.sub(_column(meant), _SUM.sub(r"sum_\1 ", text))


def _column(meant: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """What makes columns of samples: column(dZ, i) of dz^{(i)}"""
    return lambda found: f"column({found['slope']}{meant[found[0]]}, {found['letter'] or found['alone']})"


_LAST_SLOPE = re.compile(
    r"(?:^|[;\n])[ \t]*d(?P<sum>Z\w*)[ \t]*=[ \t]*(?P<output>A\w*)[ \t]*[-−][ \t]*Y[ \t]*(?=$|[;\n#])"
)
_MEAN = re.compile(r"=[^=;\n]*(?:1[ \t]*/[ \t]*(?P<before>[mN])(?!\w)|/[ \t]*(?P<behind>[mN])[ \t]*(?=$|[;\n#]))")
_TELLS_LOSS = re.compile(
    r"(?i:loss|cost|error|squared|mse)|∂|∇|(?<!\w)d[JLCE]\s*/|(?:^|[;\n])[^=;\n]{0,30}(?<!\w)[JLCE](?:\([^()=]*\))?\s*:?="
)
"""Anything that is said of a loss."""


def with_usual_cost(text: str) -> tuple[str, str]:
    r"""A text with the cost that nothing tells, where it can be no other, and that cost; "" where none is put in.

    Of A2 = σ(Z2) only that of logistic regression has dZ2 = A2 - Y, with a 1/m in what is differentiated by weights.

    >>> with_usual_cost("A = σ(Z)\ndZ = A - Y\ndW = 1/m dZ X^T")[0].split("\n")[0]
    'A = σ(Z); J = -1/m sum(Y * log(A) + (1 - Y) * log(1 - A))'
    >>> with_usual_cost("A = σ(Z)\nJ = …\ndZ = A - Y\ndW = 1/m dZ X^T")[1]
    ''
    >>> with_usual_cost("A = σ(Z)\ndZ = A - Y")[1]
    ''
    """
    last = _LAST_SLOPE.search(text) if len(text) <= USUAL else None
    if last is None or _TELLS_LOSS.search(text):
        return text, ""
    name, made = last["output"], last["sum"]
    output = rf"(?:^|[;\n])[ \t]*{name}[ \t]*=[ \t]*(?:σ|sigmoid)\([ \t]*{made}[ \t]*\)(?=[ \t]*(?:$|[;\n#]))"
    found, mean = re.search(output, text), _MEAN.search(text)
    if found is None or mean is None:
        return text, ""
    count = mean["before"] or mean["behind"]
    cost = f"J = -1/{count} sum(Y * log({name}) + (1 - Y) * log(1 - {name}))"
    return f"{text[: found.end()]}; {cost}{text[found.end() :]}", cost
