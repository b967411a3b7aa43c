"""Pictures of a computation and of what is inside its modules, as one page: boxes of modules are links, no script."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from html import escape

from autograd.looks.style import style
from autograd.pictures.lettering import LOWERED, READABLE
from autograd.pictures.picture import Picture
from autograd.pictures.svg import WIDEST_FITTED, svg

MOST_GROWN = 1.6
"""How much larger than it is a picture becomes where there is room."""

FRAME = 60
"""Pixels of a page beside its picture."""

PHONE, PART = 360, 0.75
"""Pixels that fit everywhere; how much narrower another picture must be to be shown in its place."""

BESIDE = 120
"""Pixels of a window beside a notebook's output."""

HIGH, TABLET = 2600, 1000
"""A picture from top to bottom that is higher than this is shown in windows up to that width only."""

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title><style>
{style}{own}</style></head><body>
<main>
{views}
<section class="view" id="whole"><header class="head"><h1 class="formula">{title}</h1>{legend}</header>{hint}
{whole}</section>
</main>
</body></html>
"""
_LEGEND = """<ul class="legend"><li class="forward"><b>data</b> value, forward →</li>
<li class="backward"><b>grad</b> gradient, backward ←</li><li>∂ at an arrow: local derivative</li></ul>"""
STYLE = """\
.drawing{margin:12px 0;padding:8px}.drawing .fit{margin:0 auto}
.drawing .fit svg{width:100%;max-width:none!important;height:auto}
.tall{display:none}
@media(max-width:700px){.drawing{padding:1px}}
"""
"""What framed pictures need besides the style sheet of all pages."""

_STYLE = f"""\
{STYLE}.view{{display:none}}.view:target{{display:block}}.view:target~#whole{{display:none}}#whole{{display:block}}
a rect{{cursor:pointer}}a:hover rect,a:focus rect{{stroke-width:3}}
@media(max-width:700px){{main{{padding:8px}}}}
"""
_VIEW = """<section class="view" id="{anchor}"><p><a href="#whole">← the whole</a></p>
<header class="head"><h1 class="formula">{path}</h1>{legend}</header>
{picture}</section>"""


def page(whole: Picture, views: Mapping[str, Picture]) -> str:
    """A page with a picture, and with one for each module that is opened by a click on its box; no script needed."""
    hint = "<p>Click on a module to open it.</p>" if views else ""
    return _PAGE.format(
        title=escape(whole.title),
        style=style(),
        own=_STYLE,
        legend=_LEGEND,
        hint=hint,
        whole=shown(linked(whole, views), 0),
        views="\n".join(
            _VIEW.format(
                anchor=anchor(path), path=escape(path), legend=_LEGEND, picture=shown(linked(picture, views), place)
            )
            for place, (path, picture) in enumerate(views.items(), 1)
        ),
    )


def shown(picture: Picture, place: int) -> str:
    """A picture in its frame, as large as fits; in a narrow window it runs from top to bottom, and back."""
    other = picture.narrow() if picture.rankdir == "LR" else replace(picture, rankdir="LR")
    pictures = sorted((picture, other), key=lambda each: -each.plan.width)
    if pictures[0].plan.width > 2 * max(picture.plan.width, 700):  # what nobody asked for, and does not fit either
        pictures = [picture, picture]
    wide, tall = pictures
    narrow = "" if wide is tall else f'<div class="tall">{fitted(tall)}</div>'
    turns = f"@media(max-width:{round(wide.plan.width * READABLE / LOWERED) + FRAME}px)"
    rule = f"<style>{turns}{{#picture-{place} .wide{{display:none}}#picture-{place} .tall{{display:block}}}}</style>"
    return (
        f'<div class="card drawing scroll" id="picture-{place}" tabindex="0" role="group" '
        f'aria-label="The computation as a graph">{rule if narrow else ""}'
        f'<div class="wide">{fitted(wide)}</div>{narrow}</div>'
    )


def image(picture: Picture, drawn: str) -> str:
    """A picture as an image for a notebook, where little else is shown; another one where the window is narrow.

    Where only the inner <img> is let through, that one is shown everywhere.
    """
    own = ' style="max-width:none"' if picture.plan.width > WIDEST_FITTED else ""
    shown = f'<img alt="the computation as a graph"{own} src="{_data(drawn)}">'
    narrow = picture.narrow() if picture.rankdir == "LR" else picture
    if picture.plan.width <= PHONE or narrow.plan.width > PART * picture.plan.width:
        return shown
    turns = round(picture.plan.width * READABLE / LOWERED) + BESIDE
    turns = turns if narrow.plan.height <= HIGH else min(turns, TABLET)
    return f'<picture><source media="(max-width:{turns}px)" srcset="{_data(_smallest(svg(narrow)))}">{shown}</picture>'


def _smallest(drawn: str) -> str:
    """A picture as small as its text can be read."""
    scale = READABLE / LOWERED
    sizes = re.compile(r'(?<= )(width|height)="([\d.]+)"')
    return sizes.sub(lambda size: f'{size[1]}="{float(size[2]) * scale:.0f}"', drawn, count=2)


def _data(drawn: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode('utf-8', 'replace')).decode()}"


def fitted(picture: Picture) -> str:
    """A picture that grows with the window, and shrinks as long as its text can be read."""
    drawn = svg(picture)
    width = float(re.search(r' width="([\d.]+)"', drawn)[1])  # type: ignore[index]
    room = f"min-width:{width * READABLE / LOWERED:.0f}px;max-width:{width * MOST_GROWN:.0f}px"
    return f'<div class="fit" style="{room}">{drawn}</div>'


def linked(picture: Picture, views: Mapping[str, Picture]) -> Picture:
    """The picture with links on the boxes that have a view."""
    nodes = [
        replace(node, link=anchor(node.name)) if node.kind == "module" and node.name in views else node
        for node in picture.nodes
    ]
    with_links = replace(picture, nodes=nodes)
    with_links.plan = picture.plan
    return with_links


def anchor(path: str) -> str:
    """The id of a module's view."""
    return "open-" + re.sub(r"[^\w.]", "-", path)
