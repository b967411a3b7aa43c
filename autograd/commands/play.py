"""The command `autograd play`, and what `autograd worked` saves."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from autograd.commands.draw import most_option
from autograd.commands.subject import computation, subject_options


def player_commands(commands: Any) -> None:
    """Add `play` to the subparsers of the command line."""
    play = commands.add_parser(
        "play",
        help='a computation step by step, forward and back: autograd play "tanh(w*x + b)" w=2 x=1 b=-1 -o f.html',
    )
    subject_options(play)
    play.add_argument("-o", "--output", metavar="FILE", help=".html, or .svg that moves; without, a browser opens")
    play.add_argument("--level", choices=["name", "op"], default="name", help="op: a step for every operation")
    most_option(play)
    play.set_defaults(run=run)


def worked_options(worked: argparse.ArgumentParser) -> None:
    """Add to `worked` what it can save."""
    worked.add_argument("--html", metavar="FILE", help="save the player, or the counts: a page complete in itself")
    worked.add_argument("--svg", metavar="FILE", help="save the player as a moving picture")


def run(options: argparse.Namespace) -> int:
    """Play what was asked for."""
    from autograd.player import play

    player = play(computation(options), level=options.level, max_nodes=options.max_nodes)
    if options.output is None:
        player.show()
        return 0
    return _saved(player, [options.output])


def save_worked(options: argparse.Namespace, z: Any) -> int | None:
    """Save the player where `worked` was asked to; its exit code, None if it was asked for nothing."""
    from autograd.player import play

    return save_asked(options, lambda: play(z, level=options.level))


def save_asked(options: argparse.Namespace, shown: Callable[[], Any]) -> int | None:
    """Save what is shown, made only then, where `worked` was asked to; None if it was asked for nothing."""
    given = [("--html", ".html", options.html), ("--svg", ".svg", options.svg)]
    paths = [path for _, _, path in given if path is not None]
    for option, suffix, path in given:
        if path is not None and not path.lower().endswith(suffix):
            print(f"autograd: {option} {path}: expected a name that ends in {suffix}", file=sys.stderr)
            return 2
    return _saved(shown(), paths) if paths else None


def _saved(shown: Any, paths: list[str]) -> int:
    """Save to each place; the exit code."""
    try:
        for path in paths:
            shown.save(path)
    except (OSError, ValueError) as error:  # a place that is not there
        print(f"autograd: {error}", file=sys.stderr)
        return 2
    return 0
