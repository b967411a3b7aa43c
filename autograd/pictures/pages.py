"""A picture as a page of its own: one file, no scripts, nothing loaded. Boxes of modules lead to what is inside."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape

from autograd.pictures.picture import Picture
from autograd.pictures.svg import svg

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{title}</title><style>
body{{font-family:system-ui,sans-serif;margin:1rem}}
.view{{display:none}}.view:target{{display:block}}.view:target~#whole{{display:none}}#whole{{display:block}}
.scroll{{overflow-x:auto}}a rect{{cursor:pointer}}a:hover rect,a:focus rect{{stroke-width:3}}
@media print{{.scroll svg{{max-width:100%;height:auto}}}}
</style></head><body>
{views}
<section class="view" id="whole"><h1>{title}</h1>{hint}<div class="scroll">{whole}</div></section>
</body></html>
"""
_VIEW = """<section class="view" id="{anchor}"><p><a href="#whole">← the whole</a></p><h1>{path}</h1>
<div class="scroll">{picture}</div></section>"""


def page(whole: Picture, views: Mapping[str, Picture]) -> str:
    """A page with a picture, and with one for each module that is opened by a click on its box; no script needed."""
    hint = "<p>Click on a module to open it.</p>" if views else ""
    return _PAGE.format(
        title=escape(whole.title),
        hint=hint,
        whole=svg(linked(whole, views)),
        views="\n".join(
            _VIEW.format(anchor=anchor(path), path=escape(path), picture=svg(linked(picture, views)))
            for path, picture in views.items()
        ),
    )


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
