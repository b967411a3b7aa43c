"""The reference as pages: every public name, every notebook with its players live, and the project's texts.

    python -m notebooks.site FOLDER
    python -m notebooks.site FOLDER --playground [PYODIDE]

The pages need nothing but themselves: no request goes to any other place. They have contents, a search, the notebooks
to download, and `objects.inv`, by which other documentation links to them. With `--playground`, every worksheet in a
notebook has a link that opens it in the playground (`python -m notebooks.playground` says where Pyodide comes from).
Links are checked; exit code 1 if one leads nowhere.
"""

import argparse
import sys
import warnings
from pathlib import Path

import autograd
from notebooks import build
from notebooks.playground import write as write_playground
from notebooks.site.formulas import with_formulas as with_formulas
from notebooks.site.frame import Entry, style
from notebooks.site.inventory import NAME, Entry as Linked, inventory
from notebooks.site.links import Links as Links, broken as broken
from notebooks.site.notebooks import title_of as title_of, write_notebooks
from notebooks.site.playground import FOLDER as PLAYGROUND
from notebooks.site.reference import MODULES as MODULES, address, write_reference
from notebooks.site.search import write_index
from notebooks.site.texts import write_texts


def entries() -> list[Entry]:
    """All pages in the order of the contents."""
    return [
        Entry("index.html", "Start"),
        Entry("notebooks.html", "All notebooks", "Notebooks"),
        *(Entry(f"{path.stem}.html", title_of(path), "Notebooks") for path in build.notebooks()),
        Entry("teachers.html", "Teaching with chalkgrad", "For teachers"),
        *(Entry(address(module), module, "Reference") for module in MODULES),
        Entry("contributing.html", "Contributing", "Project"),
        Entry("changelog.html", "Changelog", "Project"),
    ]


def write(folder: Path, playground: bool = False, pyodide: Path | None = None) -> None:
    """Write all pages into a folder; RuntimeError where a playground is wanted and Pyodide cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = entries()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if playground:
            write_playground(folder / PLAYGROUND, pyodide)
        (folder / "pages.css").write_text(style(), "utf-8")
        write_notebooks(folder, listed, to_playground=playground)
        write_texts(folder, listed)
        names = write_reference(folder, listed)
        names += [
            Linked(entry.address.removesuffix(".html"), "std:doc", entry.address, entry.title) for entry in listed
        ]
        (folder / NAME).write_bytes(inventory(names, "chalkgrad", autograd.__version__))
        write_index(folder)


def main() -> int:
    """Run the command; 0 if all links lead somewhere, else 1."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.site", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the pages go")
    parser.add_argument(
        "--playground",
        nargs="?",
        const=True,
        default=False,
        metavar="PYODIDE",
        help="the playground, too; Pyodide from npm, or from a folder with its unpacked package",
    )
    options = parser.parse_args()
    folder, pyodide = options.folder, options.playground
    try:
        write(folder, bool(pyodide), None if pyodide is True or not pyodide else Path(pyodide))
    except (RuntimeError, OSError) as error:
        print(f"site: {error}", file=sys.stderr)
        return 1
    for link in (wrong := broken(folder)):
        print(f"leads nowhere: {link}", file=sys.stderr)
    print(f"{len(list(folder.rglob('*.html')))} pages in {folder}; begin with index.html")
    return int(bool(wrong))
