"""What `autograd help` knows: every public name, every package of them and every guide, found by what one types.

The text of a topic is a docstring, wherever it stands; there is no second copy of it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from autograd import worked
from autograd.commands import operations
from autograd.commands.guide.index import GUIDES, PACKAGES, first_sentence
from autograd.engine.codegen.python import OPS
from autograd.errors import LanguageError
from autograd.worksheet.causes.repairs import rewrites
from autograd.worksheet.language.notations import table as notations
from autograd.worksheet.language.suggestions import nearest
from autograd.worksheet.reporting.readings import hypotheses

UNLISTED = ("compile",)
"""What `autograd` has beyond that and beyond its operations: a star must not put it in the place of Python's own."""

MEMBERS = "members"
"""The group of what is not listed: methods and properties."""


@dataclass(frozen=True)
class Topic:
    """Something there is help on: the name it is found by, its full name, the group it is listed in, the thing itself.

    `more` makes what stands below the docstring: what is in a table and not written by hand.
    """

    name: str
    full: str
    group: str
    held: Any
    more: Callable[[], str] = str

    @property
    def text(self) -> str:
        """Its docstring."""
        return inspect.cleandoc(self.held.__doc__ or "")

    @property
    def sentence(self) -> str:
        """What its docstring says first, in one line."""
        return first_sentence(self.text)


def topics() -> dict[str, Topic]:
    """All topics by name, in the order of the list."""
    found = [_guide(name, f"autograd.{place}") for name, place in GUIDES.items()]
    for package in PACKAGES:
        module = import_module(package)
        short = package.removeprefix("autograd.")
        found.append(Topic(short, package, package, module, partial(", ".join, public(package))))
        found += [Topic(name, f"{package}.{name}", package, getattr(module, name)) for name in public(package)]
    return {each.name: each for each in found}


def public(package: str) -> list[str]:
    """The public names of a package, each once, as in a dictionary; last the operations of the table."""
    module = import_module(package)
    operations = list(OPS) if package == "autograd" else []
    others = UNLISTED if package == "autograd" else ()
    names = {*module.__all__, *others} - {*operations}
    return [*sorted(names, key=lambda name: (name.lower(), name)), *operations]


def topic(wanted: str) -> Topic:
    """The topic of this name: as listed, with its package (nn.Linear), or a part of one (Value.backward).

    Raises LanguageError for one there is not, with the nearest there is.
    """
    known = topics()
    known |= {each.full.removeprefix("autograd."): each for each in known.values()}
    name = wanted.removeprefix("autograd.")
    if name in known:
        return known[name]
    owner, _, part = name.rpartition(".")
    if owner in known and isinstance(known[owner].held, type):
        kind = known[owner].held
        if part in documented(kind):
            return Topic(name, f"{known[owner].full}.{part}", MEMBERS, getattr(kind, part))
        near = nearest(name, [f"{owner}.{each}" for each in documented(kind)])
    else:
        near = nearest(name, known)
    hint = near or ": autograd help lists them all"
    raise LanguageError(f"there is no topic {wanted}{hint}", wanted, 0, max(1, len(wanted)))


def documented(kind: type) -> dict[str, str]:
    """The methods and properties of a class that are for its users, inherited ones too, with their docstrings."""
    names = (name for base in reversed(kind.__mro__[:-1]) for name in vars(base))
    held = {name: getattr(kind, name) for name in names if hasattr(kind, name)}  # some say what is called otherwise
    return {
        name: inspect.cleandoc(each.__doc__)
        for name, each in held.items()
        if not name.startswith("_") and (callable(each) or inspect.isdatadescriptor(each)) and each.__doc__
    }


def _guide(name: str, module: str) -> Topic:
    """A guide; below some stands a table that is made, not written."""
    tables: dict[str, Callable[[], str]] = {
        "operations": operations.operations,
        "examples": _examples,
        "causes": rewrites.print_table,
        "notations": _notations,
    }
    return Topic(name, module, "guides", import_module(module), tables.get(name, str))


def _notations() -> str:
    return f"{notations.print_table()}\n\nWhat the whole sheet may mean\n{hypotheses.print_table()}"


def _examples() -> str:
    width = max(map(len, worked.names()))
    return "\n".join(f"{name:<{width}}  {worked.title(name)}" for name in worked.names())
