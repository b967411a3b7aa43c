"""What a statement means beside its equation: a new value, a case, a function of one's own, a part of a sum."""

import re
from collections.abc import Collection, Mapping
from dataclasses import fields, replace

from autograd.engine.codegen.python import OPS
from autograd.worksheet.language.edits import number_of, numbers_in, with_each
from autograd.worksheet.language.forms.cases import completed, otherwise
from autograd.worksheet.language.roles import (
    AT_TIMES_RATES,
    RATES,
    SMALL,
    is_called_gain,
    is_called_loss,
    old_names_of,
    rates_among,
)
from autograd.worksheet.language.tree import (
    Call,
    Case,
    Chain,
    Derivative,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Statement,
    Sum,
    Update,
    name_of,
    names_in,
    put_in,
    written,
)
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.sheet.model import ANY_NUMBER, Line, definition_of
from autograd.worksheet.sheet.reading.defining import Defining
from autograd.worksheet.sheet.reading.elsewhere import entry_at
from autograd.worksheet.sheet.unknown import names_behind

MOST_NAMED = 12
"""Names that a list is made of."""


_CLIMBS = re.compile(r"(?i)likelihood|maximi[sz]|\bascent\b|\breward|vraisemblance|verosimil")
"""What tells that one climbs."""


class Meaning(Defining):
    """What a statement is that is more, or something else, than its equation."""

    def let_stand(self, statement: Statement, line: Line) -> Statement:
        """A statement with letters that are any number where that makes no difference: a rate in w - α dw, the x of
        σ(x) = … or σ′(x), which is another than an x that is given below where σ is no name, as in dσ/dx.
        """
        self.let_be_small(statement, line)
        has_numbers, is_any = self.has_givens, False
        match statement.parts:
            case Call(function, (Name(letter),)), formula, *_ if is_said_of_all(statement.parts[0], formula):
                is_any = all(set(names_in(part)) <= {letter, *CONSTANTS} for part in statement.parts)
                letters = [letter] if is_any else []
                is_any = is_any and not (self.document.differentiates(function) or self.document.is_bare(function))
                has_numbers = has_numbers or self.document.gives_numbers
            case Name(name), formula if name in names_in(formula) or isinstance(statement, Update):
                letters = [each for each in names_in(formula) if each in (*RATES, *AT_TIMES_RATES)]
            case _:
                return statement
        for letter in letters:
            if letter in self or not has_numbers:
                continue
            if letter not in self.defined:
                is_of_function = isinstance(statement.parts[0], Call)
                number = ANY_NUMBER if is_of_function else Number(0.7, 0.05, "0.7")
                self.hide(Name(letter), number, statement.text, line.number)
            elif is_any:
                other = f"({letter})"
                self.hide(Name(other), Number(0.7, 0.05, "0.7"), statement.text, line.number)
                parts = tuple(named_otherwise(part, letter, other) for part in statement.parts)
                statement = replace(statement, parts=parts)
        return statement

    def let_be_small(self, statement: Statement, line: Line) -> None:
        """Let the ε of √(σ² + ε) be a small number where nothing else is said of it, in a sheet with numbers."""
        sums = (node for part in statement.parts if part.has(Sum) for node in part.inside() if isinstance(node, Sum))
        terms = [term for each in sums for term in each.terms]
        for name in {term.name for term in terms if isinstance(term, Name) and term.name in SMALL}:
            is_told = name in self or name in self.defined
            if not is_told and self.document.gives_numbers:
                self.hide(Name(name), Number(1e-8, 0.0, "1e-8"), statement.text, line.number)
                self.said.setdefault("small", f"took {name} = 1e-8, as no number is given for it")

    def as_update(self, statement: Statement) -> Statement:
        """w = w - …, as programs write a new value; as an equation it could only be right if nothing changed.

        So is w = 0.5 - η g, where w is 0.5: it could only be 0.5 again if nothing changed.
        """
        match statement:
            case Chain((Name(name), formula, *_)) if not statement.about and (
                self.stands_for_any(name) or self.is_another_point(name, formula)
            ):
                self.moved.add(name)
                return statement.as_update()
            case Chain((Name(name), _, *_)) if self.is_handed_on_anew(name) and not statement.about:
                self.moved.add(name)
                return statement.as_update()
            case Chain((Name(name), formula)) if name in self.document.moved_in_key and self.is_other_number(
                name, formula
            ):
                self.moved.add(name)
                return statement.as_update()
            case Chain((Name(name), Sum((first, *_)) as formula, *_)) if statement.about == "":
                definition = self.known.get(name)
                inside = names_in(
                    Sum(tuple(term for term in formula.terms if not isinstance(term, Derivative)), formula.signs)
                )
                is_free = definition is None and not self.document.gives_numbers
                is_free = is_free and (not self.families or (name.endswith("]") and name in inside))
                is_given = definition is not None and (definition.given or name in self.moved or self.is_new(name))
                if not (is_free or is_given):
                    return statement
                is_plain = set(inside) <= {*RATES, *AT_TIMES_RATES, *SMALL}
                begins_there = (
                    self.has_last_number(name, first)
                    if is_plain
                    else self.is_last_number(name, first)
                    and any(self.may_be_step(name, each) for each in formula.terms)
                )
                if name in inside or (begins_there and name not in self.unread):
                    statement = self.begun_at_name(statement)
                    self.moved.add(name)
                    self.said.setdefault("update", f"read {name} = {name} … as a new value, {name} <- …")
                    return statement.as_update()
        return self.begun_at_name(statement) if isinstance(statement, Update) else statement

    def is_handed_on_anew(self, name: str) -> bool:
        """Whether a time step hands a name on that one before it gave something."""
        return not self.has_key and name in self.document.handed_on and self.known.get(name) is not None

    def begun_at_name(self, statement: Statement) -> Statement:
        """w <- 0.5 - η g as w <- w - η g, where w is 0.5: then it is told whether that is a step of descent."""
        match statement.parts:
            case Name(name) as own, Sum((first, *rest)) as formula, *claims if any(map(names_in, rest)):
                if self.is_last_number(name, first):
                    first = replace(own, column=first.column, length=first.length)
                    return replace(statement, parts=(own, replace(formula, terms=(first, *rest)), *claims))
        return statement

    def may_be_step(self, name: str, term: Node) -> bool:
        """Whether what is added to a name may be a step: a rate times something, a slope, or made of the name."""
        names = names_in(term)
        if term.has(Derivative) or name in names:
            return True
        if isinstance(term, Product) and any(each in RATES for each in names):
            return True
        known = [found for each in names if (found := self.known.get(each)) is not None and not found.given]
        return any(each.is_derivative or name in names_behind(each.name, self.known) for each in known)

    def as_new_entry(self, statement: Statement) -> Statement | None:
        """w_j = w_j - η Σ_i …, in a sheet without numbers, as what it says of the gradient; None if it says nothing.

        So is W_11 = 0.2 - 0.5*0.4, where 0.2 is the entry, as what it says of a step.
        """
        match statement.parts:
            case Index(Name(name), places) as entry, Sum((first, *_)), *_ if not statement.about:
                known = self.known.get(name)
                given = entry_at(known.formula, places) if known is not None and known.given else None
                if given is not None and (first == entry or number_of(first) == number_of(given)):
                    return self.as_step_of_entry(statement, name)
        match statement:
            case Chain((Index(Name(name)) as entry, Sum((first, step), signs)), ()) if first == entry:
                pass
            case Chain((Index(Name(name)) as entry, formula, *_)) if self.known.get(name) is None:
                return None if entry in formula.inside() else statement
            case _:
                return statement
        if self.document.gives_numbers or self.families or self.known.get(name) is not None:
            return statement
        loss = self.losses.end_above(name)
        match step:
            case Product((Name(rate), *factors), marks) if loss and rate in (*RATES, *AT_TIMES_RATES):
                rest = factors[0] if len(factors) == 1 else Product(tuple(factors), f"*{marks[2:]}")
            case _:
                return None
        rest = replace(rest, column=step.column, length=step.length)
        is_down = signs[1] == "-"
        if is_called_gain(loss) and (not is_down or _CLIMBS.search(self.document.text)):
            is_down = not is_down
        claimed = rest if is_down else Negative(rest, column=step.column, length=step.length)
        slope = Derivative(Name(loss), entry, column=entry.column, length=entry.length)
        return replace(statement, parts=(slope, claimed), about=written(statement.text, entry))

    def as_step_of_entry(self, statement: Statement, name: str) -> Statement | None:
        """What is said of the step of an entry, if it can only be one of plain descent; None if that is not known."""
        entry, formula = statement.parts[:2]
        given = ((each, self.known.get(each)) for each in (*RATES, *AT_TIMES_RATES))
        rates = rates_among(each for each, known in given if known is not None and number_of(known.formula))
        end = self.losses.end
        loss = self.losses.end_above(name) or (end if is_called_loss(end) else "")  # numbers may stand for the entry
        match formula:
            case Sum((_, Product((one, other), signs))) if loss and len(rates) == 1 and "/" not in signs:
                rate = self.known[rates[0]]
                numbers = {number_of(one), number_of(other)}
                is_rate = rate is not None and (rates[0] in names_in(formula) or number_of(rate.formula) in numbers)
            case _:
                return None
        if not is_rate or self.document.has_velocities:
            return None
        slope = Derivative(Name(loss), entry, column=entry.column, length=entry.length)
        target = Sum((entry, Product((Name(rates[0]), slope), "**")), "+-", column=entry.column, length=entry.length)
        return replace(statement, parts=(target, *statement.parts[1:]), about=written(statement.text, entry))

    def stands_for_any(self, name: str) -> bool:
        """Whether a name is the letter of a function of one's own that was given no number so far."""
        known = self.known.get(name)
        return known is not None and known.formula is ANY_NUMBER and name not in self.moved

    def is_another_point(self, name: str, formula: Node) -> bool:
        """Whether the letter of a function of one's own, which was given a number, is given another."""
        known = self.known.get(name)
        is_letter = known is not None and known.formula is ANY_NUMBER and name in self.moved
        return is_letter and number_of(formula) is not None and not self.is_last_number(name, formula)

    def has_last_number(self, name: str, term: Node) -> bool:
        """Whether a term is the number that a name was given, or a part of it: 0.9*2 of the velocity 2."""
        parts = term.factors if isinstance(term, Product) else (term,)
        return any(self.is_last_number(name, part) for part in parts)

    def is_last_number(self, name: str, node: Node) -> bool:
        """Whether a number is the one that a name was given, or that its last new value was said to be."""
        known = self.known.get(name)
        if known is None or (known.given and name not in self.moved):
            return known is not None and node == known.formula
        return bool(numbers := numbers_in(node)) and numbers == self.said_to_be.get(name)

    def is_new(self, name: str) -> bool:
        """Whether a name is that of the new value of another: w_new beside w."""
        return any(old in self.known for old in old_names_of(name))

    def is_other_number(self, name: str, formula: Node) -> bool:
        """Whether a formula is a number, and not the one that a name is given."""
        known, number = self.known.get(name), number_of(formula)
        given = number_of(known.formula) if known is not None and known.given else None
        return number is not None and given is not None and abs(given[0] - number[0]) > number[1]

    def as_case(self, statement: Statement) -> Statement | None:
        """`= 0 otherwise` with the condition of the line above; None where it completes the definition there."""
        match statement:
            case Chain((Name(name), Case(_, None) as case)) if (known := self.known.get(name)) is not None:
                whole = completed(known.formula, case)
                if whole is not None:
                    known.formula = put_elsewhere(whole, known.formula)
                    return None
            case Chain((*_, Case(_, None, (), ()) as case)):
                pass
            case _:
                return statement
        before = self.steps[-1] if self.steps else None
        whole = None
        if before is not None and before.target == statement.parts[0]:
            whole = otherwise(case, before.statement.parts[-1])
            guards = before.statement.guards
            if whole is None and len(guards) == 1 and not case.signs:
                opposite = (replace(guards[0], equal=not guards[0].equal),)
                return replace(statement, parts=(*statement.parts[:-1], case.then), guards=opposite)
        if case.signs:
            return statement
        if whole is None:
            raise statement.error("otherwise than what? Write the condition: if z <= 0", case)
        return replace(statement, parts=(*statement.parts[:-1], whole))

    letters_of_head: tuple[str, ...] = ()
    """The letters of a function of one's own that a line that begins with = goes on with."""

    def as_own(self, statement: Statement, line: Line) -> Statement | None:
        """Note a function of one's own; it is a name as well where its letters have values, or it is differentiated.

        None where there is nothing else to it.
        """
        match statement.parts:
            case Call(function, letters) as call, body, *claims if isinstance(statement, Chain) and claims is not None:
                pass
            case _:
                return statement
        if function in self.known or (function_called(function) and function not in self.differentiated_words):
            known = self.known.get(function)
            if known is None or known.given or not all(isinstance(letter, Name) for letter in letters):
                return statement
            return replace(statement, parts=(Name(function, column=call.column, length=call.length), body, *claims))
        about = self.as_said_again(statement, call, tuple(letters), body, tuple(claims))
        if about is not None:
            return about
        names = tuple(name_of(letter) or "" for letter in letters)
        own = self.own.get(function)
        if own and len(own[0]) == len(names) and claims and set(names).isdisjoint(names_in(body)):
            return self.at_letters(statement, names)
        self.own[function] = names, elsewhere(body)
        named = replace(statement, parts=(Name(function, column=call.column, length=call.length), *statement.parts[1:]))
        missing = [name for name in names if not self.known.get(name) or self.stands_for_any(name)]
        comes = any(
            name in self.defined and name not in self.looked_for and not self.document.is_only_moved(name)
            for name in missing
        )
        if self.document.defines_formula(function):  # f = q z below says how it is made
            line.statements.append(statement)
            return None
        is_field = len(missing) > 1 and not comes and self.document.has_points and self.is_made_of(body, names)
        # ∇f, f_x stand for themselves
        is_used = self.document.differentiates(function) or self.document.is_bare(function)
        is_any = any(name.startswith("(") for name in names)  # of no x that is given
        is_name = not is_any and (not missing or (is_used and not is_field))
        if comes or self.document.defines(function) or not is_name:
            if self.document.differentiates(function):
                self.waiting[function] = replace(named, parts=named.parts[:2]), line
            if self.document.has_points and self.is_made_of(body, names) and not (comes and claims):
                return self.of_letters(statement, names, line)
            line.statements.append(statement)
            return None
        return named

    def at_letters(self, statement: Statement, letters: tuple[str, ...]) -> Statement:
        """What is said of a function that is known, at numbers: f(x) = f(3) = 20. Where x is 3, of f(x), too."""
        call, *said = statement.parts
        if not all((known := self.known.get(letter)) and known.given for letter in letters):
            return replace(statement, parts=tuple(said), about="")
        function = call.function if isinstance(call, Call) else ""
        own, body = self.own[function]
        at = put_in(body, {letter: Name(name) for letter, name in zip(own, letters, strict=True)})
        return replace(statement, parts=(elsewhere(at), *said), about=written(statement.text, call))

    def is_made_of(self, body: Node, letters: Collection[str]) -> bool:
        """Whether a formula is made of letters, and of what has a value."""
        return all(name in letters or name in CONSTANTS or self.known.get(name) for name in names_in(body))

    def of_letters(self, statement: Statement, letters: tuple[str, ...], line: Line) -> Statement | None:
        """What is said of a function besides its formula, for any letters: g(h) = f(1 - h) = (1 - h)^2.

        It may be said on the lines below; None where nothing is said on this one.
        """
        call, body, *claims = statement.parts
        about = written(statement.text, call)
        said = replace(statement, parts=(elsewhere(body), *claims), about=about)
        if claims:
            self.free_letters(letters, statement.text, line.number)
            return said
        line.statements.append(statement)
        self.head, self.letters_of_head = said, letters
        return None

    def as_said_again(
        self, statement: Statement, call: Call, letters: tuple[Node, ...], body: Node, claims: tuple[Node, ...]
    ) -> Statement | None:
        """What is claimed of a loss that has a formula, J(w) = … once more, or of a derivative: g(w) = ∂J/∂w = …"""
        function, names = call.function, tuple(name_of(letter) or "" for letter in letters)
        if self.document.has_numbers:
            return None
        known = self.own.get(function)
        if known is None and isinstance(body, Derivative) and claims:
            self.own[function] = names, elsewhere(body)
            meant, said = self.own[function][1], claims
        elif known is not None and (
            isinstance(known[1], Derivative) or (is_called_loss(function) and known[0] == names)
        ):
            meant, said = known[1], (body, *claims)
        else:
            return None
        target = replace(elsewhere(meant), column=call.column, length=call.length)
        return replace(statement, parts=(target, *said), about=written(statement.text, call))

    def as_entries(self, statement: Statement) -> Statement:
        """Entries that are computed one by one are names, and make up the list they are of: Y[0] = 2, Y = [2, 3]."""
        match statement:
            case Chain((Index(Name(whole), places), formula, *_)) if self.known.get(whole) is None:
                at = places_of(places)
                if at is not None and (formula.parts or whole in self.entries):
                    self.entries.setdefault(whole, {})[at] = f"{whole}[{', '.join(map(str, at))}]"
                    self.unread.pop(whole, None)
        match statement:
            case Chain((Name(whole) as left, List() as told, *claims)) if not self.known.get(whole):
                made = self._made_of_named(whole, told)
                if made is not None:
                    return replace(statement, parts=(left, made, told, *claims))
        if not self.entries:
            return statement
        parts = tuple(self._with_entries(part) for part in statement.parts)
        match parts:
            case (Name(whole) as left, List() as told, *claims) if whole in self.entries and not self.known.get(whole):
                made = self._made_up(whole, told)
                parts = (left, made, told, *claims) if made is not None else parts
        return replace(statement, parts=parts) if parts != statement.parts else statement

    def with_word_behind(self, statement: Statement) -> Statement:
        """A statement about a derivative, with one for a word behind it that nothing else tells: dz = … = dc."""
        match statement.parts:
            case (left, _, *_, Name(word) as last) if (
                word[:1] == "d" and word not in self.known and word[1:] in self.known and self.losses.end
            ):
                is_slope = isinstance(left, Derivative) or (isinstance(left, Name) and left.name[:1] == "d")
                if is_slope and not self.document.defines(word):
                    top, bottom = Name(self.losses.end), Name(word[1:])
                    slope = Derivative(top, bottom, column=last.column, length=last.length)
                    return replace(statement, parts=(*statement.parts[:-1], slope))
        return statement

    def with_slopes_by_lists(self, statement: Statement) -> Statement:
        """A statement with a list of derivatives for one by a list of names that what it is of is made of: θ = [w, b],
        and dL/dθ = [x, 1] where L = w x + b.
        """
        if not any(part.has(Derivative) for part in statement.parts):
            return statement
        return replace(statement, parts=tuple(self._with_slopes_apart(part) for part in statement.parts))

    def _with_slopes_apart(self, node: Node) -> Node:
        match node:
            case Derivative(Name(top), Name(whole)) if (names := self._names_alone(whole)) and self._is_made_of(
                top, names, whole
            ):
                slopes = (Derivative(node.top, name, column=node.column, length=node.length) for name in names)
                return List(tuple(slopes), column=node.column, length=node.length)
        return with_each(node, self._with_slopes_apart) if node.has(Derivative) else node

    def _names_alone(self, whole: str) -> tuple[Node, ...]:
        """The names that a list is made of, none of which is a list; () where it is made of anything else."""
        definition = self.known.get(whole)
        parts = definition.formula.parts if definition is not None and isinstance(definition.formula, List) else ()
        known = (self.known.get(part.name) if isinstance(part, Name) else None for part in parts)
        is_of_numbers = all(each is not None and not isinstance(each.formula, List) for each in known)
        return parts if len(parts) > 1 and is_of_numbers else ()

    def _is_made_of(self, top: str, names: Collection[Node], whole: str) -> bool:
        """Whether a name is computed from one of these, and not from the list they make up."""
        behind = names_behind(top, self.known)
        return whole not in behind and any(isinstance(name, Name) and name.name in behind for name in names)

    def _with_entries(self, node: Node) -> Node:
        """A formula with the names of entries for them."""
        match node:
            case Index(Name(whole), places) if whole in self.entries:
                name = self.entries[whole].get(places_of(places) or ())
                return Name(name, column=node.column, length=node.length) if name is not None else node
        return with_each(node, self._with_entries)

    def _made_up(self, whole: str, told: List) -> Node | None:
        """A list of the names of its entries, where all of them were computed; None if there are others."""
        names = self.entries[whole]
        first = min(min(at) for at in names)

        def made(node: Node, at: tuple[int, ...]) -> Node | None:
            if isinstance(node, List):
                entries = [made(entry, (*at, place)) for place, entry in enumerate(node.parts, start=min(first, 1))]
                return node.with_parts(*(entry for entry in entries if entry is not None)) if all(entries) else None
            name = names.get(at)
            return Name(name, column=node.column, length=node.length) if name is not None else None

        return made(told, ())

    def _made_of_named(self, whole: str, told: List) -> Node | None:
        """A list of the names that its entries were computed as: h1 = …, h2 = …, and then h = [0.6, 0.7]."""
        places: list[tuple[int, ...]] = [
            (row, column) if isinstance(entry, List) else (row,)
            for row, entry in enumerate(told.entries, start=1)
            for column in range(1, len(entry.entries) + 1 if isinstance(entry, List) else 2)
        ]
        if not 1 < len(places) <= MOST_NAMED or len({len(place) for place in places}) > 1:
            return None
        entries = (entry for row in told.entries for entry in (row.entries if isinstance(row, List) else (row,)))
        if not all(map(number_of, entries)):
            return None
        for below in ("", "_"):
            names = {place: f"{whole}{below}{''.join(map(str, place))}" for place in places}
            known = [self.known.get(name) for name in names.values()]
            if all(each is not None and number_of(each.formula) is None for each in known):
                return self._listed(told, names)
        return None

    def _listed(self, told: List, names: Mapping[tuple[int, ...], str], at: tuple[int, ...] = ()) -> Node:
        """A list with names for its entries."""
        made: list[Node] = []
        for place, entry in enumerate(told.entries, start=1):
            here = (*at, place)
            if isinstance(entry, List):
                made.append(self._listed(entry, names, here))
            else:
                made.append(Name(names[here], column=entry.column, length=entry.length))
        return told.with_parts(*made)

    def as_sum(self, statement: Statement) -> Statement | None:
        """dx = da and below it dx += dq y, as programs add up a derivative: one claim, at the last of them.

        None for the parts before the last.
        """
        match statement:
            case Chain((Name(word) as left, formula)) | Update((Name(word) as left, Sum((_, formula)))):
                left_over = self.document.added.get(word, 0)
            case Chain((Derivative(Name(loss), Name(bottom)) as left, formula)) if self.functions.upstream.get(
                word := f"d{bottom}"
            ) == (loss, bottom):
                left_over = self.document.added.get(word, 0)
            case _:
                return statement
        if not left_over or word in self.changes or (word in self.known and word not in self.contributions):
            return statement
        if isinstance(statement, Chain) and word not in self.contributions:
            is_slope = isinstance(left, Derivative)
            if not (is_slope or self.stands_for_slope(definition_of(statement, 0, self.known))):
                return statement
        elif not isinstance(statement, Update):
            return statement
        parts = self.contributions.setdefault(word, [])
        parts.append(formula)
        if len(parts) <= left_over:
            return None
        del self.contributions[word]
        if word in self.functions.upstream:
            slope = (Name(name, column=left.column, length=left.length) for name in self.functions.upstream[word])
            left = Derivative(*slope, column=left.column, length=left.length)
        terms = tuple(map(elsewhere, parts[:-1]))
        total = Sum((*terms, formula), "+" * len(parts), column=formula.column, length=formula.length)
        return Chain((left, total), *(getattr(statement, each.name) for each in fields(statement)[1:]))


def named_otherwise(node: Node, name: str, other: str) -> Node:
    """A formula with another name for one."""
    if isinstance(node, Name):
        return replace(node, name=other) if node.name == name else node
    return with_each(node, lambda part: named_otherwise(part, name, other))


def is_said_of_all(call: Node, formula: Node) -> bool:
    """Whether a formula for a function may be one at any number: of max(0, x), not of x for relu(x)."""
    function = call.function if isinstance(call, Call) else ""
    rule = OPS.get(function)
    parts = [part for part in formula.inside() if isinstance(part, (Call, Case))]
    return function.endswith("′") or rule is None or not rule.switches or bool(parts)


def places_of(places: tuple[Node, ...]) -> tuple[int, ...] | None:
    """The indices of an entry where all of them are numbers."""
    found = [int(place.number) for place in places if isinstance(place, Number)]
    return tuple(found) if len(found) == len(places) else None


def put_elsewhere(whole: Node, known: Node) -> Node:
    """A formula completed on a line below: what is added has no place in the line of the first part."""
    match whole, known:
        case Case(then, Node() as rest, sides, signs), Case(_, None):
            return Case(then, elsewhere(rest), sides, signs, column=whole.column, length=whole.length)
        case Case(then, Node() as rest, sides, signs), Case(_, Node() as more):
            rest = put_elsewhere(rest, more)
            return Case(then, rest, sides, signs, column=whole.column, length=whole.length)
    return whole


def elsewhere(node: Node) -> Node:
    """A formula that stands on a line before: nothing of it has a place in this one."""
    return replace(node.with_parts(*map(elsewhere, node.parts)), column=0, length=0)
