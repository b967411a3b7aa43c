"""The playground as files for any web server, with Python in the browser: no network once it has been loaded.

    python -m notebooks.playground FOLDER

Pyodide comes from the npm package of that name, when the files are made: npm must be there, or `--pyodide` names a
folder with the package unpacked.
"""

import argparse
import gzip
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from string import Template

import autograd
from autograd.commands.playground import files

VERSION = "314.0.7"
"""The version of Pyodide: of Python 3.14."""

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""The files of it that a browser needs."""

LEFT_OUT = ("__pycache__", "llvm", "grading", "guide", "serve.js", "server.py")
"""What no browser needs: the compilers, grading and help, the server."""

SOURCES = (".py", ".sheet", ".css", ".html", ".js")
"""What the package consists of; the rest is compiled."""

MOST = 8_000_000
"""Bytes that all files may have, compressed as web servers send them."""


def write(folder: Path, pyodide: Path | None = None) -> None:
    """Write all files into a folder. RuntimeError where Pyodide cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(files.page("pyodide"), "utf-8")
    for name in ("playground.css", "backend.js", *files.SCRIPTS):
        (folder / name).write_text(files.served(name, "pyodide") or "", "utf-8")
    (folder / "worker.js").write_text(files.part("worker.js"), "utf-8")
    (folder / "autograd.zip").write_bytes(package())
    (folder / "pyodide").mkdir(exist_ok=True)
    with unpacked(pyodide) as source:
        for name in PYODIDE:
            shutil.copy(source / name, folder / "pyodide" / name)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    names = [name for name in names if name != "offline.js"]
    version = sha256(b"".join((folder / name).read_bytes() for name in names)).hexdigest()[:16]
    script = Template(files.part("offline.js")).substitute(
        files=files.as_json(["./", *names]).decode(), version=version
    )
    (folder / "offline.js").write_text(script, "utf-8")


def package() -> bytes:
    """The package as an archive, the same bytes for the same files."""
    top = Path(autograd.__file__).parent
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(top.rglob("*")):
            inside = path.relative_to(top.parent)
            if path.suffix in SOURCES and not {*LEFT_OUT} & {*inside.parts}:
                archive.writestr(zipfile.ZipInfo(inside.as_posix()), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return held.getvalue()


@contextmanager
def unpacked(folder: Path | None) -> Iterator[Path]:
    """The folder with Pyodide's files: the one that is named, or the package of npm, unpacked for the while."""
    if folder is not None:
        yield folder
        return
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(
            f"npm is missing: install it, or unpack its package pyodide@{VERSION} and name it: --pyodide"
        )
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            [npm, "pack", "--silent", f"pyodide@{VERSION}"], cwd=scratch, capture_output=True, text=True, check=False
        )
        found = list(Path(scratch).glob("*.tgz"))
        if done.returncode or not found:
            raise RuntimeError(f"npm has no pyodide@{VERSION}: {' '.join(done.stderr.split())[:200]}")
        with tarfile.open(found[0]) as archive:
            for name in PYODIDE:
                member = archive.extractfile(f"package/{name}")
                assert member is not None
                (Path(scratch) / name).write_bytes(member.read())
        yield Path(scratch)


def compressed(folder: Path) -> int:
    """The bytes of all files in a folder, compressed as web servers send them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in folder.rglob("*") if path.is_file())


def main() -> int:
    """Run the command; 0 if all is written."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.playground", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("--pyodide", type=Path, help="a folder with the unpacked npm package pyodide")
    options = parser.parse_args()
    try:
        write(options.folder, options.pyodide)
    except (RuntimeError, OSError) as error:
        print(f"playground: {error}", file=sys.stderr)
        return 1
    size = compressed(options.folder)
    print(f"{options.folder}: {size / 1e6:.1f} MB compressed; serve it: python -m http.server -d {options.folder}")
    return int(size > MOST)


if __name__ == "__main__":
    sys.exit(main())
