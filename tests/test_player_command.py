"""`autograd play`, and what `autograd worked NAME --html --svg` saves."""

from functools import partial

import pytest

from autograd import play, worked
from tests.commands import run_command


@pytest.fixture
def command():
    """Runs `play …` as the command line would, and returns the exit code."""
    return partial(run_command, "play")


def test_a_formula_is_played(command, tmp_path):
    path = tmp_path / "f.html"
    assert command("tanh(w*x + b)", "w=2", "x=1", "b=-1", "-o", str(path)) == 0
    assert "data 0.7616" in path.read_text(encoding="utf-8")


def test_a_worked_example_is_played(command, tmp_path):
    path = tmp_path / "f.svg"
    assert command("residual", "-o", str(path)) == 0
    assert path.read_text(encoding="utf-8") == play(worked.build("residual")).svg


def test_the_level_is_taken(command, tmp_path):
    path = tmp_path / "f.html"
    assert command("residual", "--level", "op", "-o", str(path)) == 0
    assert path.read_text(encoding="utf-8") == play(worked.build("residual"), level="op").html


def test_without_a_file_a_browser_opens(command, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    assert command("residual") == 0
    assert len(opened) == 1


@pytest.mark.parametrize(("name", "said"), [("f.gif", "the suffix '.gif'"), ("no/f.html", "there is no folder")])
def test_a_place_that_is_not_there(command, tmp_path, capsys, name, said):
    assert command("residual", "-o", str(tmp_path / name)) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def saving(*arguments):
    return run_command("worked", "residual", *arguments)


def test_worked_saves_both(tmp_path):
    page, picture = tmp_path / "f.html", tmp_path / "f.svg"
    assert saving("--html", str(page), "--svg", str(picture)) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_worked_saves_nothing_unasked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert saving() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["html", "svg"])
def test_worked_saves_where_o_says(tmp_path, suffix):
    path = tmp_path / f"f.{suffix}"
    assert saving("-o", str(path)) == 0
    assert path.read_text(encoding="utf-8").startswith({"html": "<!doctype html>", "svg": "<svg"}[suffix])


def test_worked_refuses_a_wrong_suffix(tmp_path, capsys):
    assert saving("--html", str(tmp_path / "f.svg")) == 2
    assert "expected a name that ends in .html" in capsys.readouterr().err


def test_given_numbers_become_sliders(command, tmp_path):
    file = tmp_path / "y.html"
    assert (
        command("tanh(w*x + b)", "w=2", "x=1", "b=-1", "--slider", "w=-3:3", "--slider", "b=-2:2", "-o", str(file)) == 0
    )
    page = file.read_text("utf-8")
    assert page.count('type="range"') == 3
    assert "const PROGRAM = (x) =>" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("v=0:1", "nothing given is called so; expected one of w, x"),
        ("w=3:4", "w is 2, which does not lie between them"),
    ],
)
def test_a_slider_that_cannot_be_costs_a_line(command, capsys, given, said):
    assert command("w*x", "w=2", "x=1", "--slider", given, "--format", "html") == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("given", ["w", "w=a:b", "w=1"])
def test_a_slider_that_is_none_is_explained(command, capsys, given):
    with pytest.raises(SystemExit, match="2"):
        command("w*x", "w=2", "x=1", "--slider", given)
    assert f"{given!r}: expected a name and two numbers, such as w=-2:2" in capsys.readouterr().err
