"""Tests that try a sample of their cases, with all: `python -m tests.benchmarks.every_case [NAME …] [-OPTION …]`.

Every page at every width in both colour schemes, every family of exercises, every hostile sheet: the tests themselves,
with the tables that tests/samples.py takes its samples from. NAMEs are those of test files (`player_looks`); without
any, all that take samples are run. Options go to pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.samples import WHOLE

FOLDER = Path(__file__).parent.parent


def files() -> dict[str, str]:
    """The test files that take samples, by name."""
    texts = {path: path.read_text("utf-8") for path in sorted(FOLDER.glob("test_*.py"))}
    return {
        path.stem.removeprefix("test_"): f"tests/{path.name}"
        for path, text in texts.items()
        if "from tests.samples import" in text and path.stem != "test_samples"
    }


def main(words: list[str]) -> int:
    """Run them; the exit code is pytest's."""
    names = [word for word in words if not word.startswith("-")]
    options = [word for word in words if word.startswith("-")]
    known = files()
    if strange := [name for name in names if name not in known]:
        raise SystemExit(
            f"every_case: no test of that name takes a sample: {', '.join(strange)}; expected {', '.join(known)}"
        )
    chosen = [known[name] for name in names or known]
    return subprocess.call([sys.executable, "-m", "pytest", *chosen, *options], env={**os.environ, WHOLE: "1"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
