"""Lists, matrices and sums with dots, x = (x_1, …, x_n) and x_1² + … + x_n², written with an index letter.

What stands before the dots and what stands behind them must be the same but for one index. A list of a name's own
entries tells how many there are; any other says of each entry what it is.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from autograd.worksheet.language.notations.patterns import NAME

DOTS = r"(?:\.\.\.+|…|⋯|\\[lcv]?dots(?![a-zA-Z])|\.\.)"
LONGEST_WITH_DOTS = 400
"""Characters of a line whose dots are read."""

MOST_ENTRIES = 12
"""Entries, or rows, that are typed of a list with dots."""

LETTERS = "ijkpqr"
"""What stands for the index, the first that the text has nowhere below a name."""

_DOTS = re.compile(DOTS)
_ONLY_DOTS = re.compile(rf"\s*(?:{DOTS}|[⋮⋱]|\\ddots)\s*")
_BELOW = re.compile(r"_\{([^{}]*)\}|_(\w+)|(?<=\w)\[([^\[\]]*)\]|\^\{?\(([^()]*)\)\}?")
_RAISED_DIGITS = str.maketrans(
    {each: f"_{{{typed}}}" for each, typed in zip("₀₁₂₃₄₅₆₇₈₉ₙₘₖ", "0123456789nmk", strict=True)}
)
_DIGIT_BELOW = re.compile(r"_\{([0-9])\}")
_LIST_OF_OWN = re.compile(rf"(?<!\w)({NAME}?)\s*=\s*[(\[]\s*\1_?\{{?[1₁]\}}?\s*[,;]")
"""x = (x_1, …"""

_PLAIN = re.compile(rf"\s*({NAME}?)_\{{?0?\}}?\s*\Z")
_TRANSPOSED = re.compile(r"\s*(?:\^\{?(?:T|⊤|\\top)\}?|ᵀ|⊤|\.T|['’′])")
_LETTERS_USED = re.compile(r"_\{?([a-z])(?![a-z]{2})([a-z])?|\[([a-z])(?:,\s*([a-z]))?\]|(?<!\w)([ijkpqr])(?!\w)")
_SLOPE = re.compile(r"(\s*[∂d]\s?(?:NAME)(?:\s*/\s*[∂d]\s?)(?:NAME))\s*\Z".replace("NAME", NAME))
_GRADIENT = re.compile(rf"\s*∇\s?({NAME})\s*\Z")

Same = Callable[[str], str]
"""A formula for an index that is given."""


def without_dots(text: str) -> str:
    """A text whose lists and sums with dots are written with an index letter; lines stay lines.

    >>> without_dots("x = (x_1, …, x_n)^T; f = x_1² + ... + x_n²").replace("  ", "")
    'x in R^n; f = Σ_{i=1}^{n} (x_i²)'
    >>> without_dots("∂f/∂x = [2 x_1, 2 x_2, …, 2 x_n]").rstrip()
    '∂f/∂x_i = 2 x_i,  i = 1, …, n'
    """
    if not _DOTS.search(text):
        return text
    used = {each for found in _LETTERS_USED.findall(text) for each in found}
    letters = [each for each in LETTERS if each not in used]
    if len(letters) < 2:
        return text
    return "\n".join(_line(line, text, letters) if _DOTS.search(line) else line for line in text.split("\n"))


def _line(line: str, text: str, letters: list[str]) -> str:
    """A line without its dots, as long as it was at least; as it is where they cannot be understood."""
    if len(line) > LONGEST_WITH_DOTS:
        return line
    formula, mark, comment = line.partition("#")
    found = ";".join(_statement(part, text, letters) for part in _split(formula, ";"))
    return line if found == formula else found.ljust(len(formula)) + mark + comment


def _statement(typed: str, text: str, letters: list[str]) -> str:
    """A statement without its dots."""
    statement = typed.translate(_RAISED_DIGITS)
    for opened, closed in _brackets(statement):
        inside = statement[opened + 1 : closed]
        if not _DOTS.search(inside):
            continue
        rows = [_split(row, ",") for row in _split(inside, ";")]
        if len(rows) == 1 and len(rows[0]) > 2 and rows[0][0].strip()[:1] == "[":  # [[…], …, […]]
            rows = [_split(each.strip().strip("[]"), ",") for each in rows[0]]
        elif all(len(row) == 1 for row in rows):
            rows = [[row[0] for row in rows]]
        behind = _TRANSPOSED.match(statement, closed + 1)
        whole = statement[:opened], statement[behind.end() if behind else closed + 1 :]
        made = _list(rows, *whole, text, letters)
        if made is not None:
            return made
    made = _sum(statement, letters)
    if made is None:
        return typed
    return made if statement == typed else _DIGIT_BELOW.sub(lambda found: "₀₁₂₃₄₅₆₇₈₉"[int(found[1])], made)


def _list(rows: list[list[str]], before: str, after: str, text: str, letters: list[str]) -> str | None:
    """A statement with a list in it that has dots, without them; None where these are not understood."""
    if not all(1 < len(row) <= MOST_ENTRIES or _ONLY_DOTS.fullmatch(",".join(row)) for row in rows):
        return None
    is_matrix = len(rows) > 1
    if is_matrix:
        return _matrix(rows, before, after, letters)
    (row,) = rows
    found = _same(row)
    if found is None:
        return None
    entry, count = found
    plain = _PLAIN.match(entry("0"))
    target = before.rstrip().removesuffix("=").strip()
    is_whole = before.rstrip().endswith("=") and not after.strip(" .,")
    if plain is not None:
        is_own = is_whole and target == plain[1]
        if is_own:
            return f"{before[: len(before) - len(before.lstrip())]}{plain[1]} in R^{count}"
        bracket = before.rstrip()[-1:]
        is_call = bracket.isalnum() and not before.endswith(" ")
        return f"{before}({plain[1]}){after}" if is_call else f"{before}{plain[1]} {after}"
    if not is_whole:
        return None
    letter = letters[0]
    return _of_each(before, text, f"_{letter}", entry(letter), f"{letter} = 1, …, {count}")


def _matrix(rows: list[list[str]], before: str, after: str, letters: list[str]) -> str | None:
    """What a matrix with dots says of each of its entries."""
    if not before.rstrip().endswith("=") or after.strip(" .,"):
        return None
    shown = [row for row in rows if not _ONLY_DOTS.fullmatch(",".join(row))]
    target, (row, column) = before.rstrip().removesuffix("=").strip(), letters[:2]
    every = _every_entry(shown, row, column) or _by_diagonal(shown, row, column)
    if every is None:
        return None
    formula, counts = every
    if _bare(formula) == f"{target}_{row}{column}":
        return f"{target} in R^{{{counts}}}"
    return _of_each(before, "", f"_{row}{column}", formula, "")


def _every_entry(rows: list[list[str]], row: str, column: str) -> tuple[str, str] | None:
    """The entry in any row and column, and how many of both there are; None if they are not of one form."""
    first, last = _same(rows[0]), _same(rows[-1])
    if first is None or last is None or first[1] != last[1] or len(rows) < 2:
        return None
    both = _same([first[0](column), "…", last[0](column)])
    return (both[0](row), f"{both[1]}×{first[1]}") if both is not None else None


def _by_diagonal(rows: list[list[str]], row: str, column: str) -> tuple[str, str] | None:
    """The entry in any row and column, where those on the diagonal are of another form than all others."""
    diagonal = _same([rows[0][0], "…", rows[-1][-1]])
    if diagonal is None or len(rows) < 2 or len(rows[0]) < 3:
        return None
    entry, count = diagonal
    beside = _with_index(_with_index(rows[0][-1], "1", row), count, column)
    corner = _with_index(_with_index(beside, row, count), column, "1")
    if _bare(corner) != _bare(rows[-1][0]):
        return None
    return f"({entry(row).strip()} if {row} = {column} else {beside.strip()})", f"{count}×{count}"


def _of_each(before: str, text: str, index: str, formula: str, runs: str) -> str | None:
    """What is said of a list, said of each of its entries; what stands before the last = of a chain stays."""
    parts = before.rstrip().removesuffix("=").split("=")
    target = parts[0]
    gradient = _GRADIENT.match(target)
    if gradient:
        name = re.escape(gradient[1])
        by = re.search(rf"[∂d]\s?{name}\s*/\s*[∂d]\s?({NAME}?)(?=_|\s|=)|(?<!\w){name}\(({NAME})\)\s*=", text)
        lists = set(_LIST_OF_OWN.findall(text))
        if by is None and len(lists) != 1:
            return None
        target = f"∂{gradient[1]}/∂{by[1] or by[2] if by is not None else lists.pop()}"
    elif not (re.fullmatch(rf"\s*{NAME}\s*", target) or _SLOPE.match(target)):
        return None
    kept = f"{'='.join(parts)}; " if len(parts) > 1 else ""
    return f"{kept}{target.rstrip()}{index} = {formula.strip()}{',  ' + runs if runs else ''}"


def _sum(statement: str, letters: list[str]) -> str | None:
    """A statement with a sum that has dots, with an index letter."""
    dots = _DOTS.search(statement)
    if dots is None:
        return None
    terms: list[str] = []
    start = dots.start()
    while len(terms) < 3 and (begun := _term_before(statement, start)) is not None:
        terms.insert(0, statement[begun:start].rstrip().removesuffix("+"))
        start = begun
    end = _term_behind(statement, dots.end())
    if not terms or end is None:
        return None
    last = statement[dots.end() : end].lstrip().removeprefix("+")
    for count in range(len(terms), 0, -1):
        found = _same([*terms[-count:], "…", last])
        if found is not None:
            begun = dots.start()
            for _ in range(count):
                begun = _term_before(statement, begun) or 0
            entry, size = found
            letter = letters[0]
            return f"{statement[:begun]} Σ_{{{letter}=1}}^{{{size}}} ({entry(letter).strip()}){statement[end:]}"
    return None


def _term_before(statement: str, place: int) -> int | None:
    """Where the term begins that ends, with a +, before a place."""
    end = len(statement[:place].rstrip()) - 1
    if end < 1 or statement[end] != "+":
        return None
    depth = 0
    for at in range(end - 1, -1, -1):
        sign = statement[at]
        depth += (sign in ")]}") - (sign in "([{")
        if depth < 0 or (depth == 0 and sign in "+-−=,;"):
            return at + 1 if statement[at + 1 : end].strip() else None
    return 0 if statement[:end].strip() else None


def _term_behind(statement: str, place: int) -> int | None:
    """Where the term ends that begins, with a +, behind a place."""
    begun = len(statement) - len(statement[place:].lstrip())
    if statement[begun : begun + 1] != "+":
        return None
    depth = 0
    for at in range(begun + 1, len(statement)):
        sign = statement[at]
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0 or (depth == 0 and sign in "+-−=,;"):
            return at
    return len(statement)


def _same(entries: list[str]) -> tuple[Same, str] | None:
    """What entries with dots among them are for any index, and the last index; None if they are not of one form.

    >>> found = _same(["W_11 x_1", "…", "W_1n x_n"])
    >>> found[0]("k"), found[1]
    ('W_1k x_k', 'n')
    """
    shown = [each for each in entries if not _ONLY_DOTS.fullmatch(each)]
    if len(shown) == len(entries) or len(shown) < 2:
        return None
    first, last = shown[0], shown[-1]
    below = [next(filter(None, found.groups()), "") for found in _BELOW.finditer(last)]
    signs = {sign for each in below for sign in ([each] if each.isdecimal() else each) if sign.isalnum()}
    for count in sorted(signs):
        for typed, begun in ((count, "1"), (f"{count}-1", "0")):
            if _bare(_with_index(last, typed, begun)) == _bare(first):
                return partial(_with_index, last, typed), count
    return None


def _with_index(formula: str, count: str, index: str) -> str:
    """A formula with another index below its names in the place of a count."""

    def below(found: re.Match[str]) -> str:
        inside = next(filter(None, found.groups()), "")
        place = found[0].index(inside)
        bare = inside.replace(" ", "")
        changed = bare.replace(count, index) if len(bare) <= len(count) + 2 else bare
        return f"{found[0][:place]}{changed}{found[0][place + len(inside) :]}"

    return _BELOW.sub(below, formula)


def _bare(formula: str) -> str:
    return re.sub(r"[\s{}]", "", formula)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where round and square brackets open and close, the outer ones first."""
    opened: list[int] = []
    pairs = []
    for place, sign in enumerate(text):
        if sign in "([":
            opened.append(place)
        elif sign in ")]" and opened:
            pairs.append((opened.pop(), place))
    yield from sorted(pairs)


def _split(text: str, sign: str) -> list[str]:
    """The parts of a text between signs that stand in no brackets."""
    parts, depth, begun = [], 0, 0
    for place, each in enumerate(text):
        depth += (each in "([{") - (each in ")]}")
        if each == sign and depth == 0:
            parts.append(text[begun:place])
            begun = place + 1
    return [*parts, text[begun:]]
