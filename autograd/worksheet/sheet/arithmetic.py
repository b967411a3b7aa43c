"""Equalities in numbers alone inside sentences: "the score is 0.6 - 0.8 + 0.1 = -0.1, which is too low".

Such an equality holds or not whatever the sentence around it means. A side of it is taken only if nothing beside it can
belong to it: no name, no word that calculates or negates, no sign that is not understood. Where that is in doubt, the
side is left out.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograd.worksheet.language.vocabulary import CONSTANTS, is_function

LONGEST_SENTENCE = 4_000
"""Characters of a line in which equalities are sought."""

_TIMES = r"times|multiplied\s+by|multiplied\s+with|mal|fois|multiplié\s+par|por|per|veces|volte|vezes"
_SPOKEN_SIGNS = {
    "*": re.compile(rf"(?i)(?<=[0-9)])\s+(?:{_TIMES})\s+(?=[-−(.]?[0-9(])"),
    "/": re.compile(
        r"(?i)(?<=[0-9)])\s+(?:divided\s+by|geteilt\s+durch|durch|divisé\s+par|dividido\s+(?:por|entre)|diviso(?:\s+per)?)"
        r"\s+(?=[-−(.]?[0-9(])"
    ),
    "+": re.compile(r"(?i)(?<=[0-9)])\s+(?:plus|più|más|mais)\s+(?=[-−(.]?[0-9(])"),
    "-": re.compile(r"(?i)(?<=[0-9)])\s+(?:minus|moins|menos|meno)\s+(?=[(.]?[0-9(])"),
}
"""Signs written as words between two numbers."""

_SAYS = (
    r"is|are|was|gives?|makes?|costs?|yields?|equals?|comes\s+to|comes\s+out\s+(?:as|at)|amounts\s+to|results\s+in"
    r"|ergibt|ist|macht|sind|font|fait|donne|vaut|da|es|son|vale|dà|fa|dá|or|that\s+is"
)
_ABOUT = r"about|roughly|approximately|around|nearly|almost|circa|etwa|rund|ungefähr|environ|unos|cerca\s+de"
_SAID = re.compile(rf"(?i)(?<=[0-9)²³])\s*,?\s+(?:which\s+)?({_SAYS})\s+(?:({_ABOUT})\s+)?(?=[-−]?\.?[0-9])")
"""Words between a formula and the number that it comes to."""

_TOKEN = re.compile(
    r"(?P<number>(?<![\w.])(?:[0-9]+(?:[.,][0-9]+)?|\.[0-9]+)(?:[eE][-+−]?[0-9]+)?(?![\w])(?!\.[0-9]))"
    r"|(?P<crossed>(?<=[0-9)])\s?x\s?(?=[.(0-9]))"
    r"|(?P<word>[^\W\d_](?:\w|['’]\w)*)"
    r"|(?P<compared>[<>!]=|[-=]>|<-|==|[-+*/:]=|[<>≤≥≠→⇒⟹←:])"
    r"|(?P<equals>[=≈])"
    r"|(?P<sign>\*\*|[-−+*/·×^])"
    r"|(?P<raised>[²³])"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<comma>,(?=\s|$))|(?P<within>,)"
    r"|(?P<ended>(?<!\s)[.;!](?=\s|$|[\"'”»)]))|(?P<quote>[\"“”„«»'&]|(?<=\s)[—–](?=\s))"
    r"|(?P<dress>[$`])|(?P<other>\S)"
)

_CALLED = {
    *("max", "min", "exp", "ln", "log", "sqrt", "tanh", "sigmoid", "σ", "relu", "ReLU", "softplus", "cos", "sin"),
}
"""Functions of numbers."""

_BEFORE = {
    *("of", "from", "than", "plus", "minus", "times", "over", "squared", "cubed", "half", "twice", "per", "root"),
    *("divided", "multiplied", "negative", "sum", "log", "square", "mod", "modulo", "double", "halb", "doppelt"),
    *("von", "aus", "de", "des", "du", "di", "mal", "durch", "fois", "por", "veces", "volte", "doble"),
}
"""Words whose meaning reaches into the formula behind them."""

_BEHIND = {
    *("times", "plus", "minus", "over", "divided", "multiplied", "squared", "cubed", "of", "mod", "modulo", "percent"),
    *("hundred", "thousand", "million", "millions", "billion", "hundredths", "tenths", "thirds", "halves", "half"),
    *("degrees", "per", "in", "more", "less", "base", "binary", "point", "or", "oder", "ou", "und"),
    *("prozent", "tausend", "millionen", "mal", "fois", "por", "veces", "pour", "mil", "cento", "durch", "quadrat"),
}
"""Words whose meaning reaches into the number before them."""

_ACTS = (
    r"(?<!\w)(?:add|subtract|multipl|divid|doubl|halv|cub(?:e|ing)|rais|squar(?!ed\s+(?:error|loss|diff|hinge|norm|weight|dist))"
    r"|sumar|restar|addier|subtrah|dividier|ajout)"
)
_ACTS_BEFORE = re.compile(rf"(?i){_ACTS}(?:[^0-9]*[0-9]|.*(?<!\w)(?:by|to|from|with|durch|mit|zu|par|por|per|a)\s*\Z)")
_ACTS_BEHIND = re.compile(rf"(?i)\W*(?:\w+\W+){{0,2}}{_ACTS}")
"""What tells of a calculation of which the equality is a part: add 2 to 0.5*2 = 1."""

_DENIES = re.compile(
    r"(?i)(?<!\w)(?:wrong|incorrect|false|not(?!\w)|isn|never|no(?!\w)|instead|if(?!\w)|suppos|assum|should|wenn|falls|nicht"
    r"|kein|statt|falsch|pas(?!\w)|faux|si(?!\w)|se(?!\w)|falso)|n['’]t(?!\w)"
)
"""What a clause may not hold beside its equality."""

_DENIED = re.compile(
    r"(?i)(?<!\w)(?:incorrect|mistak|wrongly|falsely|typo|nonsense|claim|falsch|erreur|errone|equivoc|sbagli)"
    r"|(?<!\w)(?:is|are|was|be|looks|seems|it's)\s+(?:\w+ly\s+)?(?:wrong|false|untrue)(?!\s+(?:side|sign|class))"
)
"""What says of a whole line that it states what is not so."""

_ENDS_CLAUSE = re.compile(r"[.,;:!?](?=\s|$)")
_DRESSED = re.compile(r"\*\*(?![\s.]?[-−(]?[0-9])|(?<![0-9)\s])\*\*|(?<=\s)\*\*(?=[-−]?[0-9.]+\*\*)|\\[,;!]")
_WORD = re.compile(r"[^\W\d_]{3,}")

_BLANK = " \t$`"
"""What stands around formulas and says nothing."""

FEWEST_WORDS = 2
"""Words that a sentence has at least."""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Equality:
    """Where an equality stands in a line, and what it says: the sides, as they are typed, and signs between them."""

    start: int
    end: int
    text: str


def equalities_of(line: str, is_name: Callable[[str], bool]) -> list[Equality]:
    """The equalities in numbers alone that the sentence in a line holds; none if it is no sentence.

    >>> [each.text for each in equalities_of("So A gets 0.6 - 0.8 = -0.2, too low, with w = 3", "w".__contains__)]
    ['0.6 - 0.8 = -0.2']
    >>> [each.text.split() for each in equalities_of("The penalty is 0.05 times 0.5 or 0.025.", "w".__contains__)]
    [['0.05', '*', '0.5', '=', '0.025']]
    >>> equalities_of("Add 2 to 3 + 1 = 6, as before", "w".__contains__)
    []
    """
    if len(line) > LONGEST_SENTENCE or not re.search("[0-9]", line) or _DENIED.search(line):
        return []
    shown = _DRESSED.sub(lambda match: " " * len(match[0]), line)
    said: set[int] = set()
    is_spoken = any(spoken.search(shown) for spoken in _SPOKEN_SIGNS.values())
    words = sum(not is_name(word) and word not in _CALLED for word in _WORD.findall(shown))
    if words + is_spoken < FEWEST_WORDS:
        return []
    for sign, spoken in _SPOKEN_SIGNS.items():
        if is_spoken:
            shown = spoken.sub(lambda match, sign=sign: f" {sign} ".ljust(len(match[0])), shown)  # type: ignore[misc]

    def told(match: re.Match[str]) -> str:
        said.add(match.start() + 1)
        return (" ≈ " if match[2] else " = ").ljust(len(match[0]))

    shown = _SAID.sub(told, shown)
    matches = (match for match in _TOKEN.finditer(shown) if match.lastgroup != "dress")
    found = [_Token(match.lastgroup or "", match[0], *match.span()) for match in matches]
    return [each for run in _runs(found) for each in _equalities(shown, found, *run, said, is_spoken, is_name)]


_ARITHMETIC = {"number", "crossed", "equals", "sign", "raised", "open", "close", "within"}


def _runs(found: list[_Token]) -> Iterator[tuple[int, int]]:
    """Where tokens of calculations stand side by side: the first of them, and the first that is none."""
    begun, depth = None, 0
    for place, token in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        is_part = token.kind in _ARITHMETIC or (token.kind == "comma" and depth > 0)
        if token.kind == "word" and after is not None and after.start == token.end:
            is_part = (token.text in _CALLED and after.kind == "open") or (token.text == "e" and after.text == "^")
        if token.kind == "open" and after is not None and after.kind == "word" and after.text not in (*_CALLED, "e"):
            is_part = False
        is_part = is_part and not (token.kind == "close" and depth <= 0)
        if is_part:
            begun = place if begun is None else begun
            depth += (token.kind == "open") - (token.kind == "close")
        elif begun is not None:
            yield begun, place
            begun, depth = None, 0
    if begun is not None:
        yield begun, len(found)


def _equalities(
    line: str,
    found: list[_Token],
    begun: int,
    ended: int,
    said: set[int],
    is_spoken: bool,
    is_name: Callable[[str], bool],
) -> Iterator[Equality]:
    """What a run of tokens says: its sides that are whole, as far as they stand side by side."""
    sides: list[tuple[int, int]] = []
    first = begun
    for place in range(begun, ended + 1):
        if place == ended or found[place].kind == "equals":
            sides.append((first, place))
            first = place + 1
    if len(sides) < 2:
        return
    is_good = [_is_formula(found[start:end]) for start, end in sides]
    is_good[0] = is_good[0] and _may_begin(line, found, *sides[0], is_name)
    is_good[-1] = is_good[-1] and _may_end(line, found, ended, is_name)
    number = 0
    while number < len(sides):
        last = number
        while last < len(sides) and is_good[last]:
            last += 1
        if last - number > 1 and any(_calculates(found[start:end]) for start, end in sides[number:last]):
            start, end = found[sides[number][0]].start, found[sides[last - 1][1] - 1].end
            relations = [found[stop] for _, stop in sides[number : last - 1]]
            if all(
                _is_said_plainly(line, found, sides[number + place], sides[number + place + 1], is_spoken)
                for place, relation in enumerate(relations)
                if relation.start in said
            ) and not (is_spoken and any(_mixes(found[start:end]) for start, end in sides[number:last])):
                yield Equality(start, end, _with_number_last(line, found, sides[number:last]))
        number = max(last, number + 1)


def _with_number_last(line: str, found: list[_Token], sides: list[tuple[int, int]]) -> str:
    """An equality with the number behind what it comes to, as it is judged by its digits: 2/3 = 0.67 for 0.67 = 2/3."""
    texts = [line[found[start].start : found[end - 1].end] for start, end in sides]
    if len(sides) == 2 and not _calculates(found[slice(*sides[0])]):
        return f"{texts[1]} {found[sides[0][1]].text} {texts[0]}"
    return line[found[sides[0][0]].start : found[sides[-1][1] - 1].end]


def _is_formula(tokens: list[_Token]) -> bool:
    """Whether tokens are a formula in numbers: operands with one sign between them, brackets that close."""
    depth = 0
    wants = True  # an operand
    calls: list[bool] = []
    signs = 0
    for place, token in enumerate(tokens):
        match token.kind:
            case "number":
                if not wants or re.search(r",[0-9]{3}(?![0-9])", token.text):
                    return False
                wants, signs = False, 0
            case "word":
                if not wants:
                    return False
                wants, signs = token.text != "e", 0
            case "open":
                if not wants:
                    return False
                depth += 1
                calls.append(place > 0 and tokens[place - 1].kind == "word")
            case "close":
                depth -= 1
                if wants or depth < 0:
                    return False
                calls.pop()
            case "comma" | "within":
                if wants or not calls or not calls[-1]:
                    return False
                wants = True
            case "raised":
                if wants:
                    return False
            case "sign" | "crossed":
                is_unary = token.text in "-−" or (token.text == "+" and place == 0)
                if token.text == "**" or (wants and not (is_unary and signs < 2)):
                    return False
                wants, signs = True, signs + 1
            case _:
                return False
    return not wants and depth == 0


def _calculates(tokens: list[_Token]) -> bool:
    """Whether a formula is more than a number."""
    return len(tokens) > 2 or (len(tokens) == 2 and tokens[1].kind == "raised")


def _mixes(tokens: list[_Token]) -> bool:
    """Whether a formula has sums and products, of which words do not say what belongs together."""
    signs = {token.text.strip(_BLANK) for token in tokens[1:] if token.kind in ("sign", "crossed")}
    return len(signs) > 1


def _is_said_plainly(
    line: str, found: list[_Token], left: tuple[int, int], right: tuple[int, int], is_spoken: bool
) -> bool:
    """Whether what words say comes to a number is a calculation, no range and no label; and the number stands alone."""
    tokens = found[left[0] : left[1]]
    signs = {token.text.strip(_BLANK) for token in tokens[1:] if token.kind in ("sign", "crossed")}
    is_certain = is_spoken or any("." in token.text for token in tokens) or not signs <= {"/", "-", "−"}
    behind = found[right[1]] if right[1] < len(found) else None
    is_alone = behind is None or behind.kind in ("comma", "ended", "close", "equals")
    is_alone |= behind is not None and behind.kind == "word" and behind.text.lower() in _GOES_ON
    return _calculates(tokens) and is_certain and right[1] - right[0] < 3 and is_alone


_GOES_ON = {
    *("and", "so", "which", "while", "but", "because", "since", "hence", "thus", "therefore", "then", "too", "as"),
    *("und", "also", "weil", "et", "donc", "y", "e", "entonces", "quindi", "portanto", "for", "here", "again"),
}
"""Words behind a number that say nothing of it."""


def _may_begin(line: str, found: list[_Token], start: int, end: int, is_name: Callable[[str], bool]) -> bool:
    """Whether nothing before a formula can belong to it."""
    if end <= start:
        return False
    first, before = found[start], found[start - 1] if start else None
    after = found[start + 1] if start + 1 < end else None
    if first.kind == "sign" and (first.text not in "-−" or after is None or after.start > first.end):
        return False
    is_counted = (
        after is not None
        and after.text in ("-", "−")
        and first.text.isdecimal()
        and line[after.start - 1 : after.start] == " "
    )
    if before is None:
        return not is_counted and _is_clause_plain(line, first.start, 0)
    if before.kind == "word":
        word = before.text.lower()
        if is_name(before.text) or is_function(before.text) or before.text in CONSTANTS or len(word) < 2:
            return False
        if word in _BEFORE or line[before.end : first.start].strip(_BLANK) or first.start == before.end:
            return False
        if end - start == 1 or (is_counted and before.text[0].isupper()):
            return False  # a word and a number: a label
    elif before.kind == "comma":
        if start > 1 and found[start - 2].kind in ("number", "close", "raised"):
            return False
    elif before.kind == "open":
        behind = next((token for token in found[end:] if token.kind in ("close", "open")), None)
        if behind is None or behind.kind == "open" or line[max(0, before.start - 1) : before.start].strip(_BLANK):
            return False
    elif before.kind == "compared":
        is_label = before.text == ":" and start > 1 and found[start - 2].kind in ("word", "close")
        if not is_label and before.text not in ("→", "⇒", "⟹", "=>", "->"):
            return False
    elif before.kind == "close":
        if not _LABEL.fullmatch(line, 0, before.end):
            return False
    elif before.kind not in ("ended", "quote"):
        return False
    return _is_clause_plain(line, first.start, 0)


def _may_end(line: str, found: list[_Token], ended: int, is_name: Callable[[str], bool]) -> bool:
    """Whether nothing behind a formula can belong to it."""
    if ended >= len(found):
        return True
    behind = found[ended]
    end = found[ended - 1].end
    if behind.kind == "word":
        word = behind.text
        is_called = word in _CALLED or (is_function(word) and line[behind.end : behind.end + 1] == "(")
        if is_name(word) or is_called or word in CONSTANTS or behind.start == end:
            return False
        if (len(word) < 2 and word not in "aàyoeiu") or word.lower() in _BEHIND:
            return False
    elif behind.kind == "open":
        closed = line.find(")", behind.end)
        aside = line[behind.end : closed] if closed > 0 else ""
        if behind.start == end or not _WORD.search(aside) or re.search(r"[=≈^%]|(?i:mod|base|percent)", aside):
            return False
    elif behind.kind == "compared":
        return behind.text in ("<", ">", "≤", "≥", "→", "⇒", "⟹", "=>", "->", "<=", ">=")
    elif behind.kind not in ("comma", "ended", "quote", "close") or line[end : behind.start].strip(_BLANK):
        return False
    return _is_clause_plain(line, end, 1)


_LABEL = re.compile(r"\W*(?:[0-9]{1,2}|[a-zA-Z]|[ivx]{1,4})\)")
"""b), or (3)"""

LONGEST_CLAUSE = 300
"""Characters of a clause before or behind an equality."""


def _is_clause_plain(line: str, place: int, side: int) -> bool:
    """Whether a clause says nothing before a place, or behind it, that changes what its equality means."""
    if side == 0:
        part = line[max(0, place - LONGEST_CLAUSE) : place]
        ends = [match.end() for match in _ENDS_CLAUSE.finditer(part)]
        clause = part[ends[-1] :] if ends else part
        return not (_DENIES.search(clause) or _ACTS_BEFORE.search(clause))
    part = line[place : place + LONGEST_CLAUSE]
    end = _ENDS_CLAUSE.search(part)
    clause = part[: end.start()] if end else part
    is_asked = end is not None and end[0] == "?"
    return not (is_asked or _DENIES.search(clause) or _ACTS_BEHIND.match(clause))
