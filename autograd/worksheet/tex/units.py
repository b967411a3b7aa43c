"""Statements with the rows that go on with them, and which of them define what others need.

Definitions may come after their use, and a part may use what another defines: the nearest definition whose indices fit.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from autograd.worksheet.language.forms.fields import NABLA
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.tex.constructs.sentences import Sentence
from autograd.worksheet.tex.documents import KEY_PARTS
from autograd.worksheet.tex.fields import functions_sloped
from autograd.worksheet.tex.layers import OPENS_MEMBER
from autograd.worksheet.tex.survey import Survey


@dataclass
class Unit:
    """A statement with the rows that go on with it."""

    sentences: list[Sentence]
    part: float
    number: int = 0

    @property
    def head(self) -> Sentence:
        """The statement itself."""
        return self.sentences[0]

    @cached_property
    def defines(self) -> tuple[str, int]:
        """The name on the left of its first = and how many index letters it has; no name where it is not one alone."""
        return defined_by(self.head.tokens) if not self.head.recalls else ("", 0)

    @cached_property
    def is_function(self) -> bool:
        """Whether it defines a function: f(x) = …"""
        return bool(self.defines[0]) and self.head.tokens[1].kind == "("

    @cached_property
    def uses(self) -> set[str]:
        """The names it speaks of, those that it differentiates among them."""
        found = set()
        for sentence in self.sentences:
            found |= {token.text for token in sentence.tokens if token.kind == "name"}
        found |= {each for name in found for each in functions_sloped(name)}
        return found | {name[1:] for name in found if name.startswith("d") and len(name) > 1}

    @cached_property
    def names_slope(self) -> bool:
        """Whether it gives a derivative a name, and says no more: δ = dL/dz."""
        formula = self.head.definition
        begun = next((place for place, token in enumerate(formula) if token.kind in ("=", ":=")), len(formula))
        kinds, depth = [], 0
        for token in formula[begun + 1 :]:
            depth += (token.kind == "[") - (token.kind == "]")
            kinds += [token.kind] if not depth and token.kind not in ("(", ")", "]") else []
        return bool(self.defines[0]) and kinds == ["name", "/", "name"]

    @cached_property
    def updates(self) -> bool:
        """Whether it gives a name a new value: w <- …, w = w - …"""
        if any(token.kind in ("<-", ":=") for token in self.head.tokens):
            return True
        name, tokens = self.defines[0], self.head.tokens
        pairs = pairwise(range(len(tokens)))
        return bool(name) and any(tokens[one].kind == "=" and tokens[two].text == name for one, two in pairs)


def defined_by(tokens: list[Token]) -> tuple[str, int]:
    """The name tokens begin with, before a sign of equality, and how many indices it has; ("", 0) if there is none."""
    if not tokens or tokens[0].kind != "name" or tokens[0].text.startswith(NABLA):
        return "", 0
    place, axes = 1, 0
    name = tokens[0].text
    if len(tokens) > 3 and tokens[1].text == OPENS_MEMBER:
        place = next(number for number, token in enumerate(tokens) if token.kind == "]") + 1
        if tokens[2].kind == "number":
            name = f"{name}[{tokens[2].text}]"
        elif place != 4:
            return "", 0
    if len(tokens) > place and tokens[place].kind == "[":
        axes = 1
        while place < len(tokens) and tokens[place].kind != "]":
            axes += tokens[place].kind == ","
            if tokens[place].kind == "number":
                return "", 0
            place += 1
        place += 1
    elif len(tokens) > place and tokens[place].kind == "(":
        if function_called(tokens[0].text):
            return "", 0
        while place < len(tokens) and tokens[place].kind != ")":
            if tokens[place].kind == "number":  # f(2) = 7
                return "", 0
            place += 1
        place += 1
    after = tokens[place].kind if place < len(tokens) else ""
    return (name, axes) if after in ("=", ":=") else ("", 0)


def evaluated(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units; one that is evaluated at some numbers has a part of its own, in which these are given."""
    for number, unit in enumerate(units, start=1):
        given = next((sentence.at for sentence in unit.sentences if sentence.at), ())
        if given:
            unit.part += number / 100_000
            place = 0
            for end, token in enumerate(given):
                if token.kind == ";":
                    yield Unit([Sentence(list(given[place:end]), unit.head.start, unit.head.end)], unit.part)
                    place = end + 1
        yield unit


def with_places(units: Iterable[Unit], places: Sequence[tuple[int, int, list[str]]]) -> Iterator[Unit]:
    """The units; behind a place, at the point (1, 2), the slopes that are said to be numbers are those there.

    `places` has where each is told, in which part, and its numbers. ∂f/∂x = 2xy = 4 is a formula, and a number there.
    """
    for unit in units:
        start = unit.head.start
        told = [numbers for begun, part, numbers in places if begun < start and part == int(unit.part)]
        yield (
            replace(unit, sentences=[each for one in unit.sentences for each in _placed(one, told[-1])])
            if (told and any(map(_has_slope, unit.sentences)))
            else unit
        )


def _has_slope(sentence: Sentence) -> bool:
    return not sentence.at and any(_is_slope(token.text) for token in sentence.tokens)


def _placed(sentence: Sentence, place: list[str]) -> Iterator[Sentence]:
    """A sentence with a place behind the slopes that are numbers; another one for its formulas with letters."""
    formulas = list(_formulas_in(sentence.tokens))
    numeric = [each for each in formulas if not any(token.kind == "name" for token in each)]
    slopes = [each for each in formulas if _names_of(each) and all(map(_is_slope, _names_of(each)))]
    others = [each for each in formulas if each not in numeric and each not in slopes]
    if not numeric or not slopes or sentence.at:
        yield sentence
        return
    if others:
        yield replace(sentence, tokens=_chained([each for each in formulas if each not in numeric]))
    at = [tuple(_at_place(each, place)) for each in slopes[:1]]
    yield replace(sentence, tokens=_chained([*at, *numeric]))


def _names_of(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens if token.kind == "name"]


def _is_slope(name: str) -> bool:
    return name.startswith(NABLA)


def _chained(formulas: Sequence[Sequence[Token]]) -> list[Token]:
    """A chain of formulas."""
    found = list(formulas[0])
    for each in formulas[1:]:
        found += [Token("=", "=", each[0].column, 0), *each]
    return found


def _at_place(tokens: Sequence[Token], place: list[str]) -> Iterator[Token]:
    """The tokens with a place behind each slope that has none."""
    for token, after in pairwise([*tokens, Token("end", "", 0, 0)]):
        yield token
        if _is_slope(token.text) and after.kind != "(":
            at = token.column + token.length
            yield Token("(", "(", at, 0)
            for number, each in enumerate(place):
                if number:
                    yield Token(",", ",", at, 0)
                if each.startswith("-"):
                    yield Token("-", "-", at, 0)
                bare = each.removeprefix("-")
                yield Token("number", bare, at, 0, number=float(bare))
            yield Token(")", ")", at, 0)


def with_each(units: Iterable[Unit], survey: Survey) -> list[Unit]:
    """The units, with J_i for what J adds up, where J is one number and J_i is spoken of: the loss of one sample."""
    units = list(units)
    axes = axes_in(units)
    listed = {unit.defines[0] for unit in units if unit.defines[1]}
    anew: set[str] = set()
    found = []
    for unit in units:
        found.append(unit)
        name, letters = unit.defines
        if not name or letters or not axes.get(name) or name in listed:
            continue
        if (tokens := _each(unit.head, f"{name}·")) is not None:
            listed.add(name)
            anew.add(name)
            survey.shown[f"{name}·"] = survey.shown.get(name, name)
            found.append(Unit([Sentence(tokens, unit.head.start, unit.head.end)], unit.part))
    for unit in found if anew else ():
        unit.sentences[:] = [_with_each_named(sentence, anew, survey.shown) for sentence in unit.sentences]
    return found


def _with_each_named(sentence: Sentence, listed: Container[str], shown: Container[str]) -> Sentence:
    """A sentence with J_i for the entries of what J adds up."""
    tokens = sentence.tokens[:]
    for place, (token, after) in enumerate(pairwise(tokens)):
        name = token.text.removeprefix("d") if token.text not in shown else token.text
        if after.kind == "[" and token.kind == "name" and name in listed:
            tokens[place] = replace(token, text=f"{token.text}·")
    return replace(sentence, tokens=tokens) if tokens != sentence.tokens else sentence


def without_open_losses(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units without J = J(v) and L = f(y), where f is any function: such a loss is as good as not defined.

    What is differentiated by, has an index, or stands in other definitions is no loss: a = g(z) is computed by entry.
    """
    units = list(units)
    slopes = {pair for unit in units for each in unit.sentences for pair in each.slopes}
    tops, bottoms = {top for top, _ in slopes}, {bottom for _, bottom in slopes}
    axes = axes_in(units)
    used = {token.text for unit in units if unit.defines[0] for token in unit.head.definition[1:]}
    for unit in units:
        name, letters = unit.defines
        if not name or letters or (unit.updates and not _says_nothing(unit)):
            yield unit
        elif _says_nothing(unit):
            rest = unit.head.tokens[2:]
            if len(rest) > 1:
                yield replace(unit, sentences=[replace(unit.head, tokens=rest), *unit.sentences[1:]])
        elif _is_any(unit) and name in tops - bottoms - used and not axes.get(name):
            continue
        else:
            yield unit


def _says_nothing(unit: Unit) -> bool:
    """Whether a definition begins with a name on both sides: J = J."""
    tokens = unit.head.tokens
    is_same = [token.text for token in tokens[:3]] == [tokens[0].text, "=", tokens[0].text]
    return is_same and (len(tokens) == 3 or tokens[3].kind == "=")


def _is_any(unit: Unit) -> bool:
    """Whether a definition only says that a function nobody defines is taken: L = f(y)."""
    match unit.head.tokens:
        case [_, Token("="), Token("name", function), Token("("), *inside, Token(")")]:
            opened = [token.kind for token in inside if token.kind in ("(", ")")]
            return function in unit.head.functions and ")(" not in "".join(opened) and len(unit.sentences) == 1
    return False


def without_open_formulas(units: Iterable[Unit]) -> list[Unit]:
    """The units without x = (x - E[x]) / s where E is a function that nobody defines, and x is defined without it, too:
    the one says what is meant, and the other how it is computed.
    """
    units = list(units)
    ways: defaultdict[str, set[bool]] = defaultdict(set)
    for unit in units:
        if unit.defines[0] and not unit.updates:
            ways[unit.defines[0]].add(bool(unit.head.functions))
    return [
        unit
        for unit in units
        if not (
            unit.head.functions
            and not unit.updates
            and ways[unit.defines[0]] == {True, False}
            and len(unit.head.definition) == len(unit.head.tokens)
            and len(unit.sentences) == 1
        )
    ]


def with_told_operands(units: Iterable[Unit]) -> list[Unit]:
    """The units; σ(z) = σ(w x + b), and p = σ(z) = σ(w x + b), where nothing else says what z is, tells that."""
    units = list(units)
    defined = {unit.defines[0] for unit in units}
    found = []
    for unit in units:
        formulas = list(_formulas_in(unit.head.tokens))
        calls = [_call_in(each) for each in formulas]
        if calls[0] is not None and (told := _called_at_the_end(unit, formulas, defined)) is not None:
            found.append(told)
        for one, other in pairwise(calls):
            if one is None or other is None or one[0].text != other[0].text or len(one[1]) != 1 or len(other[1]) < 2:
                continue
            name = one[1][0]
            used = {token.text for token in other[1]}
            if name.kind == "name" and name.text not in defined | used and name.text not in CONSTANTS:
                defined.add(name.text)
                equals = Token("=", "=", name.column + name.length, 0)
                head = Sentence([name, equals, *other[1]], name.column, other[1][-1].column + other[1][-1].length)
                head.functions, head.bounds, head.members = unit.head.functions, unit.head.bounds, unit.head.members
                found.append(Unit([head], unit.part))
        found.append(unit)
    return found


def _called_at_the_end(unit: Unit, formulas: Sequence[Sequence[Token]], defined: set[str]) -> Unit | None:
    """The definition of what a chain calls a prediction at its end: σ(w x + b) = ŷ; None if it calls nothing so."""
    for before, (name, *others) in pairwise(each for each in formulas if each):
        if others or not name.text.endswith("hat") or name.text in defined:
            continue
        if not any(token.text == name.text for token in before):
            defined.add(name.text)
            head = replace(unit.head, tokens=[name, Token("=", "=", name.column, 0), *before], start=name.column)
            return Unit([head], unit.part)
    return None


def _formulas_in(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The formulas of a chain."""
    depth, begun = 0, 0
    for place, token in enumerate(tokens):
        depth += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
        if token.kind == "=" and not depth:
            yield tokens[begun:place]
            begun = place + 1
    yield tokens[begun:]


def _call_in(tokens: Sequence[Token]) -> tuple[Token, Sequence[Token]] | None:
    """The function that a formula is a call of, and its operand; None for what is more or less."""
    if len(tokens) < 4 or tokens[0].kind != "name" or tokens[1].kind != "(" or tokens[-1].kind != ")":
        return None
    depths = accumulate((token.kind == "(") - (token.kind == ")") for token in tokens[1:-1])
    is_one = min(depths) > 0 and not any(token.kind == "," for token in tokens)
    return (tokens[0], tokens[2:-1]) if is_one else None


def named_twice(units: Iterable[Unit]) -> list[Unit]:
    """The units; p = a = σ(z), where nothing else says what a is, says that a is σ(z), and p the same."""
    units = list(units)
    defined = {unit.defines[0] for unit in units}
    found = []
    for unit in units:
        tokens = unit.head.tokens
        begun = len(unit.head.definition)
        second = next((place for place, token in enumerate(tokens) if token.kind == "="), len(tokens)) + 1
        name = defined_by(tokens[second:])[0] if unit.defines[0] and begun < len(tokens) else ""
        if name and name not in defined and not unit.updates and name not in CONSTANTS:
            defined.add(name)
            start = tokens[second].column
            found.append(
                Unit([replace(unit.head, tokens=tokens[second:], start=start), *unit.sentences[1:]], unit.part)
            )
            unit = Unit([replace(unit.head, tokens=tokens[:begun], end=start)], unit.part)
        found.append(unit)
    return found


def with_named_parts(units: Iterable[Unit]) -> list[Unit]:
    """The units, with a for w x + b in h = tanh(w x + b) where a = w x + b is said to differentiate by a.

    A name that no definition uses is what nothing depends on, though its formula stands inside of others. What is
    defined twice is not put in: which of the two is meant where is not said.
    """
    units = list(units)
    bottoms = {bottom for unit in units for each in unit.sentences for _, bottom in each.slopes}
    definers = [place for place, unit in enumerate(units) if unit.defines[0] and not unit.updates]
    times = Counter(units[place].defines[0] for place in definers)
    users: defaultdict[str, set[str]] = defaultdict(set)  # what is defined by means of a name
    for place in definers:
        for token in units[place].head.definition[1:]:
            users[token.text].add(units[place].defines[0])
    parts: list[tuple[str, list[Token], list[Token]]] = []
    for place in definers:
        name = units[place].defines[0]
        if name in bottoms and times[name] == 1:
            tokens = units[place].head.definition
            begun = next(at for at, token in enumerate(tokens) if token.kind in ("=", ":="))
            if 1 < len(tokens) - begun - 1 <= LONGEST_PART:
                parts.append((name, tokens[:begun], tokens[begun + 1 :]))
    lengths = {len(right) for _, _, right in parts}
    inside: defaultdict[int, set[int]] = defaultdict(set)  # the definitions that have such tokens in brackets
    for place in definers if parts else ():
        for mark in _marks_in_brackets(units[place], lengths):
            inside[mark].add(place)
    for name, left, right in parts:
        for place in sorted(inside.get(_mark(right), ())):
            if name not in units[place].uses and users[name] <= {units[place].defines[0]}:
                units[place] = _with_name_for(units[place], left, right)
                for mark in _marks_in_brackets(units[place], lengths):
                    inside[mark].add(place)
    return units


LONGEST_PART = 60
"""Tokens of a formula that is looked for in the brackets of others."""


def _mark(tokens: Sequence[Token]) -> int:
    """A number that tells tokens from others, but for rare chances."""
    return hash(tuple((token.kind, token.text) for token in tokens))


def _marks_in_brackets(unit: Unit, lengths: Container[int]) -> Iterator[int]:
    """The marks of what stands in brackets in a definition and has as many tokens as one of these."""
    tokens = unit.head.definition
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "(":
            opened.append(place)
        elif token.kind == ")" and opened and place - (begun := opened.pop()) - 1 in lengths:
            yield _mark(tokens[begun + 1 : place])


def _with_name_for(unit: Unit, name: list[Token], formula: list[Token]) -> Unit:
    """A definition with a name where the formula of that stands alone in brackets."""
    wanted = [(token.kind, token.text) for token in formula]
    found = [(token.kind, token.text) for token in unit.head.definition]
    size = len(wanted)
    for place in range(1, len(found) - size):
        if found[place : place + size] == wanted and found[place - 1][0] == "(" and found[place + size][0] == ")":
            tokens = unit.head.tokens
            at, end = tokens[place].column, tokens[place + size - 1].column + tokens[place + size - 1].length
            put = [replace(token, column=at, length=end - at) for token in name]
            head = replace(unit.head, tokens=[*tokens[:place], *put, *tokens[place + size :]])
            return replace(unit, sentences=[head, *unit.sentences[1:]])
    return unit


def without_circles(units: Iterable[Unit]) -> list[Unit]:
    """The units; what would define a name by itself claims something of what defined the others.

    x = dz/dw, where z is computed from x, says what dz/dw is; σ = exp(s/2) behind s = log σ² says what exp(s/2) is.
    """
    units = list(units)
    everywhere: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.defines[0] and not unit.updates:
            everywhere[unit.defines[0]].append(unit)
    before: defaultdict[str, list[Unit]] = defaultdict(list)
    spoken_of: set[str] = set()  # in these: in a long chain each definition reaches all others
    part = 0.0
    for place, unit in enumerate(units):
        name = unit.defines[0]
        if not name or unit.updates or unit.head.members or len(everywhere[name]) != 1:
            continue
        if unit.part != part:
            before.clear()
            spoken_of.clear()
            part = unit.part
        known = everywhere if unit.head.slopes else before if name in spoken_of else {}
        if any(name in reached_from(known[each][0], known) for each in unit.uses - {name} if each in known):
            units[place] = replace(unit, sentences=[_turned(unit.head), *unit.sentences[1:]])
        else:
            before[name].append(unit)
            spoken_of |= unit.uses
    return units


def _turned(sentence: Sentence) -> Sentence:
    """A definition with its formula before the name."""
    tokens = sentence.tokens
    end = len(sentence.definition)
    begun = next(number for number, token in enumerate(tokens) if token.kind in ("=", ":="))
    return replace(sentence, tokens=[*tokens[begun + 1 : end], tokens[begun], *tokens[:begun], *tokens[end:]])


def _each(sentence: Sentence, name: str) -> list[Token] | None:
    """What a sum or a mean adds up, as the definition of a name; None for what is anything else."""
    formula = sentence.definition[2:]
    begun = next((place for place, token in enumerate(formula) if token.text == "sum"), None)
    if begun is None or formula[begun + 3 : begun + 4] == [] or formula[begun + 3].kind != ":":
        return None
    before = formula[:begun]
    closes = [place for place, token in enumerate(formula) if token.kind == ")"]
    if not all(token.kind in ("-", "(", ")", "/", "*", "number", "name") for token in before) or not closes:
        return None
    if (
        closes[-1] != len(formula) - 1
        or depth_at(formula, begun)
        or depth_at(formula[begun + 1 :], len(formula) - begun - 2) != 1
    ):
        return None
    letter, at = formula[begun + 2], formula[begun].column
    head = [Token("name", name, at, 0), Token("[", "[", at, 0), letter, Token("]", "]", at, 0), Token("=", "=", at, 0)]
    sign = [token for token in before if token.kind == "-"]
    body = formula[begun + 4 : -1]
    return [*head, *sign, Token("(", "(", at, 0), *body, Token(")", ")", formula[-1].column, 1)]


def of_whole(tokens: list[Token]) -> list[Token]:
    """A new value w_j <- w_j - … as one of the whole list; nothing where its index stands beside another."""
    if len(tokens) < 5 or tokens[1].text != "[":
        return tokens
    letter, found, place = tokens[2].text, [], 0
    while place < len(tokens):
        if [token.text for token in tokens[place : place + 3]] == ["[", letter, "]"]:
            place += 3
        elif tokens[place].kind == "name" and tokens[place].text == letter:
            return []
        else:
            found.append(tokens[place])
            place += 1
    sign = next(token for token in found if token.kind in ("=", ":=", "<-"))
    return [replace(token, kind="<-") if token is sign else token for token in found]


def has_free(tokens: list[Token], letter: str) -> bool:
    """Whether a letter stands in tokens outside of the sums that run over it."""
    depth, bound = 0, -1
    for place, token in enumerate(tokens):
        depth += (token.kind == "(") - (token.kind == ")")
        if depth < bound:
            bound = -1
        if token.kind == "name" and token.text == letter and bound < 0:
            if [each.kind for each in tokens[place + 1 : place + 2]] != [":"]:
                return True
            bound = depth
    return False


def depth_at(tokens: list[Token], place: int) -> int:
    """How many brackets are open before a place."""
    kinds = [token.kind for token in tokens[:place]]
    return kinds.count("(") + kinds.count("[") - kinds.count(")") - kinds.count("]")


def hoisted(units: list[Unit]) -> Iterator[Unit]:
    """The units of a part in order; what defines a name comes before what uses it, unless a new value lies between."""
    end = next((place for place, unit in enumerate(units) if unit.updates), len(units))
    definers: dict[str, Unit] = {}
    members: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in sorted(units[:end], key=lambda unit: not unit.names_slope):
        name = unit.defines[0]
        if name and definers.setdefault(name, unit) is unit and name.endswith("]"):
            members[name.partition("[")[0]].append(unit)

    def defining(name: str) -> list[Unit]:
        """What defines a name, or single layers of it that no rule for all of them gives."""
        rule = definers.get(name)
        return [rule] if rule is not None and rule.names_slope else [*members[name], *([rule] if rule else [])]

    placed: set[int] = set()
    for unit in units:
        path, on_path = [unit], {unit.number}
        while path:
            one = path[-1]
            first = None
            if one.number not in placed and (definers.get(one.defines[0]) is not None or not one.updates):
                needed = (each for name in sorted(one.uses) for each in defining(name))
                first = next(
                    (each for each in needed if each.number not in placed and each.number not in on_path), None
                )
            if first is not None:
                path.append(first)
                on_path.add(first.number)
                continue
            path.pop()
            on_path.discard(one.number)
            if one.number not in placed:
                placed.add(one.number)
                yield one


class Definitions:
    """All definitions of a document by name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_name: defaultdict[str, list[Unit]] = defaultdict(list)
        self.members: defaultdict[str, list[str]] = defaultdict(list)
        self.slopes: list[Unit] = []
        self.keyed: set[str] = set()
        for unit in units:
            name = unit.defines[0]
            if not name or unit.updates:
                continue
            if name.endswith("]") and name not in self.by_name:
                self.members[name.partition("[")[0]].append(name)
            if unit.part >= KEY_PARTS:
                self.keyed.add(name)
            self.by_name[name].append(unit)
            self.slopes += [unit] if unit.names_slope else []

    def inherited(self, own: list[Unit], part: float) -> list[Unit]:
        """The definitions of other parts that a part needs: of the nearest before it whose indices fit."""
        slopes = {unit.defines[0] for unit in self.slopes if unit.part < part}
        slopes -= {unit.defines[0] for unit in own if unit.names_slope}
        known = {unit.defines[0] for unit in own if unit.defines[0] and not unit.updates} - slopes
        known -= self.keyed if part < KEY_PARTS else set()
        bottoms = {bottom for unit in own for each in unit.sentences for _, bottom in each.slopes}
        axes_used = axes_in(own)
        wanted = dict.fromkeys(name for unit in own for name in sorted(unit.uses - known))
        todo = deque((name, axes_used.get(name, 0), part) for name in wanted)
        found: list[Unit] = []
        seen = set(known)
        while todo:
            name, axes, at = todo.popleft()
            if name in seen or name in CONSTANTS:
                continue
            todo += [(each, axes, at) for each in self.members.get(name, ())]
            chosen = self.nearest(name, axes, at, part, bottoms)
            if chosen is None:
                continue
            seen.add(name)
            found.append(chosen)
            inside = axes_in([chosen])
            todo += [(each, inside.get(each, 0), chosen.part) for each in sorted(chosen.uses - {name})]
        return list(hoisted(sorted(found, key=lambda unit: unit.number)))

    def nearest(self, name: str, axes: int, at: float, part: float, bottoms: set[str]) -> Unit | None:
        """The definition of a name for what is said in the part `at`: one that gives a derivative its name, else one
        through which most of what is differentiated by is reached, else the nearest before.
        """
        others = self.by_name.get(name, [])
        if name in self.keyed and part < KEY_PARTS:  # the key says what it is
            return next(unit for unit in others if unit.part >= KEY_PARTS)
        before = [unit for unit in others if unit.part <= at and (unit.part != part or at != part)][::-1]
        fitting = [unit for unit in before if unit.defines[1] == axes or not unit.defines[1]]
        fitting = [unit for unit in fitting if unit.names_slope] or fitting or before
        if len(fitting) > 1:
            fitting.sort(key=lambda unit: -len(bottoms & reached_from(unit, self.by_name)))
        if not fitting:
            return None
        first = next(unit for unit in others if unit.part == fitting[0].part)
        return fitting[0] if fitting[0].part == at else first


def reached_from(unit: Unit, by_name: Mapping[str, list[Unit]]) -> set[str]:
    """The names that a definition speaks of, and those that these are computed from."""
    found: set[str] = set()
    todo = [unit]
    while todo:
        new = todo.pop().uses - found
        found |= new
        todo += [by_name[name][0] for name in sorted(new - {unit.defines[0]}) if name in by_name]
    return found


def axes_in(units: Iterable[Unit]) -> dict[str, int]:
    """The most indices each name has in units."""
    found: dict[str, int] = {}
    for sentence in (each for unit in units for each in unit.sentences):
        opened: list[tuple[str, int]] = []
        before = ""
        for token in sentence.tokens:
            if token.text == OPENS_MEMBER:
                opened.append((before, 0))
            elif token.kind == "[":
                opened.append((before, 1))
            elif token.kind == "," and opened:
                opened[-1] = (opened[-1][0], opened[-1][1] + 1)
            elif token.kind == "]" and opened:
                name, axes = opened.pop()
                for each in (name, name.removeprefix("d")):
                    found[each] = max(found.get(each, 0), axes)
                before = name if not axes else ""
                continue
            before = token.text if token.kind == "name" else ""
    return found
