"""The playground on this machine: a server that only the page it serves can use, and a process that does the work.

Who asks must know the token, which is part of every address; must name this machine as the host, so that no other name
leads here; and must not be another site's page. What is asked takes a second at most.
"""

import hmac
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from autograd.commands.playground import files
from autograd.commands.playground.process import COUNTS

ADDRESS = "127.0.0.1"
LONGEST = 1.0
"""Seconds of the processor that an answer may take, where the system counts them; else seconds."""

BUSY = 5
"""How many times as long it may take where the machine has other things to do."""

STARTING = 30.0
"""Seconds that the process may take to begin."""

LARGEST = 100_000
"""Bytes of a request."""

PATIENCE = 10
"""Seconds after which a connection that says nothing is closed."""


class Worker:
    """The process that answers, one request after the other; another takes its place where it takes too long."""

    def __init__(self, seconds: float = LONGEST) -> None:
        self.seconds = seconds
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.answers: queue.Queue[bytes] = queue.Queue()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request, or why there is none."""
        with self.lock:
            if self.process is None or self.process.poll() is not None:
                self.begin()
                if self.next(STARTING) is None:
                    return {"error": "the process that does the work does not begin"}
            assert self.process is not None
            assert self.process.stdin is not None
            try:
                self.process.stdin.write(files.as_json(request) + b"\n")
                self.process.stdin.flush()
                found = self.next(self.seconds * (BUSY if COUNTS else 1))
            except OSError:
                found = b""
            if found:
                return json.loads(found)  # type: ignore[no-any-return]
            late = found is None or self.process.wait() == -getattr(signal, "SIGPROF", 0)
            self.begin()
            why = (
                f"it took more than {self.seconds:g} s" if late else "its process ended: there may be too little memory"
            )
            return {"error": f"stopped: {why}", "stopped": True}

    def begin(self) -> None:
        """Start a process; what it says comes in order, b"" at its end."""
        self.end()
        program = f"from autograd.commands.playground.process import main; main({self.seconds!r})"
        answers: queue.Queue[bytes] = queue.Queue()
        self.answers = answers
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us
        )
        self.is_ready = False
        threading.Thread(target=_listen, args=(self.process, answers), daemon=True).start()

    def next(self, seconds: float) -> bytes | None:
        """The next line of the process; None where it takes too long. That it is ready is no answer."""
        try:
            if not self.is_ready:
                self.is_ready = bool(self.answers.get(timeout=STARTING))
                if seconds == STARTING:
                    return b"ready" if self.is_ready else None
            return self.answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def end(self) -> None:
        """End the process, whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            self.process = None


def _listen(process: "subprocess.Popen[bytes]", answers: "queue.Queue[bytes]") -> None:
    assert process.stdout is not None
    with suppress(ValueError, OSError):
        for line in process.stdout:
            answers.put(line)
    answers.put(b"")


class Server(ThreadingHTTPServer):
    """Serves the page at `url`, to who knows its token."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would take a port that is in use

    def __init__(self, port: int = 0, seconds: float = LONGEST) -> None:
        self.token = secrets.token_urlsafe(18)
        self.worker = Worker(seconds)
        super().__init__((ADDRESS, port), Handler)
        self.url = f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    def server_bind(self) -> None:
        """Take the port; what this machine is called elsewhere is not asked."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a request may call this machine."""
        return (f"{ADDRESS}:{self.server_port}", f"localhost:{self.server_port}")

    def server_close(self) -> None:
        """Close the socket, and end the process."""
        super().server_close()
        self.worker.end()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is nobody's concern."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    timeout = PATIENCE
    wbufsize = -1  # an answer goes out in one piece: the second would wait until the first is acknowledged, 40 ms
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "autograd", ""

    def do_GET(self) -> None:
        """A file of the page."""
        name = self.name()
        if name is None:
            return
        found = files.served(name, "serve")
        if found is None:
            self.refuse(HTTPStatus.NOT_FOUND, "there is no such file")
        else:
            self.send(HTTPStatus.OK, found.encode("utf-8"), files.TYPES[(name or "page.html").rpartition(".")[2]])

    def do_POST(self) -> None:
        """A request of the page."""
        name = self.name()
        if name is None:
            return
        if name != "run":
            self.refuse(HTTPStatus.NOT_FOUND, "there is no such place")
        elif self.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "expected JSON")
        elif not (length := self.headers.get("Content-Length", "")).isdecimal() or "Transfer-Encoding" in self.headers:
            self.refuse(HTTPStatus.LENGTH_REQUIRED, "expected the length of the request")
        elif len(length) > 9 or int(length) > LARGEST:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {LARGEST} bytes are too many")
        else:
            try:
                request = json.loads(self.rfile.read(int(length)))
            except (ValueError, RecursionError):
                request = None
            if isinstance(request, dict):
                self.send(HTTPStatus.OK, files.as_json(self.server.worker.answer(request)), files.TYPES["json"])
            else:
                self.refuse(HTTPStatus.BAD_REQUEST, "expected a JSON object")

    def name(self) -> str | None:
        """What is asked for, below the token; None where the request was refused."""
        _, token, *rest = [*self.path.partition("?")[0].split("/"), ""]
        if self.headers.get("Host") not in self.server.hosts:
            self.refuse(HTTPStatus.FORBIDDEN, "this is not the host that is asked for")
        elif self.is_foreign():
            self.refuse(HTTPStatus.FORBIDDEN, "another site's page may not use this")
        elif not hmac.compare_digest(token.encode("utf-8", "replace"), self.server.token.encode()):
            self.refuse(HTTPStatus.FORBIDDEN, "the token is missing: open the address that autograd serve shows")
        elif not rest[:-1]:
            self.refuse(HTTPStatus.NOT_FOUND, "the address ends in a /")
        else:
            return "/".join(rest[:-1])
        return None

    def is_foreign(self) -> bool:
        """Whether another site's page asks; a link on it may lead here."""
        origin, site = self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site", "none")
        if origin is not None and origin not in [f"http://{host}" for host in self.server.hosts]:
            return True
        return self.command != "GET" and site not in ("none", "same-origin")

    def refuse(self, status: HTTPStatus, why: str) -> None:
        """Say why not, and hang up: what else was sent is not read."""
        self.close_connection = True
        self.send(status, f"{why}\n".encode(), "text/plain; charset=utf-8")

    def send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": f"{_policy()}; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            **({"Connection": "close"} if self.close_connection else {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: addresses have the token."""


_POLICY: list[str] = []


def _policy() -> str:
    if not _POLICY:
        _POLICY.append(files.policy())
    return _POLICY[0]
