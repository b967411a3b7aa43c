"""`objects.inv`: what other projects' documentation links to by name, with Sphinx's intersphinx."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

NAME = "objects.inv"


class Entry(NamedTuple):
    """A name that can be linked to, of a role such as py:function, and the page and place of it."""

    name: str
    role: str
    address: str
    title: str = "-"


def inventory(entries: Iterable[Entry], project: str, version: str) -> bytes:
    """The file, in version 2 of its format: four lines of text, then the entries, compressed."""
    head = (
        f"# Sphinx inventory version 2\n# Project: {project}\n# Version: {version}\n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    body = "".join(f"{name} {role} 1 {address} {title}\n" for name, role, address, title in sorted(set(entries)))
    return head.encode() + zlib.compress(body.encode(), 9)


def entries_of(module: Any, address: str) -> Iterator[Entry]:
    """The module of pdoc, its public names and those of its classes."""
    yield Entry(module.modulename, "py:module", address)
    for member in module.flattened_own_members:
        yield from _entries(member, module, address)


def _entries(member: Any, module: Any, address: str) -> Iterator[Entry]:
    if member.name.startswith("_"):
        return
    name = f"{module.modulename}.{member.qualname}"
    yield Entry(name, _role(member), f"{address}#{member.qualname}")
    if member.kind == "class":
        for own in member.own_members:
            if own.kind != "class":
                yield from _entries(own, module, address)


def _role(member: Any) -> str:
    """What Sphinx calls such a thing."""
    inside = "." in member.qualname
    if member.kind == "class":
        return "py:exception" if issubclass(member.obj, BaseException) else "py:class"
    if member.kind == "function":
        return "py:method" if inside else "py:function"
    return "py:attribute" if inside else "py:data"
