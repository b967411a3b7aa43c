"""The command `autograd help`: everything has a page, pages fit a terminal, and what guides say of the code is so."""

import ast
import doctest
import inspect
import pydoc
import re
from pathlib import Path

import pytest

from autograd.commands import COMMANDS
from autograd.commands.guide.index import PACKAGES, index
from autograd.commands.guide.narrow import narrow_code, table
from autograd.commands.guide.topics import topic, topics
from autograd.commands.help import pages
from autograd.compiled.engines.engine import ENGINES
from autograd.worksheet.causes import search
from autograd.worksheet.causes.repairs.rewrites import TABLE
from autograd.worksheet.judging import verdicts
from tests.test_cli import run

WORKSHEET = Path(search.__file__).parent
TOPICS = topics()


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)


def test_the_list_has_a_line_for_each_topic_in_groups(capsys):
    code, out, err = run(capsys, "help")
    assert (code, err) == (0, "")
    rows = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    assert rows == ["commands", *TOPICS]
    headings = [line for line in out.splitlines()[1:] if line and not line.startswith(" ")]
    assert headings == ["guides", *PACKAGES]
    assert max(map(len, out.splitlines())) <= 100
    assert not [line for line in out.splitlines() if line.startswith("  ") and line.strip() in TOPICS]


def test_the_list_read_from_the_sources_is_that_of_what_is_imported():
    assert index() == [(each.group, each.name, each.sentence) for each in TOPICS.values()]


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_has_a_page_that_fits(capsys, name):
    code, out, err = run(capsys, "help", name)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith(TOPICS[name].full)
    assert max(map(len, lines)) <= 100
    assert not [line for line in lines if line != line.rstrip()]
    docstring = inspect.cleandoc(TOPICS[name].held.__doc__)
    assert " ".join(docstring.split()) in " ".join(out.split()), "all of the docstring is there, and in order"
    for line in docstring.splitlines():
        if line.startswith((">>>", "...")):
            assert f"    {line}" in lines


@pytest.mark.parametrize("width", [60, 80, 120])
def test_pages_fit_the_terminal_and_their_examples_are_what_the_docstrings_say(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = {name: "\n\n".join(pages(name, min(width, 100))) for name in [*TOPICS, *COMMANDS, "commands"]}
    wide = [(name, line) for name, page in shown.items() for line in page.splitlines() if len(line) > width]
    assert wide == []
    read = doctest.DocTestParser().get_examples
    for name, found in TOPICS.items():
        typed, told = ([each.source for each in read(text)] for text in (shown[name], found.text))
        assert ast.dump(ast.parse("".join(typed))) == ast.dump(ast.parse("".join(told))), name


ROWS = "mean  fold   a sum for a mean, or a mean for a sum\nname         one in place of another"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        (ROWS, 60, ROWS),
        (
            ROWS,
            40,
            "mean  fold   a sum for a mean, or a mean\n             for a sum\nname         one in place of another",
        ),
        (
            ROWS,
            36,
            "mean  fold\n      a sum for a mean, or a mean\n      for a sum\nname\n    one in place of another",
        ),
        (
            "| a | two words |\n|---|---|\n| b | three short words |",
            12,
            "a\n    two\n    words\nb\n    three\n    short\n    words",
        ),
        (
            "Error\n├── One (also TypeError)   what is said of it",
            30,
            "Error\n├── One (also TypeError)\n│   what is said of it",
        ),
        ("─" * 30, 20, "─" * 20),
    ],
)
def test_tables_are_made_narrower(text, width, shown):
    assert table(text, width) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("f(first, second)", "f(first, second)"),
        ("function(first, second)", "function(first,\n    second)"),
        ("function(first)(second)", "function(first)(\n    second)"),
        ("one.first, two.second", "one.first, \\\n    two.second"),
        ("first, second = f(1, 2)", "first, second = f(1,\n    2)"),
        ("x = 1  # the first one of two", "# the first one of\n# two\nx = 1"),
        ("'a text that is too wide'", "'a text that is too wide'"),
        ('f"a text {of} it" + wide', 'f"a text {of} it" \\\n    + wide'),
    ],
)
def test_code_is_made_narrower_and_means_the_same(source, shown):
    assert narrow_code(source, 20) == shown
    assert ast.dump(ast.parse(shown)) == ast.dump(ast.parse(source))


def test_a_page(capsys):
    assert run(capsys, "help", "nn.ReLU")[1] == (
        "autograd.nn.ReLU()\n\n"
        "max(x, 0) of each entry; the derivative at 0 counts as 0.\n\n"
        "    >>> from autograd.nn import ReLU\n"
        "    >>> ReLU()([[1.0, -1.0]])\n"
        "    [[Value(1.0), Value(0.0)]]\n\n"
        "A kind of Activation.\n"
    )
    assert run(capsys, "help", "maximum")[1].startswith("autograd.maximum(x, y)\n\nThe larger one gets the gradient")
    assert "\nValue has\n  .data         The number." in run(capsys, "help", "Value")[1]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Linear", "autograd.nn.Linear(in_features, out_features, bias=True, rng=None)"),
        ("nn.Linear", "autograd.nn.Linear(in_features, out_features, bias=True, rng=None)"),
        ("autograd.nn.Linear", "autograd.nn.Linear(in_features, out_features, bias=True, rng=None)"),
        ("autograd", "autograd"),
        ("autograd.nn", "autograd.nn"),
        ("Value.backward", "autograd.Value.backward(seed=1.0, **words)"),
        ("Value.data", "autograd.Value.data"),
        ("nn.Linear.train", "autograd.nn.Linear.train(training=True)"),
        ("Steps.from_json", "autograd.Steps.from_json(text)"),
        ("AnomalyError", "autograd.AnomalyError"),
        ("commands", "usage: autograd COMMAND ..."),
        ("ops", "usage: autograd ops [-h] [--format FORMAT] [-o FILE]"),
    ],
)
def test_topics_are_found_by_several_names(capsys, name, first):
    code, out, _ = run(capsys, "help", name)
    assert (code, out.splitlines()[0]) == (0, first)


@pytest.mark.parametrize("name", ["check", "draw", "explain", "play"])
def test_what_is_a_function_and_a_command_shows_both(capsys, name):
    out = run(capsys, "help", name)[1]
    assert out.startswith(f"autograd.{name}(")
    assert f"\nusage: autograd {name} " in out
    assert max(map(len, out.splitlines())) <= 100


def test_the_page_of_the_command_names_all_commands_and_exit_codes(capsys):
    out = run(capsys, "help", "commands")[1]
    for name in "explain worked draw play check help ops".split():  # noqa: SIM905
        assert f"\n  {name} " in out
    assert "Exit codes: 0 done" in out


UNKNOWN = [
    ("Lniear", ": did you mean Linear?"),
    ("linear", ": did you mean Linear?"),
    ("verdict", ": did you mean verdicts?"),
    ("Value.backwrd", ": did you mean Value.backward?"),
    ("Value._data", ": did you mean Value.data?"),
    ("nn.Liner", ": did you mean nn.Linear?"),
    ("zzzzzz", ": autograd help lists them all"),
    ("os.system", ": autograd help lists them all"),
]


@pytest.mark.parametrize(("name", "hint"), UNKNOWN)
def test_an_unknown_topic(capsys, name, hint):
    message = f"autograd: there is no topic {name}{hint}\n  {name}\n  {'^' * len(name)}\n"
    assert run(capsys, "help", name) == (2, "", message)


# What guides say of the code


def test_every_verdict_is_in_the_guide():
    said = {said for name, said in vars(verdicts).items() if name.isupper() and isinstance(said, str)}
    shown = re.findall(r"^    (.+?)  ", verdicts.__doc__, re.M)
    assert sorted(shown) == sorted(said)
    fine = verdicts.__doc__.partition("nothing is found out")[0]
    assert {verdict for verdict in said if f"    {verdict}  " in fine} == set(verdicts.FINE)


def kinds_in(tree):
    """The kinds of mistakes a module speaks of: the first word of a Cause, of a pair that is found, of `kind = …`."""
    makers = {"Cause": 0, "_put": 0, "_factor": 0, "_division": 0, "Mistaken": 2}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in makers:
            yield node.args[makers[node.func.id]]
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield node.value.elts[0]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") == "kind":
            yield node.value.body if isinstance(node.value, ast.IfExp) else node.value


def test_every_kind_of_mistake_is_in_the_guide():
    names = "activations candidates kinks paths search steps substitutions omissions rules numbers counts"
    files = [WORKSHEET / f"{name}.py" for name in names.split()] + [WORKSHEET.parent / "judging" / "attempts.py"]
    found = [node for file in files for node in kinds_in(ast.parse(file.read_text("utf-8")))]
    kinds = {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    kinds |= {row.kind for row in TABLE}
    assert len(kinds) > 15
    assert sorted(re.findall(r"^    (.+?)  ", search.__doc__, re.M)) == sorted(kinds - {"other", "made", "crossed"})


def test_every_engine_is_in_the_guide():
    assert re.findall(r"^    (\w+) ", TOPICS["engines"].held.__doc__, re.M) == ["auto", *ENGINES]


# Python's own help


@pytest.mark.parametrize("name", ["autograd", "autograd.nn", "autograd.optim", "autograd.training"])
def test_pydoc_sees_the_names_that_load_late(name):
    page = pydoc.plain(pydoc.render_doc(name))
    for public in __import__(name, fromlist=["__all__"]).__all__:
        assert re.search(rf"^    (class )?{public}\b", page, re.M), public


@pytest.mark.parametrize("name", ["autograd.nn.Linear", "autograd.check", "autograd.relu", "autograd.compile"])
def test_pydoc_shows_a_name(name):
    page = pydoc.plain(pydoc.render_doc(name))
    assert ">>> from autograd" in page
    assert "    " + inspect.cleandoc(topic(name).held.__doc__).partition("\n")[0] in page.replace(" |  ", "    ")
