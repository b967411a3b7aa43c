"""Programs written for other engines run with only their import changed, and compute the same numbers."""

import json
import math
import re
import subprocess
import sys
from functools import lru_cache
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
import contextlib, io, json, sys, traceback
printed = []
for source in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            exec(source, {"__name__": "__main__"})
        except BaseException:
            print("STOPPED", traceback.format_exc())
    printed.append(out.getvalue())
print(json.dumps(printed))
"""


@lru_cache
def printed():
    """What each program prints with the engine it was written for, and with ours: all run in one process, in turn."""
    sources = [path.read_text(encoding="utf-8") for path in PROGRAMS]
    both = [form for source in sources for form in (source, IMPORT.sub("from autograd import Value", source))]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        input=json.dumps(both),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=FOLDER.parent.parent,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return dict(zip(PROGRAMS, zip(found[::2], found[1::2], strict=True), strict=True))


def test_there_are_many():
    assert len(PROGRAMS) >= 45


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_runs_with_only_its_import_changed(path):
    source = path.read_text(encoding="utf-8")
    assert set(IMPORT.findall(source)) <= ENGINES
    assert len(IMPORT.findall(source)) == 1
    theirs, ours = printed()[path]
    assert "STOPPED" not in theirs + ours, ours
    assert NUMBER.sub("", theirs) == NUMBER.sub("", ours)  # the words between the numbers
    pairs = zip(NUMBER.findall(theirs), NUMBER.findall(ours), strict=True)
    assert [pair for pair in pairs if not math.isclose(*map(float, pair), rel_tol=REL, abs_tol=1e-14)] == []
