"""The reference as pages: every public name, every notebook with its players live, and the project's texts.

    python -m notebooks.site FOLDER

The pages need nothing but themselves: no request goes to any other place. Links are checked; exit code 1 if one leads
nowhere.
"""

import argparse
import html
import inspect
import re
import shutil
import sys
import tempfile
import warnings
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pdoc
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from pygments.formatters import HtmlFormatter

from autograd.commands.guide.index import PACKAGES
from autograd.looks.palette import DARK, LIGHT, properties
from notebooks import build

MODULES = PACKAGES
"""What the reference covers: the modules with public names."""

TOP = build.FOLDER.parent

TEXTS = {
    "README.md": "index",
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
    "notebooks/README.md": "notebooks",
}
"""The project's texts, and the names of their pages."""

WIDE = 650
"""Plots of more pixels have several panels."""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<nav><a href="index.html">chalkgrad</a><a href="notebooks.html">Notebooks</a>
<a href="autograd.html">Reference</a>{more}</nav>
<main>{body}</main>
</body>
</html>
"""


def code_colours(selector: str) -> str:
    """The style of code in light and in dark pages."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(selector)
    light = HtmlFormatter(style="default").get_style_defs(selector)
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def style() -> str:
    """The style of notebooks' pages and of the start page."""
    palette = f":root{{color-scheme:light dark;{properties(LIGHT)}}}\n"
    palette += f"@media screen and (prefers-color-scheme:dark){{:root{{{properties(DARK)}}}}}\n"
    colours = re.sub(r"background: *#\w+;?", "", code_colours(".highlight"))  # the page's own stays
    return palette + (build.FOLDER / "pages.css").read_text("utf-8") + colours


def with_formulas(body: str) -> str:
    """A page's LaTeX between dollars as MathML, which browsers show without any library; code is left alone."""
    parts = re.split(r"(<pre.*?</pre>|<code.*?</code>|<script.*?</script>|<img[^>]*>)", body, flags=re.DOTALL)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"\$\$(.+?)\$\$", lambda found: formula(found[1], "block"), parts[place], flags=re.DOTALL)
        parts[place] = re.sub(r"\$([^$\n]+?)\$", lambda found: formula(found[1], "inline"), parts[place])
    return "".join(parts)


def formula(latex: str, display: str) -> str:
    """A formula as MathML."""
    written: str = convert(html.unescape(latex).strip(), display=display)
    return f'<span class="{display} formula">{written}</span>'


def title_of(path: Path) -> str:
    """A notebook's title: its first line."""
    return str(build.read(path).cells[0].source).partition("\n")[0].lstrip("# ")


def with_descriptions(notebook: Any) -> Any:
    """The notebook, its plots described by the heading they stand under, for those who do not see them.

    Wide plots are marked as such: a phone is to show them at a size at which their text can be read.
    """
    heading = ""
    for cell in notebook.cells:
        headings = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else []
        heading = headings[-1] if headings else heading
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                width = int.from_bytes(b64decode(output.data["image/png"])[16:20], "big")  # where PNG files have it
                output.metadata["image/png"] = {"alt": f"A plot: {heading}", "unconfined": width > WIDE}
    return notebook


def write_notebooks(folder: Path) -> None:
    """A page for each notebook, with links to the one before and the one after."""
    exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
    paths = build.notebooks()
    look = style()
    for place, path in enumerate(paths):
        body, _ = exporter.from_notebook_node(with_descriptions(build.read(path)))
        around = {"←": paths[place - 1] if place else None, "→": paths[place + 1] if place + 1 < len(paths) else None}
        more = "".join(
            f'<a href="{other.stem}.html" title="{html.escape(title_of(other))}">{arrow} {other.stem[:2]}</a>'
            for arrow, other in around.items()
            if other
        )
        page = PAGE.format(title=html.escape(title_of(path)), style=look, more=more, body=with_formulas(body))
        (folder / f"{path.stem}.html").write_text(page, "utf-8")


def write_texts(folder: Path) -> None:
    """A page for each of the project's texts, its pictures beside; the README is the start page."""
    pages = {(TOP / source).resolve(): f"{name}.html" for source, name in TEXTS.items()}
    pages |= {path: f"{path.stem}.html" for path in build.notebooks()}
    for source, name in TEXTS.items():
        path = TOP / source
        body = markdown2html_mistune(path.read_text("utf-8").replace("<BLANKLINE>\n", "\n"))  # doctest's empty line

        def linked(match: re.Match[str], beside: Path = path.parent) -> str:
            target = (beside / match[1]).resolve()
            if target in pages:
                return f'href="{pages[target]}"'
            return f'href="{_copied(target, folder)}"' if target.is_file() else match[0]

        body = re.sub(r'href="([^":#]+)"', linked, body)
        for picture in re.findall(r'<img[^>]* src="([^":]+)"', body):
            _copied((path.parent / picture).resolve(), folder)
        title = "chalkgrad" if name == "index" else f"{name} · chalkgrad"
        page = PAGE.format(title=title, style=style(), more="", body=with_formulas(body))
        (folder / f"{name}.html").write_text(page, "utf-8")


def _copied(file: Path, folder: Path) -> str:
    """A file of the project, copied to its place in the folder of pages."""
    place = file.relative_to(TOP).as_posix()
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.read_bytes())
    return place


def write_reference(folder: Path) -> None:
    """Pages for the public names, made by pdoc."""
    modules = {name: import_module(name) for name in MODULES}
    theme = build.FOLDER / "reference.css"
    with tempfile.TemporaryDirectory() as templates, all_loaded(list(modules.values())):
        colours = code_colours(".pdoc-code")
        (Path(templates) / "custom.css").write_text(theme.read_text("utf-8") + colours, "utf-8")
        shutil.copy(build.FOLDER / "reference.html", Path(templates) / "module.html.jinja2")
        pdoc.render.configure(template_directory=Path(templates), search=False, footer_text="chalkgrad")
        documented = {name: pdoc.doc.Module(module) for name, module in modules.items()}
        for name, module in documented.items():
            path = folder / f"{name.replace('.', '/')}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(without_dead_ends(pdoc.render.html_module(module, documented)), "utf-8")


@contextmanager
def all_loaded(modules: list[Any]) -> Iterator[None]:
    """Modules with all their public names in place, as pdoc can describe them; afterwards they are as before.

    Names load when first used, and pdoc looks only at what is there.
    """
    before = [dict(vars(module)) for module in modules]
    try:
        for module in modules:
            for name in getattr(module, "__all__", ()):
                setattr(module, name, readable(getattr(module, name)))
        yield
    finally:
        for module, held in zip(modules, before, strict=True):
            vars(module).clear()
            vars(module).update(held)


def without_dead_ends(page: str) -> str:
    """A page without links to places it does not have: pdoc links `eval` in a docstring as if it were not inherited."""
    places = set(re.findall(r'id="([^"]+)"', page))
    dead = r'<a href="#([^"]+)">(.*?)</a>'
    return re.sub(dead, lambda found: found[0] if found[1] in places else found[2], page, flags=re.DOTALL)


def readable(held: Any) -> Any:
    """What pdoc can describe: an operation as a function with its operands and derivatives, the rest as it is."""
    from autograd.commands.operations import derivatives, written
    from autograd.engine.operation import Op

    if not isinstance(held, Op):
        return held

    def operation(*operands: Any) -> Any:
        return held(*operands)

    letters = [inspect.Parameter(letter, inspect.Parameter.POSITIONAL_ONLY) for letter in held.letters]
    slopes = [f"∂z/∂{letter} = {slope}" for letter, slope in zip(held.letters, derivatives(held), strict=True)]
    operation.__signature__ = inspect.Signature(letters)  # type: ignore[attr-defined]
    said, _, example = inspect.cleandoc(held.__doc__).partition("\n\n")
    operation.__doc__ = f"{said}\n\n    z = {written(held)},  {',  '.join(slopes)}\n\n{example}"
    operation.__module__, operation.__name__, operation.__qualname__ = "autograd", held.name, held.name
    return operation


class Links(HTMLParser):
    """What a page links to and loads, and the places in it that can be linked to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.page = page
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value for name, value in attrs if value is not None}
        self.places |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag != "a":
            self.loaded += [found[name] for name in ("src", "href") if name in found]


def broken(folder: Path) -> list[str]:
    """Links that lead nowhere and things that would be loaded from elsewhere, as page: link."""
    pages = {path.resolve(): Links(path) for path in sorted(folder.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme == "data" or (parts.scheme in ("https", "http", "mailto") and link in page.links):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target in pages and (not parts.fragment or unquote(parts.fragment) in pages[target].places)
            if parts.scheme or parts.netloc or not (there or (target.is_file() and not parts.fragment)):
                found.append(f"{path.relative_to(folder.resolve())}: {link}")
    return found


def write(folder: Path) -> None:
    """Write all pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_notebooks(folder)
        write_texts(folder)
        write_reference(folder)


def main() -> int:
    """Run the command; 0 if all links lead somewhere, else 1."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.site", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the pages go")
    folder = parser.parse_args().folder
    write(folder)
    for link in (wrong := broken(folder)):
        print(f"leads nowhere: {link}", file=sys.stderr)
    print(f"{len(list(folder.rglob('*.html')))} pages in {folder}; begin with index.html")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
