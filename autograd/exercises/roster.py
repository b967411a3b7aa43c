r"""Rosters: who gets an exercise, from a table as learning platforms and spreadsheets write it.

>>> for student in read_roster("name,email\nAda Lovelace,ada@example.org\nZoë,z@example.org", "roster.csv"):
...     print(student.folder, student.key)
ada-lovelace ada@example.org
zoe z@example.org
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograd.errors import LanguageError
from autograd.worksheet.language.excerpt import is_unprintable

MOST_STUDENTS = 100_000

LONGEST_NAME = 200
"""Characters of a name."""

LONGEST_FOLDER = 60
"""Characters of a folder's name: file systems take 255 bytes."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "student", "student name", "participant"),
    "first": ("first name", "firstname", "first", "given name", "forename", "vorname"),
    "last": ("last name", "lastname", "last", "surname", "family name", "nachname"),
    "id": (
        "id",
        "id number",
        "idnumber",
        "student id",
        "studentid",
        "student number",
        "number",
        "matriculation",
        "matriculation number",
        "matrikelnummer",
    ),
    "username": ("username", "user name", "user", "login", "account"),
    "email": ("email", "email address", "e-mail", "e-mail address", "mail"),
}
"""What the columns of a roster are called, in any case."""

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that no folder can have on some systems."""


@dataclass(frozen=True)
class Student:
    """Somebody on a roster: `key` tells them from all others, `folder` is what their files are called.

    `columns` are all columns of the roster, for tables that go back to where it came from.
    """

    name: str
    key: str
    folder: str
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)


def read_roster(text: str, name: str) -> list[Student]:
    """The students of a roster, in its order; `name` is what the file is called in what is said of it.

    The first line names the columns: a name, or first and last name, and what tells students of one name apart (an id,
    a user name or an email address). A file without such a line has a name on each. LanguageError for a line without
    a name, and for two students that cannot be told apart.
    """
    rows = list(_rows(text, name))
    if not rows:
        raise LanguageError(f"{name}: there is nobody on it")
    if len(rows) > MOST_STUDENTS:
        raise LanguageError(f"{name}: {len(rows)} students are too many: at most {MOST_STUDENTS}")
    keys: dict[str, int] = {}
    found = []
    for line, columns in rows:
        known = known_columns(columns)
        full = name_in(columns)
        if not full:
            raise LanguageError(f"{name}, line {line}: there is no name")
        if len(full) > LONGEST_NAME:
            raise LanguageError(f"{name}, line {line}: {len(full)} characters are too many for a name")
        if any(map(is_unprintable, full)):
            raise LanguageError(f"{name}, line {line}: there are characters in the name that cannot be printed")
        key = known["id"] or known["username"] or known["email"] or full
        same = key.casefold()
        if same in keys:
            what = "students called" if key == full else "students with"
            apart = ": add a column id or email that tells them apart" if key == full else ""
            raise LanguageError(f"{name}, lines {keys[same]} and {line}: two {what} {key}{apart}")
        keys[same] = line
        found.append((full, key, columns))
    count = Counter(folder_of(full, key) for full, key, _ in found)
    return [Student(full, key, _apart(folder_of(full, key), key, count), columns) for full, key, columns in found]


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines with something on them, each with its number and its columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return
    separator = max(",;\t", key=lines[0].count)
    known = {word for words in COLUMNS.values() for word in words}
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    head: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if head is None:
                words = [cell.strip().casefold() for cell in cells]
                if known & set(words):
                    head = [cell.strip() for cell in cells]
                    continue
                if len(cells) > 1:
                    wanted = "name, or first name and last name, and perhaps id or email"
                    raise LanguageError(f"{name}, line {reader.line_num}: no column is called as expected: {wanted}")
                head = ["name"]
            if len(cells) > len(head):
                said = f"{len(cells)} cells, where the first line has {len(head)}"
                raise LanguageError(f"{name}, line {reader.line_num}: {said}: a name with a comma stands in quotes")
            yield reader.line_num, dict(zip(head, (cell.strip() for cell in cells), strict=False))
    except csv.Error as error:
        raise LanguageError(f"{name}, line {reader.line_num}: {error}") from None


def known_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """What the columns of a student say, by what kind of column it is."""
    return {kind: _first(columns, words) for kind, words in COLUMNS.items()}


def name_in(columns: Mapping[str, str]) -> str:
    """The name of a student, or what there is instead of one."""
    known = known_columns(columns)
    full = known["name"] or " ".join(filter(None, (known["first"], known["last"])))
    return " ".join(full.split()) or known["username"] or known["email"] or known["id"]


def _first(columns: Mapping[str, str], words: tuple[str, ...]) -> str:
    """The first column with something in it that is called one of these."""
    return next((value for title, value in columns.items() if title.casefold() in words and value), "")


def folder_of(name: str, key: str) -> str:
    """A folder's name for a student, in letters that every system and archive has.

    >>> folder_of("Zoë Müller-Łukasz", "7"), folder_of("../../etc", "8"), folder_of("王小明", "w.xm@example.org")
    ('zoe-muller-lukasz', 'etc', 'w-xm-example-org')
    """
    text = next((text for text in map(plain, (name, key)) if len(text) > 1), plain(key))
    text = text[:LONGEST_FOLDER].strip("-") or f"student-{_digest(key)}"
    return f"{text}-1" if text in RESERVED else text


def plain(name: str) -> str:
    """A name as folders are called: letters and digits that every system has, joined by hyphens.

    >>> plain("Łukasz Øre (7)")
    'lukasz-ore-7'
    """
    text = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "æ": "ae",
        "Æ": "AE",
        "đ": "d",
        "Đ": "D",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        "ı": "i",
        "ħ": "h",
        "Ħ": "H",
        "ŋ": "n",
        "Ŋ": "N",
    }
)
"""Letters that do not come apart into one of the alphabet and a sign."""


def _apart(folder: str, key: str, count: Counter[str]) -> str:
    """The folder, with a few signs of the key where several students would have the same."""
    return f"{folder}-{_digest(key)}" if count[folder] > 1 else folder


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:6]
