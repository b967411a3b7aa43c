"""The command `autograd serve`: the playground in the browser, run with the package installed here."""

import argparse
import errno
import webbrowser
from typing import TYPE_CHECKING

from autograd.commands.grammar import Parser, whole
from autograd.support.terminal import complain

if TYPE_CHECKING:
    from autograd.commands.playground.server import Server

PORT = 8765
"""Where it is served if nothing else is asked for; if that is taken, anywhere."""


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument(
        "--port",
        type=whole("a port", 0, 65535),
        metavar="N",
        help=f"on this port (default {PORT}; 0 is any that is free)",
    )
    command.add_argument("--no-browser", action="store_true", help="only say where it is")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from autograd.commands.playground.server import Server

    try:
        server = _anywhere(Server) if options.port is None else Server(options.port)
    except OSError as error:
        complain(_why(error, options.port))
        return 1
    with server:
        server.worker.begin()
        print(f"The playground is at {server.url}\nCtrl-C ends it.", flush=True)
        if not options.no_browser and not _opened(server.url):
            complain("no browser was found: open the address above in one")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _anywhere(server: "type[Server]") -> "Server":
    try:
        return server(PORT)
    except OSError:
        return server(0)


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use: choose another, or --port 0 for any that is free"
    if error.errno == errno.EACCES:
        return f"port {port} is not allowed here: choose one above 1023, or --port 0 for any that is free"
    return f"nothing can be served here: {error.strerror or error}"


def _opened(url: str) -> bool:
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False
