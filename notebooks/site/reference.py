"""The reference, made by pdoc: every public name, what matters most first."""

import inspect
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pdoc

from autograd.commands.guide.index import PACKAGES
from autograd.engine.arguments import Absent
from notebooks.site.frame import FOLDER, Entry as Page, code_colours, page
from notebooks.site.inventory import Entry, entries_of

STYLE = "reference.css"

MODULES = PACKAGES
"""What the reference covers: the modules with public names."""

FIRST = {
    "autograd": "Value explain check derive draw play grad gradcheck values numbers gradients no_grad name_all steps "
    "jacobian hessian compile Program anomalies recording op forget",
    "autograd.nn": "Module Linear MLP Sequential Layer Neuron cross_entropy mse",
    "autograd.optim": "SGD Adam",
}
"""What stands at the top of each module; the others follow: functions and classes, operations, errors, by name."""


def address(module: str) -> str:
    """The page of a module."""
    return f"{module.replace('.', '/')}.html"


def by_importance(module: Any) -> list[str]:
    """A module's public names, what is used first and most at the top."""
    from autograd.engine.operation import Op

    first = FIRST.get(module.__name__, "").split()
    names = [*module.__all__, *(name for name in first if name not in module.__all__ and hasattr(module, name))]

    def weight(name: str) -> tuple[int, str]:
        held = getattr(module, name)
        if name in first:
            return first.index(name), ""
        kind = 2 if inspect.isclass(held) and issubclass(held, BaseException) else isinstance(held, Op)
        return len(first) + kind, name.lower()

    return sorted(names, key=weight)


def write_reference(folder: Path, listed: Sequence[Page]) -> list[Entry]:
    """Write the pages, each in the frame of all pages; returns what can be linked to."""
    modules = {name: import_module(name) for name in MODULES}
    entries: list[Entry] = []
    with tempfile.TemporaryDirectory() as templates, all_loaded(list(modules.values())):
        shutil.copy(FOLDER / "reference.html", Path(templates) / "module.html.jinja2")
        pdoc.render.configure(template_directory=Path(templates), search=False)
        (folder / STYLE).write_text(style(), "utf-8")
        documented = {name: without_stand_ins(pdoc.doc.Module(module)) for name, module in modules.items()}
        for name, module in documented.items():
            path = folder / address(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(described(pdoc.render.html_module(module, documented), address(name), listed), "utf-8")
            entries += entries_of(module, address(name))
    return entries


def without_stand_ins(module: pdoc.doc.Module) -> pdoc.doc.Module:
    """A module whose classes are described without the names that are there only to say what to write instead."""
    for found in module.classes:
        held = {name: inspect.getattr_static(found.obj, name, None) for name in found.members}
        for name in [name for name, value in held.items() if isinstance(value, Absent)]:
            del found.members[name]
    return module


def described(rendered: str, place: str, listed: Sequence[Page]) -> str:
    """What pdoc says of a module, in the frame of all pages."""
    inner = re.search(r'<main class="pdoc">(.*)</main>', rendered, re.DOTALL)
    assert inner is not None, "pdoc's pages have another form"
    body = f'<div class="pdoc">{without_dead_ends(inner[1])}</div>'
    return page(listed, place, body, styles=("pages.css", STYLE))


def style() -> str:
    """What the reference needs besides the style of all pages: pdoc's for descriptions, and what is different here."""
    own = (FOLDER / "reference.css").read_text("utf-8")
    return pdoc.render.env.get_template("content.css").render() + own + code_colours(".pdoc-code")


@contextmanager
def all_loaded(modules: list[Any]) -> Iterator[None]:
    """Modules with all their public names in place and in order, as pdoc describes them; afterwards they are as before.

    Names load when first used, and pdoc looks only at what is there.
    """
    before = [dict(vars(module)) for module in modules]
    try:
        for module in modules:
            module.__all__ = by_importance(module)
            for name in module.__all__:
                setattr(module, name, readable(getattr(module, name)))
        yield
    finally:
        for module, held in zip(modules, before, strict=True):
            vars(module).clear()
            vars(module).update(held)


def without_dead_ends(said: str) -> str:
    """Descriptions without links to what is not there: pdoc links `eval` in a docstring as if it were not inherited."""
    places = set(re.findall(r'id="([^"]+)"', said))
    said = re.sub(r'<a (class="headerlink" )href="#([^"]+)"', r'<a \1aria-label="\2" href="#\2"', said)
    said = re.sub(r'<(pre|div class="attr function")>', r'<\1 tabindex="0">', said)  # keys move long lines
    dead = r'<a href="#([^"]+)">(.*?)</a>'
    return re.sub(dead, lambda found: found[0] if found[1] in places else found[2], said, flags=re.DOTALL)


def readable(held: Any) -> Any:
    """What pdoc can describe: an operation as a function with its operands and derivatives, the rest as it is."""
    from autograd.commands.operations import derivatives, written
    from autograd.engine.operation import Op

    if not isinstance(held, Op):
        return held

    def operation(*operands: Any) -> Any:
        return held(*operands)

    letters = [inspect.Parameter(letter, inspect.Parameter.POSITIONAL_ONLY) for letter in held.letters]
    slopes = [f"∂z/∂{letter} = {slope}" for letter, slope in zip(held.letters, derivatives(held), strict=True)]
    operation.__signature__ = inspect.Signature(letters)  # type: ignore[attr-defined]
    said, _, example = inspect.cleandoc(held.__doc__).partition("\n\n")
    operation.__doc__ = f"{said}\n\n    z = {written(held)},  {',  '.join(slopes)}\n\n{example}"
    operation.__module__, operation.__name__, operation.__qualname__ = "autograd", held.name, held.name
    return operation
