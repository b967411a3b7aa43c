"""The playground as files: what is written, and that it works in a browser, without a network the second time."""

import http.server
import io
import sys
import threading
import zipfile
from functools import partial

import pytest

from notebooks import playground
from tests import optional
from tests.pages import WAIT
from tests.samples import sized

PATIENT = 6 * WAIT
"""Milliseconds in which Python starts in the browser on a busy machine."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder with all files, in the place of Pyodide's others."""
    source = tmp_path_factory.mktemp("pyodide")
    for name in playground.PYODIDE:
        (source / name).write_text(name, "utf-8")
    folder = tmp_path_factory.mktemp("pages")
    playground.write(folder, source)
    return folder


def test_all_files_are_kept_for_when_there_is_no_network(written):
    names = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    kept = (written / "offline.js").read_text("utf-8")
    assert all(f'"{name}"' in kept for name in names - {"offline.js"})
    assert '"./"' in kept


def test_the_same_files_are_the_same_version(written, tmp_path):
    source = written / "pyodide"
    playground.write(tmp_path / "a", source)
    assert (tmp_path / "a" / "offline.js").read_bytes() == (written / "offline.js").read_bytes()
    (tmp_path / "b").mkdir()
    for name in playground.PYODIDE:
        (tmp_path / "b" / name).write_text("other", "utf-8")
    playground.write(tmp_path / "c", tmp_path / "b")
    assert (tmp_path / "c" / "offline.js").read_bytes() != (written / "offline.js").read_bytes()


def test_the_package_has_what_the_page_needs_and_little_else(written):
    with zipfile.ZipFile(io.BytesIO((written / "autograd.zip").read_bytes())) as archive:
        names = archive.namelist()
    for name in ("__init__.py", "worked/residual.sheet", "player/player.js", "commands/playground/answering.py"):
        assert f"autograd/{name}" in names
    assert not [name for name in names if name.endswith((".so", ".c", ".pyc", "server.py")) or "llvm/" in name]


def test_the_package_alone_answers_without_numpy(written, tmp_path):
    import subprocess

    with zipfile.ZipFile(written / "autograd.zip") as archive:
        archive.extractall(tmp_path)
    program = (
        "import sys; sys.modules.update(dict.fromkeys(['numpy', 'graphviz', 'llvmlite']))\n"
        "from autograd.commands.playground.answering import KINDS_OF_REQUEST, answer\n"
        "for kind in KINDS_OF_REQUEST: print(kind, answer({'kind': kind, 'text': 'x = 2; y = x^2'}).get('error', ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stderr == ""
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert {kind: error for kind, error in said.items() if error} == {"formula": said["formula"]}


def test_without_npm_one_line_says_what_to_do(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(playground.shutil, "which", lambda name: None)
    monkeypatch.setattr(playground.sys, "argv", ["playground", str(tmp_path / "pages")])
    assert playground.main() == 1
    said = "playground: npm is missing: install it, or unpack its package pyodide@314.0.7 and name it: --pyodide\n"
    assert capsys.readouterr() == ("", said)


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """The address of the files with Pyodide itself, and how to stop serving them."""
    optional.program("npm")
    folder = tmp_path_factory.mktemp("live")
    try:
        playground.write(folder)
    except RuntimeError as error:
        pytest.skip(str(error))
    assert playground.compressed(folder) < playground.MOST

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


ANSWERED = """async urls => Object.fromEntries(
  await Promise.all(urls.map(async url => [url, await fetch(url).then(({status}) => status, String)])))"""
"""What comes of asking for each of these addresses."""


@pytest.mark.slow
def test_it_works_in_the_browser_and_then_without_a_network(browser, live):
    context = browser.new_context()
    page = context.new_page()
    complaints, requests = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    context.on("request", lambda request: requests.append(request.url))
    page.goto(live)
    page.locator("#summary", has_text="5 of 7 claims are right").wait_for(timeout=PATIENT)
    page.locator(".paper", has_text="∂z/∂").first.wait_for(timeout=PATIENT)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    context.set_offline(True)
    served = {url.partition("?")[0] for url in requests if url.startswith(live)}
    served.discard(f"{live}offline.js")  # the service worker itself, which the browser keeps: some report its loading
    assert {live, f"{live}pyodide/pyodide.asm.wasm", f"{live}autograd.zip"} <= served
    assert page.evaluate(ANSWERED, sorted(served)) == dict.fromkeys(sorted(served), 200)
    if sized(False, True):  # Python starts once more, of the same files
        page.reload()
        page.locator("#summary", has_text="5 of 7 claims are right").wait_for(timeout=PATIENT)
    page.locator("#text").fill("x = 3; y = x^2\ndy/dx = 2x")
    page.locator("#summary", has_text="1 claim: right").wait_for(timeout=PATIENT)
    page.locator("#mode-train").click()
    page.locator("#network .weight").first.wait_for(timeout=PATIENT)
    page.locator("#one").click()
    page.locator("#train-status", has_text="Step 1").wait_for(timeout=PATIENT)
    context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith((live, "data:", "blob:", "about:"))] == []
