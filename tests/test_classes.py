"""A class: keys for each student, other people's numbers, the report with its heat map, grades to be imported."""

import csv
import io
import json

import pytest

from autograd import LanguageError, check
from autograd.commands.grading.class_pages import files
from autograd.commands.grading.classes import LEFT, PARTLY, RIGHT, WRONG, Part, read_class
from autograd.commands.grading.keys import Keys, numbers_of, read_keys
from autograd.exercises import exercise, with_mistakes
from autograd.exercises.roster import COLUMNS, folder_of, name_in, read_roster
from tests.commands import run_command
from tests.faults import faults
from tests.samples import crossed

ROSTER = "Full name,Email address\nAda Lovelace,ada@x.org\nGrace Hopper,grace@x.org\nZoë <b>,zoe@x.org\nGus,gus@x.org\n"


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A class: Ada is right, Grace made a mistake, Zoë handed in Ada's numbers, Gus nothing."""
    place = tmp_path_factory.mktemp("class")
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    words = ("sigmoid-chain", "--seed", "7", "--students", place / "roster.csv", "-o", place / "out")
    assert run_command("exercise", *words) == 0
    ada, grace, zoe, _ = students = read_roster(ROSTER, "roster.csv")
    made = {student.folder: exercise("sigmoid-chain", "7", student.key, student.name) for student in students}
    handed_in = {
        ada.folder: made[ada.folder].solved(),
        grace.folder: with_mistakes(made[grace.folder], 1).sheet(),
        zoe.folder: made[ada.folder].solved(),
    }
    for folder, text in handed_in.items():
        path = place / "answers" / f"{folder}_4711_assignsubmission_file_" / "answers.sheet"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    keys, results = place / "out/teacher/keys", place / "results.jsonl"
    assert run_command("check", place / "answers", "--key", keys, "--results", results, "--jobs", 1) == 1
    return place


def test_everybody_has_as_much_to_do():
    for name in ("residual", "softmax-cross-entropy", "conv-sizes"):
        made = [exercise(name, 3, who) for who in ("ada", "bob", "carl")]
        assert len({each.points for each in made}) == 1
        assert len({tuple(line.target for line in each.blanks) for each in made}) == 1
        assert len({each.key() for each in made}) == 3


def test_each_submission_is_held_against_its_own_key(school, capsys):
    run_command("check", school / "answers", "--key", school / "out/teacher/keys")
    said = " ".join(capsys.readouterr().out.split())
    assert "ada-lovelace_4711_assignsubmission_file_/answers.sheet: 37 of 37 claims are right; 13 of 13 points" in said
    assert "these are not the numbers of zoe-b: they are those of ada-lovelace" in said


def test_a_submission_without_a_key_is_told(school, capsys):
    other = school / "stranger.sheet"
    other.write_text("x = 1", encoding="utf-8")
    assert run_command("check", other, "--key", school / "out/teacher/keys") == 2
    said = " ".join(capsys.readouterr().out.split())
    assert "is called as this file is, or a folder that it is in" in said
    other.unlink()


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("answers/ada.sheet", "ada"),
        ("answers/Ada Lovelace_77_file/x.sheet", "ada-lovelace"),
        ("ada-lovelace/answers.sheet", "ada-lovelace"),
        ("ADA/notes.txt", "ada"),
        ("adam/answers.sheet", None),
        ("Łukasz Żółć_12_file/x.sheet", "lukasz-zolc"),
        ("answers.sheet", None),
    ],
)
def test_which_key_is_whose(file, key):
    assert Keys({"ada": "", "ada-lovelace": "", folder_of("Łukasz Żółć", ""): ""}).of(file) == key


def test_whose_numbers_they_are():
    texts = {str(seed): exercise("residual", 3, seed).key() for seed in range(20)}
    keys = Keys(texts)
    for name, text in texts.items():
        assert keys.others(text, name) is None
        assert keys.others(text, "0" if name != "0" else "1") == name
    assert keys.others("x0 = 1; w0 = 2", "3") is None


def test_the_numbers_of_a_sheet():
    text = "x = 3; w = [1, 2]   # 4 points\ny = w*x = -1.5; dy/dx = w\n∂L/∂w = 2·3 = 6"
    assert numbers_of(text) == {("x", "3"), ("w", "[1,2]"), ("y", "-1.5"), ("dL/dw", "6")}


def test_a_folder_without_keys(tmp_path):
    with pytest.raises(LanguageError, match="no keys in this folder"):
        read_keys(str(tmp_path))


def test_the_report_of_a_class(school, capsys):
    words = ("class", school / "results.jsonl", "--students", school / "out/teacher/students.csv")
    assert run_command(*words) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 submissions, ")
    assert run_command(*words, "-o", school / "untitled") == 0
    capsys.readouterr()
    assert "<h1>A chain of sigmoids</h1>" in (school / "untitled/index.html").read_text("utf-8")
    assert "Zoë <b>: these are not the numbers of zoe-b: they are those of ada-lovelace" in said
    assert run_command(*words, "-o", school / "report", "--title", "Exercise 7") == 0
    page = (school / "report/index.html").read_text("utf-8")
    assert page.count('class="right"') >= 11
    assert page.count('class="wrong"') >= 1
    assert "3 of 4 handed in" in page
    assert "<b>" not in page.replace("<body>", "")
    assert '<a href="students/ada-lovelace.html" title="Ada Lovelace">' in page
    own = (school / "report/students/zoe-b.html").read_text("utf-8")
    assert "These are not the numbers of your own sheet." in own
    assert "ada" not in own.partition("<main")[2].casefold()
    rows = list(csv.DictReader(io.StringIO((school / "report/grades.csv").read_text("utf-8"))))
    assert [row["Email address"] for row in rows] == ["ada@x.org", "grace@x.org", "zoe@x.org", "gus@x.org"]
    assert [row["Exercise 7"] for row in rows][::3] == ["13", ""]
    assert 0 < float(rows[1]["Exercise 7"]) < 13
    assert rows[2]["Feedback comments"] == "0 of 13 points; These are not the numbers of your own sheet"
    assert "ada" not in rows[2]["Feedback comments"]
    assert "Nothing was judged: fill in your own sheet." in own
    assert 'class="amiss"' not in own
    assert 'class="amiss"' in (school / "report/students/grace-hopper.html").read_text("utf-8")
    grace = with_mistakes(exercise("sigmoid-chain", "7", "grace@x.org", "Grace Hopper"), 1)
    assert grace.slips  # her mistake is one of the class, Zoë's numbers are none
    assert page.partition("Most usual mistakes")[2].partition("</table>")[0].count("<tr><td>") == 1
    assert rows[1]["Feedback comments"].startswith(f"{rows[1]['Exercise 7']} of 13 points; line ")


@pytest.mark.slow
@crossed(width=[390, 820, 1440], scheme=["light", "dark"])
def test_the_pages_of_a_class_can_be_read(open_page, school, width, scheme):
    for name, text in list(files(read_class(str(school / "results.jsonl")), "Exercise 7"))[:2]:
        assert faults(open_page(text, width=width, color_scheme=scheme)) == [], name


@pytest.mark.slow
def test_axe_finds_nothing_on_the_pages_of_a_class(school, open_page, audited):
    for name, text in list(files(read_class(str(school / "results.jsonl")), "Exercise 7"))[:3:2]:
        assert audited(open_page(text, width=390)) == [], name


def test_the_most_usual_mistakes_come_first(school):
    found = read_class(str(school / "results.jsonl"))
    assert [len(each.members) for each in found.mistakes] == sorted(
        (len(each.members) for each in found.mistakes), reverse=True
    )
    assert "carried" not in {each.kind for each in found.mistakes}
    assert sum(found.reached("dL/dw1")) > 0


def test_a_class_without_a_table_is_called_as_its_folders(school):
    found = read_class(str(school / "results.jsonl"))
    assert [member.name.partition("_")[0] for member in found.members] == ["ada-lovelace", "grace-hopper", "zoe-b"]
    assert found.grades("7").splitlines()[0] == '"Name","7","Feedback comments"'


@pytest.mark.parametrize(
    ("worth", "reached", "attempted", "state"),
    [(2, 2, True, RIGHT), (2, 1, True, PARTLY), (2, 0, True, WRONG), (2, 0, False, LEFT)],
)
def test_what_came_of_a_part(worth, reached, attempted, state):
    assert Part("z", worth, reached, attempted).state == state


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there are no results in it"),
        ("{}\n", "line 1: these are no results"),
        ('{"autograd": "1"}\nhello\n', "line 2: these are no results"),
        ('{"autograd": "1"}\n[1]\n', "line 2: these are no results"),
        ('{"autograd": "1"}\n{"file": "half', "there are no results in it"),
    ],
)
def test_what_are_no_results_is_told(tmp_path, text, said):
    path = tmp_path / "r.jsonl"
    path.write_text(text)
    with pytest.raises(LanguageError, match=said):
        read_class(str(path))


def test_a_report_is_written_whole_or_not_at_all(school, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("mine")
    with pytest.raises(OSError, match="files in this folder already"):
        run_command("class", school / "results.jsonl", "-o", tmp_path / "full")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_json_says_what_of_a_key_was_reached():
    key = "w = 2.0; x = 3.0\nz = w*x\ndz/dw = x = 3   # 1 point\ndz/dx = w = 2   # 1 point"
    found = json.loads(check("dz/dw = x", key).to_json())["grades"]
    assert found == [
        {"asked": "dz/dw", "worth": 1.0, "reached": 1.0, "attempted": True},
        {"asked": "dz/dx", "worth": 1.0, "reached": 0.0, "attempted": False},
    ]
    assert "grades" not in json.loads(check("w = 2; z = w = 2").to_json())


@pytest.mark.parametrize("title", COLUMNS["name"])
def test_a_class_is_called_as_its_roster_calls_it(title):
    assert name_in({"folder": "x", title.title(): "Zoë  Müller"}) == "Zoë Müller"
    assert name_in({"Nachname": "Müller", "Vorname": "Zoë", "E-Mail": "z@x.org"}) == "Zoë Müller"


def test_two_of_one_name_are_told_apart(tmp_path):
    row = '{"file": "%s.txt", "exit_code": 0, "reports": [{"grades": [], "verdicts": [], "needs_look": []}]}\n'
    (tmp_path / "r.jsonl").write_text('{"autograd": "1"}\n' + row % "ada-1" + row % "ada-2", "utf-8")
    (tmp_path / "s.csv").write_text("folder,family,seed,Name,ID\nada-1,sgd,0,Ada,a7\nada-2,sgd,0,Ada,\n", "utf-8")
    found = read_class(str(tmp_path / "r.jsonl"), str(tmp_path / "s.csv"))
    assert [member.name for member in found.members] == ["Ada (a7)", "Ada (ada-2)"]
