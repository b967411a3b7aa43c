"""The package from outside: imports go one way, no room is crowded, `import autograd` is light, exports are pinned."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path

import pytest

import autograd
from autograd import OPS, Value
from autograd.engine.codegen import functions
from tests.optional import PACKAGES

PACKAGE = Path(autograd.__file__).parent
README = PACKAGE.parent / "README.md"


def rooms_on_the_map():
    """The rooms of every folder that has rooms, in order, by the folder's dotted name; "" is the package."""
    found = {"": []}
    table = README.read_text(encoding="utf-8").partition("\n## Map of the code\n")[2]
    for room, inside in re.findall(r"^\| `(\w+)` \|(.*?)\|", table, re.M):
        found[""].append(room)
        folder = last = room
        for word in re.findall(r"\w+|[()]", inside):
            if word == "(":
                folder = f"{folder}.{last}"
            elif word == ")":
                folder = folder.rpartition(".")[0]
            else:
                found.setdefault(folder, []).append(word)
                last = word
    return found


ROOMS = rooms_on_the_map()
MOST_MODULES = 15
"""More files in one folder ask for rooms."""

FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path):
    """The dotted name of a file inside the package: "nn.module"; "" for the package itself."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


MODULES = {module_of(path) for path in FILES}


@cache
def parsed(path):
    """A file's text as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path, anywhere=True):
    """What a file imports from this package, by dotted name: wherever in the file it does so, or as it is imported."""
    tree = parsed(path)
    found = []
    for part in ast.walk(tree) if anywhere else tree.body:
        if isinstance(part, ast.Import):
            found += [alias.name for alias in part.names]
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, f"{path}: imports are absolute"
            found += [f"{part.module}.{alias.name}" for alias in part.names]
    names = [name.removeprefix("autograd.") for name in found if name.startswith("autograd.")]
    return [name if name in MODULES else name.rpartition(".")[0] for name in names]


def test_the_map_has_every_room():
    folders = {path.parent for path in FILES} - {PACKAGE}
    for folder in (PACKAGE, *sorted(folders)):
        name = module_of(folder / "__init__.py")
        rooms = {room.name for room in folder.iterdir() if (room / "__init__.py").exists()}
        if not name:
            rooms |= {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
        assert sorted(rooms) == sorted(ROOMS.get(name, [])), f"README's map of {name or 'the package'}"
    assert len(ROOMS[""]) <= 20


def test_no_module_gives_a_name_twice():
    """The later would be meant above, too: of two patterns with one name the first is lost."""
    for path in FILES:
        assigned = [node.targets[0] for node in parsed(path).body if isinstance(node, ast.Assign)]
        names = Counter(target.id for target in assigned if isinstance(target, ast.Name))
        assert [name for name, times in names.items() if times > 1] == [], path


def goes_up(name, other):
    """Whether a module of that name imports one that is further down the map."""
    ours, theirs = name.split("."), other.split(".")
    shared = next(place for place, pair in enumerate(zip_longest(ours, theirs)) if pair[0] != pair[1])
    order = ROOMS.get(".".join(ours[:shared]), ())
    room, below = (rest[shared] if shared < len(rest) else "" for rest in (ours, theirs))
    return room in order and below in order and order.index(below) >= order.index(room)


def test_imports_go_one_way():
    doors = {"", "__main__"}  # they export from everywhere
    pairs = [(module_of(path), other) for path in FILES if module_of(path) not in doors for other in imported(path)]
    assert [f"{name} imports {other}" for name, other in pairs if goes_up(name, other)] == []


def test_the_slots_of_a_value_are_the_engines_own():
    slots = {name for name in Value.__slots__ if name.startswith("_")}
    own = {"self", "cls"}
    found = [
        f"{module_of(path)}, line {part.lineno}: {ast.unparse(part)}"
        for path in FILES
        if not module_of(path).startswith("engine.")
        for part in ast.walk(parsed(path))
        if isinstance(part, ast.Attribute) and part.attr in slots and ast.unparse(part.value) not in own
    ]
    assert found == [], "ask a Value for its rule, inputs, recorded or result"


def test_no_folder_is_crowded():
    modules = Counter(path.parent for path in FILES if path.stem != "__init__")
    crowded = {folder.name: count for folder, count in modules.items() if count > MOST_MODULES}
    assert crowded == {}, "divide their modules into rooms by what they mean"


def test_no_module_imports_itself_in_a_circle():
    needs = {module_of(path): set(imported(path)) - {""} for path in FILES}
    needs.pop("")
    while free := {name for name, others in needs.items() if not others - {name}}:
        needs = {name: others - free for name, others in needs.items() if name not in free}
    assert not needs, f"these import each other in a circle: {sorted(needs)}"


def python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


HEAVY = ("numpy", "graphviz", "llvmlite", "torch", "tqdm", "matplotlib", "cairosvg", "IPython", "autograd.engine.value")


def test_import_is_light():
    loaded = f"print(*[name for name in {HEAVY} if name in sys.modules])"
    assert python(f"import sys, autograd; {loaded}") == []
    assert python(f"import sys; from autograd import Value; (Value(2) * 3).tanh().backward(); {loaded}") == [
        "autograd.engine.value"
    ]


ONLY_FOR_NAMES = ("typing", "inspect", "html", "dataclasses", "difflib", "json", "argparse")


def test_values_need_no_module_that_is_only_for_names():
    assert (
        python(f"import sys; from autograd import Value; print(*[m for m in {ONLY_FOR_NAMES} if m in sys.modules])")
        == []
    )


IMPORTED = {  # what each command needs of the package, and what it must not need
    ("explain", "w*x", "w=1", "x=2"): (
        "worksheet.causes",
        "worksheet.judging",
        "worksheet.reporting",
        "worked.solutions",
        "nn.layers",
        "pictures",
        "player",
    ),
    ("help",): ("engine", "worksheet", "nn", "optim", "records"),
    ("--version",): ("engine.value", "engine.codegen", "worksheet", "commands.grammar"),
    ("worked",): ("worksheet.causes", "worksheet.judging", "pictures"),
    ("ops",): ("worksheet", "nn", "pictures"),
}


NOT_OF_A_FORMULA = {"shutil", "json", "random", "difflib", "pathlib", "autograd.commands.grading.submissions"}
"""What reads files, notebooks and mistakes, or draws numbers: a tenth of the time in which a formula is explained."""


@pytest.mark.parametrize("words", IMPORTED, ids=" ".join)
def test_a_command_imports_what_it_runs(words):
    code = (
        "import contextlib, io, sys; from autograd.cli import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()): assert main({words}) == 0\n"
        "print(*sys.modules)"
    )
    loaded = python(code)
    assert "numpy" not in loaded
    assert not [name for name in loaded if name.startswith(tuple(f"autograd.{room}" for room in IMPORTED[words]))]
    if words[0] == "explain" and not python("import sys; print(*sys.modules.keys() & {'pathlib', 'shutil', 'json'})"):
        assert not NOT_OF_A_FORMULA.intersection(loaded)  # unless the interpreter brings some itself


ALONE = """
import importlib, sys
from importlib.machinery import ModuleSpec


class Kept:
    # A module that has run comes back as it was, with what it had imported and nothing else, and is not run again.
    find_spec = lambda name, *_: ModuleSpec(name, Kept) if name in kept else None
    create_module = lambda spec: kept[spec.name]
    exec_module = lambda module: bring(brought[module.__name__])


def bring(names):
    for name in filter(kept.get, names):
        module = sys.modules.setdefault(name, kept[name])
        room, _, word = name.rpartition(".")
        if room in sys.modules:
            vars(sys.modules[room]).setdefault(word, module)


def ours():
    return [name for name in sys.modules if name.partition(".")[0] == "autograd"]


kept, held, brought = {}, {}, {}
sys.modules.update(dict.fromkeys(MISSING))  # to import one of them is an ImportError now
sys.meta_path.insert(0, Kept)
for name in NAMES:
    for other in ours():
        del sys.modules[other]
    for other, module in kept.items():  # without the rooms and exports that others have asked it for
        vars(module).clear()
        vars(module).update(held[other])
    importlib.import_module(name)
    for other in set(ours()) - set(kept):
        if f"{other}.".startswith(f"{name}."):  # others run again when it is their turn
            kept[other], held[other], brought[other] = sys.modules[other], dict(vars(sys.modules[other])), ours()
    print(name)
"""


def in_order_of_need():
    """The modules by how many others each needs to be imported: first those without which others cannot be."""
    needs = {module_of(path): {module_of(path), *imported(path, anywhere=False)} for path in FILES}
    for name, others in needs.items():
        others |= {name[: dot.start()] for dot in re.finditer(r"^|\.", name)}  # the rooms it is in
    while short := [name for name, others in needs.items() if others < others.union(*map(needs.get, others))]:
        for name in short:
            needs[name] = needs[name].union(*map(needs.get, needs[name]))
    return sorted(needs, key=lambda name: (len(needs[name]), name))


def imported_alone(names, missing=(), folder=PACKAGE.parent):
    """Import each first: with no others of the package there than those that it imports itself."""
    return python(f"NAMES, MISSING = {names}, {missing}\nimport sys; sys.path.insert(0, {str(folder)!r})\n{ALONE}")


def test_every_module_can_be_imported_first_and_without_what_nobody_must_install():
    apart = {"__main__", "interchange.lexer"}  # the latter is what Pygments itself imports
    names = [f"autograd.{name}".removesuffix(".") for name in in_order_of_need() if name not in apart]
    assert imported_alone(names, tuple(PACKAGES)) == names


def test_a_module_that_needs_what_others_imported_is_found(tmp_path):
    """A package of the same name, in which one module asks the other for a room that it does not import."""
    package = tmp_path / "autograd"
    package.mkdir()
    for name, text in {
        "__init__": "",
        "rooms": "import autograd",
        "fine": "from autograd import rooms",
        "late": "import autograd\nautograd.rooms",
        "optional": "import numpy",
    }.items():
        (package / f"{name}.py").write_text(text, "utf-8")
    names = [f"autograd.{name}" for name in ("rooms", "fine")]
    assert imported_alone(["autograd", *names], folder=tmp_path) == ["autograd", *names]
    with pytest.raises(AssertionError, match="module 'autograd' has no attribute 'rooms'"):
        imported_alone([*names, "autograd.late"], folder=tmp_path)
    with pytest.raises(AssertionError, match="import of numpy halted"):
        imported_alone([*names, "autograd.optional"], ("numpy",), folder=tmp_path)


PUBLIC = """
    OPS AnomalyError AutogradError BranchError Derivation GraphError LanguageError NoDerivativeError Program Report
    Steps Value anomalies atan check clip cos cosh derive draw draw_dot elu erf exp explain forget gelu grad gradcheck
    gradients hessian indicator jacobian leaky_relu log log2 maximum minimum name_all no_grad numbers op play recording
    relu sigmoid silu sin sinh softplus sqrt step steps tan tanh values
"""


@pytest.mark.parametrize("package", ["autograd", "autograd.nn"])
def test_what_type_checkers_read_is_what_is_loaded(package):
    """The imports that only type checkers see are the table of homes, written out."""
    module = import_module(package)
    (block,) = (
        part
        for part in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body
        if isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING"
    )
    seen = {part.module: sorted(alias.name for alias in part.names) for part in block.body}
    homes = {f"{package}.{home}": sorted(names.split()) for home, names in module._HOMES.items()}
    if package == "autograd":  # the operations have all their signatures in one module
        assert seen.pop("autograd.engine.codegen.functions") == ["*"]
        assert {*homes.pop("autograd.engine.ops")} <= {*OPS} == {*functions.__all__}
        assert seen.pop("autograd") == sorted(module._ROOMS)
    named = [alias for part in block.body for alias in part.names if alias.name != "*"]
    assert all(alias.asname == alias.name for alias in named)
    assert seen == homes


def test_exports():
    assert autograd.__all__ == PUBLIC.split()


def test_what_is_exported_is_there_and_documented():
    for name in {*autograd.__all__, *autograd.OPS}:
        thing = getattr(autograd, name)
        assert name in dir(autograd), name
        assert name == "OPS" or thing.__doc__, name
        assert find_spec(f"autograd.{name}") is None, f"{name}: a module and a public name would shadow each other"


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
