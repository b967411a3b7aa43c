"""Results of many submissions in one file, a line of JSON for each as it comes; a later run can go on in it."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

import autograd
from autograd.commands.grading.keys import Keys
from autograd.errors import LanguageError
from autograd.formulas.notation import counted
from autograd.worksheet.reporting.harmless import json_text
from autograd.worksheet.reporting.report import Report, combined_exit_code

OUTCOMES = ("right", "wrong", "that can't be read")
"""What exit codes say."""


class Graded(NamedTuple):
    """What is kept of a submission: its line in the file, and what came of it."""

    line: str
    exit_code: int


def graded(file: str, reports: Iterable[Report], seconds: float) -> Graded:
    """The line for a submission, its worksheets in it as they are reported; `seconds` of CPU time it took."""
    found = list(reports)
    code = combined_exit_code(report.exit_code for report in found)
    rows = {"file": file, "exit_code": code, "reports": [report.to_dict() for report in found]}
    return Graded(json_text({**rows, "seconds": round(seconds, 4)}, indent=None), code)


def settings(
    key: str | Keys | None,
    hints: int,
    follow_through: float,
    strict: bool = False,
    last_digit: float | None = None,
    patience: float = 1.0,
) -> dict[str, Any]:
    """What results depend on besides the submissions, for the first line of the file."""
    text = json.dumps(dict(key.texts), sort_keys=True) if isinstance(key, Keys) else key
    digest = None if text is None else hashlib.sha256(text.encode()).hexdigest()
    return {
        "autograd": autograd.__version__,
        "key": digest,
        "hints": hints,
        "follow_through": follow_through,
        "strict": strict,
        **({} if last_digit is None else {"last_digit": last_digit}),
        **({} if patience == 1 else {"patience": patience}),
    }


@dataclass
class Results:
    """The file of results. With `resume` it goes on with what is there, whose last line may be half written."""

    path: Path
    settings: dict[str, Any]
    resume: bool = False
    done: set[str] = field(default_factory=set)
    outcomes: Counter[int] = field(default_factory=Counter)
    file: BinaryIO = field(init=False)

    def __enter__(self) -> "Results":
        if self.path.exists() and not self.resume:
            raise LanguageError(f"{self.path} is there already: --resume goes on with it")
        try:
            self.file = open(self.path, "r+b" if self.path.exists() else "x+b")
        except OSError as error:
            raise LanguageError(f"{self.path}: {error.strerror}") from None
        try:
            self._read()
        except BaseException:
            self.file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def _read(self) -> None:
        """Find out what is done; cut off what was half written when the run was stopped."""
        whole = 0
        for number, line in enumerate(self.file):
            try:
                row = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                row = None
            if row is None:
                break
            if number == 0 and row != self.settings:
                raise LanguageError(f"{self.path}: another key, other options or another version: begin another file")
            if number:
                self._count(row["file"], row["exit_code"])
            whole += len(line)
        self.file.seek(whole)
        self.file.truncate()
        if not whole:
            self._write(json_text(self.settings, indent=None))

    def add(self, file: str, found: Graded) -> None:
        """Write the line of one more submission."""
        self._write(found.line)
        self._count(file, found.exit_code)

    def _write(self, line: str) -> None:
        self.file.write(line.encode() + b"\n")
        self.file.flush()

    def _count(self, file: str, code: int) -> None:
        self.done.add(file)
        self.outcomes[code] += 1

    def __str__(self) -> str:
        told = ", ".join(f"{self.outcomes[code]} {said}" for code, said in enumerate(OUTCOMES))
        return f"{counted(len(self.done), 'submission')}: {told}"
