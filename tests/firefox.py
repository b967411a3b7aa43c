"""Firefox by its own protocol, Marionette: a socket and JSON, so that nothing but Firefox has to be installed."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PREFERENCES = {
    "marionette.port": 0,  # any that is free; it is written into the profile
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.startup.page": 0,
    "ui.useOverlayScrollbars": 1,  # as on telephones: they take no room
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
PATIENT = 120
"""Seconds in which it starts on a busy machine."""


class Firefox:
    """A Firefox that shows one page. `run` is what the page's script gives back, `ask` what the browser's own does."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENT)
        self.stream = self.socket.makefile("rb")
        self.number = 0
        self._read()  # who it is
        self._command("WebDriver:NewSession")

    def _read(self) -> Any:
        length = b""
        while (letter := self.stream.read(1)) != b":":
            length += letter
        return json.loads(self.stream.read(int(length)))

    def _command(self, name: str, **parameters: Any) -> Any:
        self.number += 1
        message = json.dumps([0, self.number, name, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def run(self, script: str, *arguments: Any) -> Any:
        """What a function of the page's script gives for the arguments."""
        script = f"return ({script})(...arguments)"
        return self._command("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]

    def ask(self, script: str, *arguments: Any) -> Any:
        """The same with the browser's own rights."""
        self._command("Marionette:SetContext", value="chrome")
        try:
            return self.run(script, *arguments)
        finally:
            self._command("Marionette:SetContext", value="content")

    def open(self, url: str, width: int, scheme: str) -> None:
        """Show a page in a window of that width to a reader who likes it light or dark."""
        self._command("WebDriver:SetWindowRect", width=max(width, 600) + 40, height=1000)
        self.ask(
            "(width, dark) => { gBrowser.selectedBrowser.style.width = width;"
            "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', dark ? 0 : 1);"
            "Services.console.reset(); }",
            f"{width}px",
            scheme == "dark",
        )
        self._command("WebDriver:Navigate", url=url)
        self._command("WebDriver:SetTimeouts", script=1000 * PATIENT)
        self._command(
            "WebDriver:ExecuteAsyncScript",
            script="const done = arguments[0], wait = () => innerWidth === WIDTH ? requestAnimationFrame(() => "
            "requestAnimationFrame(done)) : setTimeout(wait, 20); wait();".replace("WIDTH", str(width)),
            args=[],
        )

    def complaints(self, url: str) -> list[str]:
        """What the page's scripts and styles were told off for, and what it asked the network for."""
        said = self.ask(
            "(url) => Services.console.getMessageArray().filter((each) => each.sourceName === url)"
            ".map((each) => each.errorMessage)",
            url,
        )
        return [*said, *self.run("() => performance.getEntriesByType('resource').map((each) => each.name)")]


@contextmanager
def firefox(program: str, folder: Path) -> Iterator[Firefox]:
    """Firefox without a window, its profile in a folder."""
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    command = [
        program,
        "--headless",
        "--no-remote",
        "--marionette",
        "-remote-allow-system-access",
        "--profile",
        str(folder),
    ]
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HOME": str(folder)})
    try:
        port, deadline = folder / "MarionetteActivePort", time.monotonic() + PATIENT
        while not (port.exists() and port.read_text()):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Firefox did not start: {(folder / 'log').read_text()}")
            time.sleep(0.1)
        opened = Firefox(int(port.read_text()))
        yield opened
        opened.stream.close()
        opened.socket.close()
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
