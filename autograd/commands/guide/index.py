"""The list of `autograd help`: each topic with its first sentence, read from the sources.

To import everything that has a name would take ten times as long. A test compares the list with what is imported.
"""

import ast
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import autograd

PACKAGES = ("autograd", "autograd.nn", "autograd.optim", "autograd.training", "autograd.interchange")
"""The packages with public names."""

GUIDES = {
    "worksheets": "worksheet",
    "language": "worksheet.language.statements",
    "verdicts": "worksheet.judging.verdicts",
    "notations": "worksheet.language.notations.table",
    "causes": "worksheet.causes.search",
    "examples": "worked",
    "exercises": "exercises",
    "operations": "engine.ops",
    "derivations": "derivation.rewrites",
    "errors": "errors",
    "engines": "compiled.engines.engine",
    "passes": "compiled.ir.passes",
}
"""Topics that are not names, each with the module whose docstring says it."""


def index() -> list[tuple[str, str, str]]:
    """Each topic's group, name and first sentence, in the order of the list."""
    found = [("guides", name, first_sentence(docstring(f"autograd.{place}"))) for name, place in GUIDES.items()]
    for package in PACKAGES:
        short = package.removeprefix("autograd.")
        found.append((package, short, first_sentence(docstring(package))))
        found += [(package, name, first_sentence(docstring(home, name))) for name, home in homes(package).items()]
    return list({name: (group, name, sentence) for group, name, sentence in found}.values())


def homes(package: str) -> dict[str, str]:
    """The module of each public name, names as in a dictionary; last the operations of the table."""
    imports = [node for node in ast.walk(ast.parse(source(package))) if isinstance(node, ast.ImportFrom)]
    others = [node for node in imports if node.module != package]  # not the rooms of the package itself
    found = {alias.name: str(node.module) for node in others for alias in node.names if alias.asname == alias.name}
    ordered = {name: found[name] for name in sorted(found, key=lambda name: (name.lower(), name))}
    if package != "autograd":
        return ordered
    operations = re.findall(r"^def (\w+)", source("autograd.engine.ops"), re.M)
    rest = {name: home for name, home in ordered.items() if name not in operations}
    return {**rest, **dict.fromkeys(operations, "autograd.engine.ops")}


def docstring(module: str, name: str = "") -> str:
    """The first paragraph of what a module says of itself, or of one of its classes and functions."""
    text = source(module)
    if name and (made := re.search(rf"^{name} = (\w+)\(", text, re.M)):
        name = made[1]
    start = re.search(rf"^(?:class|def) {name}\b", text, re.M) if name else re.match("", text)
    said = re.compile(r'"""(.*?)(?:\n *\n|""")', re.S).search(text, start.start()) if start else None
    if said is not None:
        return said[1]
    if name in (elsewhere := homes(module)):  # it is from there only handed on
        return docstring(elsewhere[name], name)
    raise LookupError(f"{module} says nothing of {name}")


@lru_cache
def source(module: str) -> str:
    """The text of a module."""
    path = Path(autograd.__file__).parent.joinpath(*module.split(".")[1:])
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if path.is_file():
        return path.read_text("utf-8")
    spec = find_spec(module)  # in a zip file, say
    read = getattr(spec.loader, "get_source", None) if spec else None
    return str(read(module)) if read else ""


def first_sentence(text: str) -> str:
    """What a docstring says first, in one line."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".:")
