"""Right but unusual forms of right claims: what a checker must not raise a false alarm at.

    python -m tests.benchmarks.forms

Each right claim of the right worksheets is written in other ways: reordered, expanded, with other signs, through other
names, with numbers for names, with printed rounding, as people type it.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator

from autograd.worksheet.evaluation.arrays import Array, entries
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language.edits import changed, literal, paths, replaced
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Call, Negative, Node, Number, Product, Sum
from autograd.worksheet.sheet.files import read_sheet
from tests.benchmarks.causes import Mutant, Site, at, sites
from tests.benchmarks.fresh_sheets import FRESH_SHEETS
from tests.benchmarks.right_sheets import RIGHT_SHEETS
from tests.benchmarks.trial_sheets import TRIAL_SHEETS


def other_trees(site: Site) -> Iterator[tuple[str, Node]]:
    """The formula, rearranged."""
    formula = site.formula
    floats = site.case.samples.base.floats
    givens = {each.name: each for each in site.case.samples.definitions}
    for path, node in paths(formula):
        above = at(formula, path[:-1]) if path else None
        if node.kind == "sum":
            signs, parts = node.value[1:] + node.value[0], node.parts[1:] + node.parts[:1]
            if signs[0] == "-":
                signs, parts = "+" + signs[1:], (Negative(parts[0]), *parts[1:])
            yield "terms reordered", replaced(formula, path, changed(node, value=signs, parts=parts))
            turned = "".join("-" if sign == "+" else "+" for sign in node.value)
            if turned[0] == "-":
                first = (Negative(node.parts[0]), *node.parts[1:])
                inner = changed(node, value="+" + turned[1:], parts=first)
                yield "minus taken out", replaced(formula, path, Negative(inner))
        elif node.kind == "product" and "@" not in node.value:
            if "/" not in node.value:
                yield "factors reordered", replaced(formula, path, node.with_parts(*reversed(node.parts)))
            for place, part in enumerate(node.parts):
                if part.kind == "sum" and node.value[place] != "/":
                    terms = tuple(
                        node.with_parts(*node.parts[:place], term, *node.parts[place + 1 :]) for term in part.parts
                    )
                    yield "expanded", replaced(formula, path, part.with_parts(*terms))
                if node.value[place] == "/":
                    value = node.value[:place] + "*" + node.value[place + 1 :]
                    parts = (*node.parts[:place], Product((literal(1), part), "*/"), *node.parts[place + 1 :])
                    yield "times one over", replaced(formula, path, changed(node, value=value, parts=parts))
        elif node.kind == "power" and node.parts[1].kind == "number" and node.parts[1].value[0] == 2:
            yield "square written out", replaced(formula, path, Product((node.parts[0], node.parts[0]), "**"))
        elif node.kind == "call" and node.value[0] == "sigmoid":
            power = Call("exp", (Negative(node.parts[0]),))
            new = Product((literal(1), Sum((literal(1), power), "++")), "*/")
            yield "sigmoid written out", replaced(formula, path, new)
        if node.kind == "name" and (above is None or above.kind not in ("index", "derivative", "call")):
            definition = givens.get(node.value)
            if (
                definition is not None
                and not definition.given
                and not definition.letters
                and not definition.is_derivative
            ):
                yield "through its definition", replaced(formula, path, definition.formula)
            value = floats.get(node.value)
            if isinstance(value, float) and value > 0:
                exact = Number(value, 0.0, repr(value))
                yield "a number for a name", replaced(formula, path, exact)
    yield "two minuses", Negative(Negative(formula))
    yield "twice a half", Product((literal(2), formula, literal(2)), "**/")
    half = Number(0.5, 0.05, "0.5")
    yield "half of twice", Product((half, Product((literal(2), formula), "**")), "**")
    if not any(isinstance(floats.get(node.value), (Array, Layer)) for _, node in paths(formula) if node.kind == "name"):
        yield "plus and minus one", Sum((formula, literal(1), literal(1)), "++-")


def other_texts(site: Site) -> Iterator[tuple[str, str]]:
    """The formula as people type it, and its number with printed rounding."""
    written = echo(site.formula)
    yield "without signs of products", re.sub(r"(?<=[\w)\]])\*(?=\()", "", written)
    yield "raised digits and dots", written.replace("^2", "²").replace("*", "·").replace("-", "−")
    yield "two stars for a power", written.replace("^", "**")
    case = site.case
    truths = [entry for truth in case.truths(case.samples.base) for entry in entries(truth)]
    if len(truths) == 1 and len(case.chosen) == 1 and isinstance(truths[0], float):
        for digits in (1, 2, 4, 6):
            if case.is_slope and truths[0] and not float(f"{truths[0]:.{digits}f}"):
                continue  # 0.0 says of a derivative that nothing depends on it
            yield "printed with rounding", f"{truths[0]:.{digits}f}"
            yield "formula, then rounded", f"{written} = {truths[0]:.{digits}f}"


def forms() -> Iterator[Mutant]:
    """Every unusual form of every right claim."""
    for name, text in {**RIGHT_SHEETS, **FRESH_SHEETS, **TRIAL_SHEETS}.items():
        for site in sites(name, text):
            if not site.case.is_numeric:
                for form, tree in other_trees(site):
                    yield site.mutant(form, tree)
            for form, written in other_texts(site):
                yield site.mutant(form, written)


def alarms(found: list[Mutant]) -> list[tuple[Mutant, str]]:
    """The forms in which a fault is found, with what is said."""
    wrong = []
    for form in found:
        faults = [verdict for verdict in Judge(read_sheet(form.text)).verdicts() if not verdict.is_fine]
        if faults:
            wrong.append((form, f"{faults[0].verdict}: {faults[0].cause}"))
    return wrong


def some(count: int) -> list[Mutant]:
    """A fixed choice of forms."""
    return random.Random(0).sample(list(forms()), count)


def main() -> None:
    """Print how many forms of each sort there are, and every false alarm."""
    found = list(forms())
    wrong = alarms(found)
    false = Counter(form.planted for form, _ in wrong)
    for sort, count in sorted(Counter(form.planted for form in found).items()):
        print(f"{sort:28}{count:6}{false[sort]:6}")
    print(f"{'all':28}{len(found):6}{len(wrong):6}  false alarms")
    for form, said in wrong:
        print(f"{form.sheet}: {form.claim}  →  {said}")


if __name__ == "__main__":
    main()
