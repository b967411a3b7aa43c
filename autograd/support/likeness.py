"""The known word that was probably meant by another.

>>> most_alike("Sigmod", ["sin", "sigmoid"]), most_alike("q", ["sin", "sigmoid"])
('sigmoid', None)
"""

from collections.abc import Iterable


def most_alike(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known word most like this one, upper and lower case being the same; None if none is like it.

    `likeness` is from 0 to 1, as difflib counts it. Of words that differ in case only, the last one is found.
    """
    from difflib import get_close_matches  # takes its time to import, and is needed only when something is wrong

    folded = {each.lower(): each for each in known}
    found = get_close_matches(word.lower(), folded, 1, likeness)
    return folded[found[0]] if found else None
