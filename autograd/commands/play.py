"""The command `autograd play`, and what `autograd worked` saves."""

import argparse
from collections.abc import Callable
from typing import Any

from autograd.commands.draw import most_option, shown_or_saved
from autograd.commands.grammar import Parser, one_of
from autograd.commands.subject import computation, subject_options
from autograd.support.terminal import complain

FORMATS = ("html", "svg")


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    subject_options(command)
    command.add_output(FORMATS, to="a browser")
    command.add_argument(
        "--level", type=one_of("level", ("name", "op")), default="name", help="name, or op: a step for every operation"
    )
    most_option(command)
    command.add_argument(
        "--slider",
        action="append",
        default=[],
        type=slider,
        metavar="w=-2:2",
        help="a given number that can be moved, from where to where; as often as you like",
    )


def slider(text: str) -> tuple[str, tuple[float, float]]:
    """A name and two numbers, as the command line has them."""
    name, _, ends = text.partition("=")
    low, _, high = ends.partition(":")
    try:
        return name.strip(), (float(low), float(high))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a name and two numbers, such as w=-2:2") from None


def saving_options(worked: Parser) -> None:
    """Add to `worked` what it can save."""
    worked.add_argument("--html", metavar="FILE", help="save the player, or the counts: a page complete in itself")
    worked.add_argument("--svg", metavar="FILE", help="save the player as a moving picture")


def run(options: argparse.Namespace) -> int:
    """Play what was asked for."""
    from autograd.player import play

    z = computation(options)
    try:
        player = play(z, level=options.level, max_nodes=options.max_nodes, sliders=dict(options.slider))
    except ValueError as error:  # a slider for what is not there
        complain(error)
        return 2
    return shown_or_saved(player, {"html": lambda: player.html, "svg": lambda: player.svg}, options)


def save_asked(options: argparse.Namespace, shown: Callable[[], Any]) -> int | None:
    """Save what is shown, made only then, where `worked` was asked to; None if it was asked for nothing."""
    given = [("--html", ".html", options.html), ("--svg", ".svg", options.svg)]
    paths = [path for _, _, path in given if path is not None]
    for option, suffix, path in given:
        if path is not None and not path.lower().endswith(suffix):
            complain(f"{option} {path}: expected a name that ends in {suffix}")
            return 2
    return _saved(shown(), paths) if paths else None


def _saved(shown: Any, paths: list[str]) -> int:
    """Save to each place; the exit code."""
    try:
        for path in paths:
            shown.save(path)
    except (OSError, ValueError) as error:  # a place that is not there
        complain(error)
        return 2
    return 0
