"""The command `autograd draw`."""

import argparse
import sys
from typing import Any

from autograd.commands.numbers import whole
from autograd.commands.subject import computation, subject_options
from autograd.pictures.collapse import MOST_NODES


def drawing_commands(commands: Any) -> None:
    """Add `draw` to the subparsers of the command line."""
    draw = commands.add_parser(
        "draw", help='the graph of a formula or a worked example: autograd draw "tanh(w*x + b)" w=2 x=1 b=-1 -o f.svg'
    )
    subject_options(draw)
    draw.add_argument("-o", "--output", metavar="FILE", help=".svg, .png, .pdf, .dot or .html; without, a viewer opens")
    draw.add_argument("--rankdir", choices=["LR", "TB"], default="LR", help="results to the right, or at the bottom")
    draw.add_argument("--level", choices=["op", "name", "module"], help="a box for each operation, statement or module")
    most_option(draw)
    draw.add_argument("--engine", choices=["auto", "dot", "own"], default="auto", help="what lays the picture out")
    draw.add_argument("--forward", action="store_true", help="before the backward pass: no gradients yet")
    draw.set_defaults(run=run)


def most_option(command: argparse.ArgumentParser) -> None:
    """Add how many boxes a picture may have, as `draw` and `play` take it."""
    said = f"boxes at most (default {MOST_NODES})"
    command.add_argument("--max-nodes", type=whole("boxes", 1), default=MOST_NODES, metavar="N", help=said)


def run(options: argparse.Namespace) -> int:
    """Draw what was asked for."""
    from autograd.errors import AutogradError
    from autograd.pictures.drawing import draw

    z = computation(options)
    if not options.forward:
        try:
            z.backward()
        except AutogradError as error:  # the picture shows how far it goes
            print(f"autograd: no gradients: {error}", file=sys.stderr)
    try:
        picture = draw(
            z, rankdir=options.rankdir, level=options.level, max_nodes=options.max_nodes, engine=options.engine
        )
        if options.output is None:
            picture.show()
        else:
            picture.save(options.output)
    except (OSError, ValueError) as error:  # a place or a program that is not there
        print(f"autograd: {error}", file=sys.stderr)
        return 2
    return 0
