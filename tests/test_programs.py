"""Programs written for other engines run with only their import changed, and compute the same numbers."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "programs"
ENGINES = {"closures", "slots", "operations"}
PROGRAMS = sorted(path for path in FOLDER.glob("*.py") if path.stem not in {"__init__", *ENGINES})
IMPORT = re.compile(r"^from tests\.programs\.(\w+) import Value$", re.M)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")

REL = 1e-11
"""Sums in another order differ by some units of the last place; training repeats that a few times."""


RUN = """
import sys
for source in sys.argv[1:]:
    exec(source, {"__name__": "__main__"})
    print("END")
"""


def printed(name, *sources):
    """What each of some programs prints: they run one after the other, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, *sources],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=FOLDER.parent.parent,
    )
    assert done.returncode == 0, f"{name}: {done.stderr}"
    return done.stdout.split("END\n")[:-1]


def test_there_are_many():
    assert len(PROGRAMS) >= 20


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_runs_with_only_its_import_changed(path):
    source = path.read_text(encoding="utf-8")
    assert set(IMPORT.findall(source)) <= ENGINES
    assert len(IMPORT.findall(source)) == 1
    theirs, ours = printed(path.stem, source, IMPORT.sub("from autograd import Value", source))
    assert NUMBER.sub("", theirs) == NUMBER.sub("", ours)  # the words between the numbers
    pairs = zip(NUMBER.findall(theirs), NUMBER.findall(ours), strict=True)
    assert [pair for pair in pairs if not math.isclose(*map(float, pair), rel_tol=REL, abs_tol=1e-14)] == []
