"""The command `autograd help`: docstrings as pages for a terminal, and the list of what there are pages on."""

import argparse
import textwrap
from collections.abc import Iterator

import autograd.commands
from autograd.commands import COMMANDS, parser_of
from autograd.commands.grammar import WIDEST, Parser, filled, row, write
from autograd.commands.guide.index import index
from autograd.support.terminal import columns

ALL_COMMANDS = "commands"


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument("topic", nargs="?", help="such as Linear, nn.Linear, Value.backward, verdicts, check")
    command.add_output(["text"])


def run(options: argparse.Namespace) -> None:
    """Show the page of a topic, or the list of topics."""
    width = columns(WIDEST)
    name = (options.topic or "").strip()
    write("\n\n".join(pages(name, width)) if name else listed(width), options)


def pages(name: str, width: int) -> Iterator[str]:
    """The pages on a topic: that of the name, and how the command of that name is called."""
    if name == ALL_COMMANDS:
        yield usage(width)
        return
    from autograd.commands.guide.pages import page  # what follows needs all there is
    from autograd.commands.guide.topics import topic, topics

    if name not in COMMANDS or name in topics():
        yield page(topic(name), width)
    if name in COMMANDS:
        yield parser_of(name).format_help().rstrip()


def usage(width: int) -> str:
    """How the command is called, with the commands that there are."""
    rows = [f"  {name:<12}{about}" for name, (_, about) in COMMANDS.items()]
    shown = ["usage: autograd COMMAND ...\n       autograd [-h | --help | -V | --version]"]
    shown.append(filled("A scalar autodiff engine that shows its work and checks yours.", width))
    shown.append("\n".join(textwrap.fill(row, width, subsequent_indent=" " * 14) for row in rows))
    shown.append(filled("autograd help COMMAND shows what a command takes, autograd help what else there is.", width))
    shown.append(filled((autograd.commands.__doc__ or "").partition("\n\n")[2], width))
    return "\n\n".join(shown)


def listed(width: int) -> str:
    """The topics in their groups, one line each."""
    lines = [filled("autograd help TOPIC shows one of these; Value.backward and nn.Linear are topics, too.", width)]
    groups = {"guides": {ALL_COMMANDS: "What the command `autograd` can do, and how it is called"}}
    for group, name, sentence in index():
        groups.setdefault(group, {})[name] = sentence
    for group, found in groups.items():
        room = min(max(map(len, found)), width // 2)
        lines += ["", group, *(row(name, sentence, width, room) for name, sentence in found.items())]
    return "\n".join(lines)
