"""The command `autograd`: a door into the package, nothing more."""

import os
import sys
from collections.abc import Sequence

import autograd
from autograd.commands import COMMANDS, parser_of
from autograd.errors import AutogradError, LanguageError
from autograd.support.clash import mixed
from autograd.support.terminal import complain

OPTIONS = ["--help", "--version"]
"""What `autograd` takes in place of a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (default: those it was called with) and return its exit code."""
    if not hasattr(autograd, "__version__"):  # the other package's __init__.py stands where ours was
        complain(mixed(autograd.__path__[0]))
        return 1
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called: there is nobody to tell
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # ∂ and · on any terminal
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()  # what cannot be printed is found out here, not after the last line
        return code
    except LanguageError as error:
        from autograd.worksheet.language.excerpt import shown

        complain(shown(error))
        return 2
    except (AutogradError, OverflowError) as error:
        complain(error)
        return 1
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        complain(error if error.filename is not None or error.strerror is None else error.strerror)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _run(words: Sequence[str]) -> int:
    """Run the command that the first word names."""
    first, *rest = words or ["--help"]
    if first in ("-V", "--version"):
        from autograd.engine.native import in_use

        print(f"chalkgrad {autograd.__version__}, {in_use}")
        return 0
    if first in ("-h", "--help"):
        first, rest = "help", ["commands"]
    if first not in COMMANDS:
        from autograd.commands.grammar import nearest_word

        what, others = ("option", OPTIONS) if first.startswith("-") else ("command", [*COMMANDS])
        hint = nearest_word(first, [*COMMANDS, *OPTIONS]) or f": there are {', '.join(others)}"
        complain(f"there is no {what} {first}{hint}")
        return 2
    options = parser_of(first).read(rest)
    return options.run(options) or 0
