"""What editors and type checkers know: exact types, no Any, mistakes found, completions; sources that can be read."""

import inspect
import json
import linecache
import pickle
import re
import subprocess
import sys
import traceback
from pathlib import Path

import jedi
import pytest

import autograd
from autograd import OPS, Value, forget, leaky_relu, op, tanh
from autograd.engine import native
from autograd.engine.codegen import signatures

PROGRAM = Path(__file__).with_name("typed.py")
LINES = PROGRAM.read_text("utf-8").splitlines()
EXPECTED = {
    line.split()[0]: line.partition("#: ")[2] for line in LINES if "  #: " in line and not line.startswith('"""')
}
WRONG = """
from autograd import Value, tanh, grad
x = Value(1.0)
x.nope
x.tanh(3)
x.leaky_relu(slop=0.1)
x + "a"
tanh("a")
tanh(x, x)
x.data.nope
grad(x, 3)
import autograd
autograd.nope
"""
MISTAKES = [4, 5, 6, 7, 8, 9, 10, 11, 13]
"""The lines of it that are wrong: all but the imports and the first Value."""


def spelled(found):
    """A type without the modules that its names are from."""
    found = re.sub(r"\b(?:\w+\.)+(?=\w)", "", found.replace("tuple[Any, ...], dtype", "dtype"))
    found = re.sub(r"ndarray\[(?:tuple\[.*?\], )?dtype\[(\w+)(?:\[.*?\])?\]\]", r"NDArray[\1]", found)
    return found.replace("Union[Value, list[Value]]", "Value | list[Value]").replace("builtins.", "")


@pytest.fixture(scope="module")
def revealing(tmp_path_factory):
    """The program with a reveal_type after each line that expects one, apart from the sources of the package."""
    folder = tmp_path_factory.mktemp("user")
    lines = []
    for line in LINES:
        lines.append(line)
        if name := line.split()[0] if "  #: " in line and not line.startswith('"""') else "":
            lines.append(f"{' ' * (len(line) - len(line.lstrip()))}reveal_type({name})")
    (folder / "program.py").write_text("\n".join(lines), "utf-8")
    (folder / "wrong.py").write_text(WRONG, "utf-8")
    return folder


def run(folder, *command):
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(PROGRAM.parents[1])}
    environment["MYPYPATH"] = environment["PYTHONPATH"]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=500
    )
    return done.stdout + done.stderr


@pytest.mark.slow
def test_mypy_knows_every_type_and_every_mistake(revealing):
    own = ["--config-file", str(PROGRAM.parents[1] / "pyproject.toml"), "--strict", "--no-error-summary"]
    out = run(revealing, "mypy", *own, "--cache-dir", str(revealing / "cache"), "program.py", "wrong.py")
    found = re.findall(r'^program.py:\d+: note: Revealed type is "(.*)"', out, re.M)
    assert [spelled(each) for each in found] == list(EXPECTED.values())
    assert re.findall(r"^program.py:\d+: error: .*", out, re.M) == []
    assert re.findall(r"^wrong.py:(\d+): error:", out, re.M) == [str(line) for line in MISTAKES]


@pytest.mark.slow
def test_pyright_knows_every_type_and_every_mistake(revealing):
    (revealing / "pyrightconfig.json").write_text(json.dumps({"extraPaths": [str(PROGRAM.parents[1])]}))
    out = run(revealing, "pyright", "--pythonpath", sys.executable, "program.py", "wrong.py")
    if "Type of" not in out:
        pytest.skip(f"pyright does not run here: {out[-300:]}")
    found = re.findall(r'program.py:\d+:\d+ - information: Type of "\w+" is "(.*)"', out)
    assert [spelled(each) for each in found] == list(EXPECTED.values())
    assert re.findall(r"program.py:\d+:\d+ - error: .*", out) == []
    assert sorted({int(line) for line in re.findall(r"wrong.py:(\d+):\d+ - error", out)}) == [
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        13,
    ]


def test_what_checkers_say_is_what_there_is():
    held = {}
    exec(compile(PROGRAM.read_text("utf-8"), str(PROGRAM), "exec"), held)
    forget("cube")
    for name, kind in EXPECTED.items():
        found, outer = held[name], kind.partition("[")[0]
        assert type(found).__name__ in {"NDArray": ("ndarray",)}.get(outer, kind.replace("None", "NoneType")), name
        if outer == "list" and kind == "list[Value]":
            assert {*map(type, found)} == {Value}, name


@pytest.mark.parametrize("name", signatures.MODULES)
def test_the_signatures_are_those_of_the_table(name):
    written = (signatures.FOLDER / name).read_text("utf-8")
    assert written == signatures.MODULES[name](), "run python -m autograd.engine.codegen.signatures"


MADE = ["Value(1.0)", "Value(1.0).tanh()", "Value(1.0) + 1", "tanh(Value(1.0))", "grad(Value(1.0), Value(1.0))"]


@pytest.mark.slow
def test_jedi_completes_a_value():
    lines = ["from autograd import Value, grad, tanh", *(f"x = {made}; x.data" for made in MADE)]
    script = jedi.Script("\n".join(lines))  # one for all: what it knows of the package it finds out once
    for number, line in enumerate(lines[1:], 2):
        found = {each.name for each in script.complete(number, len(line) - len("data"))}
        assert {"data", "grad", "backward", "tanh", "leaky_relu", "named"} <= found, line


# Sources


in_python = pytest.mark.skipif(native.core is not None, reason="with the native core, methods are written in C")


@in_python
@pytest.mark.parametrize("name", OPS)
def test_every_method_shows_its_source_and_its_signature(name):
    method = getattr(Value, name)
    source = inspect.getsource(method)
    assert source.startswith("def ")
    assert source.splitlines()[0].partition("(")[2].rstrip(":").rstrip(")") == str(inspect.signature(method))[1:-1]
    assert (method.__name__, method.__qualname__, method.__module__) == (name, f"Value.{name}", "autograd.engine.value")
    assert method.__doc__ == OPS[name].__doc__
    assert pickle.loads(pickle.dumps(method)) is method


@in_python
def test_signatures():
    assert str(inspect.signature(Value.maximum)) == "(self, other)"
    assert str(inspect.signature(Value.leaky_relu)) == "(self, slope=0.01)"
    assert str(inspect.signature(leaky_relu)) == "(x, /, slope=0.01)"
    assert (str(inspect.signature(tanh)), tanh.__name__) == ("(x, /)", "tanh")
    assert Value.__radd__.__qualname__ == "Value.__radd__"


@in_python
def test_a_traceback_shows_the_generated_line():
    with pytest.raises(TypeError) as caught:
        Value(1.0) / "a"
    shown = "".join(traceback.format_exception(caught.value))
    assert "    other = as_value(other, 'Value / {}')\n" in shown


def test_what_is_forgotten_has_no_source():
    @op(dx=lambda x: 2 * x)
    def square(x):
        """The second power."""
        return x * x

    assert "<operation square>" in linecache.cache
    assert "def forward_square(self):" in inspect.getsource(Value.square)
    forget("square")
    assert "<operation square>" not in linecache.cache


def test_dir_is_the_public_names():
    rooms = {"nn", "optim", "training"}
    assert {name for name in dir(autograd) if not name.startswith("__")} == {*autograd.__all__, "compile", *OPS, *rooms}
    assert {name for name in dir(autograd.nn) if not name.startswith("__")} == {*autograd.nn.__all__}
