"""The files of the page, whichever way it runs: the page itself, its style, its scripts."""

import json
import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from autograd.looks.style import style
from autograd.player.page import for_script
from autograd.worked import names, sheet, title
from autograd.worksheet.reporting.html import style as sheet_style

SCRIPTS = ("page.js", "editor.js", "training.js")
"""The scripts of both ways; `backend.js` is another in each."""

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "wasm": "application/wasm",
}
"""What a file is, by its suffix."""

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' PLAYER; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What the page may load and run: its own files, and the script of the player."""


_FAR = re.compile(r" {3,}#")
"""A remark that stands in a column of remarks."""


def examples() -> list[dict[str, str]]:
    """The worked examples as one would hand them in, without the verdicts noted in them."""
    return [
        {
            "name": name,
            "title": title(name),
            "text": "\n".join(_FAR.sub("  #", line.partition("#!")[0].rstrip()) for line in sheet(name).splitlines()),
        }
        for name in names()
    ]


def page(backend: str, settings: Mapping[str, Any] | None = None) -> str:
    """The page, for one of the backends."""
    data = {"backend": backend, "examples": examples(), **(settings or {})}
    return Template(part("page.html")).substitute(data=for_script(data), policy=escape(policy()))


def policy() -> str:
    """The page's security policy."""
    return POLICY.replace("PLAYER", player_hash())


def player_hash() -> str:
    """The hash of the script in the pages of players: no other script in a page runs."""
    from base64 import b64encode
    from hashlib import sha256

    from autograd.engine.codegen.python import Value
    from autograd.player import play

    found = re.findall(r"<script>(.*?)</script>", play(Value(1.0, "x") * 2).html, re.DOTALL)
    return " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in found)


def stylesheet() -> str:
    """The style of all pages, of marked worksheets, and of this one."""
    return "\n".join([style(), sheet_style(), part("playground.css")])


def part(name: str) -> str:
    """A file of this package."""
    return (files("autograd.commands.playground") / name).read_text("utf-8")


def served(name: str, backend: str) -> str | None:
    """The text of a file of the page, None where there is none of this name."""
    if name in ("", "index.html"):
        return page(backend)
    if name == "playground.css":
        return stylesheet()
    if name == "backend.js":
        return part(f"{backend}.js")
    return part(name) if name in SCRIPTS else None


def as_json(data: Any) -> bytes:
    """Data for the page."""
    return json.dumps(data, separators=(",", ":")).encode("ascii")
