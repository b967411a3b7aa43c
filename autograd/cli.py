"""The command `autograd`: doors into the package, nothing more.

Exit codes: 0 done, or right; 1 something is wrong, or the computation failed; 2 the input cannot be read.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import autograd
from autograd.commands import worked as worked_command
from autograd.commands.check import check_commands
from autograd.commands.draw import drawing_commands
from autograd.commands.help import help_commands
from autograd.commands.numbers import whole
from autograd.commands.play import player_commands, worked_options
from autograd.commands.subject import computation, sheet_asked, subject_options
from autograd.errors import AutogradError, LanguageError
from autograd.records.explain import MOST_DIGITS
from autograd.support.clash import mixed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (default: those it was called with) and return its exit code."""
    if not hasattr(autograd, "__version__"):  # the other package's __init__.py stands where ours was
        print(f"autograd: {mixed(autograd.__path__[0])}", file=sys.stderr)
        return 1
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called: there is nobody to tell
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # ∂ and · on any terminal
    grammar = parser()
    options = _parsed(grammar, _formulas_apart(grammar, sys.argv[1:] if arguments is None else arguments))
    try:
        code = options.run(options) or 0
        sys.stdout.flush()  # what cannot be printed is found out here, not after the last line
        return code
    except LanguageError as error:
        from autograd.worksheet.language.excerpt import shown

        print(f"autograd: {shown(error)}", file=sys.stderr)
        return 2
    except (AutogradError, OverflowError) as error:
        print(f"autograd: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"autograd: {error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(
        prog="autograd",
        description="A scalar autodiff engine that shows its work and checks yours.",
        epilog=(__doc__ or "").partition("\n\n")[2],
    )
    top.add_argument("--version", action="version", version=f"chalkgrad {autograd.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    explain = commands.add_parser(
        "explain", help='the solution of a formula: autograd explain "tanh(w*x + b)" w=2 x=1 b=-1'
    )
    subject_options(explain)
    explain.set_defaults(run=_explain)

    worked = commands.add_parser("worked", help="worked examples from exercise sheets, their solutions and mistakes")
    worked_command.add_options(worked)
    worked_options(worked)
    worked.set_defaults(run=worked_command.run)

    drawing_commands(commands)
    player_commands(commands)
    check_commands(commands)
    help_commands(commands, top)

    for command in explain, worked:
        command.add_argument("--level", choices=["name", "op"], default="name", help="op: a line for every operation")
        command.add_argument(
            "--digits", type=whole("digits", 1, MOST_DIGITS), default=4, metavar="N", help="digits shown (default 4)"
        )
        form = command.add_mutually_exclusive_group()
        for kind in "latex", "markdown", "json":
            form.add_argument(
                f"--{kind}", dest="form", action="store_const", const=kind, help=f"as {kind} instead of text"
            )

    ops = commands.add_parser("ops", help="the table of operations with their derivatives")
    ops.set_defaults(run=_ops)
    return top


def _parsed(grammar: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """The options; numbers such as w=2 may stand after them too, where argparse takes none."""
    options, rest = grammar.parse_known_args(arguments)
    if not hasattr(options, "values") or any(text.startswith("-") or "=" not in text for text in rest):
        grammar.parse_args(arguments)  # complains of the rest, if there is any
    else:
        options.values += rest
    return options


def _formulas_apart(grammar: argparse.ArgumentParser, arguments: Sequence[str]) -> list[str]:
    """The arguments with a blank before formulas that start with a minus, lest they be taken for options."""
    known = set(grammar._option_string_actions)
    for action in grammar._actions:
        for command in action.choices.values() if isinstance(action.choices, dict) else ():
            known |= set(command._option_string_actions)
    return [
        f" {text}"
        if text.startswith("-") and len(text) > 1 and not text.startswith("--") and text not in known
        else text
        for text in arguments
    ]


def _explain(options: argparse.Namespace) -> None:
    from autograd.records.explain import explain
    from autograd.records.steps import steps

    text = sheet_asked(options)
    counts = worked_command.counts_in(text) if text is not None else None
    if counts and counts.is_all:
        print(worked_command.counts_form(counts, options.form))
        return
    records = steps(computation(options), options.level)
    if options.form:
        print(worked_command.form(records, options.form, options.digits))
        return
    shown = explain(records, digits=options.digits)
    print(f"{counts}\n{shown}" if counts else shown)


def _ops(options: argparse.Namespace) -> None:
    from autograd.commands.operations import operations

    print(operations())
