"""Run every notebook from a fresh start and write its outputs back into it; make the README's picture.

    python -m notebooks.build [NAME ...]            rebuild them all, or those whose names begin so
    python -m notebooks.build --check [NAME ...]    rebuild nothing: exit code 1 where the outputs would differ

The notebooks are their own sources: edit them in Jupyter, run this, commit. What is written is the same from run to
run (no counts, no times, no ids that change), so that a difference in a commit is a difference in a notebook.
"""

import argparse
import asyncio
import hashlib
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

FOLDER = Path(__file__).resolve().parent

PICTURE = FOLDER / "residual.svg"

SECONDS = 300
"""No cell may run longer: it hangs, then, even on a busy machine."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

PICTURES = ("<svg", "<img", "<iframe", "<script")
"""HTML with one of these is a picture: it is there or not, but its text is not compared."""


def notebooks(names: Iterable[str] = ()) -> list[Path]:
    """The notebooks in order; with names, those that begin so. ValueError for a name with which none begins."""
    found = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))
    chosen = list(names)
    for name in chosen:
        if not any(path.name.startswith(name) for path in found):
            raise ValueError(f"no notebook begins with {name!r}; there are {', '.join(path.stem for path in found)}")
    return [path for path in found if not chosen or any(path.name.startswith(name) for name in chosen)]


def read(path: Path) -> Any:
    """A notebook as it stands in its file."""
    return nbformat.read(path, as_version=4)


def write(notebook: Any, path: Path) -> None:
    """Write a notebook: aside first, so that its file is never half written."""
    aside = path.with_suffix(".new")
    aside.write_text(nbformat.writes(notebook), encoding="utf-8")
    aside.replace(path)


def run(path: Path) -> Any:
    """The notebook with the outputs of a fresh run.

    Raises RuntimeError with the cell and what it printed where a cell fails.
    """
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as settings:  # nobody's own settings of IPython, and no history kept
        environment = {
            **os.environ,
            "IPYTHONDIR": settings,
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "PATH": str(Path(sys.executable).parent),  # pictures look the same whether graphviz's dot is there or not
            "SHELL": shutil.which("sh") or "",  # lines with ! find theirs beside that PATH
        }
        client = NotebookClient(
            notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
        )
        with open(Path(settings) / "kernel", "w+", encoding="utf-8") as words:
            try:
                asyncio.run(client.async_execute(env=environment, stderr=words))
            except CellExecutionError as error:
                raise RuntimeError(re.sub(r"\x1b\[[0-9;]*m", "", f"{path.name}: {error}")) from None
            except (CellTimeoutError, DeadKernelError) as error:
                words.seek(0)
                raise RuntimeError(f"{path.name}: {error}\n{words.read()}") from None
    return tidied(notebook)


def tidied(notebook: Any) -> Any:
    """The notebook without anything that changes from run to run or from one editor to the next."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for cell in notebook.cells:
        cell.id = _id(cell, taken)
        cell.metadata = nbformat.from_dict({"tags": tags} if (tags := cell.metadata.get("tags")) else {})
        cell.source = cell.source.rstrip()
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [nbformat.from_dict(output) for output in _joined(cell.outputs)]
    return notebook


def _id(cell: Any, taken: set[str]) -> str:
    """The cell's own id, or one made from its text if it has none or another cell has the same."""
    found: str = cell.get("id", "")
    while not found or found in taken:
        found = hashlib.sha256((found + cell.source).encode()).hexdigest()[:8]
    taken.add(found)
    return found


def _joined(outputs: list[Any]) -> list[dict[str, Any]]:
    """The outputs, with what was printed in several pieces in one piece."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1]["text"] += output.text
            continue
        plain = {key: value for key, value in output.items() if key != "execution_count"}
        if output.output_type == "execute_result":
            plain["execution_count"] = None
        if "data" in plain:
            plain["metadata"] = {}
        joined.append(plain)
    return joined


def texts(notebook: Any) -> list[tuple[str, str]]:
    """What can be compared between two runs: kind and text of every output; of pictures only that there is one."""
    return [entry for cell in notebook.cells if cell.cell_type == "code" for entry in _texts(cell.outputs)]


def _texts(outputs: list[Any]) -> Iterator[tuple[str, str]]:
    for output in outputs:
        if output.output_type == "stream":
            yield output.name, output.text
        elif output.output_type == "error":
            yield "error", f"{output.ename}: {output.evalue}"
        else:
            for kind, content in sorted(output.data.items()):
                picture = kind.startswith("image/") or (kind == "text/html" and any(tag in content for tag in PICTURES))
                yield kind, "a picture" if picture else str(content)


def complaints(notebook: Any, before: Any) -> list[str]:
    """What is wrong with a run: warnings, failures, addresses in outputs, and outputs other than those before."""
    found = [f"a warning: {text.strip()}" for kind, text in texts(notebook) if kind == "stderr"]
    found += [f"a failure: {text.strip()}" for kind, text in texts(notebook) if kind == "error"]
    found += [f"an address: {text.strip()}" for _, text in texts(notebook) if re.search(r"\bat 0x[0-9a-f]+", text)]
    for cell, old in zip(notebook.cells, before.cells, strict=True):
        if cell.cell_type == "code" and list(_texts(cell.outputs)) != list(_texts(old.outputs)):
            shown = ["\n".join(text for _, text in _texts(outputs)) for outputs in (old.outputs, cell.outputs)]
            found.append(f"another output of\n{cell.source}\n--- committed\n{shown[0]}\n--- now\n{shown[1]}")
    return found


def outcome(path: Path) -> tuple[Path, Any, list[str]]:
    """A notebook's path, its fresh run (None if a cell failed) and what is wrong with it."""
    try:
        notebook = run(path)
    except RuntimeError as error:
        return path, None, [str(error)]
    return path, notebook, complaints(notebook, read(path))


def outcomes(paths: list[Path], jobs: int | None = None) -> Iterator[tuple[Path, Any, list[str]]]:
    """The outcome of every notebook, in order, several run at a time (as many as there are processors)."""
    import matplotlib.font_manager  # noqa: F401  # lists fonts when first used, slowly and with a word on stderr

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs or os.cpu_count(), mp_context=context) as pool:
        yield from pool.map(outcome, paths)


def picture(*, narrow: bool = False) -> str:
    """The README's picture: the residual example, step by step."""
    from autograd import play, worked
    from autograd.player.animation import moving

    return moving(play(worked.build("residual")).scene, narrow)


def main() -> int:
    """Run the command; 0 if all is well, 1 if a notebook fails, warns or (with --check) differs, 2 for a wrong name."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.build", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="how the notebooks' names begin, such as 01")
    parser.add_argument("--check", action="store_true", help="write nothing, say what would differ")
    parser.add_argument("--jobs", type=int, metavar="N", help="how many run at a time (default: one a processor)")
    given = parser.parse_args()
    try:
        paths = notebooks(given.names)
    except ValueError as error:
        print(f"notebooks.build: {error}", file=sys.stderr)
        return 2
    failed = False
    for path, notebook, wrong in outcomes(paths, given.jobs):
        if not given.check:
            wrong = [complaint for complaint in wrong if not complaint.startswith("another output")]
            if notebook is not None and not wrong:
                write(notebook, path)
        print(f"{path.name}: {'; '.join(wrong) or ('as committed' if given.check else 'written')}", flush=True)
        failed = failed or bool(wrong)
    if not given.names and not given.check:
        PICTURE.write_text(picture(), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
