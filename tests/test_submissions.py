"""Classes of worksheets by people who would like the points: what is graded, what is shown of it, and who does it."""

import csv
import io
import json
import math
import os
import random
import socket
import unicodedata

import pytest

from autograd import LanguageError, check
from autograd.cli import main
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language import work
from autograd.worksheet.language.work import BEYOND, CAUSES, JUDGING, READING, PaperWork, Pot, Work
from autograd.worksheet.reporting.formats import as_csv, as_gradescope, as_html, as_json
from autograd.worksheet.reporting.harmless import SIGNS, cell
from autograd.worksheet.reporting.report import FIELDS
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.sections import sections
from autograd.worksheet.tex.reading import reader
from tests.benchmarks import hostile_kinds
from tests.samples import sized, some

KEY = "x = 3.0\ny = x^2\ndy/dx = 2*x   # 2 points\n"
RIGHT = "dy/dx = 2*x\n"
SECRET = "root:secret:0"

# ---------------------------------------------------------------------------------------------------- what is graded


def link_to(target):
    """What makes a link, for the table below."""

    def make(path):
        path.symlink_to(target(path))

    return make


def listen(path):
    """A socket, by a name short enough for one."""
    before = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


NO_FILES = {
    "a link to the key": (link_to(lambda path: path.parent / "key.txt"), "a link"),
    "a link to a secret": (link_to(lambda path: path.parent.parent / "secret.txt"), "a link"),
    "a link within the folder": (link_to(lambda path: path.parent / "bob.txt"), "a link"),
    "a link to a folder": (link_to(lambda path: path.parent.parent), "a link"),
    "a link to itself": (link_to(lambda path: path), "a link"),
    "a link to what never ends": (link_to(lambda path: "/dev/zero"), "a link"),
    "a pipe": (getattr(os, "mkfifo", None), "a pipe"),
    "a socket": (listen, "a socket"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here: nothing is tested of links and special files")
@pytest.mark.parametrize("kind", NO_FILES)
def test_links_and_special_files_of_a_folder_are_skipped_and_said_so(kind, tmp_path, capsys):
    make, called = NO_FILES[kind]
    folder = tmp_path / "class"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(SECRET)
    (folder / "key.txt").write_text(KEY)
    (folder / "bob.txt").write_text(RIGHT)
    make(folder / "alice.txt")
    assert main(["check", str(folder), "--key", str(folder / "key.txt"), "--format", "json"]) == 0
    out, error = capsys.readouterr()
    assert json.loads(out)["name"] == str(folder / "bob.txt")  # one report: nobody else is graded, nor is the key
    assert "secret" not in out
    assert error.splitlines() == [
        f"autograd: skipped {folder / 'alice.txt'}: it is {called}",
        f"autograd: skipped {folder / 'key.txt'}: it is the key",
    ]


def test_the_key_by_another_name_is_not_graded(tmp_path, capsys):
    (tmp_path / "key.txt").write_text(KEY)
    (tmp_path / "bob.txt").write_text(RIGHT)
    os.link(tmp_path / "key.txt", tmp_path / "alice.txt")
    files = [str(tmp_path / name) for name in ("alice.txt", "bob.txt")]
    assert main(["check", *files, "--key", str(tmp_path / "key.txt"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == files[1]


def test_the_key_asked_for_alone_is_held_against_itself(tmp_path, capsys):
    key = tmp_path / "key.txt"
    key.write_text(KEY)
    assert main(["check", str(key), "--key", str(key)]) == 0
    assert "2 of 2 points" in " ".join(capsys.readouterr().out.split())


def test_a_link_asked_for_by_name_is_read(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("x = 2\ny = x^2 = 4\n")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert main(["check", str(tmp_path / "b.txt")]) == 0
    out, err = capsys.readouterr()
    assert (" ".join(out.split()), err) == (f"{tmp_path / 'b.txt'}: 1 claim: right", "")


def test_many_skipped_files_are_counted(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("x = 2\ny = x^2 = 4\n")
    for number in range(30):
        (tmp_path / f"{number}.txt").symlink_to(tmp_path / "a.txt")
    assert main(["check", str(tmp_path)]) == 0
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[-1] == "autograd: skipped 10 more"


# ------------------------------------------------------------------------------------------------- what is shown of it

ACTIVE = {
    "title of the window": "\x1b]0;PWNED\x07",
    "clear": "\x1b[2J",
    "nul": "\0",
    "delete": "\x7f",
    "C1": "\x9b31m",
    "right to left": "\u202e",
    "isolate": "\u2066",
    "mark": "\u200f",
    "line separator": "\u2028",
    "tag": "\U000e0041",
    "surrogate": "\udc9b",
    "carriage return": "\r",
    "backspaces": "\b\b",
}
FORMATS = {
    "text": lambda reports: "\n".join(report.text() for report in reports),
    "json": as_json,
    "csv": as_csv,
    "html": as_html,
    "gradescope": lambda reports: "\n".join(as_gradescope([report]) for report in reports),
    "to_json": lambda reports: reports[0].to_json(),
}
PLACES = {
    "name": ("y = x^2 = 5", "a{}b"),
    "claim": ("y = x^2{} = 5", "a"),
    "number": ("y = x^2 = {}5", "a"),
    "name of a value": ("a{}b = 2\na{}b = 3", "a"),
    "unread": ("find {}", "a"),
    "comment": ("y = x^2 = 5 # {}", "a"),
}


@pytest.mark.parametrize("kind", ACTIVE)
@pytest.mark.parametrize("place", PLACES)
def test_no_format_acts_upon_a_terminal(kind, place):
    line, name = PLACES[place]
    acts = ACTIVE[kind]
    text = "x = 2.0\n" + line.replace("{}", acts)
    reports = [check(text, name=name.format(acts), hints=3), check(text, KEY, name=name.format(acts))]
    for format, write in FORMATS.items():
        active = {each for each in write(reports) if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        assert active <= {"\n"}, format


@pytest.mark.parametrize("kind", ACTIVE)
def test_json_tells_names_as_they_are(kind):
    name = f"a{ACTIVE[kind]}b"
    assert json.loads(as_json([check("x = 2", name=name)]))["name"] == name


@pytest.mark.parametrize("before", ["", " ", ";", "a;", "a; ", ",;", '";', "a\n;"], ids=repr)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"], ids=repr)
def test_no_cell_is_a_formula_whatever_separates_cells(sign, before):
    shown = as_csv([check("y = x^2 = 5", name=f"{before}{sign}1+cmd|' /C calc'!A0;{sign}2")])
    for separator in ",;":
        for row in csv.reader(io.StringIO(shown), delimiter=separator):
            assert not any(each.lstrip().startswith(tuple(SIGNS)) for each in row)


def test_every_cell_is_in_quotes():
    for line in as_csv([check("x = 2.0; y = x^2 = 5", name="a,b;c")]).splitlines():
        assert line.startswith('"')
        assert line.endswith('"')
        assert line.count('","') == len(FIELDS)


@pytest.mark.parametrize("value", ["dL/dw = 3", "x = [1; 2]", 3, None, 2.5, ""])
def test_what_is_harmless_stays(value):
    assert cell(value) == value


# -------------------------------------------------------------------------------------------------- what it may cost


@pytest.mark.parametrize("length", [0, 5_000, 20_000])
def test_up_to_20_000_characters_a_budget_grows_evenly(length):
    assert (JUDGING.work(length).left, CAUSES.work(length).left) == (120_000 + 3 * length, 47_500 + 1.5 * length)


@pytest.mark.parametrize("budget", [READING, JUDGING, CAUSES])
def test_budgets_grow_with_the_length_and_more_slowly_beyond(budget):
    spent = [budget.work(length).left for length in (0, 20_000, 40_000, 500_000)]
    assert spent == sorted(spent)
    assert spent[2] - spent[1] < spent[1] - spent[0]


ORDINARY = [
    *(";", "x ", " = x", "y = ab(x) + (\n", "x <- x - 0.1*2x\n", "find dy/dx, x\n", "weights: neurons\n"),
    *("x = 1.25; ", "z = w*x + b = 2.5\n", "dL/dw = (y - t)*x\n"),
]
"""Pieces of lines as long as lines are: of 5,000 lines such as x=1 some are left, for each takes 0.2 ms."""


@pytest.mark.parametrize("piece", some(ORDINARY, 4))
def test_a_sheet_of_the_usual_length_is_read_whole(piece):
    text = ("x = 2\n" + piece * 20_000)[:19_000]
    assert not any("from here on" in str(error) for line in read_sheet(text).lines for error in line.errors)


def test_what_is_too_much_to_be_read_is_told_where_it_begins():
    most = sized(213_604, 444_004)  # the longer a sheet, the more
    report = check("x = 2.0\n" + "y = x*x*x + x*x - x*x*x\n" * sized(4_000, 20_000))
    said = [verdict for verdict in report.verdicts if "from here on" in verdict.cause]
    assert len(said) == 1
    assert said[0].cause.startswith(f"from here on nothing is read: this takes more than {most} operations: split it")
    assert said[0].line == max(verdict.line for verdict in report.verdicts)


def test_a_long_sheet_of_ones_own_is_read_with_patience(tmp_path, capsys):
    text = "x = 2.0\n" + "y = x*x*x + x*x - x*x*x\n" * sized(1_000, 2_000)
    assert any(BEYOND in verdict.cause for verdict in check(text).verdicts)
    assert not any(BEYOND in verdict.cause for verdict in check(text, patience=8).verdicts)
    file = tmp_path / "long.sheet"
    file.write_text(text)
    assert main(["check", str(file)]) == 2
    assert capsys.readouterr().out.endswith("\n\n--patience 4 allows four times the work\n")
    assert main(["check", "--patience", "8", str(file)]) == 0
    assert "--patience" not in capsys.readouterr().out


@pytest.mark.parametrize("patience", [0, 1_001, math.nan])
def test_patience_has_bounds(patience):
    with pytest.raises(ValueError, match="expected how many times the usual work, from 1 to 1000"):
        check("x = 2", patience=patience)


def test_a_key_that_is_too_much_to_be_read_is_refused():
    with pytest.raises(LanguageError, match="from here on nothing is read"):
        check(
            "x = 2",
            "x = 2.0\ny0 = x\n" + "".join(f"y{i} = x*x*x + x*x - x*x*x\n" for i in range(1, sized(5_000, 17_000))),
        )


def test_a_name_of_which_a_letter_is_a_sentence_is_refused():
    (verdict,) = check("\ufdfa" * 99 + " = 1").verdicts
    assert verdict.cause == "a name of 1782 letters: at most 800 can be read"


def test_many_exercises_are_one_sheet():
    few, many = ("".join(f"Ex {i}\nx = {i}\n" for i in range(count)) for count in (3, 300))
    assert (len(sections(few)), len(sections(many))) == (3, 1)


def test_the_parts_of_a_text_share_its_work():
    part = "x = 1.5; y = x^2\n" + "dy/dx = x^2 + 1\n" * 9
    pot = Pot.of(len(part))
    pot.judging.left = 300
    judge = Judge(read_sheet(part), pot=pot)
    assert any("operations: split it" in verdict.cause for verdict in judge.verdicts())


def test_braces_within_braces_are_noted_once():
    nested = r"\underbrace{" * 40 + "x" + "}_{z}" * 40  # with a note for each of those within, it would never end
    report = check(f"Let $x = 2$.\n\n$$y = {nested} + 1 = 3$$\n", name="a.md")
    assert [verdict.verdict for verdict in report.verdicts] == ["right"] * 40  # the sum, and all z but the one defined


def test_a_document_that_is_too_much_to_be_read_says_where_it_ends(monkeypatch):
    monkeypatch.setattr(reader, "FOR_A_FORMULA", 26_000)
    report = check("Let $y = x^2$.\n\n" + "$y = x x$\n" * 6, name="a.md")
    said = [(verdict.line, verdict.cause) for verdict in report.verdicts if "from here on" in verdict.cause]
    assert said == [(5, "from here on nothing is read: the document is too large: 3 of its 7 formulas are read")]
    assert "the document is too large: 3 of its 7 formulas are read: line 5" in report.text()


@pytest.mark.parametrize("key", [None, "x = 2; y = x^2\ndy/dx = 2x  # 3 points"])
def test_a_document_that_is_too_much_to_be_judged_says_how_much_was_and_calls_nothing_wrong(monkeypatch, key):
    monkeypatch.setattr(work, "LEFT_AT_LEAST", 0)
    monkeypatch.setattr(
        PaperWork, "of", lambda length, share=1: PaperWork(Work(1_000), *(Work(9_000) for _ in range(4)))
    )
    report = check("$x = 2$, $y = x^2$\n" + "$\\frac{dy}{dx} = 2x$\n" * 60, key, name="a.md")
    left = [verdict for verdict in report.verdicts if verdict.cause.startswith("the document is too large: ")]
    judged = len(report.verdicts) - len(left)
    assert 0 < judged < 61
    assert not any(verdict.is_fault for verdict in report.verdicts)
    assert f"  {left[0].cause}: lines " in report.text()
    assert key is not None or left[0].cause == f"the document is too large: {judged} of its 60 claims are judged"


@pytest.mark.parametrize("kind", hostile_kinds.KINDS)
def test_hostile_sheets_of_a_kind_have_the_length_asked_for(kind):
    one, other = (hostile_kinds.sheet(kind, 21_000, random.Random(3)) for _ in range(2))
    assert one == other
    assert 0.8 * 21_000 < len(one) <= 21_000
