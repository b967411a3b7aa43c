"""The command `autograd check`: files, folders, keys, formats, exit codes."""

import io
import json
import multiprocessing
import sys

import pytest

from autograd import LanguageError
from autograd.commands import check as command_module
from tests import optional
from tests.commands import run_command

RIGHT = "x = 3.0; y = x^2\ndy/dx = 2*x\n"
WRONG = "x = 3.0; y = x^2\ndy/dx = x\n"
BROKEN = "x = 3.0; y = $\n"


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def run(capsys):
    def command(*arguments):
        code = run_command("check", *arguments)
        return code, capsys.readouterr().out

    return command


@pytest.mark.parametrize(("text", "code"), [(RIGHT, 0), (WRONG, 1), (BROKEN, 2)])
def test_exit_codes(run, tmp_path, text, code):
    path = tmp_path / "a.sheet"
    path.write_text(text)
    assert run(path)[0] == code


def test_a_folder_and_one_bad_file_that_does_not_stop_the_rest(run, tmp_path):
    (tmp_path / "a.sheet").write_text(RIGHT)
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "c.md").write_text(f"# Work\n```\n{WRONG}```\n")
    (tmp_path / "d.py").write_text("not a sheet")
    code, out = run(tmp_path)
    assert code == 1
    assert "a.sheet: 1 claim: right" in out
    assert "b.txt: can't be read: not a text in UTF-8 (byte 0): save it as UTF-8" in out
    assert "c.md: 1 claim: wrong at line 4" in out
    (tmp_path / "c.md").unlink()
    assert run(tmp_path)[0] == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_nobody_foresaw_costs_one_file_only(run, tmp_path, monkeypatch, jobs):
    """Where processes are forked, they inherit the fault planted here."""
    if jobs > 1 and multiprocessing.get_start_method() != "fork":
        pytest.skip("processes that are not forked import the package anew, without the fault planted here")
    unharmed = command_module.check

    def faulty(text, *rest, **options):
        if text == BROKEN:
            raise AttributeError("'Array' object has no attribute 'op'")
        return unharmed(text, *rest, **options)

    monkeypatch.setattr(command_module, "check", faulty)
    for name, text in (("a", RIGHT), ("b", BROKEN), ("c", RIGHT)):
        (tmp_path / f"{name}.sheet").write_text(text)
    code, out = run(tmp_path, "--jobs", jobs)
    assert code == 2
    fault = "an internal error in autograd (AttributeError: 'Array' object has no attribute 'op'); please report it"
    assert [line.partition(".sheet: ")[2] for line in out.splitlines()] == [
        "1 claim: right",
        f"can't be read: {fault}",
        "1 claim: right",
    ]


def test_many_files_with_two_processes_in_order(run, tmp_path):
    for number in range(20):
        (tmp_path / f"{number:02}.sheet").write_text(WRONG if number == 7 else RIGHT)
    code, out = run(tmp_path, "--jobs", 2, "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert [report["right"] for report in found] == [number != 7 for number in range(20)]
    assert found[0]["name"].endswith("00.sheet")


@pytest.mark.parametrize("installed", [True, False])
def test_progress_is_shown_to_those_who_look(run, tmp_path, monkeypatch, installed):
    if installed:
        optional.package("tqdm")
    else:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    for number in range(8):
        (tmp_path / f"{number}.sheet").write_text(RIGHT)
    errors = io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)
    silent = run(tmp_path, "--jobs", 1)
    assert errors.getvalue() == ""
    monkeypatch.setattr(errors, "isatty", lambda: True, raising=False)
    assert run(tmp_path, "--jobs", 1) == silent
    if installed:
        assert "0/8" in errors.getvalue()
        assert "sheet" in errors.getvalue()
    else:
        assert errors.getvalue() == "8 of 8 worksheets\n"


@pytest.mark.parametrize("format", ["json", "csv", "html", "gradescope", "text"])
def test_formats(run, tmp_path, format):
    path = tmp_path / "a.sheet"
    path.write_text(WRONG)
    assert "dy/dx" in run(path, "--format", format)[1]


def test_hints(run, tmp_path):
    path = tmp_path / "a.sheet"
    path.write_text(WRONG)
    assert "it is 6" not in run(path)[1]
    assert "it is 6" in run(path, "--hints", 3)[1]
    assert "factor" not in run(path, "--hints", 1)[1]


def test_a_key(run, tmp_path):
    (tmp_path / "key").write_text("x = 3.0; b = 0.5\ny = x^2 + b\nfind dy/dx")
    (tmp_path / "work.txt").write_text("y = x^2\n")
    code, out = run(tmp_path / "work.txt", "--key", tmp_path / "key")
    assert code == 1
    assert "the term b is missing" in out
    assert "not attempted" in out


def test_graders_get_a_table_of_points(run, tmp_path):
    (tmp_path / "key").write_text("x = 3.0; u = 2*x; y = u^2\ndy/du = 2*u   # 3 points\nfind dy/dx   # 2 points")
    (tmp_path / "a.txt").write_text("dy/du = 2*u\ndy/dx = 4*u\n")
    (tmp_path / "bb.txt").write_text("dy/du = u = 6.0\ndy/dx = dy/du*2 = 12.0\n")
    (tmp_path / "c.txt").write_bytes(b"\x81")
    files = [tmp_path / name for name in ("a.txt", "bb.txt", "c.txt")]

    def scores(*more):
        out = run(*files, "--key", tmp_path / "key", *more)[1].splitlines()
        return [line.rpartition("/")[2] for line in out[out.index("Points") + 1 :]]

    assert scores() == ["a.txt   5 of 5 points", "bb.txt  0 of 5 points", "c.txt   no points"]
    assert scores("--follow-through", 0.5)[1] == "bb.txt  1 of 5 points"
    page = run(*files, "--key", tmp_path / "key", "--format", "html")[1]
    assert "<h2>Points</h2>" in page
    assert "0 of 5 points</td>" in page
    assert "Points" not in run(*files)[1]


@pytest.mark.parametrize("part", ["-0.5", "2", "all", "nan"])
def test_a_part_of_the_points_is_from_0_to_1(run, part, capsys):
    with pytest.raises(SystemExit):
        run("-", f"--follow-through={part}")
    assert f"{part!r} is not a part of the points, from 0 to 1" in capsys.readouterr().err


def test_standard_input(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(WRONG))
    assert run("-")[0] == 1


def test_files_that_are_missing_or_too_large(run, tmp_path):
    (tmp_path / "large.txt").write_text("x" * 1_000_001)
    code, out = run(tmp_path / "none.sheet", tmp_path / "large.txt")
    assert code == 2
    assert "none.sheet: can't be read: No such file or directory" in out
    assert "large.txt: can't be read: more than 1000000 bytes are too many for a worksheet" in out


def test_texts_with_the_mark_of_utf_16_are_read(run, tmp_path):
    for number, encoding in enumerate(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")):
        mark = "" if encoding in ("utf-16", "utf-8-sig") else "\ufeff"
        (tmp_path / f"{number}.txt").write_bytes(f"{mark}x = 3.0; ŷ = x²\ndŷ/dx = 2x".encode(encoding))
        assert run(tmp_path / f"{number}.txt")[0] == 0


def test_names_of_files_do_nothing_to_the_terminal(run, tmp_path):
    path = tmp_path / "a\x1b[2J\u202eb\nc.sheet"
    path.write_text(WRONG)
    for arguments in ([path], [path, tmp_path / "none\x1b[31m.sheet"]):
        for format in ("text", "html"):
            out = run(*arguments, "--format", format)[1]
            assert "a�[2J�b�c.sheet" in out
            assert not {"\x1b", "\u202e"} & set(out)


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["%%sheet in words"]},
        {"cell_type": "code", "source": ["%%sheet --hints 3\n", "x = 3.0; y = x^2\n", "dy/dx = x"]},
        {"cell_type": "code", "source": "print(1)"},
        {"cell_type": "code", "source": "\n%%sheet\nx = 2.0; y = 5*x\ndy/dx = 5"},
    ]
}


def test_worksheets_in_a_notebook(run, tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(NOTEBOOK))
    code, out = run(path)
    assert code == 1
    assert [line.rpartition("/")[2] for line in out.splitlines()[:2] + out.splitlines()[-1:]] == [
        "a.ipynb, cell 2: 1 claim: wrong at line 2",
        "line 2: wrong",
        "a.ipynb, cell 4: 1 claim: right",
    ]


def test_with_a_key_the_cells_of_a_notebook_are_one_worksheet(run, tmp_path):
    (tmp_path / "key").write_text("x = 2.0; u = 3*x; y = u^2\nfind dy/du, dy/dx   # 4 points")
    cells = [{"cell_type": "code", "source": f"%%sheet\n{claim}"} for claim in ("dy/du = 2*u", "dy/dx = 6*u")]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}))
    code, out = run(tmp_path / "a.ipynb", "--key", tmp_path / "key")
    assert (code, out.rpartition("/")[2]) == (0, "a.ipynb: 2 of 2 claims are right; 4 of 4 points\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '{"cells": []}',
            "a notebook without worksheets: these are cells that begin with %%sheet, or text with formulas",
        ),
        ('{"cells": [3]}', "not a notebook: its cells cannot be found"),
        ("[" * 100_000, "not a notebook: its cells cannot be found"),
    ],
)
def test_notebooks_without_worksheets_are_one_line(run, tmp_path, content, said):
    (tmp_path / "a.ipynb").write_text(content)
    code, out = run(tmp_path / "a.ipynb")
    assert (code, out.partition("ipynb: ")[2]) == (2, f"can't be read: {said}\n")


def test_markdown_without_a_fence_says_so(run, tmp_path):
    (tmp_path / "a.md").write_text("# Only a title\n")
    (tmp_path / "b.md").write_text("y = 3 x +\n")
    (tmp_path / "c.md").write_text("x = 3.0; y = x^2\ndy/dx = 2*x\n")
    (tmp_path / "d.md").write_text("```python\nx = 3\n```\n")
    note = "no fenced block (```) was found: all of it was read as a worksheet"
    assert run(tmp_path / "a.md")[1].endswith(f"a.md: nothing is claimed: {note}\n")
    assert f"; {note}\n" in run(tmp_path / "b.md")[1]
    assert run(tmp_path / "c.md")[1].endswith("c.md: 1 claim: right\n")
    assert run(tmp_path / "d.md")[1].endswith("d.md: nothing is claimed: there is no formula in it\n")


def test_a_key_that_claims_what_is_wrong_is_refused(run, tmp_path):
    (tmp_path / "key").write_text("x = 2.0\ny = x^2 = 5\n")
    with pytest.raises(
        LanguageError, match=r"^key, line 2: y = 5 is wrong: the formula before it is right, but comes "
    ):
        run("-", "--key", tmp_path / "key")


def test_standard_input_that_is_closed(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    code, out = run("-")
    assert (code, out) == (2, "-: can't be read: standard input is closed\n")


def test_a_folder_without_worksheets(run, tmp_path):
    with pytest.raises(LanguageError, match="no worksheets in"):
        run(tmp_path)


@pytest.mark.parametrize("jobs", ["0", "x", "1000"])
def test_jobs(run, jobs):
    with pytest.raises(SystemExit):
        run("-", "--jobs", jobs)
