"""What several tests use: a browser that looks at what the project makes; which examples can run here."""

import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import optional
from tests.pages import Opened, Window

collect_ignore = ["typed.py", "programs"]
"""Programs, which define operations and train networks when they are imported: their tests run them by themselves."""

ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
"""The last one lets nothing out: no name leads anywhere but to what a test serves itself."""


@pytest.fixture(autouse=True)
def any_graph_for_products(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test whose engine is "products" may give it any graph, not only such as are made of layers."""
    callspec = getattr(request.node, "callspec", None)
    if callspec is not None and callspec.params.get("engine") == "products":
        from autograd.compiled.engines.products import engine

        monkeypatch.setattr(engine, "LEAST", 0.0)
        monkeypatch.setattr(engine, "FEWEST", 0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium through Playwright."""
    playwright_api = optional.package("playwright.sync_api")
    path = optional.program("chromium")
    with playwright_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def window(browser: Any) -> Iterator[Callable[..., Window]]:
    """`window(**context)` is a window of the browser with these properties, the same one for all tests."""
    windows: dict[tuple[Any, ...], Window] = {}

    def find(**context: Any) -> Window:
        key = tuple(sorted(context.items()))
        if key not in windows or windows[key].page.is_closed():
            windows[key] = Window(browser, **context)
        return windows[key]

    yield find
    for each in windows.values():
        each.context.close()


@pytest.fixture
def open_page(browser: Any, window: Callable[..., Window], tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """`open_page(html, width=…, color_scheme=…)` opens a page from a file; afterwards there must be no complaints.

    No request gets out; `foreign=True` allows a page to try (nbconvert's own template does), in a window of its own,
    as it is with `own=True`.
    """
    own_windows, pages = [], []

    def open_it(
        content: str,
        width: int = 1280,
        height: int = 720,
        foreign: bool = False,
        own: bool = False,
        java_script_enabled: bool = True,
        **preferred: Any,
    ) -> Opened:
        if foreign or own:
            place = Window(browser, java_script_enabled=java_script_enabled)
            own_windows.append(place)
        else:
            place = window(java_script_enabled=java_script_enabled)
        suffix = "svg" if content.startswith("<svg") else "html"
        file = tmp_path / f"page{len(pages)}.{suffix}"
        file.write_text(content, encoding="utf-8")
        opened = place.open(file.as_uri(), width, height, **preferred)
        pages.append((opened, foreign))
        return opened

    yield open_it
    for each in own_windows:
        each.context.close()
    for opened, foreign in pages:
        opened.window.rest()
        if not foreign:
            assert opened.complaints == []
            assert {url for url in opened.requests if not url.startswith("data:")} == {opened.url}


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """The playground's server, running, and patient with a busy machine."""
    from autograd.commands.playground.server import Server

    served = Server(0, seconds=30)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


AUDIT = "axe.run().then(({violations}) => violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))"


@pytest.fixture(scope="session")
def audited() -> Callable[[Any], list[Any]]:
    """`audited(page)`: what axe-core finds on a page. AXE_CORE is the path of its axe.min.js (npm pack axe-core)."""
    path = os.environ.get("AXE_CORE")
    if path is None:
        pytest.skip("AXE_CORE=… (npm pack axe-core): no page is audited by axe")
    source = Path(path).read_text(encoding="utf-8")

    def audit(page: Any) -> list[Any]:
        page.evaluate(source)
        return list(page.evaluate(AUDIT))

    return audit


def pytest_configure() -> None:
    """Ctrl-C interrupts, whoever started the tests: a shell that puts them in the background has it ignored.

    What is compiled is kept, whatever the environment says: hundreds of processes begin with the same modules. And
    nothing is 80 columns wide that does not say so: readline, which pytest imports, tells processes begun later that.
    """
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
        os.unsetenv(name)  # os.environ does not know what readline has set
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n`, the tests of a file run in one process, which makes what they share once; files in their order."""
    if config.getoption("dist") != "load":  # somebody asks for another order
        return None
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the examples, wherever they stand, that import what is not installed."""
    for item in items:
        if isinstance(item, pytest.DoctestItem) and (reason := optional.missing(item.dtest)):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `needs(program)` where the program is not installed."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            optional.program(name)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in one line each what was skipped, and what to install for it."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", ())
    )
    if reasons:
        terminalreporter.section("skipped")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count:4} {reason}")
