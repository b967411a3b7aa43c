"""Worksheets judged: the nine sheets as they stand, and each kind of verdict."""

import re

import pytest

from autograd.worked import WORKED, sheet as worked_text
from autograd.worksheet.judging import Judge
from autograd.worksheet.sheets import read_sheet


def judged(text, key=None):
    key = read_sheet(key) if key else None
    return Judge(read_sheet(text, key), key).verdicts()


def said(text, key=None):
    return [(verdict.line, verdict.verdict) for verdict in judged(text, key)]


@pytest.mark.parametrize("name", WORKED)
def test_worked_sheets_get_the_verdicts_noted_in_them(name):
    sheet = read_sheet(worked_text(name))
    found = Judge(sheet).verdicts()
    assert found
    for line in sheet.lines:
        here = [verdict.verdict for verdict in found if verdict.line == line.number]
        noted = re.split(r",\s*", line.noted.partition(":")[0]) if line.noted else []
        noted = noted * len(here) if len(noted) == 1 else noted
        if noted:
            assert len(noted) == len(here)
            assert all(verdict.startswith(note.split(" as ")[0]) for verdict, note in zip(here, noted, strict=True))
        else:
            assert all(verdict in ("right", "right, in row layout") for verdict in here), (line.text, here)
