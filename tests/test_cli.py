"""The command: what it prints, what it says of bad input, how it exits."""

import io
import json
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from autograd import Steps, __version__, cli, explain, worked
from autograd.commands import COMMANDS, worked as command
from autograd.commands.grammar import in_rows
from autograd.engine.codegen.python import OPS
from autograd.engine.native import in_use
from tests.test_writing import RESIDUAL, spaced


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="module")
def solutions():
    """What `worked` prints for each of the worked examples."""
    printed = {}
    for name in worked.names():
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as complaints:
            assert cli.main(["worked", name]) == 0
        assert complaints.getvalue() == ""
        printed[name] = out.getvalue()
    return printed


def run(capsys, *arguments):
    """Exit code, what was printed, what was complained."""
    try:
        code = cli.main(arguments)
    except SystemExit as stop:  # argparse's own way out
        code = stop.code
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_residual_example_prints_the_page_of_the_design(capsys):
    code, out, err = run(capsys, "worked", "residual")
    assert (code, err) == (0, "")
    page = spaced(out)
    start = page.index("Forward")
    passes = spaced(RESIDUAL)[2:]  # what is given stands in the order of the sheet
    assert page[start : start + len(passes)] == passes
    given = page.index("Given")
    assert page[given : given + 3] == ["Given", "x0 = 1 w0 = 0.5 w1 = −0.2 b0 = 0.1 b1 = 0.15", "Derived"]
    assert page[given + 3] == "dz/dy1 = step(y1 + x0)"
    assert "10 │ ✗ dz/dw1 = x1 = 1" in page
    assert "^ wrong: the formula is right, but x1 has another value\n" in out


@pytest.mark.slow
def test_every_example_has_a_page_and_the_verdicts_recorded(capsys, solutions):
    for name in worked.names():
        assert "Claims of the sheet" in solutions[name]
        assert run(capsys, "worked", name, "--check")[0] == 0
    assert len(run(capsys, "worked", "--all")[1].splitlines()) > 100


COUNTING = ("conv-costs", "conv-parameters", "convnet-parameters", "mlp-shapes")


@pytest.mark.parametrize("name", COUNTING)
def test_what_only_counts_has_a_solution_and_a_page(capsys, tmp_path, name):
    code, out, err = run(capsys, "explain", name)
    assert (code, err) == (0, "")
    assert out.startswith("Layers\n")
    assert out in run(capsys, "worked", name)[1]
    path = tmp_path / "counts.html"
    assert run(capsys, "worked", name, "--html", str(path)) == (0, "", "")
    page = path.read_text(encoding="utf-8")
    assert all(line.split(" = ")[-1].split("   ")[0] in page for line in out.splitlines()[1:] if "Counts" not in line)
    assert page.count("<h1>") == 1
    assert '✓<span class="word"> right</span>' in page
    code, out, _ = run(capsys, "explain", name, "--json")
    assert json.loads(out)["counts"]
    assert r"\begin{aligned}" in run(capsys, "worked", name, "--latex")[1]


def test_the_right_counts_stand_beside_the_wrong_claims(capsys):
    _, out, _ = run(capsys, "worked", "conv-costs")
    assert "multiplies(A)    = 98·98·5·(3·3·3) = 1,296,540\n" in out
    assert "parameters(A, B) = 135 + 450 = 585       with biases 140 + 460 = 600\n" in out
    assert "shape(C)         = [⌊(96 − 5)/2⌋ + 1, ⌊(96 − 5)/2⌋ + 1, 10] = [46, 46, 10]\n" in out
    assert "#!" not in out


def test_layers_and_numbers_of_one_worksheet_are_both_explained(capsys, tmp_path):
    path = tmp_path / "both.sheet"
    path.write_text("A = pool([9, 9, 3], kernel=3); x = 2\ny = x^2 = 4\n", encoding="utf-8")
    code, out, _ = run(capsys, "explain", str(path))
    assert code == 0
    assert "shape(A)      = [(9 − 3)/3 + 1, (9 − 3)/3 + 1, 3] = [3, 3, 3]" in out
    assert "  y = x² = 2² = 4" in out


@pytest.mark.slow
def test_every_claim_is_judged_in_the_order_of_the_sheet(solutions):
    for name in worked.names():
        page = solutions[name].partition("Claims of the sheet\n")[2]
        marks = {int(number): mark for number, mark in re.findall(r"^ *(\d+) │ ?([✓✗○]?)", page, re.M)}
        lines = [line.number for line in worked.report(name).sheet.lines if line.text]
        assert [number for number in marks if number in lines] == lines
        judged = {verdict.line: "" for verdict in worked.report(name).verdicts}
        for verdict in worked.report(name).verdicts:
            judged[verdict.line] += "" if verdict.is_fine else "✗"
        assert {number: mark for number, mark in marks.items() if mark} == {
            number: "✗" if faults else marks[number] for number, faults in judged.items()
        }
    page = solutions["softmax-jacobian"]
    assert "  9 │ ✓ ds[i]/dz[j] = -s[i]*s[j] for i != j\n" in page


def test_givens_come_in_the_order_of_the_sheet_row_by_row(capsys):
    _, out, _ = run(capsys, "worked", "twin-branch")
    given = out.partition("Given\n")[2].partition("Derived")[0]
    assert re.findall(r"(\w+) = ", given) == "W1 b1 W2 b2 X1 X2 y m alpha".split()  # noqa: SIM905
    assert "W2 = [[0.8, −0.6, 0.5]]   b2 = 0.05\n" in out  # a row


def test_a_worksheet_is_explained(capsys, tmp_path):
    path = tmp_path / "hand.sheet"
    path.write_text("x = 2; w = 3\ny = w*x + 1 = 7\n", encoding="utf-8")
    code, out, _ = run(capsys, "explain", str(path))
    assert (code, out.splitlines()[3]) == (0, "  y = w·x + 1 = 3·2 + 1 = 7")
    assert run(capsys, "explain", "nowhere.sheet")[0] == 2
    code, out, _ = run(capsys, "check", str(path))
    assert (code, out) == (0, "the only claim is right\n") or code == 0


def test_explain_draw_and_play_take_the_same(capsys, tmp_path):
    path = tmp_path / "hand.sheet"
    path.write_text("x = 2; w = 3\ny = w*x + 1 = 7\n", encoding="utf-8")
    for name in "draw", "play":
        for subject in str(path), "residual":
            saved = tmp_path / f"{name}.html"
            assert run(capsys, name, subject, "-o", str(saved)) == (0, "", "")
            assert "<svg" in saved.read_text(encoding="utf-8")
    assert run(capsys, "explain", "residual")[1] == f"{explain(worked.build('residual'))}\n"


def test_pictures_and_players_are_saved(capsys, tmp_path):
    for arguments, suffix in (
        (("draw", "tanh(w*x)", "w=2", "x=1", "-o"), "svg"),
        (("play", "-log(p)", "p=0.5", "-o"), "html"),
        (("worked", "residual", "--html"), "html"),
        (("worked", "residual", "--svg"), "svg"),
    ):
        path = tmp_path / f"f.{suffix}"
        assert run(capsys, *arguments, str(path)) == (0, "", "")
        assert "<svg" in path.read_text(encoding="utf-8")
        path.unlink()
    code, _, err = run(capsys, "draw", "x", "x=1", "-o", str(tmp_path / "nowhere" / "f.svg"))
    assert code == 2
    assert "nowhere" in err


def test_the_list_of_examples(capsys):
    code, out, _ = run(capsys, "worked")
    assert code == 0
    rows = dict(line.split("  ", 1) for line in out.splitlines())
    assert "residual block" in rows["residual"]
    assert list(rows) == worked.names()


def test_level_latex_json(capsys):
    assert "t1 = x0·w0 = 1·0.5 = 0.5" in run(capsys, "worked", "residual", "--level", "op")[1]
    assert r"\frac{\partial z}{\partial x_{0}}" in run(capsys, "worked", "residual", "--latex")[1]
    _, out, _ = run(capsys, "worked", "residual", "--json")
    assert json.loads(out)["output"] == "z"
    assert spaced(str(explain(Steps.from_json(out), width=command.PAGE))) == spaced(RESIDUAL)


def test_explain_a_formula(capsys):
    code, out, _ = run(capsys, "explain", "tanh(w*x + b)", "w=2", "x=1", "b=-1")
    assert code == 0
    assert out.splitlines()[:2] == ["Given", "  w = 2   x = 1   b = −1"]
    assert out.splitlines()[2:5] == ["Forward", "  t1 = w·x + b = 2·1 + (−1) = 1", "  f  = tanh(t1) = tanh(1) = 0.7616"]
    assert run(capsys, "explain", "2+2") == (0, "f = 4\n", "")


@pytest.mark.parametrize("formula", ["z = w*x; y = tanh(z)", "z = w*x;y=tanh(z)"])
def test_a_formula_with_definitions_is_a_sheet(capsys, formula):
    code, out, err = run(capsys, "explain", formula, "w=2", "x=0.5")
    assert (code, err) == (0, "")
    assert "  z = w·x = 2·0.5 = 1\n  y = tanh(z) = tanh(1) = 0.7616\n" in out
    assert run(capsys, "explain", "y=x^2", "x=3")[1].splitlines()[3] == "  y = x² = 3² = 9"


COLOUR_RULES = [
    ({}, True, True),
    ({}, False, False),
    ({"NO_COLOR": "1"}, True, False),
    ({"NO_COLOR": ""}, True, True),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ({"FORCE_COLOR": "1"}, False, True),
    ({"FORCE_COLOR": ""}, False, False),
    ({"FORCE_COLOR": "0"}, True, False),
    ({"CLICOLOR_FORCE": "1"}, False, True),
    ({"TERM": "dumb"}, True, False),
    ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
]


@pytest.mark.parametrize(("variables", "is_terminal", "wanted"), COLOUR_RULES)
@pytest.mark.parametrize("words", [("check",), ("check", "--all"), ("worked",)])
def test_one_rule_for_colours(capsys, monkeypatch, tmp_path, words, variables, is_terminal, wanted):
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "a.sheet").write_text("x = 3.0; y = x^2\ndy/dx = x\n", "utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal, raising=False)
    out = run(capsys, *words, "residual" if words == ("worked",) else str(tmp_path / "a.sheet"))[1]
    assert ("\033[" in out) == wanted


def test_a_sheet_is_shown_whole_with_marks(capsys, tmp_path):
    path = tmp_path / "a.sheet"
    path.write_text("x = 3.0; y = x^2\n\ndy/dx = x\ny = 9\n", "utf-8")
    code, out, err = run(capsys, "check", "--all", str(path))
    assert (code, err) == (1, "")
    assert out.splitlines()[1:] == [
        "  1 │   x = 3.0; y = x^2",
        "  2 │",
        "  3 │ ✗ dy/dx = x",
        "    │           ^ wrong: a factor 2 is missing: the derivative of a square brings one",
        "  4 │ ✓ y = 9",
    ]


EVERY_COMMAND = [
    *(("worked", name) for name in ("residual", "conv-costs", "softmax-jacobian")),
    ("worked",),
    ("explain", "tanh(w*x + b)", "w=2", "x=1", "b=-1"),
    ("explain", "twin-branch"),
    ("ops",),
    ("help",),
    ("--help",),
    *((name, "--help") for name in COMMANDS),
    ("check", "wrong.sheet"),
    ("check", "answers", "--key", "key.sheet", "--results", "what-came-of-them-all.jsonl"),
    ("class", "results.jsonl"),
    ("class", "results.jsonl", "-o", "a-folder-of-a-long-name-for-the-pages-of-a-class"),
    ("exercise",),
    ("exercise", "pooling", "-o", "a-folder-of-a-long-name-for-the-files-of-an-exercise"),
    ("check", "--all", "wrong.sheet"),
    ("derive", "softmax-cross-entropy"),
    ("exercise", "convnet-parameters", "--seed", "1"),
]


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(capsys, monkeypatch, tmp_path, words, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.chdir(tmp_path)
    long = " + ".join(f"x{number}" for number in range(40))
    given = "; ".join(f"x{number} = 1" for number in range(40))
    (tmp_path / "wrong.sheet").write_text(f"{given}\ntotal = {long} = 41\nv = 1; q = v^2\ndq/dv = v\n", "utf-8")
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "somebody.sheet").write_text("x = 1; q = 2\n", "utf-8")
    (tmp_path / "key.sheet").write_text("x = 1; q = 3 x = 3  # 1 point\n", "utf-8")
    if words[0] == "class":
        run(capsys, "check", "answers", "--key", "key.sheet", "--results", "results.jsonl")
    code, out, err = run(capsys, *words)
    assert (code, err) == (1 if words[0] == "check" and words[1] != "--help" else 0, "")
    assert [line for line in out.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize("words", [("worked", "nope"), ("check", "--format", "nope", "a.sheet"), ("tie", "x = 1")])
def test_what_is_wrong_is_said_within_the_terminal(capsys, monkeypatch, words):
    monkeypatch.setenv("COLUMNS", "60")
    code, _, narrow = run(capsys, *words)
    monkeypatch.delenv("COLUMNS")
    assert max(map(len, narrow.splitlines())) <= 60
    again, _, wide = run(capsys, *words)
    assert (again, wide.split()) == (code, narrow.split())


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("# what is said of it", ["# what is said", "# of it"]),
        ("dL/dw = a*b*c = b*c*a = d", ["dL/dw = a*b*c", "      = b*c*a", "      = d"]),
        ("x = 1; y = 22; z = 3", ["x = 1; y = 22", "z = 3"]),
        ("y = a*b*c*d*e   # long", ["y = a*b*c*d*e", "# long"]),
        ("y = a*b*c*d*e*f*g*h", ["y = a*b*c*d*e*f*", "    g*h"]),
        ("y = sum_of_the_squares", ["y = sum_of_the_squares"]),
        ("dL/dw = a*b*c + d = e", ["dL/dw = a*b*c +", "        d", "      = e"]),
        ("y = 1", ["y = 1"]),
    ],
)
def test_lines_of_a_worksheet_are_broken_where_they_mean_the_same(line, rows):
    assert in_rows(line, 16) == rows


def test_every_operation_is_in_the_table(capsys):
    code, out, _ = run(capsys, "ops")
    assert code == 0
    first_words = [line.split()[0] for line in out.splitlines()[1:] if not line.startswith(" ")]
    assert first_words == list(OPS)
    assert max(map(len, out.splitlines())) <= 100


def test_version(capsys):
    assert run(capsys, "--version") == (0, f"chalkgrad {__version__}, {in_use}\n", "")


PRODUCT = "wx has no value: for w times x write w*x"
SWAPPED = "stands where the formula belongs: first the formula, then its numbers"
NUMBER = "x=… takes a number, such as 2, -0.5 or 1/3"

BAD = [
    (("explain", "log(x)", "x=0"), 1, "autograd: log(x) with x = 0 is infinite\n"),
    (("explain", "1/x", "x=0"), 1, "autograd: 1/x with x = 0 is infinite\n"),
    (("explain", "exp(2*x)", "x=1000"), 1, "autograd: exp(2·x) with 2·x = 2000 is too large for a float\n"),
    (("explain", "x**(1/3)", "x=-8"), 1, "autograd: x^0.3333 with x = −8 is not a real number\n"),
    (("explain", "x**-1", "x=0"), 1, "autograd: x^(−1) with x = 0 is infinite\n"),
    (("explain", "sqrt(x)", "x=0"), 1, "autograd: the derivative of sqrt(x) with x = 0 is infinite\n"),
    (
        ("explain", "tanh(w*x + b", "w=2", "x=1", "b=-1"),
        2,
        "autograd: the bracket ( is never closed: a ) is missing\n  tanh(w*x + b\n      ^\n",
    ),
    (
        ("explain", "tnh(x)", "x=1"),
        2,
        "autograd: there is no function tnh: did you mean tanh?\n  tnh(x)\n  ^^^\n",
    ),
    (("explain", "w*x", "x=1"), 2, "autograd: w has no value: add w=…\n  w*x\n  ^\n"),
    (
        ("explain", "gamma*x", "x=1", "gama=2"),
        2,
        "autograd: gamma has no value: did you mean gama?\n  gamma*x\n  ^^^^^\n",
    ),
    (("explain", "x^2", "x=1", "y=2"), 2, "autograd: y has a value, but the formula has no y\n"),
    (("explain", "tanh(wx)", "w=1", "x=1"), 2, f"autograd: {PRODUCT}\n  tanh(wx)\n       ^^\n"),
    (("explain", "X + 1", "x=1"), 2, "autograd: X has no value: did you mean x?\n  X + 1\n  ^\n"),
    (("explain", "w2*x", "w1=1", "x=1"), 2, "autograd: w2 has no value: did you mean w1?\n  w2*x\n  ^^\n"),
    (("explain", "w2*w1", "w1=1"), 2, "autograd: w2 has no value: add w2=…\n  w2*w1\n  ^^\n"),
    (("explain", "x=1", "x^2"), 2, f"autograd: x=1 {SWAPPED}\n  x=1\n  ^^^\n"),
    (("explain", "w=2", "x=1"), 2, f"autograd: w=2 {SWAPPED}\n  w=2\n  ^^^\n"),
    (("draw", "w=2", "w^2"), 2, f"autograd: w=2 {SWAPPED}\n  w=2\n  ^^^\n"),
    (("explain", "y=x^2", "x=1", "q=2"), 2, "autograd: q has a value, but the formula has no q\n"),
    (
        ("explain", "y=x^; z=y", "x=1"),
        2,
        "autograd: line 2: unexpected ';': a number, a name or a bracket was expected here\n  y=x^; z=y\n      ^\n",
    ),
    (
        ("explain", "x^2 x=1"),
        2,
        "autograd: unexpected '=': numbers are given after the formula and its quotation marks\n  x^2 x=1\n       ^\n",
    ),
    (("explain", "x", "x=abc"), 2, f"autograd: abc is not a number: {NUMBER}\n  x=abc\n    ^^^\n"),
    (("explain", "x", "x=0x10"), 2, f"autograd: 0x10 is not a number: {NUMBER}\n  x=0x10\n    ^^^^\n"),
    (("explain", "x", "x=1,5"), 2, "autograd: unexpected ',': write a decimal point, 1.5\n  x=1,5\n     ^\n"),
    (
        ("explain", "relu(x,y)", "x=1", "y=2"),
        2,
        "autograd: relu(x) takes one operand, not two\n  relu(x,y)\n  ^^^^^^^^^\n",
    ),
    (("explain", "x", "x"), 2, "autograd: expected a name and its value, such as w=2\n  x\n  ^\n"),
    (("explain", "x", "=1"), 2, "autograd: expected a name and its value, such as w=2\n  =1\n  ^^\n"),
    (("explain", "x", "x=1", "x=2"), 2, "autograd: x is given twice\n  x=2\n  ^^^\n"),
    (
        ("worked", "nosuch"),
        2,
        f"autograd: there is no worked example nosuch: there are {', '.join(worked.names())}\n  nosuch\n  ^^^^^^\n",
    ),
    (
        ("play", "resdual"),
        2,
        "autograd: there is no worked example resdual: did you mean residual?\n  resdual\n  ^^^^^^^\n",
    ),
    (
        ("explain", "relu"),
        2,
        "autograd: relu is a function: write relu(…)\n  relu\n  ^^^^\n",
    ),
    (
        ("worked", "resdual"),
        2,
        "autograd: there is no worked example resdual: did you mean residual?\n  resdual\n  ^^^^^^^\n",
    ),
]


@pytest.mark.parametrize(("arguments", "code", "message"), BAD)
def test_bad_input(capsys, arguments, code, message):
    assert run(capsys, *arguments) == (code, "", message)


SEE = "\n(autograd help {} shows what it takes)\n"
COMMANDS = "explain, derive, worked, draw, play, check, class, exercise, serve, ops, help, completion"

WRONG_WORDS = [
    (("--zzz",), "there is no option --zzz: there are --help, --version\n"),
    (("-x",), "there is no option -x: there are --help, --version\n"),
    (
        ("explain", "residual", "w0=2"),
        "w0=2 is more than it takes: residual is a worked example, whose numbers stand in it\n  w0=2\n  ^^^^\n",
    ),
    (
        ("derive", "my.sheet", "3"),
        "3 is more than it takes: my.sheet is a worksheet, whose numbers stand in it\n  3\n  ^\n",
    ),
    (("frobnicate",), f"there is no command frobnicate: there are {COMMANDS}\n"),
    (("explian", "x"), "there is no command explian: did you mean explain?\n"),
    (("EXPLAIN", "x"), "there is no command EXPLAIN: did you mean explain?\n"),
    (("--verison",), "there is no option --verison: did you mean --version?\n"),
    (("explain",), "the following arguments are required: formula" + SEE.format("explain")),
    (("explain", "x", "--latx"), "there is no option --latx: did you mean --latex?" + SEE.format("explain")),
    (("explain", "x", "--LATEX"), "there is no option --LATEX: did you mean --latex?" + SEE.format("explain")),
    (("explain", "x", "--zzz"), "there is no option --zzz" + SEE.format("explain")),
    (("explain", "x", "--l"), "--l may be --level or --latex" + SEE.format("explain")),
    (("explain", "x", "--latex=1"), "--latex takes no value, and got 1" + SEE.format("explain")),
    (("explain", "x", "--level"), "--level is without its value" + SEE.format("explain")),
    (("explain", "x", "--level", "OP"), "--level: there is no level OP: did you mean op?" + SEE.format("explain")),
    (("explain", "x", "--level", "zz"), "--level: there is no level zz: there are name, op" + SEE.format("explain")),
    (
        ("explain", "x", "--format", "latx"),
        "--format: there is no format latx: did you mean latex?" + SEE.format("explain"),
    ),
    (
        ("worked", "residual", "--digits", "x"),
        "--digits: 'x' is not a number of digits from 1 to 17" + SEE.format("worked"),
    ),
    (("worked", "residual", "pooling"), "pooling is more than it takes" + SEE.format("worked")),
    (("draw", "x", "--engine", "Dot"), "--engine: there is no engine Dot: did you mean dot?" + SEE.format("draw")),
    (("draw", "x", "-o"), "-o is without its value" + SEE.format("draw")),
    (("draw", "x", "--max-nodes", "-1"), "--max-nodes: '-1' is not a number of boxes, 1 or more" + SEE.format("draw")),
    (("play", "x", "--format", "gif"), "--format: there is no format gif: there are html, svg" + SEE.format("play")),
    (("check",), "the following arguments are required: FILE|FOLDER" + SEE.format("check")),
    (("check", "a.sheet", "--hint", "7"), "--hints: there is no stage 7: there are 0, 1, 2, 3" + SEE.format("check")),
    (("ops", "--foo"), "there is no option --foo: did you mean --format?" + SEE.format("ops")),
    (("ops", "tanh"), "tanh is more than it takes" + SEE.format("ops")),
    (("completion", "bsh"), "shell: there is no shell bsh: did you mean bash?" + SEE.format("completion")),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG_WORDS, ids=[" ".join(words) for words, _ in WRONG_WORDS])
def test_wrong_words(capsys, arguments, said):
    assert run(capsys, *arguments) == (2, "", f"autograd: {said}")


def test_autograd_alone_shows_help(capsys):
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert out.startswith("usage: autograd COMMAND ...\n")
    assert out == run(capsys, "--help")[1] == run(capsys, "help", "commands")[1]


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("-log(p)", ["p=0.5"], "  f = −log(p) = −log(0.5) = 0.6931"),
        ("-h", ["h=1"], "autograd explain"),  # this one is an option
        ("-h*w", ["h=1", "w=2"], "  t1 = −h = −1"),
        ("-x", ["x=-2"], "  f = −x = 2"),
    ],
)
def test_a_formula_may_start_with_a_minus(capsys, formula, values, expected):
    code, out, err = run(capsys, "explain", formula, *values)
    assert (code, err) == (0, "")
    assert expected in out


@pytest.mark.parametrize(
    "arguments",
    [("w=2", "x=1", "--digits", "5"), ("--digits", "5", "w=2", "x=1"), ("w=2", "--digits", "5", "x=1")],
)
def test_numbers_may_stand_before_and_after_options(capsys, arguments):
    code, out, err = run(capsys, "explain", "w*x", *arguments)
    assert (code, out.splitlines()[3], err) == (0, "  f = w·x = 2·1 = 2", "")


@pytest.mark.parametrize("arguments", [("--digits", "5", "x"), ("w=2", "--frob", "x=1"), ("--level", "op", "--x=1")])
def test_what_is_no_number_is_not_taken_for_one(capsys, arguments):
    code, out, err = run(capsys, "explain", "w*x", *arguments)
    assert (code, out) == (2, "")
    assert "expected a name and its value" in err or "there is no option --" in err


def test_an_output_that_takes_nothing():
    command = f"{sys.executable} -m autograd worked residual > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "autograd: No space left on device\n")


def test_python_m_is_the_command_and_no_traceback_ever():
    done = subprocess.run(
        [sys.executable, "-m", "autograd", "explain", "log(x)", "x=0"], capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "autograd: log(x) with x = 0 is infinite\n")


def test_a_reader_that_has_seen_enough():
    command = f"{sys.executable} -m autograd ops | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout.startswith("operation")
    assert done.stderr == ""


def test_explain_says_in_which_line_of_a_file(capsys, tmp_path, monkeypatch):
    path = tmp_path / "a.sheet"
    path.write_text("x = 1\ny = x$\n")
    latex = "LaTeX is read from a file saved as .tex or .md"
    said = f"line 2: unexpected '$': formulas stand without dollar signs; {latex}\n  y = x$\n       ^\n"
    assert run(capsys, "explain", str(path)) == (2, "", f"autograd: {said}")
    monkeypatch.setattr("sys.stdin", io.StringIO(path.read_text()))
    assert run(capsys, "explain", "-") == (2, "", f"autograd: {said}")
    monkeypatch.setattr("sys.stdin", io.StringIO("x = 3.0; y = x^2"))
    code, out, err = run(capsys, "explain", "-")
    assert (code, err) == (0, "")
    assert "y = x² = 3² = 9" in out


@pytest.mark.parametrize(("closed", "code"), [(">&-", 1), ("2>&-", 1), (">&- 2>&-", 1)])
def test_closed_output_is_no_traceback(closed, code):
    command = f"printf 'x = 3.0; y = x^2\\ndy/dx = x' | {sys.executable} -m autograd check - {closed}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (code, "")
