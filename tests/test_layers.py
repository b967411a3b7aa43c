"""The package from outside: imports go one way, files are short, `import autograd` is light, exports are pinned."""

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import autograd

PACKAGE = Path(autograd.__file__).parent
LAYERS = """
    clash errors files progress maths symbols notation mathml card ieee faults operation ops graph flat refusals
    branches slopes value generated naming gradients differences calls statements trees records compiled nn
    optim training columns writing listing pictures player worksheet worked topics commands cli __main__
""".split()  # noqa: SIM905
"""Modules and packages, each of which may import those before it."""

FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 320  # lines: about 300, and some patience
LONGER: dict[str, str] = {}
"""Files that are longer for now, and why."""


def module_of(path):
    """The dotted name of a file inside the package: "nn.module"; "" for the package itself."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


def imported(path):
    """What a file imports from this package, by dotted name, wherever in the file it does so."""
    found = []
    for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(part, ast.Import):
            found += [alias.name for alias in part.names]
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, f"{path}: imports are absolute"
            found += [f"{part.module}.{alias.name}" for alias in part.names]
    known = {module_of(file) for file in FILES}
    names = [name.removeprefix("autograd.") for name in found if name.startswith("autograd.")]
    return [name if name in known else name.rpartition(".")[0] for name in names]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_only_go_up_the_list(path):
    name = module_of(path)
    layer = name.partition(".")[0]
    if not name:
        return  # the door: it exports from everywhere
    assert layer in LAYERS, f"{layer} is in no layer yet: say in LAYERS where it belongs"
    for other in imported(path):
        below = other.partition(".")[0]
        if below and below != layer:
            assert LAYERS.index(below) < LAYERS.index(layer), f"{name} imports {other}, which is further up"


def test_no_module_imports_itself_in_a_circle():
    needs = {module_of(path): set(imported(path)) - {""} for path in FILES}
    needs.pop("")
    while free := {name for name, others in needs.items() if not others - {name}}:
        needs = {name: others - free for name, others in needs.items() if name not in free}
    assert not needs, f"these import each other in a circle: {sorted(needs)}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_files_are_short(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    name = path.relative_to(PACKAGE).as_posix()
    if name in LONGER:
        assert lines > LONGEST, f"{name} is short now: take it from LONGER"
    else:
        assert lines <= LONGEST, f"{name}: {lines} lines; split it by meaning"


def python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


HEAVY = ("numpy", "graphviz", "llvmlite", "torch", "tqdm", "matplotlib", "cairosvg", "IPython", "autograd.value")


def test_import_is_light():
    loaded = f"print(*[name for name in {HEAVY} if name in sys.modules])"
    assert python(f"import sys, autograd; {loaded}") == []
    assert python(f"import sys; from autograd import Value; (Value(2) * 3).tanh().backward(); {loaded}") == [
        "autograd.value"
    ]


def test_every_module_can_be_imported_first():
    names = [name for name in map(module_of, FILES) if name and not name.endswith("__main__")]
    code = "\n".join(
        [
            "import sys, importlib",
            f"for name in {names}:",
            "    for loaded in [other for other in sys.modules if other.partition('.')[0] == 'autograd']:",
            "        del sys.modules[loaded]",
            "    importlib.import_module('autograd.' + name)",
            "    print(name)",
        ]
    )
    assert python(code) == names


PUBLIC = """
    OPS AnomalyError AutogradError BranchError GraphError LanguageError NoDerivativeError Program Report Steps Value
    anomalies check cos draw draw_dot exp explain forget grad gradcheck hessian indicator jacobian log maximum minimum
    name_all no_grad op play recording relu sigmoid sin softplus sqrt step steps tanh
"""


def test_exports():
    assert autograd.__all__ == PUBLIC.split()


@pytest.mark.parametrize("name", sorted({*autograd.__all__, *autograd.OPS}))
def test_what_is_exported_is_there_and_documented(name):
    thing = getattr(autograd, name)
    assert name in dir(autograd)
    assert name == "OPS" or thing.__doc__
    assert find_spec(f"autograd.{name}") is None, "a module and a public name would shadow each other"


def test_what_is_not_there_is_missed_by_name():
    with pytest.raises(AttributeError, match=r"^module 'autograd' has no attribute 'Tensor'$"):
        autograd.Tensor  # noqa: B018
    with pytest.raises(ImportError, match="Tensor"):
        from autograd import Tensor  # noqa: F401


def test_everything_comes_with_a_star():
    assert python("from autograd import *; print(relu(Value(-1)).data, type(anomalies).__name__)") == [
        "0.0",
        "function",
    ]
