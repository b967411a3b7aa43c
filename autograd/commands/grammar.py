"""What all commands share: how their words are read, what is said of wrong ones, where the result goes."""

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable

from autograd.support.likeness import most_alike
from autograd.support.terminal import columns, complain, screen
from autograd.support.types import Any, NoReturn

WIDEST = 100
"""Columns of a page of help, however wide the terminal is."""


class Parser(argparse.ArgumentParser):
    """The grammar of one command: an ArgumentParser whose options and operands may stand in any order.

    What begins with a minus and is no option, as the formula -x, is an operand. Complaints are one line, with the
    nearest there is.
    """

    def __init__(self, name: str, about: str) -> None:
        super().__init__(
            prog=f"autograd {name}",
            description=about,
            add_help=False,
            allow_abbrev=False,
            formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=24, width=columns(WIDEST)),
        )
        self.name = name
        self.known: dict[str, argparse.Action] = {}
        self.add_argument("-h", "--help", action="help", help="show this")

    def add_argument(self, *names: Any, **how: Any) -> argparse.Action:
        """An operand or an option, as argparse has it."""
        action = super().add_argument(*names, **how)
        self.known |= dict.fromkeys(action.option_strings, action)
        return action

    def read(self, words: Iterable[str]) -> argparse.Namespace:
        """The options in these words; what is wrong with them is told, and the program ends with exit code 2."""
        options: list[str] = []
        operands: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "--":
                operands += rest
            elif (found := self._option(word)) is None:
                operands.append(word)
            else:
                name, value = found
                takes_value = self.known[name].nargs != 0
                if value is not None and not takes_value:
                    self.error(f"{name} takes no value, and got {value}")
                if takes_value and value is None and (value := next(rest, None)) is None:
                    self.error(f"{name} is without its value")
                whole = self.known[name].option_strings[-1]
                options.append(whole if value is None else f"{whole}={value}")
        found_options, beyond = self.parse_known_args([*options, "--", *operands] if operands else options)
        if beyond := [word for word in beyond if word != "--"]:
            self.error(f"{beyond[0]} is more than it takes")
        return found_options

    def _option(self, word: str) -> tuple[str, str | None] | None:
        """The option that a word is, and the value that it brings; None for an operand."""
        if word in self.known:
            return word, None
        if not word.startswith("--"):
            return None
        name, sign, value = word.partition("=")
        meant = [name] if name in self.known else [known for known in self.known if known.startswith(name)]
        if not meant:
            self.error(f"there is no option {name}{nearest_word(name, self.known)}")
        if len(meant) > 1:
            self.error(f"{name} may be {' or '.join(meant)}")
        return meant[0], value if sign else None

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with exit code 2."""
        said = message.removeprefix("argument ")
        complain(f"{said}\n(autograd help {self.name} shows what it takes)")
        raise SystemExit(2)

    def add_output(self, formats: Iterable[str], default: str | None = None, to: str = "the screen") -> None:
        """Add --format, one of these, and -o."""
        known = list(formats)
        self.add_argument(
            "--format",
            type=one_of("format", known),
            default=default,
            metavar="FORMAT",
            help=", ".join(known) + (f" (default {default})" if default else " (default: as FILE ends)"),
        )
        self.add_argument("-o", "--output", metavar="FILE", help=f"where the result goes, in place of {to}")


def one_of(what: str, choices: Iterable[str]) -> Callable[[str], str]:
    """The type, for argparse, of one of several words."""
    known = list(choices)

    def read(text: str) -> str:
        if text not in known:
            near = nearest_word(text, known) or f": there are {', '.join(known)}"
            raise argparse.ArgumentTypeError(f"there is no {what} {text}{near}")
        return text

    return read


def whole(what: str, least: int, most: int | None = None) -> Callable[[str], int]:
    """The type, for argparse, of a number of something from `least` to `most`."""
    limits = f" from {least} to {most}" if most is not None else f", {least} or more"

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of {what}{limits}")
        return int(text)

    return read


def number(what: str, fits: Callable[[float], bool]) -> Callable[[str], float]:
    """The type, for argparse, of what is described so: a number that fits."""

    def read(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if not fits(found):
            raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
        return found

    return read


def nearest_word(word: str, known: Iterable[str]) -> str:
    """`: did you mean x?` with the known word most like this one, upper and lower case being the same, or nothing."""
    found = most_alike(word, known)
    return f": did you mean {found}?" if found else ""


def write(result: str | bytes, options: argparse.Namespace) -> None:
    """Print a result, or save it where `-o` says; pictures in bytes are not for a terminal: OSError."""
    if options.output is None and isinstance(result, str):
        print(result)
        return
    content = f"{result}\n".encode("utf-8", "replace") if isinstance(result, str) else result
    if options.output is None:
        if sys.stdout.isatty():
            form = options.format
            raise OSError(f"--format {form} is nothing for a terminal: name a file, -o picture.{form}")
        sys.stdout.buffer.write(content)
        return
    from pathlib import Path

    from autograd.support.files import write_whole

    target = Path(options.output)
    if not target.parent.is_dir():
        raise FileNotFoundError(f"-o {options.output}: there is no folder {target.parent!s}; make it first")
    if target.is_dir():
        raise IsADirectoryError(f"-o {options.output}: this is a folder; expected the name of a file")
    write_whole(target, content)


ENDINGS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".dot": "dot",
}
"""What the end of a file's name says of its format."""


def format_of(options: argparse.Namespace, known: Iterable[str]) -> str:
    """The format that was asked for, by --format or by the end of the file's name; text where neither says so."""
    if options.format is not None:
        return str(options.format)
    meant = ENDINGS.get(os.path.splitext(options.output or "")[1].lower(), "text")
    return meant if meant in known else "text"


def write_sheet(text: str, options: argparse.Namespace) -> None:
    """Print or save a worksheet; lines wider than a terminal are broken where a worksheet may be."""
    width = 0 if options.output is not None else screen()
    write("\n".join(row for line in text.split("\n") for row in in_rows(line, width)) if width else text, options)


def in_rows(line: str, width: int) -> list[str]:
    """A line of a worksheet in rows that mean the same: broken after `;`, before a further `=`, anywhere in remarks.

    A single formula is broken behind a + or -, and goes on further in.
    """
    if len(line) <= width:
        return [line]
    statements, mark, remark = line.partition("#")
    if mark:
        told = textwrap.wrap(f"# {remark.strip()}", width, subsequent_indent="# ", break_long_words=False)
        return [*(in_rows(statements.rstrip(), width) if statements.strip() else ()), *told]
    if "; " in line and "[" not in line:
        packed = textwrap.wrap(re.sub(r"(?<!;) ", _BLANK, line), width, break_long_words=False)
        return [row.replace(_BLANK, " ").removesuffix(";") for row in packed]
    left, *forms = line.split(" = ")
    heads = (left, *(" " * len(left) for _ in forms[1:]))
    rows = [f"{head} = {form}" for head, form in zip(heads, forms, strict=True)] if forms else [line]
    return [part for row in rows for part in _behind_operators(row, width, " " * (len(left) + 3))]


def _behind_operators(row: str, width: int, indent: str) -> list[str]:
    """A row with one formula in rows that end with a + or -, else with * or /, each further in than the left side."""
    bound = re.sub(r"(?<! [-+]) ", _BLANK, row)
    packed = textwrap.wrap(bound, width, subsequent_indent=indent, break_long_words=False)
    rows = []
    for part in (each.replace(_BLANK, " ") for each in packed):
        while len(part) > width and (end := max(part.rfind(sign, len(indent), width) for sign in "*/") + 1):
            rows.append(part[:end])
            part = indent + part[end:]
        rows.append(part)
    return rows


_BLANK = "\0"


def filled(text: str, width: int) -> str:
    """Prose filled to the width."""
    whole = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", _BLANK), " ".join(text.split()))  # code in one line
    return textwrap.fill(whole, width, break_long_words=False, break_on_hyphens=False).replace(_BLANK, " ")


def row(name: str, text: str, width: int, room: int) -> str:
    """A name in a column of so many characters, and the beginning of what is said of it, in one line."""
    lead = f"  {name:<{room}}  "
    first = " ".join(text.partition("\n\n")[0].split())
    return lead + textwrap.shorten(first, max(width - len(lead), 8), placeholder=" …")
