"""Formulas that go on in the next line: behind an operator, within a bracket, or before an operator further in."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from autograd.worksheet.language.notations.patterns import NAME

LONGEST_JOINED = 1_000
"""Characters of the lines of a formula together."""

OPERATORS = "+*/·×⊙∘@"
"""Signs between two operands, besides dashes."""

_OPERATOR = re.compile(rf"(\s+)[-−–{OPERATORS}]\s*(?=[\w(\[√Σ∑∂])")
_TELLS = re.compile(rf"(?:{NAME}|[∂d]\s?{NAME}\s*/\s*[∂d]\s?{NAME})\s*(?::?=|≈|←|<-)")
"""What says what something is, behind the mark of a list: - w = 2."""

_PLUS = re.compile(r"\s*\+\s*[-−]?(?:[0-9.]+\s*[*·×]?\s*)?\([^=#:]*\)(?:\^\{?[0-9]\}?|[²³])?\s*")
"""One more term in brackets, which is no bullet's: + (1.9 - 0.64 × 2.3)^2"""

_BEGINS_NEW = re.compile(r"\s*(?:$|[=≈#>|])")
_FORMULA = re.compile(r"(\s*)[^=#]*[\w)\]]\s*=[^=#]*\S")


def joined(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Numbered lines, those of one formula as one line, which has the number of its first.

    >>> joined([(1, "y = a +"), (2, "  b"), (3, "z = (a"), (4, "  - b)*2"), (5, "u = y z"), (6, "      + a")])
    [(1, 'y = a + b'), (3, 'z = (a - b)*2'), (5, 'u = y z + a')]
    >>> joined([(1, "S = (a - 1)^2"), (2, "+ (b - 2)^2"), (3, "+ b")])
    [(1, 'S = (a - 1)^2 + (b - 2)^2'), (3, '+ b')]
    >>> joined([(1, "A = [[1, 2],  # first"), (2, "     [3, 4],"), (3, "     [5, 6]]  # last")])
    [(1, 'A = [[1, 2], [3, 4], [5, 6]]')]
    """
    found: list[tuple[int, str]] = []
    for number, line in with_rows_joined(lines):
        if found and _is_row_of_list(found[-1][1], line):
            found[-1] = found[-1][0], f"{_uncommented(found[-1][1])} {_uncommented(line).strip()}"
        elif found and (whole := _behind_equals(found[-1][1], line)):
            found[-1] = found[-1][0], whole
        elif found and _goes_on(found[-1][1], line):
            found[-1] = found[-1][0], f"{found[-1][1].rstrip()} {line.strip()}"
        else:
            found.append((number, line))
    return found


_NUMBER = r"[-−+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_OPENED, _CLOSED = "[(|⎡⎢⎣", "])|⎤⎥⎦"
_ROW = re.compile(
    rf"([{re.escape(_OPENED)}]{{0,2}}) ?({_NUMBER}(?:(?: ?, ?| ){_NUMBER})*)(?: ?;)? ?"
    rf"([{re.escape(_CLOSED)}]{{0,2}})(?: ?;)?"
)
"""A row of a matrix over several lines: its brackets, and its numbers; with one blank at most between them."""

_HEAD = re.compile(r"([^#]*[=≈]\s*)([^=≈#]*)(?:#.*)?")
"""What stands before a matrix, and its first row."""

MOST_ROWS = 60
"""Rows of a matrix over several lines."""


def with_rows_joined(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Numbered lines, a matrix whose rows stand one below the other as one line, with its commas.

    >>> list(with_rows_joined([(1, "W = [1 2"), (2, "     3 4]"), (3, "x = [1, 2]")]))
    [(1, 'W = [[1, 2], [3, 4]]'), (3, 'x = [1, 2]')]
    >>> list(with_rows_joined([(1, "W = [1 2]"), (2, "    [3 4]"), (3, "y = | 1 |"), (4, "    | 2 |")]))
    [(1, 'W = [[1, 2], [3, 4]]'), (3, 'y = [1, 2]')]
    """
    numbered = list(lines)
    place = 0
    while place < len(numbered):
        number, line = numbered[place]
        place += 1
        below = [each for _, each in numbered[place : place + MOST_ROWS]] if "[" in line or "=" in line else []
        rows = 0
        if _may_begin_matrix(line):
            line, rows = _matrix(line, below)
        if not rows and "]" in line:
            line, rows = _side_by_side(line, below)
        if not rows and _OPENS.search(line):
            line, rows = _up_to_its_end(line, below)
        place += rows
        yield number, line


_OPENS = re.compile(r"[=≈]\s*\[+\s*(?:#.*)?$")
"""A list that begins behind an =, with all its entries in the lines below."""


def _up_to_its_end(line: str, below: list[str]) -> tuple[str, int]:
    """A line with the list that it opens, up to the bracket that closes it, and of how many lines below that is.

    >>> _up_to_its_end("W = [", ["  [1, 2],  # of a", "  [3, 4],", "]", "x = 2"])
    ('W = [[1, 2], [3, 4]]', 3)
    >>> _up_to_its_end("W = [", ["  [1, 2],", "x = 2"])
    ('W = [', 0)
    """
    found = _uncommented(line)
    for rows, each in enumerate(below, 1):
        entries = _uncommented(each).strip()
        if "=" in entries or len(found) + len(entries) > LONGEST_JOINED:
            break
        found += entries if found.endswith("[") or entries.startswith("]") else f" {entries}"
        if found.count("[") <= found.count("]"):
            return re.sub(r",\s*\]", "]", found), rows
    return line, 0


_ENTRY = r"[-−+]?(?![^\W\d_]{3})[\w.()/^²³∂·*]+"
_COLUMN = re.compile(rf"\[\s*({_ENTRY}(?:(?:\s*,\s*|\s+){_ENTRY}){{0,9}})\s*\]")
"""A row of a matrix in its bracket, its entries with letters perhaps."""

_BETWEEN = re.compile(r"\s*([-−+=≈·×*@]?)\s*")


def _side_by_side(line: str, below: list[str]) -> tuple[str, int]:
    """A line with the matrices that stand side by side in it and in the lines below, and of how many lines these are.

    >>> _side_by_side("[u]   [4]   [1  0] [8]", ["[v] = [2] - [0  2] [3]"])
    ('[u, v] = [4, 2] - [[1, 0], [0, 2]] @ [8, 3]', 1)
    >>> _side_by_side("H = [6x  -3]", ["    [-3  6y]"]), _side_by_side("x = [1, 2]", ["[see below]"])
    (('H = [[6x, -3], [-3, 6y]]', 1), ('x = [1, 2]', 0))
    """
    head = re.match(r"[^\[\]#=]*=\s*(?=\[)|\s*(?=\[)", line)
    first = _columns(line[head.end() :]) if head is not None else None
    if head is None or first is None:
        return line, 0
    rows = [first]
    for each in below:
        row = _columns(each.strip()) if each.strip().startswith("[") else None
        if row is None or len(row[0]) != len(first[0]):
            break
        rows.append(row)
    if len(rows) < 2 or not all(
        len(set(map(len, column))) == 1 for column in zip(*(row for row, _ in rows), strict=True)
    ):
        return line, 0
    signs = [{sign for sign in place if sign} for place in zip(*(signs for _, signs in rows), strict=True)]
    if any(len(each) > 1 for each in signs) or not (head[0].strip() or any("=" in each for each in signs)):
        return line, 0
    shown = [_matrix_of_rows(column) for column in zip(*(row for row, _ in rows), strict=True)]
    joined_by = [f" {next(iter(each), '@')} " for each in signs]
    return head[0] + shown[0] + "".join(map("".join, zip(joined_by, shown[1:], strict=True))), len(rows) - 1


def _columns(text: str) -> tuple[list[list[str]], list[str]] | None:
    """The entries of each bracket in a row, and the signs between them; None if anything else is there."""
    found = list(_COLUMN.finditer(text))
    if not found or text[: found[0].start()].strip() or text[found[-1].end() :].strip():
        return None
    between = [_BETWEEN.fullmatch(text, one.end(), other.start()) for one, other in pairwise(found)]
    if not all(between):
        return None
    return [re.split(r"\s*,\s*|\s+", each[1]) for each in found], [each[1] for each in between if each]


def _matrix_of_rows(rows: tuple[list[str], ...]) -> str:
    """The list that rows are: of lists, if they have several entries."""
    shown = [", ".join(row) for row in rows]
    return f"[{', '.join(shown if len(rows[0]) == 1 else (f'[{row}]' for row in shown))}]"


def _may_begin_matrix(line: str) -> bool:
    """Whether behind the last = of a line stands a bracket, or nothing."""
    head, _, tail = line.partition("#")[0].replace("≈", "=").rpartition("=")
    return bool(head) and (tail.lstrip()[:1] in _OPENED)


def _matrix(line: str, below: list[str]) -> tuple[str, int]:
    """A line with the matrix it begins, and of how many lines below that is; of none, if it begins none."""
    head = _HEAD.fullmatch(line) if len(line) <= LONGEST_JOINED else None
    first = _row(head[2]) if head else None
    if head is None or (first is None and head[2].strip()):
        return line, 0
    rows = [first] if first else []
    for each in below:
        row = _row(_uncommented(each)) if len(each) <= LONGEST_JOINED else None
        if row is None or not _may_follow(rows, row):
            break
        rows.append(row)
    entries = [re.findall(_NUMBER, row[2]) for row in rows]
    open_at_end = sum(len(row[1]) - len(row[3]) for row in rows)
    if first and len(rows) == 1 and first[1] == first[3] == "|" and len(entries[0]) > 1:
        return f"{head[1]}[[{', '.join(entries[0])}]]", 0
    if len(rows) < 2 or open_at_end or len({*map(len, entries)}) > 1:
        return line, 0
    shown = [", ".join(row) for row in entries]
    made = ", ".join(f"[{row}]" for row in shown) if len(entries[0]) > 1 else ", ".join(shown)
    return f"{head[1]}[{made}]", len(rows) - (first is not None)


def _row(text: str) -> re.Match[str] | None:
    return _ROW.fullmatch(" ".join(text.split()))


def _may_follow(rows: list[re.Match[str]], row: re.Match[str]) -> bool:
    """Whether a row is one more of those above: in the bracket that is open, or with brackets as they have."""
    if not rows:
        return bool(row[1]) or len(re.findall(_NUMBER, row[2])) > 1
    if sum(len(each[1]) - len(each[3]) for each in rows) > 0:
        return True
    return bool(row[1]) == bool(rows[0][1]) and bool(row[3]) == bool(rows[-1][3])


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the formula of the line before."""
    if "#" in before or "=" not in before or _BEGINS_NEW.match(line) or len(before) + len(line) > LONGEST_JOINED:
        return False
    if _waits(before) or _is_in_bracket(before, line):
        return True
    if _PLUS.fullmatch(line) and _FORMULA.match(before):
        return True
    formula, operator = _FORMULA.match(before), _OPERATOR.match(line)
    if formula is None or operator is None or len(operator[1]) <= len(formula[1]):
        return False
    return not _TELLS.match(line, operator.end()) or len(operator[1]) > before.index("=")


_RESULT = re.compile(r"\s*(?:=(?!=)|[-−+]?[\[(0-9])")


def _behind_equals(before: str, line: str) -> str:
    """The formula of a line that ends with =, with what the next line says it is; "" where that begins something else.

    >>> _behind_equals("W x =", "= [1, 2]"), _behind_equals("W x =", "  [1, 2]"), _behind_equals("W x =", "y = 3")
    ('W x = [1, 2]', 'W x = [1, 2]', '')
    """
    bare = _uncommented(before)
    if not _ENDS_IN_EQUALS.search(bare) or not _RESULT.match(line) or len(before) + len(line) > LONGEST_JOINED:
        return ""
    rest = line.strip()
    return f"{bare[:-1].rstrip()} {rest}" if rest.startswith("=") else f"{bare} {rest}"


_ENDS_IN_EQUALS = re.compile(r"[\w)\]²³ᵀᵗ]\s*=\Z")

_ROW_OF_LIST = re.compile(r"\s*\[[-−+\[\]0-9.,;\s/]*(?:#.*)?")


def _is_row_of_list(before: str, line: str) -> bool:
    """Whether a line is one more row of the list that the line before has begun; behind a # stands what the row is."""
    if "[[" not in before or len(before) + len(line) > LONGEST_JOINED:
        return False
    begun = _uncommented(before)
    return "=" in begun and begun.count("[") > begun.count("]") and _ROW_OF_LIST.fullmatch(line) is not None


def _uncommented(line: str) -> str:
    return line.partition("#")[0].rstrip()


def _waits(formula: str) -> bool:
    """Whether a formula ends with an operator; a dash is one behind a blank."""
    formula = formula.rstrip()
    left = formula[:-1].rstrip()
    is_operator = formula[-1:] in OPERATORS or (formula[-1:] in "-−–" and left != formula[:-1])
    return is_operator and (left[-1:].isalnum() or left[-1:] in ")]²³ᵀ")


def _is_in_bracket(before: str, line: str) -> bool:
    """Whether a bracket that is open at the end of a formula is closed in the next line."""
    last = before.rpartition("=")[2]
    return any(
        last.count(opened) - last.count(closed) == 1 and line.count(closed) - line.count(opened) == 1
        for opened, closed in ("()", "[]")
    )


_ALONE = re.compile(
    r"\s*(?:(?:\(?\w{1,3}[.)]|[-–•*])\s+)?(?i:if|when|case|for|where|suppose|assume|on the side)\s+(?:that\s+)?"
    r"((?:[^=<>≤≥:;,]|,(?!\s))+(?:[<>≤≥]|<=|>=)[^=<>≤≥:;,]+?)\s*[:,.]?\s*"
)
"""If D > 0:"""

_INDICES = re.compile(
    r"\s*(?:(?:\(?\w{1,3}[.)]|[-–•*])\s+)?(?:(?i:case)\s+(?:[0-9]{1,2}|[A-Z]|[IVX]{1,3})\s*(?:[:.,–-]\s*|\())?"
    r"(?:(?=(?:\S{1,30}\s+){0,12}?(?i:if|when|case|of|for|where|that|assume|suppose|otherwise|else|wenn|falls|für|si|pour|se"
    r"|per|caso|cas|fall)(?![\w']))(?:[^\W\d_](?:[\w'’-]|\.(?=\w)){0,20}[.,:]{0,2}\s+){1,14})?\(?"
    r"([a-cg-nrs])\s*(=|==|≠|!=|\\neq?)\s*([a-cg-nrs])\)?\s*(?:,?\s+[^\W\d_]{2,}){0,4}[:,.]?\s*"
)
"""If i ≠ j: and: For the other classes, i.e., j ≠ i:"""

_UNEQUAL = re.compile(
    r"\s*(?:[^\W\d_](?:[\w'’-]|\.(?=\w)){1,20}[.,:]{0,2}\s+){1,6}\(?([a-cg-or-w])\s*(≠|!=|\\neq?)\s*([a-cg-or-w])\)?"
    r"\s*[:,.]?\s*"
)
"""Off-diagonal entries, j ≠ i"""

_OTHERWISE = re.compile(r"\s*(?i:and\s+)?(?i:otherwise|else|sonst|sinon|altrimenti)\s*[:,.]?\s*")
"""Of two indices, what is not the case above."""

_ASSUMED = re.compile(
    r"\b(?:[Aa]ssum\w+|[Ss]uppos\w+|[Cc]onsider(?:ing)?)\b[^=<>≤≥]*?"
    r"(?<![\w(\[])\(?([^\W\d][\w'′]*(?:\[\w\]|_\w)?\s*[<>≤≥]\s*[\w.]+)\)?\s*\.?\s*$"
)
"""What is assumed behind a formula: Assume the loss is active (L > 0)."""

_WORD = re.compile(r"(?<![\w∂])(?!(?:log|exp|max|min|sqrt|tanh|abs)(?!\w))[^\W\d_]{3,}(?!\w)")
_DERIVATIVE = re.compile(r"\s*(?:(?:\(?\w{1,3}[.)]|[-–•*])\s+)?(?:[∂∇]|d\w+\s*/\s*d)[^=]*=")
_OF_LOSS = re.compile(r"\s*(?:(?:\(?\w{1,3}[.)]|[-–•*])\s+)?[∂d]([^\W\d_]+)\s*/\s*[∂d][^\W\d_]+(?:_|\[)")
"""∂L/∂w_j = …: the other index may be in the loss."""

_INDEX = r"(?:_\{{?(?:\w\s*,?\s*)?|\[(?:\w\s*,\s*)?){}(?![^\W_])"
_HAS_OWN = re.compile(r"(?<!\w)(?:if|for|when|where|otherwise|else)(?!\w)|[<>≤≥;]")


class Side:
    """The condition that the lines just read are below of; it ends with whatever is no derivative."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.condition = ""
        self.letters: tuple[str, ...] = ()  # the indices that it compares, if it does
        self.compared: tuple[str, bool, str] | None = None  # those of the last such condition, and whether as equal

    def applied(self, line: str) -> str:
        """A line, blank if it is a condition alone, and with the condition that it is below of.

        >>> side = Side()
        >>> side.applied("If D > 0:"), side.applied("dL/da = 2 a"), side.applied("z = 3"), side.applied("dL/da = 0")
        ('         ', 'dL/da = 2 a if D > 0', 'z = 3', 'dL/da = 0')
        >>> side.applied("If i ≠ j:"), side.applied("dp_i/dz_j = -p_i p_j"), side.applied("dp_i/dz_i = 1")
        ('         ', 'dp_i/dz_j = -p_i p_j for i ≠ j', 'dp_i/dz_i = 1')
        >>> side.applied("Off the diagonal (k ≠ c):").strip(), side.applied("dp_k/dz_c = -p_k p_c")
        ('', 'dp_k/dz_c = -p_k p_c for k ≠ c')
        """
        assumed = _ASSUMED.search(line)
        if assumed is not None and "=" in (before := line[: assumed.start()].rstrip(" \t.,;")):
            self.condition = assumed[1]
            return before.ljust(len(line))
        if self.condition and not line.strip():
            return line
        indices = _INDICES.fullmatch(line) or _UNEQUAL.fullmatch(line)
        if indices is not None:
            self.below(indices[1], indices[2][0] == "=", indices[3])
            return " " * len(line)
        if self.compared is not None and _OTHERWISE.fullmatch(line):
            first, is_equal, second = self.compared
            self.below(first, not is_equal, second)
            return " " * len(line)
        found = _ALONE.fullmatch(line)
        if found is not None and not _WORD.search(found[1]):
            self.condition, self.letters = found[1].strip(), ()
            return " " * len(line)
        if not self.condition or not _DERIVATIVE.match(line):
            self.condition = ""
            return line
        left = [each for each in self.letters if not re.search(_INDEX.format(each), line)]
        if _HAS_OWN.search(line) or (left and (len(left) == len(self.letters) or not self.chooses(left[0], line))):
            return line
        return f"{line.rstrip(' .,')} {'for' if self.letters else 'if'} {self.condition}"

    def chooses(self, letter: str, line: str) -> bool:
        """Whether a line is about the slope of a loss that is told with this index: L = -log(p_i)."""
        loss = _OF_LOSS.match(line)
        told = rf"(?:^|[;:])[ \t]*{loss[1]}[ \t]*=[^\n;]*{_INDEX.format(letter)}" if loss is not None else ""
        return loss is not None and re.search(told, self.text, re.MULTILINE) is not None

    def below(self, first: str, is_equal: bool, second: str) -> None:
        """Let the next lines hold where two indices are equal, or are not."""
        self.condition = f"{first} {'=' if is_equal else '≠'} {second}"
        self.letters, self.compared = (first, second), (first, is_equal, second)
