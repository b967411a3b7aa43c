"""Which worksheets are graded: the files asked for, of folders the worksheets in them, and what is skipped."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograd.commands.texts import STANDARD_INPUT

SUFFIXES = (".sheet", ".txt", ".md", ".markdown", ".worksheet", ".tex")
"""Files of a folder that are taken for worksheets."""

MOST_TOLD = 20
"""Skipped files that are told one by one."""

KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
"""What is no file of its own: a link may lead to the key, or to any file of who grades; a pipe never ends."""


@dataclass
class Submissions:
    """The files to be graded, in order, and those that are not, each with the reason."""

    files: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def told(self) -> list[str]:
        """What is said of the files skipped, a line for each."""
        lines = [f"skipped {path}: it is {why}" for path, why in self.skipped[:MOST_TOLD]]
        more = len(self.skipped) - MOST_TOLD
        return [*lines, f"skipped {more} more"] if more > 0 else lines


def submissions(paths: Iterable[str], key: str | None = None) -> Submissions:
    """The files asked for; of folders the worksheets in them, in order.

    A file that was asked for by name is read whatever it is. In folders, hidden files, links and what is no file are
    skipped. The key is no submission, unless nothing but the key is asked for.
    """
    found = Submissions()
    asked = list(paths)
    for written in asked:
        path = Path(written)
        if written == STANDARD_INPUT or not path.is_dir():
            found.files.append(written)
        else:
            _add_folder(path, found)
    if key is not None and asked != [key]:
        files, found.files = found.files, []
        for file in files:
            if _is_same(file, key) or _is_same(os.path.dirname(file), key):
                found.skipped.append((file, "the key"))
            else:
                found.files.append(file)
    return found


def _add_folder(folder: Path, found: Submissions) -> None:
    """Add the worksheets below a folder; hidden is what is hidden below it, not on the way to it."""
    files = []
    for place, folders, names in os.walk(folder):  # which follows no links
        linked = [name for name in folders if os.path.islink(os.path.join(place, name))]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name, is_folder in [*((name, False) for name in names), *((name, True) for name in linked)]:
            path = Path(place, name)
            if name.startswith(".") or not (is_folder or path.suffix.lower() in SUFFIXES):
                continue
            why = _no_file(path)
            if why:
                found.skipped.append((str(path), why))
            else:
                files.append(path)
    found.files += map(str, sorted(files))
    found.skipped.sort()


def _no_file(path: Path) -> str:
    """What a path is, if it is no file."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # it has gone since: reading it will say so
        return ""
    return next((called for is_kind, called in KINDS if is_kind(mode)), "")


def _is_same(file: str, key: str) -> bool:
    """Whether a file is the key, by whatever name."""
    try:
        return file != STANDARD_INPUT and os.path.samefile(file, key)
    except OSError:
        return False
