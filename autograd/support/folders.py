"""A folder of files, written whole or not at all."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from autograd.support.interrupts import told_to_end


def write_folder(folder: str, files: Iterable[tuple[str, str]]) -> int:
    """Write files, each a path below and its text, into a new or empty folder, and say how many: all, or none.

    They are written aside, and the folder gets its name when it is whole. OSError where there can be no such folder.
    """
    target = Path(folder)
    if target.is_dir() and any(target.iterdir()):
        raise FileExistsError(f"-o {folder}: there are files in this folder already; name a new one")
    if target.exists() and not target.is_dir():
        raise FileExistsError(f"-o {folder}: this is a file; expected the name of a folder")
    parent = Path(os.path.realpath(target)).parent
    if not parent.is_dir():
        raise FileNotFoundError(f"-o {folder}: there is no folder {target.parent!s}; make it first")
    with told_to_end():
        return _written_aside(folder, parent, target, files)


def _written_aside(folder: str, parent: Path, target: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write files into a folder aside, and give it its name when it is whole; how many there were."""
    aside = parent / f".{target.name[:40]}-{os.urandom(6).hex()}"
    count = 0
    try:
        aside.mkdir()
        for name, text in files:
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            count += 1
        os.replace(aside, os.path.realpath(target))
    except OSError as error:
        raise OSError(f"-o {folder}: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(aside, ignore_errors=True)
    return count
