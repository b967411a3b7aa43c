"""Rules of a method that is named above a table, for columns of what it keeps: m, v, m_hat and v_hat of Adam."""

import re
from dataclasses import dataclass

from autograd.worksheet.language.notations.whole.tables.above import Above, words_in
from autograd.worksheet.language.notations.whole.tables.heads import Column, Kind


@dataclass(frozen=True)
class Rule:
    """What a method makes of what it keeps: the keys that its column may have, and the formula, of keys and rates."""

    keys: tuple[str, ...]
    formula: str
    kind: Kind = Kind.STEP


@dataclass(frozen=True)
class Method:
    """A method: the word for it, what its rates are called, and its rules; what it keeps starts at 0."""

    word: str
    rates: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]


METHODS = (
    Method(
        r"(?i)(?<![^\W_])adam(?![^\W_])",
        (("beta1", "b1", "rho1"), ("beta2", "b2", "rho2")),
        (
            Rule(("m",), "{rates[0]}·{names[0]} + (1 − {rates[0]})·g"),
            Rule(("v", "s"), "{rates[1]}·{names[1]} + (1 − {rates[1]})·g²"),
            Rule(("mhat",), "{names[0]}/(1 − {rates[0]}^t)", Kind.TOLD),
            Rule(("vhat", "shat"), "{names[1]}/(1 − {rates[1]}^t)", Kind.TOLD),
        ),
    ),
)
"""A row a method."""

LETTER = "t"
"""The number of the step in their rules."""


def with_rules(columns: list[Column], title: str, above: Above) -> tuple[list[Column], dict[str, str]]:
    """Columns with the rules of the method that a title names, and where what it keeps starts, if nothing tells that.

    All that it keeps must have a column, the gradient too, and each rate a number: else they are as they were. What no
    other column is made of has no name then: what the text says of it may be of any step.

    >>> columns = [Column(place, Kind.VALUE, name) for place, name in enumerate(["g", "m", "s", "m_hat", "s_hat"])]
    >>> columns, starts = with_rules(columns, "Adam (beta1 = 0.9, beta2 = 0.99)", Above("beta1 = 0.9; beta2 = 0.99"))
    >>> [column.formula for column in columns[1:4]], starts
    (['beta1·m + (1 − beta1)·g', 'beta2·s + (1 − beta2)·g²', 'm/(1 − beta1^t)'], {'m': '0', 's': '0'})
    """
    method = next((each for each in METHODS if re.search(each.word, title)), None)
    by_key = {column.key: column for column in columns if column.kind is Kind.VALUE and not column.formula}
    has_gradient = any(column.key == "g" for column in columns)
    if method is None or not has_gradient:
        return columns, {}
    found = [next((by_key[key] for key in rule.keys if key in by_key), None) for rule in method.rules]
    rates = [next((rate for rate in each if rate in above.given), None) for each in method.rates]
    kept = [column for column in found if column is not None]
    if len(kept) < len(found) or None in rates or any(column.key in above.made | above.moved for column in kept):
        return columns, {}
    names = [column.name for column in kept]
    used = set[str]().union(*(words_in(column.formula) for column in columns))
    told = {
        column.place: Column(
            column.place,
            rule.kind if rule.kind is Kind.STEP or column.key in used else Kind.FORMULA,
            column.name if rule.kind is Kind.STEP or column.key in used else "",
            rule.formula.format(names=names, rates=rates),
        )
        for column, rule in zip(kept, method.rules, strict=True)
    }
    starts = {column.key: "0" for column in told.values() if column.kind is Kind.STEP and column.key not in above.given}
    return [told.get(column.place, column) for column in columns], starts
