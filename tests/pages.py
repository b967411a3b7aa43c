"""Reading pages that may still be changing: what belongs together is read in one go, and what comes is waited for.

Playwright first finds elements and then asks each: between the two a page may have replaced them, and an element that
is no longer in the page has no place, no style and no text that anyone sees. A script runs from its beginning to its
end while nothing else does. No time is waited for: a busy machine takes any.
"""

import json
import time
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

WAIT = 30_000
"""Milliseconds that a busy machine may take."""

READ = "([selector, what]) => [...document.querySelectorAll(selector)].map(each => each[what])"
BOX = """selector => {
  const seen = [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect());
  return seen.find(({width, height}) => width && height) ?? null;
}"""


def texts(page: Any, selector: str, what: str = "innerText") -> list[str]:
    """The texts of all elements of a page or frame that a selector of CSS finds; or another property of theirs."""
    return list(page.evaluate(READ, [selector, what]))


def box(page: Any, selector: str) -> dict[str, float]:
    """The place and size in the window of the first of these elements that is seen."""
    found = page.evaluate(BOX, selector)
    assert found is not None, f"nothing is seen of {selector}"
    return dict(found)


def becomes(read: Callable[[], Any], expected: Any) -> None:
    """Fail, with both, if what is read does not become what is expected."""
    deadline = time.monotonic() + WAIT / 1000
    while (seen := read()) != expected and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seen == expected, f"{seen!r} did not become {expected!r}"


def kept(page: Any, name: str) -> Any:
    """What the playground keeps under a name in the address of its page: a text, or data; None if there is nothing."""
    packed = parse_qs(page.evaluate("location.hash.slice(1)")).get(name, [""])[0]
    text = zlib.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), -15).decode() if packed else ""
    return json.loads(text) if text[:1] in ("{", "[") else text or None


class Window:
    """A window of the browser that one page after the other is opened in.

    A window costs three quarters of a second of a processor, most of it for processes of its own, another page in it a
    tenth. What a reader prefers is set anew for each page; nothing else outlives one: its script, its timers and its
    listeners end with it.
    """

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.size = self.page.viewport_size
        self.moves = False
        self.opened = Opened(self, "")
        self.page.on("console", lambda message: self.opened.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.opened.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complain(dialog))
        self.page.on("request", lambda request: self.opened.requests.append(request.url))

    def complain(self, dialog: Any) -> None:
        """Note that something asked for an answer, and give none."""
        self.opened.complaints.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def open(self, url: str, width: int, height: int, **preferred: Any) -> "Opened":
        """Open what stands at an address, in a window of this size, for a reader who prefers a color_scheme, say.

        Nothing moves for a reader who prefers nothing: what moves all the time is drawn all the time.
        """
        if self.page.url.partition("#")[0] == url.partition("#")[0]:  # else only another place of the same page
            self.page.goto("about:blank")
        self.opened = Opened(self, url)
        if self.size != (size := {"width": width, "height": height}):
            self.page.set_viewport_size(size)
            self.size = size
        usual = {"media": "null", "color_scheme": "light", "reduced_motion": "reduce"}
        self.page.emulate_media(**{**usual, **preferred})
        self.moves = preferred.get("reduced_motion") == "no-preference"
        self.page.goto(url)
        return self.opened

    def rest(self) -> None:
        """Stop what moves: it would go on, at a fifth of a processor, while other tests run."""
        if self.moves and not self.page.is_closed():
            self.page.emulate_media(reduced_motion="reduce")
            self.moves = False


@dataclass
class Opened:
    """A page in a window, and what it did that it should not: complaints, and requests beyond the file itself."""

    window: Window
    url: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def page(self) -> Any:
        """The page, while it is the one in its window."""
        assert self.window.opened is self, "another page was opened in this window since"
        return self.window.page

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)
