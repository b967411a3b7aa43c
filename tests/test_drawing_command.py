"""autograd draw: a picture from one line, and one line when there is none."""

import re
import sys

import pytest

from autograd import draw, worked
from autograd.errors import LanguageError
from tests.commands import run_command
from tests.test_drawing import DRAWABLE


def command(*arguments: str) -> int:
    """Run the command as the command line does."""
    return run_command("draw", *arguments)


def test_a_formula_is_drawn_with_its_gradients(tmp_path):
    file = tmp_path / "f.svg"
    assert command("tanh(w*x + b)", "w=2", "x=1", "b=-1", "-o", str(file)) == 0
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", re.sub("</?tspan[^>]*>", "", file.read_text("utf-8")))
    assert {"t2 = w·x", "data 0.7616", "grad 0.4200", "∂f/∂t1 = 0.4200"} <= set(texts)


@pytest.mark.parametrize("name", DRAWABLE)
def test_worked_examples_are_drawn(name, tmp_path):
    file = tmp_path / "f.svg"
    assert command(name, "-o", str(file), "--engine", "own", "--forward") == 0
    assert file.read_text("utf-8") == draw(worked.build(name)).svg


def test_options_reach_the_picture(tmp_path):
    file = tmp_path / "f.svg"
    options = ["--level", "name", "--rankdir", "TB", "--engine", "own", "--forward", "--max-nodes", "3"]
    assert command("residual", "-o", str(file), *options) == 0
    assert "grad not yet" in file.read_text("utf-8")
    assert "not all are drawn" in file.read_text("utf-8")


def test_without_a_file_a_viewer_opens(monkeypatch):
    opened = []
    monkeypatch.setattr("autograd.pictures.drawing.show_file", lambda content, suffix: opened.append(suffix))
    assert command("2*x", "x=1") == 0
    assert opened == [".html"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x*x", "x=1", "-o", "no/f.svg"], "autograd: save('no/f.svg'): there is no folder 'no'; make it first\n"),
        (
            ["x*x", "x=1", "-o", "f.bmp"],
            "autograd: save('f.bmp'): the suffix '.bmp' is none of .svg, .png, .pdf, .dot or .html\n",
        ),
    ],
)
def test_places_that_are_none_are_one_line_and_2(arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command(*arguments) == 2
    assert capsys.readouterr() == ("", said)
    assert list(tmp_path.iterdir()) == []


def test_a_converter_that_is_missing_is_one_line(tmp_path, monkeypatch):
    for name in "resvg_py", "typst":
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    from autograd import cli

    monkeypatch.chdir(tmp_path)
    assert cli.main(["draw", "x*x", "x=1", "-o", "f.png"]) == 1


def test_what_has_no_gradient_is_drawn_and_said(tmp_path, capsys):
    assert command("step(x)", "x=1", "-o", str(tmp_path / "f.svg")) == 0
    assert "autograd: no gradients: step has no derivative" in capsys.readouterr().err
    assert "No derivatives" in (tmp_path / "f.svg").read_text("utf-8")


def test_worked_examples_that_only_count_say_so():
    (name, *_) = sorted({*worked.names()} - {*DRAWABLE})
    with pytest.raises(LanguageError, match="the sheet computes no number: there is nothing in it"):
        worked.last_value("# to be done")
    with pytest.raises(LanguageError, match="computes no number: it only counts"):
        command(name)


@pytest.mark.parametrize("arguments", [["x*"], ["x*y", "x=1"], ["residul"]])
def test_formulas_that_cannot_be_read(arguments):
    with pytest.raises(LanguageError):
        command(*arguments)


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_counts_that_are_none(count, capsys):
    with pytest.raises(SystemExit):
        command("x", "x=1", "--max-nodes", count)
    assert "is not a number of boxes, 1 or more" in capsys.readouterr().err
