"""How long it takes from a keystroke to new marks in the playground, in Chromium, in both ways it runs.

    python -m tests.benchmarks.playground [--keys N] [--pyodide FOLDER]

A line is typed key by key below the residual sheet and below the largest worked example, `twin-branch`. Times are from
the key to the marks of its sheet on the page, in milliseconds of the clock: median, 90 of 100, most. Where verdicts
take long, marks come before causes: `all` is until the causes are there, too. The static page is loaded from a server
on this machine, then once more with the network switched off.
"""

import argparse
import http.server
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from autograd.commands.playground.server import Server
from notebooks import playground
from tests.conftest import ARGUMENTS
from tests.optional import program

SHEETS = ("residual", "twin-branch")
LINE = "dz/db1 = x0*w0 + b0 = 1.234"
PATIENT = 180_000
FIRST, ALL = "keystroke to marks", "keystroke to verdicts"
MEASURES = "name => performance.getEntriesByName(name).map(each => each.duration)"


@contextmanager
def run(server: Any) -> Iterator[None]:
    """A server in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the files of a folder and tells nobody."""

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""


def typed(page: Any, name: str, keys: int) -> None:
    """Type below an example, and print how long it took."""
    page.locator("#examples").select_option(name)
    page.locator("#summary", has_text="claims are right").wait_for(timeout=PATIENT)
    page.wait_for_timeout(3000)
    page.evaluate("performance.clearMeasures()")
    page.locator("#text").evaluate("area => { area.focus(); area.setSelectionRange(1e9, 1e9) }")
    for key in f"\n{LINE}"[: keys + 1]:
        before = len(page.evaluate(MEASURES, ALL))
        page.keyboard.press("Enter" if key == "\n" else key)
        until = time.monotonic() + 10
        while len(page.evaluate(MEASURES, ALL)) == before and time.monotonic() < until:
            page.wait_for_timeout(50)
        page.wait_for_timeout(500)  # for what else the page asks for
    marks, verdicts = page.evaluate(MEASURES, FIRST), page.evaluate(MEASURES, ALL)
    first = marks or verdicts
    print(f"  {name:12} marks {told(first)}   all {told(verdicts)}   ({len(first)} keys)")


def told(times: list[float]) -> str:
    """Median, 90 of 100 and most."""
    times = sorted(times)
    return f"{statistics.median(times):6.0f} {times[int(0.9 * len(times))]:6.0f} {times[-1]:6.0f}"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.playground", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--keys", type=int, default=20, help="keys typed below each sheet")
    parser.add_argument("--pyodide", type=Path, help="a folder with the unpacked npm package pyodide")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)

        def visit(title: str, url: str, then: Callable[[Any], None] = lambda page: None) -> None:
            page = browser.new_context().new_page()
            start = time.perf_counter()
            page.goto(url)
            page.locator("#summary", has_text="claims are right").wait_for(timeout=PATIENT)
            print(f"{title}: first verdicts after {time.perf_counter() - start:.1f} s")
            for name in SHEETS:
                typed(page, name, options.keys)
            then(page)

        server = Server(0)
        with run(server):
            visit("autograd serve", server.url)
        playground.write(Path(folder), options.pyodide)
        print(f"static page: {playground.compressed(Path(folder)) / 1e6:.1f} MB compressed")
        files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))

        def again(page: Any) -> None:
            page.evaluate("navigator.serviceWorker.ready.then(() => null)")
            page.context.set_offline(True)
            start = time.perf_counter()
            page.reload()
            page.locator("#summary", has_text="claims are right").wait_for(timeout=PATIENT)
            print(f"  without a network: first verdicts after {time.perf_counter() - start:.1f} s")

        with run(files):
            visit("Pyodide", f"http://127.0.0.1:{files.server_port}/", again)
        browser.close()


if __name__ == "__main__":
    main()
