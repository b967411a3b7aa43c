"""A page for each of the project's texts, its pictures beside; the README is the start page."""

import re
from collections.abc import Sequence
from pathlib import Path

from notebooks import build
from notebooks.site.formulas import with_formulas
from notebooks.site.frame import Entry, page
from notebooks.site.markdown import html_of

TOP = build.FOLDER.parent

TEXTS = {
    "README.md": "index",
    "notebooks/README.md": "notebooks",
    "notebooks/teachers.md": "teachers",
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
}
"""The project's texts, and the names of their pages."""


def with_narrow_picture(body: str, folder: Path) -> str:
    """The start page with its picture in a second shape, for telephones, which is written beside the first."""
    place = build.PICTURE.relative_to(TOP)
    narrow = place.with_name(f"{place.stem}-narrow.svg")
    (folder / narrow).parent.mkdir(parents=True, exist_ok=True)
    (folder / narrow).write_text(build.picture(narrow=True), "utf-8")
    source = f'<source media="(max-width: 40rem)" srcset="{narrow.as_posix()}">'
    return re.sub(rf'(<img src="{place.as_posix()}"[^>]*>)', rf"<picture>{source}\1</picture>", body)


def write_texts(folder: Path, entries: Sequence[Entry]) -> None:
    """Write the pages; links among texts and notebooks lead to pages, others to copies of the files."""
    pages = {(TOP / source).resolve(): f"{name}.html" for source, name in TEXTS.items()}
    pages |= {path: f"{path.stem}.html" for path in build.notebooks()}
    for source, name in TEXTS.items():
        path = TOP / source
        body = html_of(path.read_text("utf-8").replace("<BLANKLINE>\n", "\n"))  # doctest's empty line

        def linked(match: re.Match[str], beside: Path = path.parent) -> str:
            target = (beside / match[1]).resolve()
            if target in pages:
                return f'href="{pages[target]}"'
            return f'href="{_copied(target, folder)}"' if target.is_file() else match[0]

        body = re.sub(r'href="([^":#]+)"', linked, body)
        for picture in re.findall(r'<img[^>]* src="([^":]+)"', body):
            _copied((path.parent / picture).resolve(), folder)
        if name == "index":
            body = with_narrow_picture(body, folder)
        title = "chalkgrad" if name == "index" else f"{name.capitalize()} · chalkgrad"
        (folder / f"{name}.html").write_text(page(entries, f"{name}.html", with_formulas(body), title=title), "utf-8")


def _copied(file: Path, folder: Path) -> str:
    """A file of the project, copied to its place in the folder of pages."""
    place = file.relative_to(TOP).as_posix()
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.read_bytes())
    return place
