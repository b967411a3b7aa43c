"""Whether every link of a folder of pages leads somewhere, and nothing is loaded from elsewhere."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


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
            target = target / "index.html" if target.is_dir() else target
            state = "playground" in target.parts and "=" in parts.fragment  # what it is to open, not a place in it
            named = {parts.fragment, unquote(parts.fragment)}  # browsers try both
            there = target in pages and (not parts.fragment or state or bool(named & pages[target].places))
            if parts.scheme or parts.netloc or not (there or (target.is_file() and not parts.fragment)):
                found.append(f"{path.relative_to(folder.resolve())}: {link}")
    return found
