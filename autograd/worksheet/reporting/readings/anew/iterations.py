"""Iterations written out: what Step 1 has computed, Step 2 computes anew; Sample 2 is given other numbers."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType

from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.edits import number_of, with_each
from autograd.worksheet.language.roles import old_names_of
from autograd.worksheet.language.tree import Chain, Derivative, List, Name, Node, Product, Unknown, Update, names_in
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.sheet.model import Sheet, Step, definition_of
from autograd.worksheet.sheet.reading.meaning import elsewhere

_LABEL = re.compile(
    r"^[\s>*#_-]*(?i:(?:time[ -]?)?step|sample|example|pattern|point|feature"
    r"|state|episode|observation|instance|trial|(?:mini-?)?batch|pass|update"
    r"|beispiel|muster|ejemplo|exemple|esempio|exemplo"
    r"|iteration|iter|epoch|round|schritt|durchlauf|paso|iteración|étape|itération|passo|iterazione"
    r"|iteração|época|epoca|époque|t\s*=)[\s.]*([0-9]{1,3})\b",
    re.MULTILINE,
)
"""What an iteration begins with: Step 2:"""


_BEFORE_ALL = -1
"""The number of what stands above all iterations; the first of these may be 0."""

_TIMES = str.maketrans("_·", "**")

_RESTARTS = re.compile(r"(?i)^[\s>*#•-]*(?:current|initial|start|state|reset)")
"""How a line begins that says what there is at the start: Current w: 3"""


ERRORS = ("e", "err", "error")
"""What the difference between a target and an output is called."""


def computed_anew(sheet: Sheet) -> list[int]:
    """The places of steps that give a computed name a formula once more, under the number of a later iteration."""
    if len(set(_LABEL.findall(sheet.text))) < 2:
        return []
    numbers = _numbers(sheet)
    last: dict[str, int] = {}
    given: dict[str, Node] = {}
    moved = {step.name for step in sheet.steps if isinstance(step.statement, Update)}
    only_given = _only_given(sheet)
    found = []
    for place, step in enumerate(sheet.steps):
        number, name = numbers.get(step.line, _BEFORE_ALL), step.name
        if name in only_given:
            continue  # it is given anew each time
        if step.definition is not None:
            if _is_whole_anew(step, number, last):
                found.append(place)
            last[name] = number
            given |= {name: step.definition.formula} if sheet.in_numbers(step.definition.formula) else {}
        elif name in given and step.claims and step.claims[0] == given[name]:
            continue  # it is what it was
        elif name in last and _is_said_anew(step, name in given) and last[name] != number:
            if last[name] != _BEFORE_ALL:
                found.append(place)
                given |= {name: step.claims[0]} if name in given else {}
            # what a formula above all iterations is in the first is no other value
            if last[name] != _BEFORE_ALL or name not in moved:
                last[name] = number
    return found


def _is_whole_anew(step: Step, number: int, last: Mapping[str, int]) -> bool:
    """Whether numbers are said of a list whose entries were told one by one, in an iteration before."""
    if step.definition is None or not isinstance(step.definition.formula, List) or not step.claims:
        return False
    told = [last.get(name, _BEFORE_ALL) for name in names_in(step.definition.formula)]
    return is_result(step.claims[0]) and any(each != _BEFORE_ALL for each in told) and number not in told


_OFTEN = 4
"""How often a name is told a number, for that to be its new value each time: at first, and in three iterations."""


def _only_given(sheet: Sheet) -> set[str]:
    """The names that are given a number first, others later, and nothing else, while what is made of them is not told
    again: w = 1, g = 2 w, and then w = 0.8, g = 1.6.
    """
    times = Counter(step.name for step in sheet.steps if isinstance(step.target, Name))
    given = {each.name for each in sheet.definitions() if each.given and is_result(each.formula)}
    others = {step.name for step in sheet.steps if step.definition is None and not _is_given(step)}
    made = {name for each in sheet.definitions() if each.is_computed for name in names_in(each.formula)}
    return {name for name in (given & made) - others if times[name] >= _OFTEN}


def computed_in_numbers(sheet: Sheet) -> list[int]:
    """The places of steps that compute a name from numbers once more, where it is said to be nothing else anywhere.

    What a new weight is may be computed from names, too: so each of several is called, where no weight is. An error
    that no formula uses is that of each case, e = 0, e = 0 - 1 = -1: none is made of the one before.
    """
    known = {each.name for each in sheet.definitions()}
    times: dict[str, list[int]] = {}
    others: set[str] = set()
    used = {name for step in sheet.steps for part in step.statement.parts[1:] for name in names_in(part)}
    made = {step.name for step in sheet.steps if any(map(names_in, step.statement.parts[1:]))}
    errors = known.intersection(ERRORS) - used - made
    for place, step in enumerate(sheet.steps):
        if step.name in errors and isinstance(step.target, Name):
            if step.name not in times or not is_result(step.statement.parts[1]):
                times.setdefault(step.name, []).append(place)
        elif step.name and isinstance(step.target, Name):
            formulas = [*([step.definition.formula] if step.definition is not None else []), *step.claims]
            if step.name in times and len(formulas) == 1 and is_result(formulas[0]):
                continue  # what it came to is said once more
            is_computed = len(formulas) > 1 and not is_result(formulas[0])
            is_computed = is_computed and (not any(map(names_in, formulas)) or _is_any_new_value(step.name, known))
            times.setdefault(step.name, []).append(place)
            others |= set() if is_computed and isinstance(step.statement, Chain) else {step.name}
    return [place for name, places in times.items() if name not in others for place in places[1:]]


def told_by_what_is_new(sheet: Sheet) -> dict[int, int]:
    """The places of steps that give an error another formula, of what is told only since, and its numbers; with how
    often it was told by then: e = y - u = 1, and below it p = σ(u), e = y - p = 0.4.

    Of a loss that would be a mistake: with half of it, or of another output.
    """
    since: dict[str, set[str]] = {}  # what is told since each name was
    times: Counter[str] = Counter()
    found: dict[int, int] = {}
    for place, step in enumerate(sheet.steps):
        name, made = step.name, step.definition
        if made is not None:
            for others in since.values():
                others.add(name)
            if name.lower() in ERRORS and made.is_computed:
                since[name] = set()
                times[name] += 1
        elif name in since and _is_said_anew(step, is_given=False):
            uses = names_in(step.claims[0])
            if name not in uses and not since[name].isdisjoint(uses):
                times[name] += 1
                since[name] = set()
                found[place] = times[name]
    return found


def with_what_is_new(sheet: Sheet) -> Sheet:
    """The sheet with a name of its own from where a name is told by what is told only since: e(2)."""
    return _renewed(sheet, told_by_what_is_new(sheet))


def _is_any_new_value(name: str, known: set[str]) -> bool:
    """Whether a name says in a word that it is a new value, of nothing that is called so: weight_new."""
    olds = old_names_of(name)
    return bool(olds) and known.isdisjoint(olds) and min(map(len, olds)) > 3


def with_each_computed(sheet: Sheet) -> Sheet:
    """The sheet with a name of its own for each time that a name is computed from numbers: w(2), w(3)."""
    places = computed_in_numbers(sheet)
    numbers: dict[int, int] = {}
    times: Counter[str] = Counter()
    for place in places:
        times[sheet.steps[place].name] += 1
        numbers[place] = times[sheet.steps[place].name] + 1
    return _renewed(sheet, numbers)


def computed_with_new_values(sheet: Sheet) -> dict[int, Node]:
    """The places of steps that compute a name from numbers once more below new values, and its formula with these.

    Nothing else is taken for a second pass: w′ is a new value of w, and y = w x is said again in numbers.
    """
    made = {each.name: each.formula for each in sheet.definitions()}
    names: dict[str, str] = {}
    found: dict[int, Node] = {}
    for place, step in enumerate(sheet.steps):
        if step.definition is not None:
            old = next((old for old in old_names_of(step.definition.name) if old in made), None)
            names |= {old: step.definition.name} if old is not None else {}
        elif names and len(step.statement.parts) > 1 and _is_again(step, sheet, made.get(step.name), names):
            formula = made.get(step.name)
            moved = {name for name, new in names.items() if not is_result(step.claims[0]) or new.endswith("(2)")}
            is_slope = formula is not None and formula.has(Derivative)
            if formula is not None and not is_slope and not moved.isdisjoint(names_in(formula)):
                found[place] = elsewhere(_renamed(formula, names))
                names[step.name] = f"{step.name}(2)"
    return found


def given_anew(sheet: Sheet) -> list[int]:
    """The places of steps that give a given another number, and say nothing else: x = 2, and later x = 5.

    Of what has new values otherwise, w <- w - 0.1 g = 3, a number is a claim. So it is of what is computed from
    numbers, but where those of several names are told together: Using y = 0.7, t = 1.
    """
    given: dict[str, Node] = {}
    moved = {step.name for step in sheet.steps if isinstance(step.statement, Update)}
    begun = {step.line for step in sheet.steps if step.definition is not None and step.definition.given}
    begun -= {step.line for step in sheet.steps if isinstance(step.statement, Update)}
    restarts = {line.number for line in sheet.lines if _RESTARTS.search(line.text)}
    together, computed = _given_together(sheet), set[str]()
    found = []
    updates: dict[int, str] = {}  # the names with a new value on each line: w = (0, 0) + (2, 1), b = 1
    begun_to_move: set[str] = set()
    for place, step in enumerate(sheet.steps):
        if isinstance(step.statement, Update):
            updates[step.line] = step.name
            begun_to_move.add(step.name)
        is_beside = updates.get(step.line, step.name) != step.name and step.name not in begun_to_move
        if step.name in moved and not is_beside:
            # beside others that are given for the first time, m = 0, v = 0, or in so many words
            if step.line in begun | restarts and step.definition is None and _is_given(step):
                found.append(place)
            continue
        if step.definition is not None and (step.definition.given or sheet.in_numbers(step.definition.formula)):
            given[step.name] = step.definition.formula
            computed |= set() if step.definition.given else {step.name}
        elif (
            step.name in given
            and _is_given(step)
            and step.claims[0] != given[step.name]
            and (step.name not in computed or together.get(step.line, frozenset()) & computed == {step.name})
        ):
            given[step.name] = step.claims[0]
            found.append(place)
    return found


def _given_together(sheet: Sheet) -> dict[int, frozenset[str]]:
    """The lines that say a number of each of several names, and nothing else; with these names."""
    found: dict[int, set[str]] = {}
    others = set()
    for step in sheet.steps:
        if len(step.statement.parts) == 2 and is_result(step.statement.parts[1]):
            found.setdefault(step.line, set()).add(step.name)
        else:
            others.add(step.line)
    return {line: frozenset(names) for line, names in found.items() if len(names) > 1 and line not in others}


def starts_over(sheet: Sheet) -> bool:
    """Whether all that is given anew had new values before, m = 0, v = 0 of the next method, or has one beside another
    name that has: w = (0, 0) + (1, 1) = (1, 1), b = 1.
    """
    moved = {step.name for step in sheet.steps if isinstance(step.statement, Update)}
    updates = {step.line for step in sheet.steps if isinstance(step.statement, Update)}
    places = [sheet.steps[place] for place in given_anew(sheet)]
    return all(step.name in moved or step.line in updates for step in places)


def _is_given(step: Step) -> bool:
    """Whether a number, or a list of numbers, is all that is said of a name."""
    statement = step.statement
    is_plain = isinstance(statement, Chain) and not statement.about and not statement.guards
    is_alone = len(statement.parts) == 2 and len(step.claims) == 1
    return is_plain and step.definition is None and is_alone and is_result(statement.parts[1])


def with_givens_anew(sheet: Sheet) -> Sheet:
    """The sheet with new values for what is given anew: x <- 5, where all that is made of x is computed again.

    In iterations, what is given anew once may be computed in numbers the next time: v = -0.2, and then
    v = 0.9*(-0.2) - 0.16 = -0.34.
    """
    places = set(given_anew(sheet))
    names = dict.fromkeys(sheet.steps[place].name for place in sorted(places))
    has_iterations = len(set(_LABEL.findall(sheet.text))) > 1
    begun: set[str] = set()
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        statement = step.statement
        if place in places:
            begun |= {step.name} if has_iterations else set()
            steps.append(replace(step, statement=statement.as_update()))
        elif step.name in begun and isinstance(statement, Chain) and _is_worked_out(step, sheet):
            left, formula, *claims = statement.parts
            steps.append(Step(step.line, replace(statement, parts=(left, formula)).as_update(), None, ()))
            steps.append(Step(step.line, replace(statement, parts=(left, *claims)), None, tuple(claims)))
        else:
            steps.append(step)
    said = [f"read {name} = … as a new value from there on, {name} <- …" for name in names]
    return replace(sheet, steps=steps, said=[*sheet.said, *said])


def _is_worked_out(step: Step, sheet: Sheet) -> bool:
    """Whether a name is computed from numbers, with what they come to."""
    parts = step.statement.parts
    is_claim = step.definition is None and isinstance(step.target, Name) and len(parts) > len("=n")
    return is_claim and not is_result(parts[1]) and is_result(parts[-1]) and all(map(sheet.in_numbers, parts[1:]))


def told_in_numbers(sheet: Sheet, waiting: Collection[str], unread: Collection[str]) -> list[int]:
    """The places of steps that say of a name that waits for others what numbers come to: L = -log(0.5) = 0.693.

    What is said of a derivative waits, but that of a loss which nothing tells: there only the numbers can be judged.
    So it is of what is `unread`: what its formula is made of is told nowhere.
    """
    known = {each.name for each in sheet.definitions()}
    untold = {each.name for each in sheet.definitions() if isinstance(each.formula, Unknown)}
    return [
        place
        for place, step in enumerate(sheet.steps)
        if (
            (isinstance(step.target, Name) and step.name in waiting and _is_free(step, known))
            or (isinstance(step.target, Name) and step.name in unread)
            or _top_of(step.target) in untold
            or _is_untold(step, known)
        )
        and _alone(sheet, place)
    ]


def _is_free(step: Step, known: AbstractSet[str]) -> bool:
    """Whether nothing is told of what a step defines its name by, if it does: u = v w, where neither is told."""
    return step.definition is None or known.isdisjoint(names_in(step.definition.formula))


def _is_untold(step: Step, known: AbstractSet[str]) -> bool:
    """Whether nothing is told of what a step speaks of: dL/dy, where no L is."""
    top = _top_of(step.target)
    names = [top] if top else names_in(step.target)
    return step.definition is None and bool(names) and known.isdisjoint(names)


def _alone(sheet: Sheet, place: int) -> tuple[Node, ...]:
    """The last things that a step says, all in numbers, from something that is to be computed on; () if it does not.

    What a line goes on with that only has one is behind the last of the line before it.
    """
    step = sheet.steps[place]
    claims = step.claims
    while claims and not (sheet.in_numbers(claims[0]) and not _has_unknown(claims[0])):
        claims = claims[1:]
    if not all(sheet.in_numbers(claim) and not _has_unknown(claim) for claim in claims):
        return ()
    if len(claims) == len(step.claims) and step.statement.about and place:
        before = sheet.steps[place - 1]
        goes_on = before.line == step.line - 1 and before.target == step.target and before.claims
        if goes_on and sheet.in_numbers(before.claims[-1]) and not _has_unknown(before.claims[-1]):
            claims = (before.claims[-1], *claims)
    return claims if len(claims) > 1 and not is_result(claims[0]) else ()


def _top_of(target: Node | None) -> str:
    """The name that a derivative is of."""
    return target.top.name if isinstance(target, Derivative) and isinstance(target.top, Name) else ""


def _has_unknown(claim: Node) -> bool:
    """Whether a function is called of which nothing is said."""
    return claim.has(Unknown)


def with_numbers_alone(sheet: Sheet, waiting: Collection[str], unread: Collection[str]) -> Sheet:
    """The sheet with what is said of numbers alone, which holds whatever the name is that waits."""
    places = set(told_in_numbers(sheet, waiting, unread))
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        claims = _alone(sheet, place) if place in places else ()
        if claims and step.definition is not None:  # what it is defined by stays
            steps.append(replace(step, claims=tuple(claim for claim in step.claims if claim not in claims)))
        if claims:
            about = step.statement.about if claims[0] not in step.claims else ""
            statement = replace(step.statement, parts=claims, about=about)
            steps.append(replace(step, statement=statement, claims=claims[1:], definition=None))
        else:
            steps.append(step)
    return replace(sheet, steps=steps)


def worked_alone(sheet: Sheet) -> list[int]:
    """The places of steps that say of a slope, or of what nothing tells, what a formula of known names comes to:
    dE/dw = -e o = -0.6, where no line says what E is. None of these names may have a new value.
    """
    if sheet.supposed:
        return []
    told = Counter(step.name for step in sheet.steps if step.definition or isinstance(step.statement, Update))
    known = {name for name, times in told.items() if times == 1 and name not in sheet.free} | CONSTANTS.keys()
    return [
        place
        for place, step in enumerate(sheet.steps)
        if (isinstance(step.target, Derivative) or _is_untold(step, known))
        and len(step.claims) > 1
        and sheet.in_numbers(step.claims[-1])
        and all(known.issuperset(names_in(each)) and not each.has(Derivative, Unknown) for each in step.claims)
    ]


def with_worked_alone(sheet: Sheet, unjudged: Collection[tuple[int, int]]) -> Sheet:
    """The sheet with the formula of each such step, if it is not judged, compared with what it comes to.

    What is not judged is told by its line and column, or those of what it is about.
    """
    places = set(worked_alone(sheet))

    def alone(step: Step) -> Step:
        statement = replace(step.statement, parts=step.claims, about="")
        return replace(step, statement=statement, claims=step.claims[1:])

    def waits(step: Step) -> bool:
        return any((step.line, each.column) in unjudged for each in (step.target, step.claims[0]))

    steps = [alone(step) if place in places and waits(step) else step for place, step in enumerate(sheet.steps)]
    return replace(sheet, steps=steps)


def _is_again(step: Step, sheet: Sheet, formula: Node | None, names: Collection[str]) -> bool:
    """Whether a name is said to be something in numbers, or only a number, or its formula with numbers for names."""
    if not step.tells_name or not step.claims:
        return False
    claim = step.claims[0]
    return sheet.in_numbers(claim) or (formula is not None and formula != claim and _is_put_in(formula, claim, names))


def _is_put_in(formula: Node, claim: Node, names: Collection[str]) -> bool:
    """Whether a claim is a formula with numbers for some of the names: σ(0.5 x) of σ(w x)."""
    if isinstance(formula, Name) and formula.name in names and number_of(claim) is not None:
        return True
    if type(formula) is not type(claim) or len(formula.parts) != len(claim.parts):
        return False
    if isinstance(formula, Product) and isinstance(claim, Product):
        same = formula.signs.translate(_TIMES) == claim.signs.translate(_TIMES)
    else:
        same = (formula.with_parts(*claim.parts) if formula.parts else formula) == claim
    return same and all(_is_put_in(*both, names) for both in zip(formula.parts, claim.parts, strict=True))


def with_new_values(sheet: Sheet) -> Sheet:
    """The sheet with a name of its own for what is computed with new values: y(2)."""
    places = computed_with_new_values(sheet)
    return _renewed(sheet, dict.fromkeys(places, 2), places)


def _is_said_anew(step: Step, is_given: bool) -> bool:
    """Whether a formula and its result are claimed of a name, or another number of one that was given one."""
    if not isinstance(step.statement, Chain) or not isinstance(step.target, Name) or not step.claims:
        return False
    return is_result(step.claims[0]) if is_given else len(step.claims) > 1 and not is_result(step.claims[0])


def _numbers(sheet: Sheet) -> dict[int, int]:
    """The number of the iteration that each line belongs to."""
    found, number = {}, _BEFORE_ALL
    for line, text in enumerate(sheet.text.split("\n"), start=1):
        label = _LABEL.match(text)
        number = int(label[1]) if label else number
        found[line] = number
    return found


def with_iterations(sheet: Sheet) -> Sheet:
    """The sheet with a name of its own for what is computed anew: g(2) from Step 2 on."""
    numbers = _numbers(sheet)
    places = {place: numbers[sheet.steps[place].line] for place in computed_anew(sheet)}
    steps = [
        replace(step, statement=replace(step.statement, parts=(step.target, *step.claims)))
        if place in places and step.definition is not None  # a list of entries that were told one by one
        else step
        for place, step in enumerate(sheet.steps)
    ]
    return _renewed(replace(sheet, steps=steps), places)


def _renewed(sheet: Sheet, numbers: Mapping[int, int], formulas: Mapping[int, Node] = MappingProxyType({})) -> Sheet:
    """The sheet with new names, from the steps at some places on, with their numbers: g(2).

    They are defined by what is said there, or by other `formulas` of which that is claimed.
    """
    known = {each.name for each in sheet.definitions()}
    names: dict[str, str] = {}
    steps = []
    for place, step in enumerate(sheet.steps):
        if place in numbers:
            names[step.name] = f"{step.name}({numbers[place]})"
        parts = tuple(_renamed(part, names) for part in step.statement.parts)
        if place in formulas:
            parts = parts[0], formulas[place], *step.statement.parts[1:]
        if names and parts != step.statement.parts:
            statement = replace(step.statement, parts=parts)
            if isinstance(statement, Update) and place in numbers:
                statement = statement.as_chain(parts)
            is_new = step.definition is not None or place in numbers
            definition = definition_of(statement, step.line, known) if is_new else None
            claims = parts[2:] if place in numbers else tuple(_renamed(claim, names) for claim in step.claims)
            step = replace(step, statement=statement, definition=definition, claims=claims)
        steps.append(step)
        if place in numbers:
            steps += _formulas_anew(sheet.steps[:place], sheet.steps[place].name, numbers[place], names, known)
    said = [f"read {name} as computed anew each time" for name in names if not name.startswith("(")]
    return replace(sheet, steps=steps, said=[*sheet.said, *said])


def _formulas_anew(steps: list[Step], name: str, number: int, names: dict[str, str], known: set[str]) -> list[Step]:
    """What is differentiated as it stands, (x^2) of ∇f(x), once more where x is computed anew."""
    found = []
    for step in steps:
        definition = step.definition
        if definition is not None and definition.name.startswith("(") and name in names_in(definition.formula):
            names[definition.name] = f"{definition.name}({number})"
            parts = tuple(_renamed(part, names) for part in step.statement.parts)
            statement = replace(step.statement, parts=parts)
            found.append(replace(step, statement=statement, definition=definition_of(statement, step.line, known)))
    return found


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    """A formula with other names."""
    if isinstance(node, Name):
        return replace(node, name=names.get(node.name, node.name))
    return with_each(node, lambda part: _renamed(part, names))
