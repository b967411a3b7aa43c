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
