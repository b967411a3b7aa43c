"""Saving what is shown: the suffix says what is written, and a file is either whole or not there."""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from autograd.support.terminal import in_columns

Maker = Callable[[], str | bytes]


def save(path: "str | os.PathLike[str]", makers: Mapping[str, Maker]) -> None:
    """Write what the maker for the path's suffix makes.

    Raises ValueError for a suffix that has no maker and FileNotFoundError for a folder that does not exist, before
    anything is made. The file is written beside its place and then moved there: see `write_whole`.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in makers:
        *others, last = makers
        known = f"{', '.join(others)} or {last}" if others else last
        raise ValueError(f"save({str(path)!r}): the suffix {suffix!r} is none of {known}")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"save({str(path)!r}): there is no folder {str(target.parent)!r}; make it first")
    if target.is_dir():
        raise IsADirectoryError(f"save({str(path)!r}): this is a folder; expected the name of a file")
    made = makers[suffix]()
    write_whole(target, made.encode("utf-8", "replace") if isinstance(made, str) else made)


def write_whole(target: Path, content: bytes) -> None:
    """Write a file aside first, then move it to its place, so that it is never half written, not even in a power cut.

    A link stays a link, what it leads to is replaced; a file that is there keeps its mode (and its owner, where that
    is allowed). What is no file, such as a pipe, is written to.
    """
    target = Path(os.path.realpath(target))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target))
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    aside, handle = _new_file_beside(target)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _take_after(target, aside)
        os.replace(aside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise
    _sync_folder(target.parent)


def _new_file_beside(target: Path) -> tuple[Path, int]:
    """A new file in the target's folder, with the mode that new files have there, and its open handle."""
    while True:
        aside = target.with_name(f".{target.name[:40]}-{os.urandom(6).hex()}")
        try:
            return aside, os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        except FileExistsError:
            continue
        except OSError as error:  # of the file that was asked for, not of one that nobody knows
            raise OSError(error.errno, error.strerror, str(target)) from None


def _take_after(target: Path, aside: Path) -> None:
    """Give a new file the owner, where that is allowed, and the mode of the one that it replaces."""
    try:
        old, new = target.stat(), aside.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with contextlib.suppress(OSError):
            os.chown(aside, old.st_uid, old.st_gid)
    os.chmod(aside, stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    """Have the move written to the disk, too, where folders can be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def show_file(content: str | bytes, suffix: str) -> None:
    """Open something in the viewer or browser that is there; says where the file is if there is none."""
    import webbrowser

    folder = tempfile.mkdtemp(prefix="autograd-")
    path = Path(folder, f"picture{suffix}")
    path.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
    if not webbrowser.open(path.as_uri()):
        print(in_columns(f"No viewer was found; the picture is in {path}"))
