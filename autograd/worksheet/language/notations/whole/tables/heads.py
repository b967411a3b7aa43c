"""What the head of a column says: which row it is, a name, a formula, or the new value that a formula gives a name."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from autograd.worksheet.language.notations.patterns import NEW, NUMBER, OLD, SLOPE
from autograd.worksheet.language.notations.whole.tables.above import Above, key_of, words_in
from autograd.worksheet.language.notations.whole.tables.indices import LETTERS
from autograd.worksheet.language.roles import RATES, is_called_loss
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import is_function

LONGEST_UNTOLD = 4
"""A word with fewer letters may be a name of which nothing is told."""


class Kind(Enum):
    """What a column is of."""

    COUNTER = "which row it is"
    WORDS = "remarks"
    UNKNOWN = "numbers of which nothing tells what they are"
    VALUE = "what a name, a call or a derivative is in each row"
    TOLD = "a name and its formula"
    STEP = "the new value of a name"
    FORMULA = "what a formula comes to in each row"


@dataclass(frozen=True)
class Column:
    """A column: its place in the row, what it is about and the formula for that, as typed.

    `new` is how the head writes the new value of a name, where not by the name itself: w_new, or the formula alone.
    """

    place: int
    kind: Kind
    name: str = ""
    formula: str = ""
    new: str = ""

    @property
    def key(self) -> str:
        """The name in one spelling."""
        return key_of(self.name)

    @property
    def typed(self) -> str:
        """What it is told by: its formula, or its name."""
        return self.formula or self.name

    @property
    def has_other_name(self) -> bool:
        """Whether the new value of a name has another name: w_new."""
        return bool(self.new) and self.new != self.formula

    def renamed(self, step: "Column") -> "Column":
        """The column with the name for what another calls its new value."""
        if not step.has_other_name:
            return self
        name, formula = (each.replace(step.new, step.name) for each in (self.name, self.formula))
        return replace(self, name=name, formula=formula)


_LETTER = r"[^\W\d_][\u0302-\u0304]?"
_NAME = rf"{_LETTER}[\w\u0302-\u0304]{{0,15}}(?:_\{{[\w +−-]{{1,9}}\}})?"
_WORD_OF_NEW = rf"(?:{NEW}|after|nach|después|après|dopo|depois)"
_WORD_OF_OLD = rf"(?:{OLD}|before|vor|avant|antes|prima)"
_NEW_VALUE = re.compile(
    rf"(?P<behind>{_LETTER}[^\W_]{{0,9}}?)(?:_\{{?{_WORD_OF_NEW}\}}?|[ ]?\({_WORD_OF_NEW}\)|[ ]{_WORD_OF_NEW}"
    rf"|['’′]|\^?\+|\^\{{\+\}}|⁺)|{_WORD_OF_NEW}[ _](?P<before>{_NAME})",
    re.IGNORECASE,
)
_OLD_VALUE = re.compile(
    rf"(?P<behind>{_LETTER}[^\W_]{{0,9}}?)(?:_\{{?{_WORD_OF_OLD}\}}?|[ ]?\({_WORD_OF_OLD}\)|[ ]{_WORD_OF_OLD})"
    rf"|{_WORD_OF_OLD}[ _](?P<before>{_NAME})",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?P<name>[^=:←<]{1,24}?)\s*(?::=|<-|←|=)\s*(?P<formula>\S.*)")
_CALL = re.compile(rf"{_LETTER}\w{{0,9}}['’′]?\(\s*{_NAME}(?:\s*,\s*{_NAME}){{0,3}}\s*\)")
_NAMED_IN_WORDS = re.compile(
    rf"[^\W\d_]{{3,20}}\s+\(?(?P<behind>{_NAME})\)?|(?P<before>{_NAME})\s*\([^\W\d_][^()=]{{2,30}}\)"
)
"""loss L, gradient (g), e (error)"""

_IS_STEP = re.compile(rf"(?P<name>{_NAME})\s*[-−+–]\s*(?P<factor>{NUMBER}|{_NAME})\s*[*·⋅×]?\s*(?:[^\W\d]|\()")
"""How a formula begins that moves a name at a rate: w - 0.05 v"""

_MOVED = re.compile(rf"(?P<name>{_NAME})\s*[-−+–]")
"""How a formula begins that may be the new value of a name: w - g"""

_WITH_HAT = re.compile(rf"{_LETTER}_?(?:hat|bar|tilde)")
"""A letter and what is above it, in a word: mhat."""

_OPERATES = re.compile(r"[-−+*/·⋅×^√²³()⊙]")
_LONG_WORD = re.compile(r"(?<![\w_])[^\W\d_]{4,}")
_WHOLE = re.compile(r"[0-9]{1,4}")
_COUNTS = re.compile(
    rf"(?:[^\W\d_]{{3,20}}[. -]{{0,2}}){{1,2}}(?:\(?[{LETTERS}]\)?)?|[{LETTERS}]"
    r"|(?i:it|nr|no|ep)\.?|[#№]|n°|步骤?|迭代|轮次?"
)
"""What may be over the numbers of rows: step, Epoche, iteration t, #."""

BLANK = re.compile(r"[-−–—.…/*]*|[^\W\d_]{2,}(?:[ -][^\W\d_]+){0,5}")
"""A cell that says no number: empty, a dash, words."""


def column_of(head: str, cells: list[str], place: int, above: Above) -> Column:
    """What a head says of the cells below it, that do not count the rows.

    >>> above = Above("w = 1; v = 0")
    >>> [column_of(head, ["1", "2"], 1, above).kind.name for head in ("v = 0.9·v + g", "g", "remarks", "2·w")]
    ['STEP', 'VALUE', 'UNKNOWN', 'FORMULA']
    """
    told = _TOLD.fullmatch(head)
    if told is not None:
        return _told(told["name"], told["formula"], place)
    new = _NEW_VALUE.fullmatch(head)
    if new is not None and (head[-1] not in "'’′" or key_of(new["behind"]) in above.given.keys() | above.lists):
        return Column(place, Kind.STEP, new["behind"] or new["before"], "", head)
    old = _OLD_VALUE.fullmatch(head)
    if old is not None:
        return Column(place, Kind.VALUE, old["behind"] or old["before"])
    return _alone(head, cells, place, above)


def counts_rows(heads: list[str], cells: list[str], above: Above) -> bool:
    """Whether the cells of the first column count the rows, from any number on; the first may be a word for the start.

    >>> counts_rows(["Schritt", "w"], ["1", "2"], Above("")), counts_rows(["x", "y"], ["1", "2"], Above(""))
    (True, False)
    >>> counts_rows(["net", "out = σ(net)"], ["1", "2"], Above(""))
    False
    """
    head, *others = heads
    is_letter = head in LETTERS
    if is_letter and above.tells(head) and not any(f"_{head}" in other or f"_{{{head}" in other for other in others):
        return False
    if not _COUNTS.fullmatch(head) or (not is_letter and any(key_of(head) in words_in(other) for other in others)):
        return False
    rest = cells if _WHOLE.fullmatch(cells[0]) else cells[1:]
    numbers = [int(cell) for cell in rest if _WHOLE.fullmatch(cell)]
    return len(numbers) == len(rest) > 0 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _told(name: str, formula: str, place: int) -> Column:
    """A column of a name and its formula: a new value where the formula is made of the name itself."""
    new = _NEW_VALUE.fullmatch(name)
    plain = (new["behind"] or new["before"]) if new is not None else name
    formula = _OLD_VALUE.sub(lambda found: found["behind"] or found["before"], formula)
    if not re.fullmatch(rf"{_NAME}|{SLOPE}|∇{_NAME}|{_CALL.pattern}", plain):
        return Column(place, Kind.UNKNOWN)
    if new is not None:
        return Column(place, Kind.STEP, plain, formula, name)
    kind = Kind.STEP if key_of(plain) in words_in(formula) else Kind.TOLD
    return Column(place, kind, plain, formula)


def _alone(head: str, cells: list[str], place: int, above: Above) -> Column:
    """A column whose head is a name, a call, a derivative or a formula by itself; or words."""
    worded = _NAMED_IN_WORDS.fullmatch(head) if _CALL.fullmatch(head) is None else None
    name = (worded["behind"] or worded["before"]) if worded is not None else head
    is_known = above.tells(name) or _WITH_HAT.fullmatch(name) is not None
    is_name = re.fullmatch(_NAME, name) is not None and (is_known or len(name) < LONGEST_UNTOLD or "_" in name)
    if is_name or re.fullmatch(rf"{SLOPE}|{_CALL.pattern}", name):
        return Column(place, Kind.VALUE, name)
    if _OPERATES.search(head) and all(is_function(word) or above.tells(word) for word in _LONG_WORD.findall(head)):
        return Column(place, Kind.FORMULA, "", head)
    is_numeric = not all(map(BLANK.fullmatch, cells))
    return Column(place, Kind.UNKNOWN if is_numeric and not is_called_loss(head.lower()) else Kind.WORDS)


def with_move(column: Column, others: set[str], above: Above) -> Column:
    """A column of a formula as the new value of the name it begins with, where that moves at a rate: w - 0.1 g.

    What may be one at no rate is not understood. What has a column of its own, and is given nowhere else, is data.

    >>> above = Above("w = 1")
    >>> columns = [Column(1, Kind.FORMULA, "", head) for head in ("w - 0.1·g", "w - g", "x - 1")]
    >>> [with_move(column, {"x"}, above).kind.name for column in columns]
    ['STEP', 'UNKNOWN', 'FORMULA']
    """
    begun = _MOVED.match(column.formula) if column.kind is Kind.FORMULA else None
    key = key_of(begun["name"]) if begun is not None else ""
    is_product = bool(key) and key not in others and not above.tells(key) and above.names_in(key, others)
    if not key or is_product or (key in others | above.made.keys() and key not in above.given.keys() | above.lists):
        return column
    step = _IS_STEP.match(column.formula)
    if step is None or not _is_rate(step["factor"]):
        return Column(column.place, Kind.UNKNOWN)
    return replace(column, kind=Kind.STEP, name=step["name"], new=column.formula)


def _is_rate(factor: str) -> bool:
    """Whether a factor is a number, or a name that learning rates have."""
    return not factor[0].isalpha() or spelled(factor) in RATES or factor in ("η", "α", "γ", "lr")
