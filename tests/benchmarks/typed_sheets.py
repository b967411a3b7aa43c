"""How many lines of sheets typed as people type them are read and judged rightly.

    python -m tests.benchmarks.typed_sheets [--each] [--planted COUNT [SEED]]

The sheets stand in tests/benchmarks/corpus. A line that ends with `#! right` is right, one with `#! wrong` holds a
mistake; of no other line may it be said that it is wrong. With --planted mistakes are planted in right lines, as many
as are asked for, one at a time into a sheet without others: a sign, a factor, an index, a digit, a name, a part of a
path. Each must be found at its line. What is still true with it, as `+ 0` without its sign, is no mistake: it comes to
the same at the sheet's numbers and at others.
"""

import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from autograd import check
from autograd.errors import AutogradError
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.judging.verdicts import DOUBTFUL, UNDECIDED, UNREADABLE
from autograd.worksheet.language.tree import Number
from autograd.worksheet.reporting.readings.hypotheses import reading

CORPUS = Path(__file__).parent / "corpus"


def sheets() -> list[Path]:
    """The files of the corpus."""
    return sorted(CORPUS.glob("*.txt"))


def outcomes(text: str) -> dict[int, str]:
    """How each line came out: right, found, a false alarm, missed, unread."""
    said: dict[int, list[bool | None]] = {}
    for verdict in check("\n".join(MARK.sub("", line) for line in text.split("\n"))).verdicts:
        fine = None if verdict.verdict in (UNREADABLE, *UNDECIDED) else verdict.is_fine
        said.setdefault(verdict.line, []).append(fine)
    found = {}
    for number, line in enumerate(text.split("\n"), start=1):
        truth = line.partition("#!")[2].strip()
        here = said.get(number, [])
        if truth == "wrong":
            found[number] = "found" if False in here else "missed" if here and None not in here else "unread mistake"
        elif False in here:
            found[number] = "false alarm"
        elif truth == "right":
            found[number] = "right" if here and None not in here else "unread"
    return found


MARK = re.compile(r"\s*#!.*$")
_MARKS = r"\u0300-\u036f"
"""What stands over a letter: x̂"""

_LETTER = r"[^\W\d_¹²³₀-₉]"
_NAME = re.compile(
    rf"(?<![\w.\\∂^{_MARKS}])(?<![d∂] )(?<!\^\()(?<!\^\{{\(){_LETTER}(?:_?[0-9₀-₉]{{1,2}})?(?![\w'’′({{_^\[{_MARKS}])"
)
_GIVEN_NAME = re.compile(rf"(?<![\w∂/{_MARKS}])({_LETTER}\w*)(?:\[\w\])?\s*[=≈]")
_INDEXED = re.compile(r"(?<=[^\W\d_])(_?)([12₁₂])(?![\w.])")
_SIGN = re.compile(r"(?<=[\w)\]²] )([-+−])(?= [\w(∂√])|(?<=[=≈] )([-−])(?=\s?[\w(∂])")
_FACTOR = re.compile(
    r"(?:\s?\.?[*·×]\s?|(?<=[\w)])(?<![^\W\d_]{2})(?<!Σ_\w) (?=[^\W\d]))"
    r"(?:[^\W\d][\w'’]*|\([^()=]*\))(?=\s*(?:[-+−*·×=)]|$))"
)
"""A factor and its sign; behind a word, as in `and J = 3`, stands none."""

_RESULT = re.compile(r"(?<=[=≈] )([-−]?[0-9]*[.,]?[0-9]+)(?=\s*(?:[=≈;)]|$))")
_TERM = re.compile(r" [-+−] [^-+−=;()\[\]]+(?=\s*(?:[=≈;]|$))")


def mistakes(line: str, names: list[str], rng: random.Random) -> list[tuple[str, str]]:
    """Kinds of mistakes and the line with one of them, planted behind its first =."""
    begun = re.search(r"[=≈→]", line)
    if begun is None:
        return []
    start = begun.end()

    def changed(kind: str, pattern: re.Pattern[str], into: Callable[[re.Match[str]], str]) -> list[tuple[str, str]]:
        end = line.find("#") if "#" in line else len(line)
        places = [place for place in pattern.finditer(line, start, end) if into(place) != place[0]]
        if not places:
            return []
        place = rng.choice(places)
        return [(kind, line[: place.start()] + into(place) + line[place.end() :])]

    def turned(place: re.Match[str]) -> str:
        return "" if place[2] else "-" if place[0] == "+" else "+"

    def other_digit(place: re.Match[str]) -> str:
        digits = [at for at, sign in enumerate(place[0]) if sign.isdecimal()]
        first = next((at for at in digits if place[0][at] != "0"), digits[0])
        return place[0][:first] + str(int(place[0][first]) % 9 + 1) + place[0][first + 1 :]

    def other_index(place: re.Match[str]) -> str:
        word = re.search(r"[^\W\d]\w*$", line[: place.start()])
        changed = place[1] + dict(zip("12₁₂", "21₂₁", strict=True))[place[2]]
        is_known = word is not None and (word[0] + changed).removeprefix("d") in names
        return changed if is_known else place[1] + place[2]

    def other_name(place: re.Match[str]) -> str:
        others = [name for name in names if name != place[0]]
        return rng.choice(others) if place[0] in names and others else place[0]

    return [
        *changed("sign", _SIGN, turned),
        *changed("factor", _FACTOR, lambda place: ""),
        *changed("index", _INDEXED, other_index),
        *changed("digit", _RESULT, other_digit),
        *changed("name", _NAME, other_name),
        *changed("path", _TERM, lambda place: ""),
    ]


def is_still_true(right: str, changed: str, line: int) -> bool:
    """Whether all that a change has made other on a line comes to the same, at the sheet's numbers and near them.

    Verdicts are not asked: each part of the line is computed as it stood and as it stands, of what is defined above.
    """
    before, after = reading(right), reading(changed)
    steps = [[step.statement for step in tried.sheet.steps if step.line == line] for tried in (before, after)]
    past = before.judge.past if before.verdicts else []
    if not past or not steps[0] or len(steps[0]) != len(steps[1]):
        return False
    samples = past[-1]
    for was, now in zip(*steps, strict=True):
        if len(was.parts) != len(now.parts) or was.guards != now.guards:
            return False
        for one, other in zip(was.parts, now.parts, strict=True):
            if one == other:
                continue
            for point in (samples.base, *(() if isinstance(other, Number) else samples.near)):
                try:
                    values = [numbers(point.formula(was.text, {}).value(node)) for node in (one, other)]
                except (ArithmeticError, ValueError, LookupError, TypeError, AutogradError):
                    return False
                if len(values[0]) != len(values[1]) or not all(map(math.isclose, *values)):
                    return False
    return True


def numbers(value: object) -> list[float]:
    """The entries of a result as floats."""
    return [float(getattr(each, "data", each)) for each in entries(value)]


def without_mistakes(marked: str) -> list[str]:
    """The lines of a sheet without those marked wrong, where what is right is so without them."""
    lines = marked.split("\n")
    kept = [line for line in lines if not line.partition("#!")[2].strip().startswith("wrong")]
    before, after = (Counter(outcomes("\n".join(each)).values())["right"] for each in (lines, kept))
    return kept if before == after else lines


def planted(count: int, seed: int = 0) -> Counter[str]:
    """How mistakes planted in the right lines of the corpus come out; what is missed is shown."""
    rng, total = random.Random(seed), Counter[str]()
    texts = [(file.stem, without_mistakes(file.read_text(encoding="utf-8"))) for file in sheets()]
    while sum(total.values()) < count:
        stem, lines = rng.choice(texts)
        right = [at for at, line in enumerate(lines) if line.partition("#!")[2].strip() == "right"]
        if not right:
            continue
        at = rng.choice(right)
        typed = [MARK.sub("", line) for line in lines]
        names = sorted(set(_GIVEN_NAME.findall("\n".join(typed[:at]))) - set(_GIVEN_NAME.findall(typed[at])))
        made = mistakes(typed[at], names, rng)
        if not made:
            continue
        kind, wrong = rng.choice(made)
        changed = "\n".join([*typed[:at], wrong, *typed[at + 1 :]])
        report = check(changed)
        said = [verdict for verdict in report.verdicts if verdict.line == at + 1]
        steps = report.sheet.steps if report.sheet is not None else []
        if all(verdict.is_fine for verdict in said) and any(step.definition and step.line == at + 1 for step in steps):
            continue  # it defines something else, which comes to the same
        if any(each.is_fault and each.verdict != UNREADABLE for each in said):
            how = "found"
        elif any(each.verdict == DOUBTFUL for each in said):
            how = "in doubt"
        else:
            how = "missed" if said and all(each.is_fine for each in said) else "not read"
        if is_still_true("\n".join(typed), changed, at + 1):
            true_of[how] += 1
            continue
        total[how] += 1
        total_of[kind, how] += 1
        if how != "found":
            print(f"{how}: {stem} {at + 1} ({kind}): {typed[at].strip()}  ->  {wrong.strip()}")
    return total


total_of: Counter[tuple[str, str]] = Counter()
true_of: Counter[str] = Counter()
"""How those came out that are no mistakes: none of them should be found."""


def main() -> None:
    """Print the counts."""
    if "--planted" in sys.argv:
        numbers = [int(word) for word in sys.argv[sys.argv.index("--planted") + 1 :]]
        found = planted(*numbers[:2])
        print(", ".join(f"{count} {what}" for what, count in sorted(found.items())))
        print(", ".join(f"{kind} {how}: {count}" for (kind, how), count in sorted(total_of.items())))
        print(f"still true, and not counted: {', '.join(f'{count} {how}' for how, count in sorted(true_of.items()))}")
        return
    total: Counter[str] = Counter()
    for file in sheets():
        found = outcomes(file.read_text(encoding="utf-8"))
        total.update(found.values())
        if "--each" in sys.argv:
            odd = {line: what for line, what in found.items() if what not in ("right", "found")}
            print(f"{file.stem:24} {dict(Counter(found.values()))} {odd or ''}")
    print(", ".join(f"{count} {what}" for what, count in sorted(total.items())))


if __name__ == "__main__":
    main()
