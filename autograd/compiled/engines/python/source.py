"""A `Form` as Python source that people can read and run: straight-line code with the names of the graph."""

import inspect
import keyword
import math
import re
import textwrap
from collections.abc import Callable
from typing import Any

from autograd.compiled.ir.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.ir.primitives import ADD, CONSTANT, DIV, INPUT, MEAN, MUL, NEG, PRIMITIVES, SUB, THETA

_LONGEST = 60
"""A part is written inside a longer expression as long as it has no more characters than this."""

_BINDS = {ADD: 1, SUB: 1, MUL: 2, DIV: 2, NEG: 3}
_ATOM = 4


def source(form: Form, inputs: list[str | None], theta: list[str | None], outputs: list[str | None]) -> str:
    """The program as the source of a function `value_and_grad(X, theta)`, or `value_and_grad(theta)` without inputs.

    The names are those of the columns, of the parameters and of the outputs.
    """
    return _Source(form, inputs, theta, outputs).text()


class _Source:
    def __init__(
        self, form: Form, inputs: list[str | None], theta: list[str | None], outputs: list[str | None]
    ) -> None:
        self.form = form
        self.stages = form.stages()
        primitives = {primitive.name for primitive in PRIMITIVES.values()}
        self.taken = {*keyword.kwlist, *primitives, "X", "theta", "values", "value_and_grad", "n"}
        self.uses, self.users = self._count_uses()
        self.inputs = self._all_named(inputs, "x")
        self.theta = self._all_named(theta, "v")
        self.outputs = outputs
        self.written: dict[int, tuple[str, int]] = {}  # how a row is written, and how tightly it binds
        self.lines: dict[int, list[str]] = {BEFORE: [], EACH: [], AFTER: []}
        self.counter = 0
        self.totals: list[str] = []

    def _all_named(self, names: list[str | None], letter: str) -> list[str]:
        found = [self.name(name) if name else "" for name in names]
        places = iter(range(1, len(names) + 1))
        return [name or self.name(f"{letter}{next(places)}") for name in found]

    def _count_uses(self) -> tuple[list[int], dict[int, int]]:
        """How often each row is used, and by which row last."""
        form, users = self.form, {}
        uses = [0] * len(form)
        for place in (*form.values, *form.gradient):
            uses[place] += 2  # an output is a line of its own
        for user, (kind, *operands) in enumerate(form.rows()):
            for operand in operands:
                if kind >= MEAN and operand >= 0:
                    uses[operand] += 1
                    users[operand] = user
        return uses, users

    def name(self, wanted: str) -> str:
        """A name that is not taken, as close to the one wanted as Python allows."""
        stem = re.sub(r"\W+", "_", wanted.replace("′", "_")).strip("_") or "v"
        stem = stem if stem.isidentifier() else f"v{stem}"
        name, number = stem, 2
        while name in self.taken:
            name, number = f"{stem}_{number}", number + 1
        self.taken.add(name)
        return name

    def operand(self, row: int, binding: int = 0) -> str:
        """A row inside an expression, in brackets where it binds less tightly."""
        text, binds = self.written[row]
        return f"({text})" if binds < binding else text

    def text(self) -> str:
        """The source."""
        form = self.form
        backward_from = max(form.values, default=-1)
        for row, (kind, first, second) in enumerate(form.rows()):
            if kind == CONSTANT:
                self.written[row] = _number(form.constants[first]), _ATOM
            elif kind in (THETA, INPUT):
                self.written[row] = (self.theta if kind == THETA else self.inputs)[first], _ATOM
            else:
                if row > backward_from and self.stages[row] == self.stages[backward_from]:
                    backward_from = len(form)
                    self.lines[self.stages[row]].append("# backward")
                self._operation(row, kind, first, second)
        return self._framed()

    def _operation(self, row: int, kind: int, first: int, second: int) -> None:
        stage, named = self.stages[row], self.form.names.get(row)
        if kind == MEAN:
            total = self.name("total_" + (named or f"{len(self.totals) + 1}"))
            self.totals.append(total)
            self.lines[EACH].append(f"{total} += {self.operand(first)}")
            text, binds = f"{total} / n", _BINDS[DIV]
        else:
            binds = _BINDS.get(kind, _ATOM)
            inside = binds if binds < _ATOM else 0
            x = self.operand(first, inside)
            y = self.operand(second, inside + (kind in (SUB, DIV, ADD, MUL))) if second >= 0 else ""
            text = PRIMITIVES[kind].source.format(x=x, y=y)
        alone = self.uses[row] < 2 and not named and self._only_user_is_at(row, stage)
        if alone and len(text) <= _LONGEST and kind != MEAN:
            self.written[row] = text, binds
            return
        self.counter += not named
        name = self.name(named or f"t{self.counter}")
        self.lines[stage].append(f"{name} = {text}")
        self.written[row] = name, _ATOM

    def _only_user_is_at(self, row: int, stage: int) -> bool:
        user = self.users.get(row)
        return user is not None and stage == (EACH if self.form.kind[user] == MEAN else self.stages[user])

    def _framed(self) -> str:
        form, lines = self.form, self.lines
        values = ", ".join(self.operand(row) for row in form.values)
        values = values if len(form.values) == 1 else f"({values})"
        gradient = ", ".join(self.operand(row) for row in form.gradient)
        by = f" and the gradient of their mean by ({', '.join(self.theta)})" if form.gradient else ""
        of = ", ".join(name or "the output" for name in self.outputs)
        body = [f"{', '.join(self.theta)}{',' if len(self.theta) == 1 else ''} = theta"] if self.theta else []
        if not self.inputs:
            text = f'"""The value of {of}{by.replace("their mean", "it")}."""'
            body = [text, *body, *lines[BEFORE], f"return {values}, [{gradient}]"]
            return self._helpers() + "\n".join(["def value_and_grad(theta):", *("    " + line for line in body)]) + "\n"
        columns = f"{', '.join(self.inputs)}{',' if len(self.inputs) == 1 else ''}"
        body = [f'"""The values of {of} for each row ({columns}) of X{by}."""', *body, *lines[BEFORE], "n = len(X)"]
        body += [f"{' = '.join(self.totals[place : place + 8])} = 0.0" for place in range(0, len(self.totals), 8)]
        body += ["values = []", f"for {columns} in X:", *("    " + line for line in lines[EACH])]
        body += [f"    values.append({values})", *lines[AFTER], f"return values, [{gradient}]"]
        return self._helpers() + "\n".join(["def value_and_grad(X, theta):", *("    " + line for line in body)]) + "\n"

    def _helpers(self) -> str:
        kinds = {kind: None for kind in self.form.kind if kind in PRIMITIVES}
        used = {PRIMITIVES[kind].name: inspect.unwrap(PRIMITIVES[kind].function) for kind in kinds}
        known = {name: function.__name__ for name, function in used.items() if _is_of_math(function)}
        from_math = sorted(of if of == name else f"{of} as {name}" for name, of in known.items())
        infinite = {"inf", "nan"} & {_number(number) for number in map(abs, self.form.constants)}
        text = f"from math import {', '.join([*from_math, *sorted(infinite)])}\n\n\n" if from_math or infinite else ""
        for kind, (name, function) in zip(kinds, used.items(), strict=True):
            if kind not in _BINDS and name not in known and function is not abs:
                text += _definition(name, function) + "\n\n"
        return text


def _is_of_math(function: Callable[..., float]) -> bool:
    return getattr(math, function.__name__, None) is function


def _definition(name: str, function: Callable[..., float]) -> str:
    """A function of floats as it was written, but for its decorators."""
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):  # typed at a prompt, or not written in Python
        return f"# {name}: a function of yours, whose source is not to be had\n"
    return re.sub(r"\A(@.*\n)*def \w+", f"def {name}", text)


def _number(x: float) -> str:
    return f"({x!r})" if math.copysign(1, x) < 0 else repr(x)


def namespace(text: str, filename: str) -> dict[str, Any]:
    """What running the source defines."""
    names: dict[str, Any] = {}
    exec(compile(text, filename, "exec"), names)
    return names
