"""How many lines of sheets typed as people type them are read and judged rightly.

    python -m tests.benchmarks.typed_sheets [--each]

The sheets stand in tests/benchmarks/corpus. A line that ends with `#! right` is right, one with `#! wrong` holds a
mistake; of no other line may it be said that it is wrong.
"""

import sys
from collections import Counter
from pathlib import Path

from autograd import check

CORPUS = Path(__file__).parent / "corpus"


def sheets() -> list[Path]:
    """The files of the corpus."""
    return sorted(CORPUS.glob("*.txt"))


def outcomes(text: str) -> dict[int, str]:
    """How each line came out: right, found, a false alarm, missed, unread."""
    said: dict[int, list[bool | None]] = {}
    for verdict in check(text).verdicts:
        fine = None if verdict.verdict == "can't be read" else verdict.is_fine
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


def main() -> None:
    """Print the counts."""
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
