"""The command `autograd help`: docstrings as pages for a terminal, and the list of what there are pages on."""

import argparse
import inspect
import re
import shutil
import textwrap
from functools import partial
from typing import Any

from autograd.commands.topics import MEMBERS, Topic, documented, topic, topics
from autograd.engine.operation import OPS, Op

WIDEST, NARROWEST = 100, 40
"""Columns of a page, whatever the terminal has."""

COLUMN = 20
"""Where the second column of a list begins."""

COMMANDS = "commands"

_BLANK = "\0"


def help_commands(commands: Any, top: argparse.ArgumentParser) -> None:
    """Add `help` to the subparsers of the command line, whose own help it shows, too."""
    command = commands.add_parser("help", help="on any name or subject: autograd help Value; without one, the list")
    command.add_argument("topic", nargs="?", help="such as Linear, nn.Linear, Value.backward, verdicts, check")
    command.set_defaults(run=partial(run, top=top, known=commands.choices))


def run(options: argparse.Namespace, top: argparse.ArgumentParser, known: dict[str, argparse.ArgumentParser]) -> int:
    """Show the page of a topic, or the list of topics."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
    name = (options.topic or "").strip()
    if not name:
        print(listed(topics(), width))
        return 0
    shown = []
    if name == COMMANDS:
        shown.append(usage(top, width))
    elif name not in known or name in topics():
        shown.append(page(topic(name), width))
    if name in known:
        shown.append(usage(known[name], width))
    print("\n\n".join(shown))
    return 0


def usage(parser: argparse.ArgumentParser, width: int) -> str:
    """How a command is called."""
    parser.formatter_class = partial(argparse.HelpFormatter, width=width, max_help_position=24)
    return parser.format_help().rstrip()


def listed(found: dict[str, Topic], width: int) -> str:
    """The topics in their groups, one line each."""
    lines = [_filled("autograd help TOPIC shows one of these; Value.backward and nn.Linear are topics, too.", width)]
    lines += ["", "guides", _row(COMMANDS, "What the command `autograd` can do, and how it is called", width)]
    group = "guides"
    for each in found.values():
        if each.group != group:
            group = each.group
            lines += ["", group]
        lines.append(_row(each.name, each.sentence, width))
    return "\n".join(lines)


def page(found: Topic, width: int) -> str:
    """A topic: how it is written, what its docstring says, and what else belongs to it."""
    parts = [signature(found, width), *paragraphs(found.text, width)]
    more = found.more()
    if more:
        parts.append(more if "\n" in more else textwrap.fill(more, width))
    if isinstance(found.held, type):
        parts += members(found.held, width)
    return "\n\n".join(parts)


def signature(found: Topic, width: int) -> str:
    """The full name, with parameters and their defaults where it can be called."""
    held = found.held
    if isinstance(held, Op):
        return f"{found.full}({', '.join(held.letters)})"
    if not callable(held) or (isinstance(held, type) and issubclass(held, Exception)):
        return found.full
    given = inspect.signature(held)
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in given.parameters.values()]
    if found.group == MEMBERS and bare and bare[0].name in ("self", "cls"):
        del bare[0]
    written = str(given.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return textwrap.fill(found.full + written, width, subsequent_indent="    ", break_long_words=False)


def paragraphs(text: str, width: int) -> list[str]:
    """A docstring's paragraphs: prose filled to the width, examples and tables as they stand."""
    shown = []
    for part in text.split("\n\n"):
        if part.startswith(">>>"):
            shown.append(textwrap.indent(part, "    "))
        elif any(line.startswith((" ", "├")) for line in part.splitlines()):
            shown.append(part)
        else:
            shown.append(_filled(part, width))
    return shown


def members(kind: type, width: int) -> list[str]:
    """What a class is, and what it has of its own: a line for each method and each property."""
    bases = [name for name in _bases(kind) if name != "object"]
    shown = [f"A kind of {' and '.join(bases)}."] if bases else []
    own = [_row(f".{name}", text, width) for name, text in documented(kind).items() if name in {*vars(kind)} - {*OPS}]
    if own:
        shown.append("\n".join([f"{kind.__name__} has", *own]))
    return shown


def _bases(kind: type) -> list[str]:
    """What a class is made from, by name; what is from within the package, by what that is made from."""
    return [
        name for base in kind.__bases__ for name in (_bases(base) if base.__name__.startswith("_") else [base.__name__])
    ]


def _filled(text: str, width: int) -> str:
    whole = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", _BLANK), " ".join(text.split()))  # code in one line
    return textwrap.fill(whole, width, break_long_words=False, break_on_hyphens=False).replace(_BLANK, " ")


def _row(name: str, text: str, width: int) -> str:
    """A name and the beginning of what is said of it, in one line."""
    lead = f"  {name:<{COLUMN - 3}} "
    first = " ".join(text.partition("\n\n")[0].split())
    return lead + textwrap.shorten(first, max(width - len(lead), 8), placeholder=" …")
