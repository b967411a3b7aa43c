"""What the search of the pages looks through: every section of every page, as a script that needs no server."""

import html
import json
import re
from pathlib import Path

SCRIPT = Path(__file__).with_name("search.js")

MOST = 1500
"""Letters of a section that are looked through."""

_HEADING = re.compile(r'<h([1-3])[^>]*?id="([^"]*)"[^>]*>(.*?)</h\1>|<section id="([^"]+)">', re.DOTALL)
_NO_TEXT = re.compile(r"<(script|style|svg|math|iframe|nav|textarea)\b.*?</\1>|<img[^>]*>|<input[^>]*>", re.DOTALL)
_MAIN = re.compile(r"<main\b[^>]*>(.*?)</main>", re.DOTALL)


def sections(page: str, address: str) -> list[list[str]]:
    """Each section of a page: its address, the page's title, its own heading, what it says."""
    title = html.unescape(found[1].strip()) if (found := re.search(r"<title>(.*?)</title>", page, re.DOTALL)) else ""
    title = title.removesuffix(" API documentation")
    main = found[1] if (found := _MAIN.search(page)) else ""
    starts = [*_HEADING.finditer(main)]
    rows = []
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(main)
        anchor = start[2] or start[4] or ""
        heading = text(start[3]) if start[3] is not None else anchor
        rows.append([f"{address}#{anchor}", title, heading, text(main[start.end() : end])[:MOST]])
    return rows or [[address, title, title, text(main)[:MOST]]]


def text(markup: str) -> str:
    """What a piece of a page says, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", _NO_TEXT.sub(" ", markup))).split())


def write_index(folder: Path) -> None:
    """Write the script and what it looks through; pages load the second when somebody begins to search."""
    rows = []
    for path in sorted(folder.rglob("*.html")):
        address = path.relative_to(folder).as_posix()
        if not address.startswith("playground/"):
            rows += sections(path.read_text("utf-8"), address)
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    (folder / "search-index.js").write_text(f"window.SECTIONS={data}\n", "utf-8")
    (folder / "search.js").write_text(SCRIPT.read_text("utf-8"), "utf-8")
