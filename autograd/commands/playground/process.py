"""The process that does the work of `autograd serve`: a request a line comes in, an answer a line goes out.

It ends with the one that began it, which ends it when a request takes too long.
"""

import json
import os
import signal
import sys
from typing import Any

MOST_MEMORY = 2 << 30
"""Bytes that it may take, where the system can hold it to that."""


COUNTS = hasattr(signal, "setitimer")
"""Whether the system ends a process that has had so many seconds of the processor."""


def main(seconds: float) -> None:
    """Answer what comes in, until nothing does; what takes more seconds of the processor ends the process."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  what is printed is no answer
    _limit_memory()
    from autograd.commands.playground.answering import answer

    warm(answer)
    _write(answers, {"ready": True})
    for line in requests:
        if COUNTS:
            signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            found = answer(json.loads(line))
        except MemoryError:
            found = {"error": "this takes more memory than there is for it"}
        except Exception as fault:  # nobody foresaw it: the page goes on
            found = {"error": f"an internal error in autograd ({type(fault).__name__}); please report it"}
        if COUNTS:
            signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answers, found)


def warm(answer: Any) -> None:
    """Load all that is needed, so that the first keystroke is as fast as the others."""
    for kind in ("verdicts", "solution", "picture", "player"):
        answer({"kind": kind, "text": "x = 2.0; y = relu(x)^2\ndy/dx = x = 4.0"})


def _write(answers: Any, found: dict[str, Any]) -> None:
    answers.write(json.dumps(found, separators=(",", ":")).encode("ascii") + b"\n")
    answers.flush()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):  # not on this system
        pass
