"""How many claims of sheets without numbers, typed as people type them, are judged rightly.

    python -m tests.benchmarks.letters_only [--each]

The sheets stand in tests/data/free/as_typed.txt, each below a line === with its name. A line that ends with `#! right`
is right, one with `#! wrong` holds a mistake. To say `not judged` of a line is no false alarm, but no help either.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from autograd import check
from autograd.worksheet.judging.verdicts import UNDECIDED, UNREADABLE

AS_TYPED = Path(__file__).parents[1] / "data" / "free" / "as_typed.txt"


def sheets() -> dict[str, str]:
    """The sheets by their names."""
    parts = re.split(r"^=== (.*)\n", AS_TYPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def outcomes(text: str) -> dict[int, str]:
    """How each line came out: right or found, a false alarm, missed, or not judged."""
    said: dict[int, set[str]] = {}
    for verdict in check(text).verdicts:
        open_ = verdict.verdict in (UNREADABLE, *UNDECIDED)
        said.setdefault(verdict.line, set()).add("open" if open_ else "fault" if verdict.is_fault else "fine")
    found = {}
    for number, line in enumerate(text.split("\n"), start=1):
        truth, here = line.partition("#!")[2].strip(), said.get(number, set())
        if truth == "wrong":
            found[number] = "found" if "fault" in here else "missed" if here == {"fine"} else "mistake not judged"
        elif "fault" in here:
            found[number] = "false alarm"
        elif truth == "right":
            found[number] = "right" if here == {"fine"} else "not judged"
    return found


def main() -> None:
    """Print the counts."""
    total: Counter[str] = Counter()
    for name, text in sheets().items():
        found = outcomes(text)
        total.update(found.values())
        odd = {line: what for line, what in found.items() if what not in ("right", "found")}
        if odd or "--each" in sys.argv:
            print(f"{name:32} {odd or 'fine'}")
    print(", ".join(f"{count} {what}" for what, count in sorted(total.items())))


if __name__ == "__main__":
    main()
