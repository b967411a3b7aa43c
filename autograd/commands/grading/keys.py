r"""Keys of a class: one for all, or a folder with one for each student, found by what a submission is called.

>>> keys = Keys({"ada": "w = 2; x = 3; z = w*x\nz = 6   # 1 point, as a number"})
>>> keys.of("answers/Ada_12345_file/answers.sheet")
'ada'
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograd.commands.grading.submissions import SUFFIXES
from autograd.commands.texts import text_of
from autograd.errors import LanguageError
from autograd.exercises.roster import plain

MOST_KEYS = 100_000

OTHER_NUMBERS = "these are not the numbers of"
"""What is said of a submission with somebody else's numbers."""

LEAST_ALIKE = 3
"""So many numbers of somebody else say that they were used: one or two may be so by chance."""

PART_ALIKE = 0.7
"""The part of a submission's numbers that has to be somebody else's."""

_NUMBER = re.compile(r"-?[\d.]+|\[[-\d., \[\]]*\]")
"""A number, or a list of them."""


def numbers_of(text: str) -> set[tuple[str, str]]:
    """What a sheet says that names and derivatives are: each with its number as it stands, the last on its line."""
    found = set()
    for line in text.splitlines()[:2000]:
        line = line.partition("#")[0].replace("−", "-").replace("∂", "d")[:2000]
        for statement in line.split(";"):
            target, sign, rest = statement.partition("=")
            last = rest.rpartition("=")[2].strip() if sign else ""
            if _NUMBER.fullmatch(last):
                found.add((target.replace(" ", ""), last.replace(" ", "")))
    return found


@dataclass
class Keys:
    """The keys of a class by what they are called."""

    texts: Mapping[str, str]
    folder: str = ""

    @cached_property
    def names(self) -> dict[str, str]:
        """What each key is called, by how folders would be."""
        return {plain(name): name for name in self.texts}

    def of(self, file: str) -> str | None:
        """The key for a submission: called as the file is, or a folder that it is in, or as one of these begins."""
        path = Path(file)
        for word in (path.stem, *(parent.name for parent in path.parents)):
            parts = plain(word).split("-")
            for count in range(len(parts), 0, -1):
                if name := self.names.get("-".join(parts[:count])):
                    return name
        return None

    def others(self, text: str, own: str) -> str | None:
        """Whose numbers a submission has, where most are somebody else's and not one's own."""
        said = numbers_of(text)
        count: Counter[str] = Counter(name for pair in said for name in self.index.get(pair, ()))
        mine = count.pop(own, 0)
        if not count:
            return None
        name, alike = count.most_common(1)[0]
        enough = max(LEAST_ALIKE, PART_ALIKE * len(said))
        return name if alike >= enough and alike >= mine + LEAST_ALIKE else None

    @cached_property
    def index(self) -> dict[tuple[str, str], list[str]]:
        """Which keys say that something is a number."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name, text in self.texts.items():
            for pair in numbers_of(text):
                found[pair].append(name)
        return dict(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)


def read_keys(folder: str) -> Keys:
    """The keys in a folder, each called as its file; LanguageError where there are none, or two of one name."""
    files = sorted(
        path for path in Path(folder).iterdir() if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )
    if not files:
        raise LanguageError(f"{folder}: no keys in this folder: expected files ending in {' '.join(SUFFIXES)}")
    if len(files) > MOST_KEYS:
        raise LanguageError(f"{folder}: {len(files)} keys are too many: at most {MOST_KEYS}")
    texts: dict[str, str] = {}
    for path in files:
        if path.stem in texts:
            raise LanguageError(f"{folder}: two keys are called {path.stem}")
        texts[path.stem] = text_of(path)
    return Keys(texts, folder)
