"""Forks, kills, files that are links or private, streams of any encoding."""

import io
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autograd import Value, check, explain, gradcheck
from autograd.cli import main
from autograd.nn import Linear, summary
from autograd.support import encodings, files, forks
from tests.benchmarks import kills

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here: nothing is tested of forked processes")

# ------------------------------------------------------------------------------------------------------------- forks


@POSIX
@pytest.mark.parametrize("kind", [threading.Lock, threading.RLock])
@pytest.mark.parametrize("mine", [False, True], ids=["of another thread", "of the thread that forks"])
def test_a_lock_is_free_in_a_forked_process(kind, mine):
    lock = forks.ForkLock(kind)
    held, done = threading.Event(), threading.Event()

    def hold():
        with lock.held:
            held.set()
            done.wait()

    def fork():
        process = os.fork()
        if not process:
            with lock.held:
                os._exit(0)
        return kills.ended(process)

    if mine:
        with lock.held:
            ended = fork()
    else:
        thread = threading.Thread(target=hold)
        thread.start()
        held.wait()
        ended = fork()
        done.set()
        thread.join()
    assert ended
    with lock.held:  # and works as before in this one
        pass


@POSIX
def test_leaving_a_lock_in_a_forked_process_that_was_taken_before_is_no_error():
    lock = forks.ForkLock()
    with lock.held:
        process = os.fork()
    if not process:
        os._exit(0)
    assert kills.ended(process)


@POSIX
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_forks_under_load():
    assert kills.forks_under_load(12) == 0


def test_every_lock_of_the_package_is_one_that_forks_know():
    package = Path(forks.__file__).parents[1]
    own = {"support/forks.py"}
    using = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if any(
            word in path.read_text(encoding="utf-8") for word in ("= Lock()", " Lock()\n", "= RLock()", "= Condition(")
        )
    }
    assert using <= own


# ------------------------------------------------------------------------------------------------------------- files


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "count"), [("save", 15), ("fit", 6)])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_killed_processes_leave_whole_files(kind, count, capsys):
    assert kills.main(kind, count) == 0
    assert f"{kind}: {count} tried, 0 faults" in capsys.readouterr().out


def model(number):
    made = Linear(1, 1, bias=False)
    made.weight[0, 0].data = number
    return made


def loaded(path):
    found = model(0.0)
    found.load(path)
    return found.weight[0, 0].data


def link(path, to):
    try:
        path.symlink_to(to)
    except OSError:
        pytest.skip("no links here: nothing is tested of links")


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "real").mkdir()
    link(tmp_path / "link.json", "real/model.json")
    link(tmp_path / "twice.json", "link.json")
    for number, path in enumerate(("link.json", "twice.json", "real/model.json", "link.json")):
        model(float(number)).save(tmp_path / path)
        assert loaded(tmp_path / "real/model.json") == number
        assert (tmp_path / "link.json").is_symlink()
        assert (tmp_path / "twice.json").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "real", "twice.json"]
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["model.json"]


def test_a_link_to_itself(tmp_path):
    link(tmp_path / "loop.json", "loop.json")
    with pytest.raises(OSError, match=r"loop\.json"):
        model(1.0).save(tmp_path / "loop.json")
    assert (tmp_path / "loop.json").is_symlink()


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o444, 0o666])
def test_the_mode_of_a_file_is_kept(mode, tmp_path):
    path = tmp_path / "model.json"
    model(1.0).save(path)
    path.chmod(mode)
    model(2.0).save(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert loaded(path) == 2.0


@POSIX
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_a_new_file_has_the_mode_of_new_files(mask, tmp_path):
    before = os.umask(mask)
    try:
        model(1.0).save(tmp_path / "model.json")
        assert stat.S_IMODE((tmp_path / "model.json").stat().st_mode) == 0o666 & ~mask
    finally:
        os.umask(before)


@POSIX
def test_saving_never_touches_the_mask_of_the_process(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("other threads would make files for everybody"))
    model(1.0).save(tmp_path / "model.json")


def test_what_is_written_is_synced_before_it_is_moved(tmp_path, monkeypatch):
    seen = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append("fsync"), sync(handle)))
    monkeypatch.setattr(os, "replace", lambda *paths: (seen.append("replace"), replace(*paths)))
    model(1.0).save(tmp_path / "model.json")
    assert seen[:2] == ["fsync", "replace"]


@POSIX
def test_a_pipe_is_written_to(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    found = []
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()
    files.write_whole(path, b"whole")
    reader.join()
    assert found == [b"whole"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_an_error_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    model(1.0).save(tmp_path / "model.json")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        model(2.0).save(tmp_path / "model.json")
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]
    assert loaded(tmp_path / "model.json") == 1.0


@pytest.mark.parametrize("folder", ["../../plain", "../../.hidden", "../../.hidden/below", "."])
def test_only_what_is_hidden_below_the_folder_asked_for_is_left_out(folder, tmp_path, monkeypatch, capsys):
    folders = ("plain", ".hidden", ".hidden/below", "a/b")
    for place in (*folders, *(f"{folder}/.git" for folder in folders)):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / place / "one.txt").write_text("x = 2\ny = x^2 = 4\n")
    (tmp_path / "plain" / ".private.txt").write_text("x = 2\ny = x^2 = 5\n")
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert main(["check", folder]) == 0
    found = capsys.readouterr().out
    assert "one.txt" in found
    assert ".git" not in found
    assert "private" not in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"cells":[' + "[]," * 1_000_000 + "[]]}", "clear its outputs and save it again"),
        ("[" + '{"a":1},' * 400_000 + "0]", "clear its outputs and save it again"),
        (
            '{"cells":[' + '{"cell_type":"raw"},' * 20_000 + '{"cell_type":"raw"}]}',
            "20001 cells are too many for a notebook: at most 10000",
        ),
    ],
    ids=["lists", "dictionaries", "cells"],
)
def test_a_notebook_too_large_to_parse_is_refused(content, said, tmp_path, capsys):
    (tmp_path / "a.ipynb").write_text(content)
    assert main(["check", str(tmp_path / "a.ipynb")]) == 2
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_notebook_with_large_pictures_is_read(tmp_path, capsys):
    sheet = ["%%sheet\n", "x = 2\n", "y = x^2 = 4"]
    cells = [{"cell_type": "code", "source": sheet, "outputs": [{"png": "A" * 20_000_000}]}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}))
    assert main(["check", str(tmp_path / "a.ipynb")]) == 0
    assert "right" in capsys.readouterr().out


# ----------------------------------------------------------------------------------------------------------- streams

SHOWN = {
    "explain": lambda: explain((Value(2.0, "α") * Value(-0.5, "x₁") ** 2).tanh().named("ŷ")),
    "check": lambda: check("x = 2\ny = x^2\ndy/dx = 5"),
    "gradcheck": lambda: gradcheck(lambda x: x * x, [Value(1.0, "x")]),
    "summary": lambda: summary(Linear(2, 3), (2,)),
}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8"])
@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_what_is_shown_can_be_printed_on_any_stream(show, encoding, monkeypatch):
    shown = show()
    whole = str(shown)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    print(shown)
    stream.flush()
    found = stream.buffer.getvalue().decode(encoding).replace(os.linesep, "\n")
    monkeypatch.undo()
    assert "?" not in found or "?" in whole
    if encoding == "utf-8":
        assert found == whole + "\n"


def test_plain_signs():
    text = str(explain((Value(3.0, "w") * Value(2.0, "x") - 1).named("y")))
    assert "∂y/∂w = x = 2" in text
    assert "dy/dw = x = 2" in encodings.plain(text, "ascii")
    assert "y = w·x - 1 = 3·2 - 1" in encodings.plain(text, "latin-1")
    assert encodings.plain("x⁻¹² ≤ √2, 漢", "ascii") == "x^-12 <= sqrt2, ?"
    assert encodings.plain("∂", "no such encoding") == "∂"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_process_whose_output_has_another_encoding(encoding):
    code = "from autograd import *; print(explain((Value(2, 'w') * Value(3, 'x')).relu().named('y')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"dy/dw" in done.stdout
