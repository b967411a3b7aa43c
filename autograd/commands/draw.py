"""The command `autograd draw`."""

import argparse
from collections.abc import Callable
from typing import Any

from autograd.commands.grammar import Parser, one_of, whole, write
from autograd.commands.subject import computation, subject_options
from autograd.support.terminal import complain

FORMATS = ("svg", "png", "pdf", "dot", "html")
LEVELS = ("op", "name", "module")
ENGINES = ("own", "dot")


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    subject_options(command)
    command.add_output(FORMATS, to="a viewer")
    command.add_argument(
        "--rankdir", type=one_of("direction", ("LR", "TB")), default="LR", help="LR: results to the right, TB: below"
    )
    command.add_argument(
        "--level",
        type=one_of("level", LEVELS),
        help="op, name or module: what has a box of its own",
    )
    most_option(command)
    command.add_argument(
        "--engine",
        type=one_of("engine", ENGINES),
        default="own",
        help="own or dot: what lays the picture out",
    )
    command.add_argument("--forward", action="store_true", help="before the backward pass: no gradients yet")


def shown_or_saved(picture: Any, makers: dict[str, Callable[[], str | bytes]], options: argparse.Namespace) -> int:
    """Show a picture or save it, in the format asked for; the exit code."""
    try:
        if options.format is None and options.output is None:
            picture.show()
        elif options.format is None:
            picture.save(options.output)
        else:
            write(makers[options.format](), options)
    except (OSError, ValueError) as error:  # a place or a program that is not there
        complain(error)
        return 2
    return 0


def most_option(command: Parser) -> None:
    """Add how many boxes a picture may have, as `draw` and `play` take it."""
    from autograd.pictures.collapse import MOST_NODES

    said = f"boxes at most (default {MOST_NODES})"
    command.add_argument("--max-nodes", type=whole("boxes", 1), default=MOST_NODES, metavar="N", help=said)


def run(options: argparse.Namespace) -> int:
    """Draw what was asked for."""
    from autograd.errors import AutogradError
    from autograd.pictures.convert import pdf, png
    from autograd.pictures.drawing import draw

    z = computation(options)
    if not options.forward:
        try:
            z.backward()
        except AutogradError as error:  # the picture shows how far it goes
            complain(f"no gradients: {error}")
    try:
        picture = draw(
            z, rankdir=options.rankdir, level=options.level, max_nodes=options.max_nodes, engine=options.engine
        )
    except (OSError, ValueError) as error:  # a program that is not there
        complain(error)
        return 2
    return shown_or_saved(
        picture,
        {
            "svg": lambda: picture.svg,
            "png": lambda: png(picture.svg, lambda: picture.dot),
            "pdf": lambda: pdf(picture.svg, lambda: picture.dot),
            "dot": lambda: str(picture.dot.source),
            "html": lambda: picture.html,
        },
        options,
    )
