"""The definitions of a stretch, computed once for all its claims: at the givens, and at random points around them."""

import random
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling.kept import Drawn, Keeping, Kept, Purse, made_of
from autograd.worksheet.evaluation.sampling.random_points import (
    DRAWN,
    NEAR,
    Scattered,
    at_givens,
    at_random,
    give_any,
    scatter,
)
from autograd.worksheet.evaluation.sampling.samples import Broken, Samples
from autograd.worksheet.evaluation.sampling.variable_givens import varied_givens
from autograd.worksheet.language.tree import Node, names_in
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Definition, Free

FOR_A_STRETCH = 40
"""Operations for what is done once for all definitions."""


def settle(
    definitions: list[Definition],
    updated: Mapping[str, Any],
    free: Mapping[str, Free],
    formulas: Iterable[Node],
    work: Work,
    unread: Mapping[str, int],
    which: int = 0,
    keeping: Keeping | None = None,
) -> Samples:
    """Compute the definitions at their givens and at random points.

    `updated` are the values given since, or why there is none; `unread` the lines of definitions that cannot be read.
    Names without number have the first set of lengths, or that which is asked for. What checks before have computed of
    the same is taken from `keeping`.
    """
    formulas = list(formulas)
    updated = dict(updated)  # points are drawn when they are asked for: a later step is not among them
    work.spend(
        FOR_A_STRETCH + sum(1 + each.length // 8 for each in (*formulas, *(each.formula for each in definitions)))
    )
    lost = {name: value for name, value in updated.items() if isinstance(value, Broken)}
    stretch = _Stretch(definitions, updated, free, formulas, {**unread, **dict.fromkeys(lost, 0)}, which)
    key = made_of(definitions, updated, free, unread, which) if keeping is not None and not lost else None
    kept = keeping.take(key, work) if keeping is not None and key is not None else None
    faults: dict[str, Exception] = {}
    if kept is not None and kept.varied == stretch.varied(kept.base, definitions):
        kept.taken_by(work)
    else:
        kept, faults = stretch.drawn(work)
    if keeping is not None and key is not None and not faults:
        keeping.note(key, kept)
    broken = _broken(definitions, faults, unread, kept.base.graph, lost)
    samples = Samples(kept.base, definitions, work, broken=broken, written=formulas)
    samples.has_givens, samples.free = not free, frozenset(free)
    samples.counts = tuple(name for name, each in free.items() if each.counts and min(each.counts) > 1)
    samples.pattern = kept.base.sides()
    samples.updated, samples.varied = updated, kept.varied
    if not kept.varied and not free:
        return samples
    if which == 0 and any(each.varies for each in free.values()):
        samples.resize = lambda: settle(definitions, updated, free, formulas, work, unread, 1, keeping)
    purse, near, elsewhere = kept.purse, kept.near, kept.elsewhere
    samples.scattered = Scattered(lambda: near.for_check(purse), lambda: elsewhere.for_check(purse))
    return samples


class _Stretch(NamedTuple):
    """What the points of a stretch of a worksheet are made of; `missing` are names without value, and since when."""

    definitions: list[Definition]
    updated: Mapping[str, Any]
    free: Mapping[str, Free]
    formulas: list[Node]
    missing: Mapping[str, int]
    which: int

    def drawn(self, work: Work) -> tuple[Kept, dict[str, Exception]]:
        """The point at the givens, with those around it that can be drawn; and what cannot be computed."""
        before, free = work.left, self.free
        rng = random.Random(0)  # the same sheet is judged at the same points, run after run
        give = partial(give_any, free=free, rng=rng, which=self.which, drawn=DRAWN[0])
        base, faults = at_givens(self.definitions, self.updated, work, give, self.missing)
        for drawn in DRAWN[1:] if free else ():
            if not any(isinstance(fault, ArithmeticError) for fault in faults.values()):
                break  # other numbers would have no logarithm either
            other_give = partial(give_any, free=free, rng=rng, which=self.which, drawn=drawn)
            other, others = at_givens(self.definitions, self.updated, work, other_give, self.missing)
            if len(others) < len(faults):
                base, faults, give = other, others, other_give
        pattern = base.sides()
        price = before - work.left
        sound = [definition for definition in self.definitions if definition.name not in faults]
        varied, purse = self.varied(base, sound), Purse(work)

        def draw(scale: float) -> Point | None:
            return at_random(sound, self.updated, varied, base, scale, purse.work, give, rng)

        # names without number may be on either side of a kink; at other lengths is shown what holds by its lengths
        wanted = 2 * NEAR if free and pattern and self.which == 0 else NEAR
        found = scatter(pattern, draw, wanted, any_side=bool(free))
        near, elsewhere = Drawn(lambda: found.near), Drawn(lambda: found.elsewhere)
        return Kept(base.begin(), price, varied, purse, near, elsewhere), faults

    def varied(self, base: Point, sound: list[Definition]) -> dict[str, bool]:
        """The givens that may be others, and whether they add up to 1."""
        return varied_givens(sound, base, self.updated, [*self.formulas, *(each.formula for each in sound)])


def _broken(
    definitions: Iterable[Definition],
    faults: Mapping[str, Exception],
    unread: Mapping[str, int],
    known: Collection[str],
    lost: Mapping[str, Broken],
) -> dict[str, Broken]:
    """Why names have no value, each after those it needs."""
    found = {
        name: Broken(name, f"could not be read in line {line}") for name, line in unread.items() if name not in known
    }
    found.update(lost)
    for definition in definitions:
        name = definition.name
        if name in faults and name not in lost:
            needed = next((each for each in names_in(definition.formula) if each in found), None)
            broken = Broken(name, f"could not be computed in line {definition.line}", faults[name])
            found[name] = broken if needed is None else found[needed]._replace(fault=None)
    return found
