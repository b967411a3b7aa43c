"""Trees as version 0.1.0 pickled them: one class for all nodes and one for all statements, kinds told by a word."""

from dataclasses import fields, is_dataclass
from typing import Any

from autograd.worksheet.language import tree
from autograd.worksheet.language.tree import Guard

__all__ = ["Guard", "Node", "Statement", "with_classes"]


class Node:
    """A node of 0.1.0: its kind, parts, value, column and length."""

    state: tuple[Any, ...]

    def __setstate__(self, state: list[Any]) -> None:
        self.state = tuple(state)

    def with_class(self) -> tree.Node:
        """The same as a node of today."""
        kind, parts, value, column, length = self.state
        below = tuple(part.with_class() for part in parts)
        match kind, below:
            case "number", _:
                fields_: tuple[Any, ...] = value
            case "name", _:
                fields_ = (value,)
            case "index", (array, *places):
                fields_ = array, tuple(places)
            case "sum" | "product", _:
                fields_ = below, value
            case "call", _:
                fields_ = value[0], below, value[1]
            case "fold", _:
                fields_ = *value, *below
            case "list", _:
                fields_ = (below,)
            case _:
                fields_ = below
        found: tree.Node = getattr(tree, kind.capitalize())(*fields_, column=column, length=length)
        return found


class Statement(Node):
    """A statement of 0.1.0: its kind, parts, guards, text, column, length, and how its first part was typed."""

    def with_class(self) -> Any:
        """The same as a statement of today."""
        kind, parts, *others = self.state
        return getattr(tree, kind.capitalize())(tuple(part.with_class() for part in parts), *others)


def with_classes(x: Any) -> Any:
    """The same with nodes and statements of today in lists, tuples, dictionaries and the objects in them."""
    match x:
        case Node():
            return x.with_class()
        case list() | tuple():
            return type(x)(map(with_classes, x))
        case dict():
            return {name: with_classes(each) for name, each in x.items()}
    if is_dataclass(x) and not isinstance(x, (tree.Node, tree.Statement)):
        for each in fields(x):
            object.__setattr__(x, each.name, with_classes(getattr(x, each.name)))
    return x
