"""Saving what is shown: the suffix says what is written, and a file is either whole or not there."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

Maker = Callable[[], str | bytes]


def save(path: "str | os.PathLike[str]", makers: Mapping[str, Maker]) -> None:
    """Write what the maker for the path's suffix makes.

    Raises ValueError for a suffix that has no maker and FileNotFoundError for a folder that does not exist, before
    anything is made. The file is written beside its place and then moved there.
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
    """Write a file aside first, then move it to its place, so that it is never half written."""
    handle, aside = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(aside, 0o666 & ~_umask())  # as an ordinary new file, not as a temporary one
        os.replace(aside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def show_file(content: str | bytes, suffix: str) -> None:
    """Open something in the viewer or browser that is there; says where the file is if there is none."""
    import webbrowser

    folder = tempfile.mkdtemp(prefix="autograd-")
    path = Path(folder, f"picture{suffix}")
    path.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
    if not webbrowser.open(path.as_uri()):
        print(f"No viewer was found; the picture is in {path}")
