"""Exercises: every key is right, every blank not attempted, every planted mistake found; rosters; files."""

import os
import random
import signal
import stat

import pytest

from autograd import AutogradError, LanguageError, check
from autograd.cli import main
from autograd.exercises import FAMILIES, exercise, names, with_mistakes
from autograd.exercises.numbers import decimals_of, shown
from autograd.exercises.page import FORMS, faulty_page, sheet_page, solution_page
from autograd.exercises.planting import UNTOLD, Slip, faulty, found, proposals, slips
from autograd.exercises.roster import read_roster
from autograd.exercises.template import Task
from autograd.support.folders import write_folder
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.judging.verdicts import NOT_ATTEMPTED
from tests.benchmarks.exercises import faults_of, faults_of_planted, pieces, tally
from tests.commands import run_command
from tests.samples import sized, some

SEEDS = range(sized(1, 3))
HALF = len(names()) // 2


@pytest.mark.parametrize("name", some(names(), HALF))
def test_every_exercise_of_a_family_is_sound(name):
    """A sample; `python -m tests.benchmarks.exercises` makes many of each."""
    for seed in SEEDS:
        made = exercise(name, seed)
        assert not list(faults_of(made))
        assert made.points > 0


@pytest.mark.parametrize("name", some(reversed(names()), HALF))
def test_mistakes_are_found_at_their_lines_with_their_causes(name):
    """A sample; `python -m tests.benchmarks.exercises` plants them in many of each."""
    for seed in SEEDS:
        sheet = with_mistakes(exercise(name, seed), 2)
        assert not list(faults_of_planted(sheet))
        assert len(sheet.where()) == 2
        assert len({slip.target for slip in sheet.slips}) == 2


def test_the_tester_sees_what_is_wrong():
    made = exercise("sigmoid-chain", 1)
    row = next(row for row in made.asked if isinstance(row, Task) and row.target == "dL/dw1")
    named_falsely = Slip("sign lost", row, f"2*{row.formula}", "", frozenset({"sign"}))
    told = found(faulty(made, [named_falsely]))
    assert (told.is_at_its_lines, told.right) == (True, (False,))
    right = Slip("nothing", row, row.formula, "", frozenset({"sign"}))
    assert not found(faulty(made, [right])).is_at_its_lines
    assert tally("neuron", range(1), 2).planted == 2


def test_shards_of_the_benchmark_make_everything_once():
    whole = pieces(names(), range(25), (1, 1), 3)
    parts = [each for part in (1, 2, 3) for each in pieces(names(), range(25), (part, 3), 3)]
    assert sorted(parts, key=str) == sorted(whole, key=str)
    assert sum(len(seeds) for _, seeds, _ in parts) == 25 * len(names())


def test_what_another_mistake_gives_as_well_is_not_planted():
    """Of sheets with a momentum step: each row of the table leaves something out, and only what it says."""
    held = {row.why: 0 for row in UNTOLD}
    for name in ("momentum", "sgd-regression", "logistic-regression", "layernorm", "adam"):
        made = exercise(name, 1)
        proposed = proposals(made)
        planted = [(each.slip, each) for each in proposed if each.slip is not None]
        for row in UNTOLD:
            held[row.why] += sum(row.holds(made, *each) for each in planted)
        told = set(slips(made, proposed, random.Random(0)))
        assert told < {slip for slip, _ in planted}
        assert told == {each[0] for each in planted if not any(row.holds(made, *each) for row in UNTOLD)}
    assert all(held.values()), held


def test_the_same_seed_makes_the_same_exercise_and_students_have_their_own():
    assert exercise("residual", 7, "ada").key() == exercise("residual", 7, "ada").key()
    keys = {exercise("residual", seed, who).key() for seed in (7, 8) for who in ("", "ada", "bob")}
    assert len(keys) == 6


@pytest.mark.parametrize("name", ["batchnorm", "layernorm"])
def test_what_is_normalised_has_few_digits_and_depends_on_what_it_is_of(name):
    """The variance and eps add up to a square, and no batch is of two: it is -1 and 1 whatever they are."""
    numbers = [entries(exercise(name, seed).values[asked]) for seed in range(4) for asked in ("xhat", "df/dx")]
    assert all(any(each) for each in numbers)
    exact = [decimals_of(float(x)) is not None for each in numbers[::2] for x in each]
    assert sum(exact) >= 0.7 * len(exact)


def test_numbers_are_kind():
    made = exercise("residual", 5)
    assert all(decimals_of(value) is not None for value in made.values.values())


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.1 + 0.2, "0.3"), (-0.0, "0"), (-1e-12, "0"), (2 / 3, "0.6667"), (0.60204, "0.6020"), (98765.43217, "98765.4")],
)
def test_how_numbers_stand_on_a_sheet(number, written):
    assert shown(number) == written


def test_what_is_copied_from_the_sheet_earns_nothing():
    made = exercise("residual", 2)
    lines = made.sheet().splitlines()
    copied = "\n".join(line for line in lines if "…" not in line)
    assert check(copied, made.key()).points[0] == 0


@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_has_what_is_asked(suffix):
    made = exercise("sigmoid-chain", 3)
    for page in (sheet_page(made), solution_page(made), faulty_page(with_mistakes(made, 1))):
        text = FORMS[suffix](page)
        assert "A chain of sigmoids" in text
        assert text.count("0.") >= 2


def test_markdown_is_read_by_check():
    made = exercise("neuron", 3)
    blank = check(FORMS[".md"](sheet_page(made)))
    assert {verdict.verdict for verdict in blank.verdicts} == {NOT_ATTEMPTED}
    assert check(FORMS[".md"](solution_page(made)))


def test_latex_has_a_line_for_each_blank_and_balanced_braces():
    made = exercise("residual", 3)
    text = FORMS[".tex"](sheet_page(made))
    assert text.count(r"\underline") == len(made.blanks)
    assert text.count("{") == text.count("}")
    assert text.count(r"\begin") == text.count(r"\end{")
    assert r"\frac{\partial z}{\partial w_{0}}" in text


@pytest.mark.parametrize("name", some(names(), HALF))
def test_the_typeset_solution_is_read_and_right(name):
    report = check(FORMS[".tex"](solution_page(exercise(name, 1))))
    assert report, report.text()
    assert len(report.verdicts) > 4


def test_the_page_to_fill_in_escapes_names():
    made = exercise("neuron", 3, "x", "<b>Bobby</b>")
    text = FORMS[".html"](sheet_page(made).with_answers('a"b.sheet'))
    assert "<b>Bobby" not in text
    assert 'data-file="a&quot;b.sheet"' in text


BLANKS = ["…", "...", "___", "?", "……"]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_asks_for_what_it_is_about(blank):
    text = f"w = 2.0; x = 3.0\nz = w*x = {blank}\ndz/dw = {blank}\nw <- {blank}; dz/dx = w"
    report = check(text)
    assert [(each.line, each.claim, each.verdict) for each in report.verdicts] == [
        (2, "z", NOT_ATTEMPTED),
        (3, "dz/dw", NOT_ATTEMPTED),
        (4, "w", NOT_ATTEMPTED),
        (4, "dz/dx = w", "right"),
    ]
    assert report.verdicts[0].text == f"z = w*x = {blank}"


def test_a_blank_is_done_with_where_it_is_answered_below():
    assert check("w = 2.0; x = 3.0\nz = w*x\ndz/dw = …\ndz/dw = x = 3")


NUMBER_KEY = "w = 2.0; x = 3.0\nz = w*x\nz = 6   # 1 point, as a number\ndz/dw = x = 3   # 1 point"


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ("z = w*x\ndz/dw = x", 1),
        ("z = w*x = 6\ndz/dw = x", 2),
        ("z = 2*3 = 6.0\ndz/dw = 3", 2),
        ("z = w*x = …\ndz/dw = …", 0),
        ("z = 7\ndz/dw = 3", 1),
    ],
)
def test_a_key_can_ask_for_a_number(answer, points):
    report = check(answer, NUMBER_KEY)
    assert report.points == (points, 2)


def test_a_number_that_is_missing_is_told():
    (look,) = check("z = w*x\ndz/dw = x", NUMBER_KEY).needs_look
    assert look == {"line": None, "claim": "z", "look": "only a formula is given: a number is asked for"}
    assert not check("z = w*x = …\ndz/dw = 3", NUMBER_KEY).needs_look


def test_a_layer_of_the_key_may_be_written_once_more():
    key = "A = conv([28, 28, 1], filters=5, kernel=3, bias=1)\nparameters(A) = 5*(3*3*1 + 1) = 50   # 1 point"
    assert check("A = conv([28, 28, 1], filters=5, kernel=3, bias=1)\nparameters(A) = 50", key)
    other = check("A = conv([28, 28, 1], filters=6, kernel=3, bias=1)\nparameters(A) = 50", key)
    assert (bool(other), other.points) == (False, (1, 1))


ROSTERS = [
    ("Ada Lovelace\nGrace Hopper\n", ["ada-lovelace", "grace-hopper"]),
    ("name;id\nAda;1\nAda;2\n", None),
    ("First name,Surname,ID number,Email address\nZoë,Müller,12,z@example.org\n", ["zoe-muller"]),
    ('name\n"Lovelace, Ada"\n', ["lovelace-ada"]),
    ("name,email\n王小明,w@example.org\n", ["w-example-org"]),
    ("name\n../../etc/passwd\nCON\n", ["etc-passwd", "con-1"]),
    ("name\n=HYPERLINK(1)\n", ["hyperlink-1"]),
    ("name\nØystein Łukasz ß\n", ["oystein-lukasz-ss"]),
]


@pytest.mark.parametrize(("text", "folders"), ROSTERS)
def test_rosters(text, folders):
    found = [student.folder for student in read_roster(text, "roster.csv")]
    if folders is None:
        assert [folder.partition("-")[0] for folder in found] == ["ada", "ada"]
        assert len(set(found)) == 2
    else:
        assert found == folders


ODD = [
    ("", "roster.csv: there is nobody on it"),
    ("name\n", "roster.csv: there is nobody on it"),
    (
        "name\nAda\nBob\nada\n",
        "roster.csv, lines 2 and 4: two students called ada: add a column id or email that tells them apart",
    ),
    ("name,id\nAda,7\nBob,7\n", "roster.csv, lines 2 and 3: two students with 7"),
    (
        "name,id\n,\nAda,1\n,2,3\n",
        "roster.csv, line 4: 3 cells, where the first line has 2: a name with a comma stands",
    ),
    ("who,what\nAda,1\n", "roster.csv, line 1: no column is called as expected: name, or first name and last name"),
    ("name\n" + "x" * 201, "roster.csv, line 2: 201 characters are too many for a name"),
    ("name\nA\u202eda\n", "roster.csv, line 2: there are characters in the name that cannot be printed"),
]


@pytest.mark.parametrize(("text", "said"), ODD)
def test_odd_rosters_are_told_in_a_line(text, said):
    with pytest.raises(LanguageError) as caught:
        read_roster(text, "roster.csv")
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_roster_of_thousands_is_read():
    text = "name,id\n" + "".join(f"Student {place % 100},{place}\n" for place in range(5000))
    assert len({student.folder for student in read_roster(text, "r")}) == 5000


def test_the_command_lists_families(capsys):
    assert main(["exercise"]) == 0
    rows = (line for line in capsys.readouterr().out.splitlines() if not line.startswith(" "))
    assert [line.split()[0] for line in rows] == [each.name for each in FAMILIES]


def test_the_command_prints_a_sheet(capsys):
    assert main(["exercise", "neuron", "--seed", "5"]) == 0
    assert capsys.readouterr().out == exercise("neuron", "5").sheet()


def test_the_command_writes_a_folder(tmp_path, capsys):
    folder = tmp_path / "out"
    assert main(["exercise", "neuron", "--seed", "5", "-o", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: 14 files\n"
    forms = {f"{name}{suffix}" for name in ("sheet", "errors", "solution") for suffix in FORMS}
    assert {path.name for path in folder.iterdir()} == forms | {"key.sheet", "errors-key.sheet"}
    assert main(["check", str(folder / "solution.txt"), "--key", str(folder / "key.sheet")]) == 0
    assert main(["check", str(folder / "key.sheet")]) == 0


@pytest.mark.parametrize(("option", "names"), [(["--blanks"], {"sheet"}), (["--find-the-error", "1"], {"errors"})])
def test_the_command_writes_the_sort_asked_for(option, names, tmp_path, capsys):
    folder = tmp_path / "out"
    assert main(["exercise", "neuron", *option, "-o", str(folder)]) == 0
    assert {path.stem for path in folder.iterdir() if path.suffix != ".sheet"} == names | {"solution"}


def test_the_command_writes_for_a_class(tmp_path, capsys):
    roster = tmp_path / "roster.csv"
    roster.write_text("name,email\nAda Lovelace,ada@example.org\nBob,=1+1\n", encoding="utf-8")
    folder = tmp_path / "out"
    assert main(["exercise", "neuron", "--students", str(roster), "-o", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: 29 files for 2 students\n"
    assert "# For Ada Lovelace" in (folder / "students/ada-lovelace/sheet.txt").read_text("utf-8")
    table = (folder / "teacher/students.csv").read_text("utf-8")
    assert table.splitlines()[2] == '"bob","neuron","0","Bob","\'=1+1"'
    for who in ("ada-lovelace", "bob"):
        key = (folder / f"teacher/keys/{who}.sheet").read_text("utf-8")
        assert check((folder / f"teacher/solutions/{who}/solution.txt").read_text("utf-8"), key)


def refused(capsys, *words):
    """The exit code and what is said, in one line, by a command that fails."""
    try:
        code = run_command("exercise", *words)
    except AutogradError as error:
        code, said = 2 if isinstance(error, LanguageError) else 1, str(error)
    except OSError as error:
        code, said = 1, str(error)
    else:
        said = capsys.readouterr().err
    assert "\n" not in said
    return code, said


def test_what_cannot_be_written_is_told_in_a_line_and_nothing_is(tmp_path, capsys):
    full = tmp_path / "full"
    full.mkdir()
    (full / "notes").write_text("mine")
    said = f"-o {full}: there are files in this folder already; name a new one"
    assert refused(capsys, "neuron", "-o", str(full)) == (1, said)
    assert [path.name for path in full.iterdir()] == ["notes"]
    lost = tmp_path / "a" / "b"
    said = f"-o {lost}: there is no folder {lost.parent}; make it first"
    assert refused(capsys, "neuron", "-o", str(lost)) == (1, said)
    file = full / "notes"
    assert refused(capsys, "neuron", "-o", str(file)) == (
        1,
        f"-o {file}: this is a file; expected the name of a folder",
    )
    assert file.read_text() == "mine"
    roster = tmp_path / "roster.csv"
    roster.write_text("name\nAda\nAda\n")
    assert refused(capsys, "neuron", "--students", str(roster), "-o", str(tmp_path / "new"))[0] == 2
    assert not (tmp_path / "new").exists()
    roster.write_text("name\nAda\n")
    said = "--students needs a folder for the files: name it with -o"
    assert refused(capsys, "neuron", "--students", str(roster)) == (2, said)
    assert refused(capsys, "neuron", "--students", str(tmp_path / "none"), "-o", "x")[0] == 2
    assert refused(capsys, "neurn") == (2, "there is no family of exercises neurn: did you mean neuron?")
    assert refused(capsys, "neuron", "--blanks", "--find-the-error", "1")[0] == 2
    code, said = refused(capsys, "neuron", "--find-the-error", "20", "-o", str(tmp_path / "many"))
    assert code == 1
    assert said.startswith("exercise neuron, seed 0: there is room for ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "roster.csv"]


def test_nothing_is_left_of_a_folder_that_fails(tmp_path, monkeypatch):
    def files():
        yield "a/b.txt", "half"
        raise AutogradError("no more")

    with pytest.raises(AutogradError, match=r"^no more$"):
        write_folder(str(tmp_path / "new"), files())
    assert list(tmp_path.iterdir()) == []

    def ended():
        yield "a/b.txt", "half"
        signal.raise_signal(signal.SIGTERM)
        yield "c.txt", "never"

    with pytest.raises(SystemExit) as told:
        write_folder(str(tmp_path / "new"), ended())
    assert told.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert list(tmp_path.iterdir()) == []

    def full(path, *_, **__):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(OSError, match=r"^-o .*new: No space left on device$"):
        write_folder(str(tmp_path / "new"), [("a.txt", "x")])
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "new").mkdir()
    assert write_folder(str(tmp_path / "new"), [("a/b.txt", "x"), ("c.txt", "y")]) == 2
    assert (tmp_path / "new/a/b.txt").read_text() == "x"


def test_several_processes_write_the_same(tmp_path, capsys):
    roster = tmp_path / "roster.csv"
    roster.write_text("name,id\n" + "".join(f"Student {place},{place}\n" for place in range(6)))
    held = []
    for jobs in (1, 2):
        folder = tmp_path / f"out{jobs}"
        words = ("two-paths", "--blanks", "--students", roster, "-o", folder, "--jobs", jobs)
        assert run_command("exercise", *words) == 0
        held.append({path.relative_to(folder): path.read_text("utf-8") for path in folder.rglob("*.*")})
    assert held[0] == held[1]
    assert len(held[0]) == 6 * 9 + 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody is kept from writing")
def test_a_folder_that_cannot_be_written_in(tmp_path, capsys):
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert refused(capsys, "neuron", "-o", str(closed / "new"))[1] == f"-o {closed / 'new'}: Permission denied"
    finally:
        closed.chmod(stat.S_IRWXU)
