"""Where a gradient is zero: X^T X w = X^T y is no identity, it says which w is looked for.

Behind "set the gradient to zero" an equation between formulas is such a condition, and w = … is where it is met: a
solution, with a name of its own. It is put in for w in the conditions, and in what these are computed from. Of a
condition whose solution the sheet does not tell nothing is judged.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.roles import is_called_gain, is_called_loss
from autograd.worksheet.language.tree import (
    Call,
    Chain,
    Derivative,
    Index,
    Name,
    Node,
    Number,
    Power,
    Product,
    Statement,
    Sum,
    names_in,
    written,
)
from autograd.worksheet.sheet.model import CONDITION, SOLUTION, Definition, Line, Step, definition_of
from autograd.worksheet.sheet.reading.known import FOR_A_CLAIM
from autograd.worksheet.sheet.reading.undefined import Undefined
from autograd.worksheet.sheet.unknown import names_behind

_SET = (
    r"(?:set|sets|setting|equat\w{1,5}|put|putting|solv\w{1,4}|setzen|setze|setzt|igual\w{0,6}|égal\w{0,6}"
    r"|annul\w{0,6}|pos\w{0,5}|uguagl\w{0,8}|pon\w{0,6})"
)
_OF_SLOPES = (
    r"(?:[∂∇]|gradi\w{3}|deriv\w{1,6}|dériv\w{1,6}|slopes?\b|ableitung\w{0,2}|[a-z]\w?['’′]|d\w+\s?/\s?d\w"
    r"|expression\b|everything\b|equations?\b)"
)
_ZERO = r"(?:\b(?:zero|null|zéro|cero)\b|(?:=|\bto|\bà|\ba)\s*0(?![\w.]))"
_SAID = re.compile(
    rf"(?i)\b{_SET}\b[^\n]{{0,60}}?{_OF_SLOPES}[^\n]{{0,60}}?{_ZERO}"
    rf"|\b{_SET}\s+(?:(?:this|it|them|both|these|each|that|all)\s+)?(?:equal\s+)?(?:to\s+)?{_ZERO}"
    r"|\b(?:nullsetzen|gleich null|first[- ]order (?:optimality )?conditions?|normal equations?|stationary points?)\b"
)
"""Setting the gradient to zero; in the languages that sheets come in."""

_EQUATED = re.compile(
    rf"^[ \t]*(?:[⇒⟹→∴]\s*)?(?:∇_?\{{?(?P<by>\w{{0,9}})\}}?\s?{NAME}"
    rf"|[d∂]\s?(?:(?:log|ln)\s)?{NAME}\s*/\s*[d∂]\s?(?P<bottom>{NAME}?)(?:²|\^2)?)"
    r"\s*=\s*(?P<formula>(?:[^=;\n]|_\{[a-z]\s?=\s?\w\}){1,120}=\s*)?0\s*[.,:;]?\s*(?:[⇒⟹→].*|=>.*)?$",
    re.MULTILINE,
)
"""∂L/∂w = 0, alone in its line, or ∂L/∂w = (w - t) x = 0."""

_SEEKS = re.compile(
    r"(?i)\b(?:critical|stationary|station[äa]r\w*|stazionar\w*|cr[ií]ti\w*|kritisch\w*|extrem\w*|saddle|sella|sattel\w*)\b"
)
"""What tells that a function is looked at where its gradient is zero, at several points perhaps."""

_SOLVES = re.compile(r"[⇒⟹]|=>|\b(?:or|oder|ou|o|solutions?|solves?|yields?|implies)\b")
"""What tells that a line solves equations, of which there may be several solutions."""

_EITHER = re.compile(r"\b(?:or|and|oder|und|ou|et)\b")
"""What tells that a line has two solutions: x = 1 or x = -1."""

LONGEST = 40_000
"""Characters of a sheet in which such a place is looked for."""

_ZERO_ITSELF = Number(0.0, 0.0, "0")

_OPTIMAL = r"(?:\*|\^\*|hat|_?(?:hat|opt|star|ML|MLE|MAP|LS|OLS|ols|ls|ml|mle|map|ridge|min|max|best))"
"""What is added to the name of what is looked for, for where it is found: w*, ŵ, w_opt."""


def zero_from(document: Document) -> int | None:
    r"""The number of the line from which on equations say where a gradient is zero; None if there is none.

    A derivative that is said to be 0 may be just that, if nothing says what it is by.

    >>> zero_from(Document("L = w^2\nSetting dL/dw to zero:")), zero_from(Document("dL/dw = 0\nw* = x"))
    (2, 1)
    >>> zero_from(Document("L = w^2\ndL/dw = 0"))
    """
    if document.gives_numbers or len(document.text) > LONGEST:
        return None
    places = [found.start() for found in _SAID.finditer(document.text)]
    for found in _EQUATED.finditer(document.text):
        by = found["by"] or found["bottom"]
        told = re.compile(rf"(?<![\w∂/]){re.escape(by or '')}{_OPTIMAL}?\u0302?(?:²|\^2)?\s*:?=(?!=)")
        if by and told.search(document.text, found.end("formula") if found["formula"] else 0):
            places.append(found.start(0))
    return document.text.count("\n", 0, min(places)) + 1 if places else None


class Stationary(Undefined):
    """Keeps conditions apart until the end, when it is known what meets them."""

    is_condition = False
    """Whether what a line that begins with = goes on with is one."""

    @cached_property
    def conditions(self) -> list[Step]:
        """What is said of the place where a gradient is zero."""
        return []

    @cached_property
    def solutions(self) -> dict[str, str]:
        """The names of what is looked for, and those of the solutions."""
        return {}

    def but_for_conditions(self, statement: Statement, line: Line) -> Statement | None:
        """What a statement says of all places, a solution with its own name; None if it is a condition and no more."""
        if self.is_solved_for(statement) or self.is_another_solution(statement, line):
            line.statements.append(statement)
            return None
        if self.is_equation(statement):
            statement = replace(statement, parts=statement.parts[:-1])
        if self.zero_from is None or line.number < self.zero_from or self.families or self.has_key:
            return statement
        match statement:
            case Chain((Derivative() | Product((Derivative(), *_), "*//"), *_, Number(0)) as parts, ()):
                self.add_condition(replace(statement, parts=parts[-2:]), line)
                return replace(statement, parts=parts[:-1]) if len(parts) > 2 else None
            case Chain((Name() as left, formula, *rest), ()):
                if self.is_met_by(left.name, formula):
                    self.add_condition(statement, line)
                    return None
                return self.as_solution(statement, left, formula, tuple(rest))
            case Chain((Power(Name() as left, Number(2)), formula), ()) if self.looked_for_by(left.name):
                root = Call("sqrt", (formula,), (), column=formula.column, length=formula.length)
                return self.as_solution(replace(statement, parts=(left, root)), left, root, ())
            case Chain((Index(Name() as left), _, *_), _) if self.looked_for_by(left.name) and self.is_used(left.name):
                self.add_condition(statement, line)
                return None
            case Chain((Derivative() | Index() | Call(), _, *_), _):
                return statement
            case Chain((_, _, *_), ()):
                self.add_condition(statement, line)
                return None
        return statement

    def is_solved_for(self, statement: Statement) -> bool:
        """Whether an equation holds only between letters of one function, none of them given: x = -2 y, 2 x + 4 y = 0.

        It says where the function is looked at, and nothing of what it is anywhere.
        """
        if not isinstance(statement, Chain) or len(statement.parts) < 2 or self.has_key or not self.document.fields:
            return False
        if any(part.has(Derivative, Index, Call) for part in statement.parts):
            return False
        names = {name for part in statement.parts for name in names_in(part)}
        letters = next((each for each in self.document.fields.values() if names <= set(each)), None)
        if not letters or not names or (isinstance(statement.parts[0], Name) and len(names) < 2):
            return False
        is_open = all(self.known.get(name) is None or self.stands_for_any(name) for name in names)
        return is_open or _SEEKS.search(self.document.text) is not None

    def is_equation(self, statement: Statement) -> bool:
        """Whether a slope with its formula is set to 0, of letters that may be any number: ∂f/∂x = 2 x - y = 0."""
        match statement:
            case Chain((Derivative(), *_, formula, Number(0)), ()) if not self.has_key:
                names = set(names_in(formula))
                return bool(names & self.document.letters_of_fields) and any(map(self.stands_for_any, names))
        return False

    def is_another_solution(self, statement: Statement, line: Line) -> bool:
        """Whether a letter of a function is given another number in a line that tells solutions: x = 0 or x = 2."""
        match statement:
            case Chain((Name(name), formula, *_)) if not names_in(formula):
                known = self.known.get(name)
                if known is None or known.formula == formula:
                    return False
                if name in self.document.letters_of_fields:
                    return _SOLVES.search(line.text) is not None
                is_letter = any(name in letters for letters, _ in self.own.values())
                return is_letter and known.line == line.number and _EITHER.search(line.text) is not None
        return False

    def is_met_by(self, name: str, formula: Node) -> bool:
        """Whether what is looked for is said to be a formula of itself, and no new value: w = X^T (y - X w)/λ."""
        if self.looked_for_by(name) != name or name not in names_in(formula):
            return False
        terms = formula.terms if isinstance(formula, Sum) else (formula,)
        return not any(isinstance(term, Name) and term.name == name for term in terms)

    def looked_for_by(self, name: str) -> str:
        """What a name is the solution for, or may be; "" if nothing."""
        bare = re.sub(rf"{_OPTIMAL}\Z", "", name)
        found = name if name in self.looked_for else bare
        return found if found in self.looked_for and self.known.get(found) is None else ""

    def as_solution(self, statement: Statement, left: Name, formula: Node, rest: tuple[Node, ...]) -> Statement:
        """A definition of what is looked for, with a name of its own; other statements are what they are."""
        sought = self.looked_for_by(left.name)
        if not sought or sought in names_in(formula) or not self.is_used(sought):
            return statement
        name = f"{sought}*" if left.name == sought else left.name
        if self.solutions.setdefault(sought, name) != name or self.known.get(name) is not None:
            return statement
        return replace(statement, parts=(replace(left, name=name), formula, *rest))

    def is_used(self, name: str) -> bool:
        """Whether anything above is made of a name."""
        self.work.spend(FOR_A_CLAIM * len(self.steps))
        return any(name in names_in(part) for step in self.steps for part in step.statement.parts)

    def add_condition(self, statement: Statement, line: Line) -> None:
        """Keep what holds where a gradient is zero."""
        self.conditions.append(Step(line.number, statement, None, statement.parts[1:]))
        line.statements.append(statement)
        self.head, self.is_condition = statement, True

    def finish(self) -> None:
        """Put the solutions in the conditions, then say what is to be said of all names."""
        if self.conditions or self.solutions:
            solved = {name: found for name, found in self.solutions.items() if self.known.get(found) is not None}
            self.work.spend(FOR_A_CLAIM * (len(self.steps) + 1) * (len(solved) + 1))
            self.put_last(solved)
            losses = self.losses_by(solved)
            at = {**solved, **self.computed_from(solved, losses.values())}
            self.steps += [self.met(step, at) for step in self.conditions]
            self.steps += [
                self.solved(name, solved[name], (at[loss], loss)) for name, loss in losses.items() if loss in at
            ]
            told = " and ".join(solved.values())
            self.said["zero"] = (
                f"took what is said of where the gradient is 0 as said of {told}"
                if solved
                else "nothing says where the gradient is 0: what is said of that place is not judged"
            )
        super().finish()

    def put_last(self, solved: Mapping[str, str]) -> None:
        """Put a solution that is made of others behind these."""
        places = {step.name: place for place, step in enumerate(self.steps) if step.definition is not None}
        for name in solved.values():
            step = self.steps[places[name]]
            formula = _at(step.statement.parts[1], solved)
            if formula == step.statement.parts[1]:
                continue
            made = step.defined_by(formula, self.known)
            self.known[name] = made.definition
            self.steps[places[name]] = made
            if any(places.get(each, -1) > places[name] for each in names_in(formula)):
                self.steps.append(self.steps.pop(places[name]))
                places = {each.name: place for place, each in enumerate(self.steps) if each.definition is not None}

    def losses_by(self, solved: Mapping[str, str]) -> dict[str, str]:
        """The one loss that is differentiated by each of what is looked for."""
        found: dict[str, set[str]] = {name: set() for name in solved}
        for step in (*self.steps, *self.conditions):
            for part in (node for each in step.statement.parts for node in each.inside()):
                match part:
                    case Derivative(Name(loss), Name(bottom)) if bottom in found and (
                        is_called_loss(loss) or is_called_gain(loss)
                    ):
                        found[bottom].add(loss)
        return {name: losses.pop() for name, losses in found.items() if len(losses) == 1}

    def solved(self, sought: str, name: str, loss: tuple[str, str]) -> Step:
        """That the gradient is zero where it is said to be, as a claim about the solution."""
        step = next(step for step in self.steps if step.definition is not None and step.name == name)
        left, formula = step.statement.parts[:2]
        slope = Derivative(Name(loss[0]), Name(name), column=left.column, length=left.length)
        anywhere = Derivative(Name(loss[1]), Name(sought), column=formula.column, length=formula.length)
        parts = _and(slope, anywhere), anywhere
        statement = replace(step.statement, parts=parts, about=written(step.statement.text, left))
        return Step(step.line, statement, None, (anywhere,), zero=SOLUTION)

    def computed_from(self, solved: Mapping[str, str], losses: Iterable[str]) -> dict[str, str]:
        """Names for what is computed from the solutions as it is from what is looked for."""
        needed = {name for step in self.conditions for part in step.statement.parts for name in names_in(part)}
        needed |= set(losses)
        needed |= {name for each in list(needed) for name in names_behind(each, self.known)}
        found: dict[str, str] = {}
        own = set(solved.values())
        for step in list(self.steps):
            definition = step.definition
            if definition is None or definition.name not in needed or definition.name in own:
                continue
            formula = _at(definition.formula, {**solved, **found})
            if formula != definition.formula:
                found[definition.name] = f"{definition.name}*"
                self.define_hidden(definition, found[definition.name], formula)
        return found

    def define_hidden(self, definition: Definition, name: str, formula: Node) -> None:
        """Another name with the formula of a definition."""
        left = _at(definition.statement.parts[0], {definition.name: name})
        statement = Chain((left, formula), (), "", 0, 0)
        made = self.known[name] = definition_of(statement, definition.line, self.known)
        self.steps.append(Step(definition.line, statement, made, ()))

    def met(self, step: Step, at: Mapping[str, str]) -> Step:
        """A condition with the solutions put in; without claims if one of them is not told."""
        parts = tuple(_at(part, at) for part in step.statement.parts)
        self.work.spend(FOR_A_CLAIM * len(self.steps))
        behind = {name for part in parts for each in names_in(part) for name in (each, *names_behind(each, self.known))}
        if not behind.isdisjoint(self.looked_for - self.known.keys()) and not behind.isdisjoint(self.looked_for):
            return replace(step, claims=())
        if _ZERO_ITSELF in parts:
            anywhere = next((part for part in step.statement.parts if part != _ZERO_ITSELF), parts[0])
            parts = tuple(
                replace(anywhere, column=part.column, length=part.length)
                if part == _ZERO_ITSELF
                else _and(part, anywhere)
                for part in parts
            )
        count = len(step.claims)
        return replace(step, statement=replace(step.statement, parts=parts), claims=parts[-count:], zero=CONDITION)


def _at(node: Node, names: Mapping[str, str]) -> Node:
    """A formula with other names in the places of some."""
    if isinstance(node, Name):
        return replace(node, name=names.get(node.name, node.name))
    return node.with_parts(*(_at(part, names) for part in node.parts)) if node.parts else node


def _and(node: Node, anywhere: Node) -> Node:
    """What should be 0, added to what it is anywhere else: held against that alone it is small or not."""
    return Sum((node, anywhere), "++", column=node.column, length=node.length)
