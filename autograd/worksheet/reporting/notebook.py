"""Worksheets in notebooks: after `%load_ext autograd`, a cell that starts with `%%sheet` is checked."""

import argparse
import shlex
from typing import Any

from autograd.worksheet.reporting.checking import check
from autograd.worksheet.reporting.hints import HINTS
from autograd.worksheet.reporting.report import Report


def sheet(line: str, cell: str) -> Report:
    """The report on the cell: the verdicts as a table.

    On the line: --hints 0 to 3, and --key NAME, a variable of the notebook that holds the text of an answer key.
    """
    return _checked(line, cell, {})


def _checked(line: str, cell: str, variables: dict[str, Any]) -> Report:
    reader = argparse.ArgumentParser(prog="%%sheet", add_help=False, exit_on_error=False)
    reader.add_argument("--hints", type=int, choices=range(len(HINTS)), default=2)
    reader.add_argument("--key")
    try:
        options = reader.parse_args(shlex.split(line))
    except (argparse.ArgumentError, SystemExit) as error:
        raise ValueError(f"%%sheet {line}: expected --hints 0…3 or --key NAME") from error
    key = None
    if options.key is not None:
        key = variables.get(options.key)
        if not isinstance(key, str):
            raise ValueError(f"%%sheet --key {options.key}: expected a variable that holds the text of a key")
    return check(cell, key, hints=options.hints)


def load_ipython_extension(ipython: Any) -> None:
    """What `%load_ext` calls."""
    ipython.register_magic_function(
        lambda line, cell: _checked(line, cell, ipython.user_ns), magic_kind="cell", magic_name="sheet"
    )
