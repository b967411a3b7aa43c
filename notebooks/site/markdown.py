"""Markdown as HTML in which only what a text needs is markup; anything else shows as the text it is."""

import re
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune

TAGS = frozenset(
    re.findall(
        r"\w+",
        "a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li ol p pre s small span "
        "strong sub summary sup table tbody td th thead tr ul",
    )
)
"""What a text is made of."""

ATTRIBUTES = {
    "*": ["class", "id"],
    "a": ["href", "title", "download"],
    "img": ["src", "alt", "title"],
    "ol": ["start"],
    "td": ["align"],
    "th": ["align"],
}


def harmless(markup: str) -> str:
    """The markup with every other tag shown as text, without scripts in attributes, and without links beside headings.

    >>> harmless('<b>a</b><script>alert(1)</script><img src="x.png" onerror="alert(1)">')
    '<b>a</b>&lt;script&gt;alert(1)&lt;/script&gt;<img src="x.png">'
    """
    markup = re.sub(r'<a class="anchor-link".*?</a>', "", markup)
    return str(bleach.clean(markup, tags=TAGS, attributes=ATTRIBUTES, protocols={"http", "https", "mailto"}))


def html_of(text: str) -> str:
    """A text in Markdown as HTML."""
    return harmless(markdown2html_mistune(text))


class Exporter(HTMLExporter):
    """nbconvert's writer of pages, for notebooks whose texts may come from anybody."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        return harmless(super().markdown2html(context, source))
