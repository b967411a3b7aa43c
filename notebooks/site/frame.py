"""The frame of every page: its head, the contents beside it, the search, and the pages before and after."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from pygments.formatters import HtmlFormatter

from autograd.looks.palette import DARK, LIGHT, luminance, properties

FOLDER = Path(__file__).parent

DESCRIPTION = (
    "A scalar autodiff engine that shows its work and checks yours: notebooks, reference, and how to teach with it."
)


class Entry(NamedTuple):
    """A page in the contents: its address, its title, and the group it stands in."""

    address: str
    title: str
    group: str = ""


PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<meta name="description" content="$description">
<meta property="og:title" content="$title">
<meta property="og:description" content="$description">
<link rel="icon" href="data:,">
$styles
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header class="top">
<a class="name" href="${root}index.html">chalkgrad</a>
<nav aria-label="Parts">$parts</nav>
$search
</header>
<div class="frame">
<aside>
<details class="contents" id="contents"><summary>Contents</summary>
<nav aria-label="Contents">
$contents
</nav>
</details>
<script>
if ((document.getElementById("contents").open = matchMedia("(min-width: 64rem)").matches)) {
  const here = document.querySelector("aside [aria-current]");
  here.closest("aside").scrollTop = here.offsetTop - 60;
}
</script>
</aside>
<main id="main">
$tools
$body
$around
</main>
</div>
<script>
addEventListener("load", () => {  // keys can move what is wider than its place
  for (const part of document.querySelectorAll("main :is(.output_area, .rendered_html, p, table)")) {
    if (part.scrollWidth > part.clientWidth + 1) part.tabIndex = 0;
  }
});
</script>
<script src="${root}search.js"></script>
</body>
</html>
""")

SEARCH = """<form role="search" class="search">
<input id="search" type="search" placeholder="Search: /" aria-label="Search all pages" autocomplete="off">
<output id="found-count" for="search"></output>
<ul id="found" hidden></ul>
</form>"""


def page(
    entries: Sequence[Entry],
    address: str,
    body: str,
    *,
    title: str = "",
    tools: str = "",
    styles: Sequence[str] = ("pages.css",),
) -> str:
    """A whole page: the body of the entry with that address, in its frame."""
    root = "../" * address.count("/")
    place = next(place for place, entry in enumerate(entries) if entry.address == address)
    before = entries[place - 1] if place else None
    after = entries[place + 1] if place + 1 < len(entries) else None
    firsts = {entry.group: entry.address for entry in reversed(entries) if entry.group}
    return PAGE.substitute(
        title=escape(title or entries[place].title),
        description=escape(DESCRIPTION),
        root=root,
        styles="\n".join(f'<link rel="stylesheet" href="{root}{name}">' for name in styles),
        parts="".join(f'<a href="{root}{first}">{escape(group)}</a>' for group, first in reversed(firsts.items())),
        search=SEARCH,
        contents=contents(entries, address, body, root),
        tools=f'<p class="tools">{tools}</p>' if tools else "",
        body=body.replace("<pre>", '<pre tabindex="0">').replace("<th></th>", "<td></td>"),  # keys move long lines
        around=around(before, after, root),
    )


def contents(entries: Sequence[Entry], address: str, body: str, root: str) -> str:
    """The list of all pages in their groups; under the page itself, its headings or the names it describes."""
    lines, group = ["<ul>"], ""
    for entry in entries:
        if entry.group != group:
            group = entry.group
            lines.append(f"</ul>\n<p>{escape(group)}</p>\n<ul>")
        if entry.address == address:
            inside = "".join(f'<li><a href="#{anchor}">{heading}</a></li>' for anchor, heading in headings(body))
            inner = f"<ul>{inside}</ul>" if inside else ""
            here = f'<a href="{root}{entry.address}" aria-current="page">{escape(entry.title)}</a>'
            lines.append(f"<li>{here}{inner}</li>")
        else:
            lines.append(f'<li><a href="{root}{entry.address}">{escape(entry.title)}</a></li>')
    return "\n".join([*lines, "</ul>"]).replace("<ul>\n</ul>\n", "")


def headings(body: str) -> list[tuple[str, str]]:
    """The second headings of a page, or the names that it describes, with the places they can be linked to."""
    if names := re.findall(r'<section id="([^"]+)">', body):
        return [(name, f"<code>{name}</code>") for name in names]
    found = re.findall(r'<h2[^>]*? id="([^"]+)"[^>]*>(.*?)</h2>', body, re.DOTALL)
    return [(anchor, re.sub(r"</?(?!math|m\w+)[^>]*>", "", text)) for anchor, text in found]


def around(before: Entry | None, after: Entry | None, root: str = "") -> str:
    """Links to the page before and the one after; `root` leads to the folder of all pages."""
    links = [
        f'<a href="{root}{entry.address}" rel="{rel}"><small>{said}</small> {escape(entry.title)}</a>'
        for entry, rel, said in ((before, "prev", "← Previous"), (after, "next", "Next →"))
        if entry
    ]
    return f'<nav class="around" aria-label="Previous and next">{"".join(links)}</nav>'


def code_colours(selector: str) -> str:
    """The style of code in light and in dark pages."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(selector)
    light = HtmlFormatter(style="default").get_style_defs(selector)
    light = re.sub(r"(?<!-)color: (#[0-9A-Fa-f]{3,6})", lambda found: f"color: {readable(found[1])}", light)
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def readable(colour: str, paper: str = "#eeeeee") -> str:
    """The colour, darker where it has to be so that it can be read on that paper.

    >>> readable("#000080"), readable("#A2F")
    ('#000080', '#9c1eea')
    """
    if len(colour) == 4:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    while (luminance(paper) + 0.05) / (luminance(colour) + 0.05) < 4.6:  # WCAG asks for 4.5
        red, green, blue = (part * 24 // 25 for part in (red, green, blue))
        colour = f"#{red:02x}{green:02x}{blue:02x}"
    return colour


def style() -> str:
    """The style of all pages."""
    palette = f":root{{color-scheme:light dark;{properties(LIGHT)}}}\n"
    palette += f"@media screen and (prefers-color-scheme:dark){{:root{{{properties(DARK)}}}}}\n"
    colours = re.sub(r"background: *#\w+;?", "", code_colours(".highlight"))  # the page's own stays
    return palette + (FOLDER / "pages.css").read_text("utf-8") + colours
