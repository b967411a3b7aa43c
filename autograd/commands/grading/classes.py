"""A class from the file of its results: what each reached of what is asked, and which mistakes were made most."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from autograd.commands.grading.keys import OTHER_NUMBERS
from autograd.errors import LanguageError
from autograd.exercises.families.table import FAMILIES
from autograd.exercises.roster import name_in, plain
from autograd.worksheet.judging.verdicts import FINE, FOLLOWS, NOT_ATTEMPTED, UNREADABLE
from autograd.worksheet.reporting.harmless import cell, one_line

RIGHT, PARTLY, WRONG, LEFT = "right", "partly", "wrong", "not attempted"
"""What can be said of something asked for."""

NOT_YOURS = "These are not the numbers of your own sheet."
"""What is said to who used somebody else's: not whose."""

_OWN_COLUMNS = ("folder", "family", "seed")
"""The columns of a table of students that are none of the roster's."""

LARGEST = 2_000_000_000
"""Bytes of a file of results."""


@dataclass(frozen=True)
class Part:
    """Something that was asked for, its points, and those that were reached."""

    asked: str
    worth: float
    reached: float
    attempted: bool

    @property
    def state(self) -> str:
        """What came of it."""
        if self.reached >= self.worth:
            return RIGHT
        return LEFT if not self.attempted else PARTLY if self.reached else WRONG


@dataclass(frozen=True)
class Member:
    """A submission: whose it is, what each part of it earned, and the verdicts on its lines."""

    file: str
    name: str
    parts: tuple[Part, ...]
    verdicts: tuple[Mapping[str, Any], ...]
    looks: tuple[tuple[str, str], ...] = ()
    note: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""

    @property
    def points(self) -> float:
        """The points reached."""
        return sum(part.reached for part in self.parts)

    @property
    def worth(self) -> float:
        """The points there are."""
        return sum(part.worth for part in self.parts)

    def faults(self) -> Iterator[Mapping[str, Any]]:
        """The verdicts that find a fault of its own, the first of a line: what is worked on with is no second one.

        None where somebody else's numbers were used: what is wrong there are the numbers.
        """
        if self.has_other_numbers:
            return
        told: set[int] = set()
        for verdict in self.verdicts:
            said = verdict["verdict"]
            is_own = (
                said not in (*FINE, NOT_ATTEMPTED) and not said.startswith(FOLLOWS) and verdict["kind"] != "carried"
            )
            if is_own and verdict["line"] not in told:
                told.add(verdict["line"])
                yield verdict

    @property
    def remark(self) -> str:
        """What is said of the whole: to who used somebody else's numbers that they did, not whose these are."""
        return NOT_YOURS if self.has_other_numbers else self.note

    @property
    def has_other_numbers(self) -> bool:
        """Whether somebody else's numbers were used."""
        return self.note.startswith(OTHER_NUMBERS)

    @property
    def feedback(self) -> str:
        """What there is to say, in a line."""
        told = [f"{self.points:.4g} of {self.worth:.4g} points", *filter(None, (self.remark.rstrip("."),))]
        for verdict in self.faults():
            said = ": ".join(filter(None, (verdict["verdict"], verdict["hint"])))
            told.append(f"line {verdict['line']}: {said}")
        left = [part.asked for part in self.parts if part.state == LEFT]
        if len(left) < len(self.parts):
            told += [f"not attempted: {', '.join(left)}"] if left else []
        elif not self.remark:
            told += ["nothing was attempted"] if left else []
        return one_line("; ".join(told))


@dataclass(frozen=True)
class Mistake:
    """A kind of mistake: who made it, and how often what was said of it about what."""

    kind: str
    members: frozenset[str]
    examples: Counter[tuple[str, str]]


@dataclass
class Class:
    """The submissions of a class; `exercise` is what they are about, where the table of students tells it."""

    members: list[Member]
    exercise: str = ""

    @cached_property
    def asked(self) -> list[str]:
        """Everything that was asked for, in order."""
        return list(dict.fromkeys(part.asked for member in self.members for part in member.parts))

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """The kinds of mistakes, those that most made first."""
        who: defaultdict[str, set[str]] = defaultdict(set)
        examples: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for member in self.members:
            for verdict in member.faults():
                kind = verdict["kind"] or ("can't be read" if verdict["verdict"] == UNREADABLE else "no usual mistake")
                who[kind].add(member.file)
                about = verdict["claim"].partition("=")[0].strip()
                examples[kind][about, verdict["cause"]] += 1
        found = [Mistake(kind, frozenset(files), examples[kind]) for kind, files in who.items()]
        return sorted(found, key=lambda each: (each.kind == "no usual mistake", -len(each.members), each.kind))

    def reached(self, asked: str) -> tuple[float, float]:
        """The points that all together reached of something asked for, and those there were."""
        parts = [part for member in self.members for part in member.parts if part.asked == asked]
        return sum(part.reached for part in parts), sum(part.worth for part in parts)

    def grades(self, title: str) -> str:
        """The grades as Moodle imports them: the roster's columns, the points, and what there is to say.

        Without a roster the first column is the name. Rows are in order of the roster.
        """
        titles = list(dict.fromkeys(each for member in self.members for each in member.columns)) or ["Name"]
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow([*map(cell, titles), cell(title), "Feedback comments"])
        for member in self.members:
            known = [member.columns.get(each, "") for each in titles] if member.columns else [member.name]
            handed_in = bool(member.file)
            told = [f"{member.points:.10g}", cell(member.feedback)] if handed_in else ["", "nothing was handed in"]
            writer.writerow([*map(cell, known), *told])
        return written.getvalue()


def read_class(path: str, roster: str | None = None) -> Class:
    """The class in a file of results; with a table of students (as `autograd exercise` writes it) by their names.

    LanguageError for what is no file of results.
    """
    members = [_member(row) for row in _rows(path)]
    if not members:
        raise LanguageError(f"{path}: there are no results in it")
    if roster is None:
        return Class(_named(members))
    rows = _students(roster)
    return Class(list(_with_columns(members, rows)), _exercise_of(rows))


def _students(roster: str) -> list[dict[str, str]]:
    """The rows of a table of students; LanguageError where it is none."""
    from autograd.commands.texts import text_of

    rows = list(csv.DictReader(io.StringIO(text_of(Path(roster), 50_000_000))))
    if not rows or "folder" not in rows[0]:
        raise LanguageError(
            f"{roster}: there is no column called folder: autograd exercise --students writes such a table"
        )
    return rows


def _exercise_of(rows: list[dict[str, str]]) -> str:
    """What the exercise of a table of students is called; nothing where there are several, or nobody knows it."""
    named = {row.get("family") for row in rows}
    known = {each.name: each.title for each in FAMILIES}
    return known.get(named.pop() or "", "") if len(named) == 1 else ""


def _rows(path: str) -> Iterator[dict[str, Any]]:
    """The lines of a file of results, but for the first, which says with what they were made."""
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith("\n"):  # half written: the run was stopped
                    break
                try:
                    row = json.loads(line)
                    wanted = "autograd" if number == 1 else "reports"
                    row[wanted]
                except (ValueError, KeyError, TypeError):
                    made = "autograd check … --results FILE writes such files"
                    raise LanguageError(f"{path}, line {number}: these are no results: {made}") from None
                if number > 1:
                    yield row
    except UnicodeDecodeError:
        raise LanguageError(f"{path}: these are no results") from None
    except OSError as error:
        raise LanguageError(f"{path}: {error.strerror}") from None


def _member(row: Mapping[str, Any]) -> Member:
    """A submission as it stands in the file of results."""
    reports = row["reports"]
    parts = tuple(Part(**grade) for report in reports for grade in report.get("grades", ()))
    verdicts = tuple(verdict for report in reports for verdict in report["verdicts"])
    looks = tuple((each["claim"], each["look"]) for report in reports for each in report["needs_look"])
    note = "; ".join(filter(None, (report.get("note", "") for report in reports)))
    return Member(row["file"], row["file"], parts, verdicts, looks, note)


def _named(members: list[Member]) -> list[Member]:
    """The members called as their files; where all files are called the same, as the folders they are in."""
    paths = [PurePosixPath(Path(member.file).as_posix()) for member in members]
    by_folder = len(paths) > 1 and len({path.name for path in paths}) == 1
    names = [path.parent.name if by_folder else path.stem for path in paths]
    if len(set(names)) < len(names):
        names = list(map(str, paths))
    return [_renamed(member, name) for member, name in zip(members, names, strict=True)]


def _renamed(member: Member, name: str, columns: Mapping[str, str] | None = None, folder: str = "") -> Member:
    return replace(member, name=name, columns=columns or member.columns, folder=folder)


def _with_columns(members: Iterable[Member], rows: list[dict[str, str]]) -> Iterator[Member]:
    """The members by the names of a table of students; who handed in nothing is among them, others come last."""
    from autograd.commands.grading.keys import Keys

    students = {row["folder"]: row for row in rows}
    keys = Keys(dict.fromkeys(students, ""))
    own: defaultdict[str | None, list[Member]] = defaultdict(list)
    for member in members:
        own[keys.of(member.file)].append(member)
    columns = {
        folder: {title: value or "" for title, value in row.items() if title and title not in _OWN_COLUMNS}
        for folder, row in students.items()
    }
    count = Counter(map(name_in, columns.values()))
    for folder, known in columns.items():
        name = name_in(known) or folder
        if count[name] > 1:  # of two of one name the first other thing that is known tells who it is
            name += f" ({next((value for value in known.values() if value and value not in name), folder)})"
        found = own.pop(folder, [])
        yield from (_renamed(member, name, known, folder) for member in found)
        if not found:
            yield Member("", name, (), (), columns=known)
    yield from _named([member for rest in own.values() for member in rest])


def page_name(member: Member, taken: Counter[str]) -> str:
    """What the page of a member is called, once each."""
    name = member.folder or plain(member.name)[:60] or plain(member.file)[-60:].strip("-") or "student"
    taken[name] += 1
    return f"{name}.html" if taken[name] == 1 else f"{name}-{taken[name]}.html"
