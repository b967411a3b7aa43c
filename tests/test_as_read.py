"""`check --read`: what was made of every line, and that it reads again as the same."""

import json

import pytest

from autograd import check, worked
from autograd.worksheet.reporting.papers.as_read import COUNTED, as_read, rows
from tests.test_cli import run

STATUSES = [
    ("Exercise 3", "passed over", ""),
    ("x = 2", "given", "x = 2"),
    ("Let w = 0.5 and v = 3", "given", "w = 0.5; v = 3"),
    ("z = w x + 1", "definition", "z = w*x + 1"),
    ("z = w·x + 1 = 2", "claim", "z = w*x + 1 = 2"),
    ("a = σ(w)", "definition", "a = sigmoid(w)"),
    ("dz/dw = x", "claim", "dz/dw = x"),
    ("find dz/dw", "question", "find dz/dw"),
    ("w <- w - 0.1 dz/dw", "new value", "w <- w - 0.1*dz/dw"),
    ("The answer is nice.", "passed over", ""),
    ("", "", ""),
    ("q = (3 + = 4", "not read", "q = (3 + = 4"),
]
"""Lines as they are typed behind `x = 2; w = 0.5; z = w x + 1`, what is made of them, and how they are read."""


@pytest.mark.parametrize(("typed", "status", "read"), STATUSES)
def test_what_is_made_of_a_line(typed, status, read):
    before = {"x = 2": "w = 0.5", "Let w = 0.5 and v = 3": "x = 2"}.get(typed, "x = 2\nw = 0.5")
    if "dz/dw" in typed:
        before += "\nz = w x + 1"
    found = rows(check(f"{before}\n{typed}\nend = 1"))
    row = found[before.count("\n") + 1]
    assert (row["typed"], row["status"], row["read"]) == (typed, status, read)
    assert bool(row["why"]) == (status == "not read")


def test_the_first_line_counts_every_line_that_is_not_empty():
    text = "Exercise 1\n\nx = 2; w = 3\ny = w*x\nz = y^2 = 36\ndz/dw = 2\ny = = 3\n"
    told = as_read(check(text)).splitlines()
    assert told[0] == "6 lines: 1 given, 1 definition, 2 with claims, 1 passed over, 1 not read"
    assert told[6] == "  6 ✗ claim        dz/dw = 2"
    assert as_read(check("")) == "nothing is written"


@pytest.mark.parametrize("name", worked.names())
def test_what_was_read_reads_again_as_the_same(name):
    """The sheet printed back gets the same verdicts: what is shown is what was judged."""
    text = worked.sheet(name)
    report = check(text)
    again = "\n".join(row["read"] for row in rows(report))
    assert [verdict.verdict for verdict in check(again).verdicts] == [verdict.verdict for verdict in report.verdicts]


def test_it_says_what_was_read_otherwise_than_typed():
    told = as_read(check("w = 0.5; x = 2; L = (w x - 3)^2\ndw = 2x(w x - 3)"))
    assert "read dw as dL/dw" in told.splitlines()[-1]


def test_the_command(tmp_path, capsys):
    sheet = tmp_path / "a.sheet"
    sheet.write_text("x = 2\ny = x² = 4\ndy/dx = x\n")
    code, out, _ = run(capsys, *["check", str(sheet), "--read"])
    assert code == 1
    assert out.splitlines()[0] == f"{sheet}: 3 lines: 1 given, 2 with claims"
    code, out, _ = run(capsys, *["check", str(sheet), "--read", "--format", "json"])
    (found,) = json.loads(out)
    assert [line["status"] for line in found["lines"]] == ["given", "claim", "claim"]
    assert {line["status"] for line in found["lines"]} <= {*COUNTED, ""}
    code, out, err = run(capsys, *["check", str(sheet), "--read", "--format", "csv"])
    assert (code, err) == (2, "autograd: --read is written as text or json, not as csv\n")


def test_a_file_that_is_not_there(tmp_path, capsys):
    code, out, _ = run(capsys, *["check", str(tmp_path / "none.sheet"), "--read"])
    assert code == 2
    assert "No such file" in out
