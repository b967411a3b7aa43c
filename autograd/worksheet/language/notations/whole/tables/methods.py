"""Rules of a method that is named above a table, for columns of what it keeps: m, v, m_hat and v_hat of Adam."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.notations.whole.tables.above import Above, words_in
from autograd.worksheet.language.notations.whole.tables.heads import Column, Kind
from autograd.worksheet.language.notations.whole.tables.markdown import Table

Work = Callable[[float, float, float], float]


@dataclass(frozen=True)
class Rule:
    """What a method makes of what it keeps: the keys that its column may have, and the formula, of keys and rates.

    Some write it `otherwise`; `value` and `other` are what the two come to, of the rate, what was kept and the
    gradient. Where these are told, all rows but one at most must hold.
    """

    keys: tuple[str, ...]
    formula: str
    kind: Kind = Kind.STEP
    otherwise: str = ""
    value: Work | None = None
    other: Work | None = None


@dataclass(frozen=True)
class Method:
    """A method: the word for it, what its rates are called, and its rules; what it keeps starts at 0."""

    word: str
    rates: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]


METHODS = (
    Method(
        "adam",
        (("beta1", "b1", "rho1"), ("beta2", "b2", "rho2")),
        (
            Rule(("m",), "{rates[0]}·{names[0]} + (1 − {rates[0]})·g"),
            Rule(("v", "s"), "{rates[1]}·{names[1]} + (1 − {rates[1]})·g²"),
            Rule(("mhat",), "{names[0]}/(1 − {rates[0]}^t)", Kind.TOLD),
            Rule(("vhat", "shat"), "{names[1]}/(1 − {rates[1]}^t)", Kind.TOLD),
        ),
    ),
    Method(
        "rms[- ]?prop",
        (("rho", "beta", "beta2", "gamma", "decay"),),
        (
            Rule(
                ("s", "v", "r", "E"),
                "{rates[0]}·{names[0]} + (1 − {rates[0]})·g²",
                value=lambda rate, kept, g: rate * kept + (1 - rate) * g * g,
            ),
        ),
    ),
    Method(
        "ada[- ]?grad",
        (),
        (Rule(("G", "s", "v", "r"), "{names[0]} + g²", value=lambda rate, kept, g: kept + g * g),),
    ),
    Method(
        "momentum",
        (("mu", "beta", "gamma", "rho", "momentum"),),
        (
            Rule(
                ("v", "m"),
                "{rates[0]}·{names[0]} + g",
                otherwise="{rates[0]}·{names[0]} + (1 − {rates[0]})·g",
                value=lambda rate, kept, g: rate * kept + g,
                other=lambda rate, kept, g: rate * kept + (1 - rate) * g,
            ),
        ),
    ),
)
"""A row a method; words for methods are in small letters."""

_CHANGES = re.compile(r"(?i)steps?|updates?|schritt|Δ\s?\w{1,9}|pas|paso|passo|change|change (?:in|of) \w{1,9}")
"""Heads for the change of a weight, whose sign is any."""

_NUMBER_AT_END = re.compile(rf"(?:.*[=≈])?\s*({NUMBER}(?:[eE][-−+]?[0-9]{{1,3}})?)")
FEWEST_ROWS = 2
"""Rows that must hold for how a rule is written to be certain."""

LETTER = "t"
"""The number of the step in their rules."""


def method_named(titles: Iterable[str]) -> Method | None:
    """The method that the first title names in which one is; none where that names several.

    >>> method_named(["by hand", "## RMSProp"]).word, method_named(["Adam or AdaGrad", "Adam"])
    ('rms[- ]?prop', None)
    """
    for title in titles:
        found = [each for each in METHODS if re.search(rf"(?i)(?<![^\W_]){each.word}(?![^\W_])", title)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def without_steps_below(heads: list[str], letter: str, titles: Iterable[str]) -> list[str]:
    """Heads of a table below titles that name a method, m for m_t, where no head speaks of another step.

    >>> without_steps_below(["t", "m_t", "w"], "t", ["Adam"]), without_steps_below(["t", "m_t"], "t", ["data"])
    (['t', 'm', 'w'], ['t', 'm_t'])
    """
    if not letter or method_named(titles) is None or any("=" in head or f"{{{letter}" in head for head in heads):
        return heads
    return [head.removesuffix(f"_{letter}") for head in heads]


def with_rules(
    columns: list[Column], titles: Iterable[str], above: Above, table: Table
) -> tuple[list[Column], dict[str, str]]:
    """Columns with the rules of the method that titles name, and where what it keeps starts, if nothing tells that.

    All that it keeps must have a column, the gradient too, and each rate a number: else they are as they were. What no
    other column is made of has no name then: what the text says of it may be of any step.

    >>> columns = [Column(place, Kind.VALUE, name) for place, name in enumerate(["g", "m", "s", "m_hat", "s_hat"])]
    >>> above = Above("beta1 = 0.9; beta2 = 0.99")
    >>> columns, starts = with_rules(columns, ["Adam (beta1 = 0.9, beta2 = 0.99)"], above, Table(0, (), ()))
    >>> [column.formula for column in columns[1:4]], starts
    (['beta1·m + (1 − beta1)·g', 'beta2·s + (1 − beta2)·g²', 'm/(1 − beta1^t)'], {'m': '0', 's': '0'})
    """
    method = method_named(titles)
    by_key = {column.key: column for column in columns if column.kind is Kind.VALUE and not column.formula}
    gradient = next((column for column in columns if column.key == "g"), None)
    if method is None or gradient is None:
        return columns, {}
    found = [next((by_key[key] for key in rule.keys if key in by_key), None) for rule in method.rules]
    rates = [next((rate for rate in each if rate in above.given), "") for each in method.rates]
    kept = [column for column in found if column is not None]
    if len(kept) < len(found) or "" in rates or any(column.key in above.made | above.moved for column in kept):
        return columns, {}
    formulas = [
        _written(rule, column, gradient, rates, above, table) for rule, column in zip(method.rules, kept, strict=True)
    ]
    if "" in formulas:
        return columns, {}
    names = [column.name for column in kept]
    used = set[str]().union(*(words_in(column.formula) for column in columns))
    told = {
        column.place: Column(
            column.place,
            rule.kind if rule.kind is Kind.STEP or column.key in used else Kind.FORMULA,
            column.name if rule.kind is Kind.STEP or column.key in used else "",
            formula.format(names=names, rates=rates),
        )
        for column, rule, formula in zip(kept, method.rules, formulas, strict=True)
    }
    starts = {column.key: "0" for column in told.values() if column.kind is Kind.STEP and column.key not in above.given}
    return [_without_change(told.get(column.place, column), table) for column in columns], starts


def _without_change(column: Column, table: Table) -> Column:
    """A column with nothing that is judged where it is the change of a weight."""
    is_change = column.kind is Kind.UNKNOWN and _CHANGES.fullmatch(table.head[column.place]) is not None
    return Column(column.place, Kind.WORDS) if is_change else column


def _written(rule: Rule, column: Column, gradient: Column, rates: list[str], above: Above, table: Table) -> str:
    """The formula of a rule; of two ways to write it the one under which all rows but one at most hold, or ""."""
    if rule.value is None:
        return rule.formula
    rate = float(above.given[rates[0]]) if rates else 1.0
    cells = [[_NUMBER_AT_END.fullmatch(cell) for cell in table.column(each.place)] for each in (column, gradient)]
    if any(cell is None for each in cells for cell in each):
        return ""
    values, slopes = ([cell[1].replace("−", "-") for cell in each if cell is not None] for each in cells)
    before = [float(above.given.get(column.key, "0").replace("−", "-")), *map(float, values)]

    def holds(value: Work | None) -> int:
        rows = zip(before, values, map(float, slopes), strict=False)
        return 0 if value is None else sum(_is_near(value(rate, old, slope), new) for old, new, slope in rows)

    first, second = holds(rule.value), holds(rule.other)
    most = max(first, second)
    if first == second or most < max(FEWEST_ROWS, len(values) - 1):
        return ""
    return rule.formula if first > second else rule.otherwise


def _is_near(value: float, typed: str) -> bool:
    """Whether a number is the typed one, rounded to its digits as others before it were, or up to a thousandth."""
    unit = 10.0 ** -len(typed.partition(".")[2]) if "e" not in typed.lower() else 0.0
    return abs(value - float(typed)) <= max(0.75 * unit, abs(value) / 1000)
