"""What a program changes in place before it uses it: dscores = probs; dscores[range(N), y] -= 1; dscores /= N.

The changes become one formula, which stands where the last of them is. Nothing is claimed of what there was before.
"""

import re

from autograd.worksheet.language.work import USUAL

_CHANGES = re.compile(r"\[[^\[\]\n]*(?:range\(|[<>])[^\[\]\n]*\]|\w\[\w+(?:, ?0)?\] ?-= ?1")
"""x[range(N), y], x[h <= 0] or x[k] -= 1"""

_ROWS = r"(?:range|(?:np|numpy|torch|jnp)\.arange|arange)\(\s*(?:\w+|len\(\w+\)|\w+\.shape\[0\])\s*\)"
_ENTRY = re.compile(rf"(?<![\w.])([^\W\d]\w*)\[\s*{_ROWS}\s*,\s*([^\W\d]\w*)\s*\]")
"""The entry of each row that is its label's: P[range(N), y]."""

_ASSIGNED = re.compile(r"[ \t]*([^\W\d]\w*)[ \t]*=(?!=)[ \t]*([^=#;\n]+?)[ \t]*(?:#.*)?")
_LESS_ONE = re.compile(rf"[ \t]*([^\W\d]\w*)\[\s*{_ROWS}\s*,\s*([^\W\d]\w*)\s*\]\s*-=\s*1(?:\.0?)?[ \t]*(?:#.*)?")
_LESS_ONE_AT = re.compile(r"[ \t]*([^\W\d]\w*)\[\s*([^\W\d]\w*)\s*(?:,\s*0\s*)?\]\s*-=\s*1(?:\.0?)?[ \t]*(?:#.*)?")
"""dy[target] -= 1"""

_SET_TO_ZERO = re.compile(r"[ \t]*([^\W\d]\w*)\[\s*([\w.]+)\s*([<>]=?)\s*([\w.]+)\s*\]\s*=\s*0(?:\.0?)?[ \t]*(?:#.*)?")
_DIVIDED = re.compile(r"[ \t]*([^\W\d]\w*)[ \t]*([*/])=[ \t]*([\w.()\[\]]+)[ \t]*(?:#.*)?")
_SHIFTED = re.compile(
    r"[ \t]*([^\W\d]\w*)[ \t]*-=[ \t]*(?:(?:np|numpy)\.)?(?:a?max\(\1(?!\w)[^()]*\)|\1\.max\([^()]*\))[ \t]*(?:#.*)?"
)
"""scores -= np.max(scores, axis=1, keepdims=True): softmax is the same without."""

_COPY = re.compile(r"(?:\.(?:copy|clone)\(\)|(?<=\w)\[:\])$|^(?:np|numpy)\.copy\((\w+)\)$")

_KEPT = {
    "<=": "step(({0}) - ({1}))",
    "<": "(1 - step(({1}) - ({0})))",
    ">=": "step(({1}) - ({0}))",
    ">": "(1 - step(({0}) - ({1})))",
}
"""What is 1 where the others are set to zero, by how they are told."""

_CUT_OFF = r"(?:^|[;\n])[ \t]*{}[ \t]*=(?!=)[^\n]*(?:maximum|max|relu|ReLU|clip)\("
"""h = np.maximum(0, …): behind dh[h <= 0] = 0, dh is the derivative by what is cut off there."""


def with_changes_in_place(text: str) -> str:
    r"""A program in which each such name is computed at once, and the entries of labels are those of a matrix.

    >>> print(with_changes_in_place("d = p.copy()\nd[range(N), y] -= 1\nd /= N\nL = -np.log(p[range(N), y])"))
    <BLANKLINE>
    <BLANKLINE>
    d = ((p) - onehot(y, columns(p))) / (N)
    L = -np.log(pick(p, y))
    >>> print(with_changes_in_place("dh = ds @ W.T\ndh[h <= 0] = 0").strip())
    dh = (ds @ W.T) * step((h) - (0))
    >>> print(with_changes_in_place("h = np.maximum(0, z)\ndh = ds @ W.T\ndh[h <= 0] = 0\ndb = dh"))
    h = np.maximum(0, z)
    dh = ds @ W.T
    dh_2 = dh * step((h) - (0))
    db = dh_2
    >>> print(with_changes_in_place("dy = np.copy(p)\ndy[k] -= 1\ndb = dy").strip())
    dy = (p) - onehot(k, rows(p))
    db = dy
    >>> with_changes_in_place("d = p\nq = d\nd[h <= 0] = 0")
    'd = p\nq = d\nd[h <= 0] = 0'
    """
    if len(text) > USUAL or not (_CHANGES.search(text) or ".max(" in text):
        return text
    lines = text.split("\n")
    made: dict[str, tuple[int, str]] = {}
    anew: dict[str, str] = {}
    for place, typed in enumerate(lines):
        line = re.sub(r"(?<![\w.])[^\W\d]\w*", lambda word: anew.get(word[0], word[0]), typed) if anew else typed
        lines[place] = line
        if _SHIFTED.fullmatch(line):
            lines[place] = ""
            continue
        told = _changed(line, made)
        cut = _SET_TO_ZERO.fullmatch(line)
        if told is not None and cut and cut[1] == f"d{cut[2]}" and re.search(_CUT_OFF.format(cut[2]), text):
            anew[cut[1]] = f"{cut[1]}_2"
            lines[place] = f"{cut[1]}_2 = {cut[1]} * {_KEPT[cut[3]].format(cut[2], cut[4])}"
            continue
        if told is not None:
            name, formula = told
            lines[made[name][0]] = ""
            lines[place] = f"{name} = {formula}"
            made[name] = place, formula
            continue
        assigned = _ASSIGNED.fullmatch(line)
        words = set(re.findall(r"\w+", line.partition("#")[0]))
        made = {name: each for name, each in made.items() if name not in words}
        if assigned:
            made[assigned[1]] = place, _COPY.sub(r"\1", assigned[2])
    return _with_loss(_ENTRY.sub(r"pick(\1, \2)", "\n".join(lines)))


_LESS_LABELS = re.compile(
    r"^[ \t]*[^\W\d]\w*[ \t]*=[ \t]*\(*([^\W\d]\w*)\)* - onehot\(([^\W\d]\w*), columns\([^()]*\)\)\)?"
    r"(?: / \(([^()]*)\))?$",
    re.MULTILINE,
)
_TELLS_LOSS = re.compile(r"(?<![\w.])(?:log|[Ll]oss|[Cc]ost|L|J)(?:\w*[ \t]*=|\()|(?:np|numpy|torch)\.log\(")


def _with_loss(text: str) -> str:
    r"""A program with the loss of which shares less labels are the slopes, where it tells none.

    >>> print(_with_loss("p = e / np.sum(e)\nd = (p) - onehot(y, columns(p))\ndW = X.T @ d"))
    p = e / np.sum(e); loss = -sum(log(pick(p, y)))
    d = (p) - onehot(y, columns(p))
    dW = X.T @ d
    """
    found = _LESS_LABELS.search(text)
    if found is None or _TELLS_LOSS.search(text):
        return text
    shares, labels, count = found.groups()
    told = re.search(rf"^[ \t]*{shares}[ \t]*=(?!=)[^\n#;]*", text, re.MULTILINE)
    if told is None or told.start() > found.start():
        return text
    loss = f"-sum(log(pick({shares}, {labels})))" + (f"/({count})" if count else "")
    return f"{text[: told.end()].rstrip()}; loss = {loss}{text[told.end() :]}"


def _changed(line: str, made: dict[str, tuple[int, str]]) -> tuple[str, str] | None:
    """The name that a line changes, which is assigned above and not used since, and what it is then."""
    for change in (_LESS_ONE, _LESS_ONE_AT, _SET_TO_ZERO, _DIVIDED):
        found = change.fullmatch(line)
        if found is None or found[1] not in made:
            continue
        name, formula = found[1], made[found[1]][1]
        if change is _LESS_ONE:
            return name, f"({formula}) - onehot({found[2]}, columns({formula}))"
        if change is _LESS_ONE_AT:
            return name, f"({formula}) - onehot({found[2]}, rows({formula}))"
        if change is _SET_TO_ZERO:
            return name, f"({formula}) * {_KEPT[found[3]].format(found[2], found[4])}"
        return name, f"({formula}) {found[2]} ({found[3]})"
    return None
