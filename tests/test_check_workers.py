"""Who checks many submissions: processes, machines of a cluster, and what becomes of those that are killed."""

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

import pytest

from autograd.cli import main
from autograd.commands import check as command_module
from autograd.errors import AutogradError
from autograd.support import workers
from tests import optional
from tests.samples import some

RIGHT = "x = 3.0; y = x^2\ndy/dx = 2*x\n"
WRONG = "x = 3.0; y = x^2\ndy/dx = x\n"
KEY = "x = 3.0\ny = x^2\ndy/dx = 2*x   # 2 points\n"

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here: no process is killed")
FORKS = pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="processes that are not forked know nothing of this test"
)


def submissions(found):
    """Forty submissions in a new folder, some of them wrong, unreadable or no text."""
    found.mkdir()
    for number in range(40):
        (found / f"{number:02}.txt").write_text(WRONG if number % 3 == 0 else RIGHT)
    (found / "07.txt").write_bytes(b"\xff\x81")
    (found / "08.txt").write_text("y = $\n")
    return found


@pytest.fixture
def folder(tmp_path):
    """A class of forty."""
    return submissions(tmp_path / "class")


def unbroken(text):
    """A text without its blanks: lines too long for the terminal are broken, also within names of folders."""
    return "".join(text.split())


def lost(task, why):
    return f"{task}: {why}"


def doubled(task):
    return task * 2


def kills(task, marks, times):
    """Kill the own process at one task, so many times, each of which leaves a mark in a folder."""
    if task == "c" and len(list(marks.iterdir())) < times:
        (marks / str(len(list(marks.iterdir())))).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * 2


def sleeps(task):
    if task == "c":
        time.sleep(600)
    return task * 2


# --------------------------------------------------------------------------------------------------------- processes


@pytest.mark.parametrize("processes", [1, 2, 9])
def test_every_task_has_a_result_with_its_number(processes):
    found = workers.shared(doubled, "abcde", processes, lost)
    assert sorted(found) == [(0, "aa"), (1, "bb"), (2, "cc"), (3, "dd"), (4, "ee")]


def test_no_tasks_need_no_process():
    assert list(workers.shared(doubled, "", 4, lost)) == []


@POSIX
@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("times", [1, 2, 5])
def test_what_a_killed_worker_was_at_is_tried_again_once(tmp_path, processes, times):
    work = partial(kills, marks=tmp_path, times=times)
    found = dict(workers.shared(work, "abcde", processes, lost))
    assert found == {0: "aa", 1: "bb", 2: "cc" if times == 1 else f"c: {workers.KILLED}", 3: "dd", 4: "ee"}
    assert len(list(tmp_path.iterdir())) == min(times, 2)


@pytest.mark.parametrize("processes", some([1, 3], 1))
def test_what_takes_too_long_is_given_up(processes):
    found = dict(workers.shared(sleeps, "abcde", processes, lost, timeout=3))
    assert found == {0: "aa", 1: "bb", 2: "c: it took more than 3 seconds", 3: "dd", 4: "ee"}


def test_no_process_is_left_where_nobody_wants_the_rest():
    found = workers.shared(doubled, "abcde", 2, lost)
    next(found)
    found.close()
    assert multiprocessing.active_children() == []


COMMAND = """
import signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run where it is ignored, as behind nohup
from autograd.commands import check
real = check.check
def slow(text, *rest, **options):
    time.sleep(600)
check.check = slow
from autograd.cli import main
sys.exit(main(["check", sys.argv[1], "--jobs", "4"]))
"""


def children(process):
    """The processes a process has begun, as Linux lists them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = path.parent.name, path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[1]) == process:
            found.append(int(number))
    return found


def runs(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def waits_for(condition, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@FORKS
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here: nobody knows whose children run")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent_however_it_ends(folder, by):
    with subprocess.Popen([sys.executable, "-c", COMMAND, str(folder)], stdout=subprocess.DEVNULL) as command:
        try:
            assert waits_for(lambda: len(children(command.pid)) == 4, 60)
            begun = children(command.pid)
            command.send_signal(by)
            code = command.wait(30)
        finally:
            command.kill()
    assert code == (130 if by == signal.SIGINT else -by)
    assert waits_for(lambda: not any(map(runs, begun)), 30)  # half a second where nobody else needs the machine


@FORKS
@pytest.mark.parametrize("times", [1, 2])
def test_a_killed_worker_costs_nobody_else_the_verdicts(folder, tmp_path, monkeypatch, capsys, times):
    (folder / "20.txt").write_text("x = 2 # kills\n")
    marks = tmp_path / "marks"
    marks.mkdir()
    real = command_module.check

    def fatal(text, *rest, **options):
        if "kills" in text and len(list(marks.iterdir())) < times:
            (marks / str(len(list(marks.iterdir())))).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(text, *rest, **options)

    monkeypatch.setattr(command_module, "check", fatal)
    main(["check", str(folder), "--jobs", "3"])
    said = "nothing is claimed" if times == 1 else f"can't be read: {workers.KILLED}"
    out = unbroken(capsys.readouterr().out)
    assert out.count("20.txt:") == 1
    assert unbroken(f"{folder}/20.txt: {said}") in out
    assert out.count(".txt:") == 40


@FORKS
@pytest.mark.parametrize("jobs", some([0, 1, 2], 2))
def test_timeout(folder, monkeypatch, capsys, jobs):
    (folder / "20.txt").write_text("x = 2 # endless\n")
    real = command_module.check

    def endless(text, *rest, **options):
        if "endless" in text:
            time.sleep(600)
        return real(text, *rest, **options)

    monkeypatch.setattr(command_module, "check", endless)
    main(["check", str(folder), "--timeout", "4", *(["--jobs", str(jobs)] if jobs else [])])
    out = unbroken(capsys.readouterr().out)
    assert unbroken(f"{folder}/20.txt: can't be read: it took more than 4 seconds") in out
    assert out.count(unbroken("1 claim: right")) == 23


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon"])
def test_a_timeout_is_a_number_of_seconds(text, capsys):
    with pytest.raises(SystemExit):
        main(["check", "-", f"--timeout={text}"])
    assert f"{text!r} is not a number of seconds above 0" in capsys.readouterr().err


# ----------------------------------------------------------------------------------------------------------- results


def rows(path):
    """The lines of a file of results in order, without times; the first says what they are results of."""
    first, *others = path.read_text("utf-8").splitlines()
    found = sorted(map(json.loads, others), key=lambda row: row["file"])
    for row in found:
        assert row.pop("seconds") >= 0
    return [first, *(json.dumps(row) for row in found)]


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_results_are_a_line_for_each_submission(folder, tmp_path, capsys, jobs):
    path = tmp_path / "results.jsonl"
    assert main(["check", str(folder), "--results", str(path), "--jobs", jobs]) == 1
    assert capsys.readouterr().out == (
        f"40 submissions: 24 right, 14 wrong, 2 that can't be read; {path} has a line for each\n"
    )
    first, *others = rows(path)
    assert json.loads(first)["hints"] == 2
    assert [json.loads(row)["file"] for row in others] == sorted(map(str, folder.iterdir()))
    main(["check", str(folder), "--format", "json"])
    reports = [report for row in others for report in json.loads(row)["reports"]]
    assert reports == json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def run_through(tmp_path_factory):
    """A class, its results in one run, the exit code and what was said of them."""
    parent = tmp_path_factory.mktemp("run")
    folder, whole = submissions(parent / "class"), parent / "whole.jsonl"
    with redirect_stdout(io.StringIO()) as out:
        code = main(["check", str(folder), "--results", str(whole)])
    return folder, whole, code, out.getvalue().partition(";")[0]


@pytest.mark.parametrize("kept", [0, 1, 2, 17, 40, 41])
@pytest.mark.parametrize("torn", [b"", b'{"file": "half', b'{"file": "half"}', b"\xff\n", b"{]\n"])
def test_a_run_that_was_stopped_goes_on(run_through, tmp_path, capsys, monkeypatch, kept, torn):
    folder, whole, code, said = run_through
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"".join(whole.read_bytes().splitlines(keepends=True)[:kept]) + torn)
    done = []
    real = command_module.checked
    monkeypatch.setattr(command_module, "checked", lambda file, **rest: done.append(file) or real(file, **rest))
    assert main(["check", str(folder), "--results", str(path), "--resume", "--jobs", "1"]) == code
    assert capsys.readouterr().out.partition(";")[0] == said
    assert rows(path) == rows(whole)
    assert len(done) == 41 - max(1, kept)


def test_results_of_another_key_are_not_gone_on_with(folder, tmp_path):
    path, key = tmp_path / "results.jsonl", tmp_path / "key"
    key.write_text(KEY)
    command = ["check", str(folder), "--results", str(path)]
    main(command)
    before = path.read_bytes()
    for more in (["--key", str(key)], ["--hints", "3"], ["--follow-through", "1"]):
        assert main([*command, "--resume", *more]) == 2
    assert main(command) == 2  # nor are results overwritten
    assert path.read_bytes() == before


def test_what_is_asked_of_results_makes_sense(folder, tmp_path, capsys):
    assert main(["check", str(folder), "--resume"]) == 2
    assert "--resume goes on with a file of results: name it with --results" in capsys.readouterr().err
    assert main(["check", str(folder), "--results", str(tmp_path / "no" / "results")]) == 2
    assert "No such file or directory" in capsys.readouterr().err


# ----------------------------------------------------------------------------------------------------------- cluster


def test_a_cluster_needs_distributed(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["check", str(folder), "--scheduler", "local"]) == 1
    assert capsys.readouterr().err == "autograd: --scheduler needs distributed: pip install 'chalkgrad[cluster]'\n"


def test_standard_input_is_not_shared(capsys):
    assert main(["check", "-", "--scheduler", "local"]) == 2
    assert "standard input is not read where --scheduler is given: name the files" in capsys.readouterr().err


def test_a_cluster_takes_no_timeout(folder, capsys):
    assert main(["check", str(folder), "--scheduler", "local", "--timeout", "3"]) == 2
    assert capsys.readouterr().err == (
        "autograd: --timeout is for processes on this machine; with --scheduler each file is bounded by its length "
        "alone\n"
    )


@pytest.fixture(scope="module")
def cluster():
    """A cluster of two workers."""
    distributed = optional.package("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL"
        ) as found,
    ):
        yield found


CLUSTER = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@CLUSTER
@pytest.mark.slow
@pytest.mark.parametrize("format", ["json", "text"])
def test_reports_are_the_same_on_a_cluster(cluster, folder, tmp_path, capsys, format):
    (folder / "zz.md").write_text("no fence\n")
    (tmp_path / "key").write_text(KEY)
    command = ["check", str(folder), str(tmp_path / "none.txt"), "--key", str(tmp_path / "key"), "--format", format]
    code = main(command)
    said = capsys.readouterr().out
    assert main([*command, "--scheduler", cluster.scheduler_address]) == code
    assert capsys.readouterr().out == said


@CLUSTER
@pytest.mark.slow
def test_results_are_the_same_on_a_cluster_and_go_on(cluster, folder, tmp_path):
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    main(["check", str(folder), "--results", str(one)])
    command = ["check", str(folder), "--results", str(other), "--scheduler", cluster.scheduler_address]
    main(command)
    assert rows(other) == rows(one)
    other.write_bytes(b"".join(other.read_bytes().splitlines(keepends=True)[:20])[:-5])
    main([*command, "--resume"])
    assert rows(other) == rows(one)


def killed_at(task, held, marks, times):
    """On a cluster: the worker kills itself at one task, so many times."""
    if task.endswith("c") and len(list(marks.iterdir())) < times:
        (marks / str(len(list(marks.iterdir())))).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return held.decode() * 2


@CLUSTER
@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 100])
def test_what_a_killed_worker_of_a_cluster_was_at_is_done_again(tmp_path, times):
    optional.package("distributed")
    from autograd.commands.grading.cluster import distributed

    marks = tmp_path / "marks"
    marks.mkdir()
    for name in "abcde":
        (tmp_path / name).write_text(name)
    files = [str(tmp_path / name) for name in "abcde"]
    found = list(distributed(partial(killed_at, marks=marks, times=times), files, "local", 2, lost))
    expected = ["aa", "bb", "cc" if times == 1 else f"{files[2]}: {workers.KILLED}", "dd", "ee"]
    assert sorted(found) == list(enumerate(expected))


@CLUSTER
def test_a_scheduler_that_is_not_there(folder, monkeypatch, capsys):
    optional.package("distributed")
    from autograd.commands.grading import cluster as cluster_module

    monkeypatch.setattr(cluster_module, "PATIENCE", "1s")
    assert main(["check", str(folder), "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert "no scheduler at tcp://127.0.0.1:9" in capsys.readouterr().err


@CLUSTER
@pytest.mark.slow
@pytest.mark.parametrize(
    ("theirs", "said"),
    [(None, "has no chalkgrad: install chalkgrad"), ("0.0.9", "has chalkgrad 0.0.9: install chalkgrad")],
)
def test_workers_with_another_version_or_none_are_told_of(cluster, folder, monkeypatch, theirs, said):
    from distributed import Client

    from autograd.commands.grading.cluster import distributed

    versions = Client.get_versions

    def another(client, **asked):
        found = versions(client, **asked)
        list(found["workers"].values())[-1]["packages"]["chalkgrad"] = theirs
        return found

    monkeypatch.setattr(Client, "get_versions", another)
    files = [str(each) for each in sorted(folder.iterdir())]
    with pytest.raises(AutogradError, match=f"^worker tcp://.* {said}"):
        list(distributed(killed_at, files, cluster.scheduler_address, 2, lost))
