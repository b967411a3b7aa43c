r"""Braces with notes: a note that is a formula or a name is a claim of its own."""

from collections.abc import Sequence

from autograd.worksheet.tex.constructs.naming import plain_name
from autograd.worksheet.tex.constructs.writer import Writer
from autograd.worksheet.tex.nodes import Braced, Sign, TexNode, Words
from autograd.worksheet.tex.rows import EQUALS, Statement


def put_braced(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """What has a brace: a note that is a formula or a name is a claim of its own.

    The name stands for it where anything is differentiated by that.
    """
    node = nodes[place]
    assert isinstance(node, Braced)
    content, note = node.content, node.note
    if note is not None and note.parts and not any(isinstance(part, Words) for part in note.inside()):
        equals = Sign("=", start=content.end, end=content.end)
        starts = isinstance(note.parts[0], Sign) and note.parts[0].text in EQUALS
        noted = list(note.parts[starts:])
        joined = (*noted, equals, *content.parts)
        if len(noted) != 1 or plain_name(writer, noted[0]) is None:
            joined = (*content.parts, equals, *noted)
        writer.notes.append(Statement(note.start, note.end, joined))
        if len(noted) == 1 and (name := plain_name(writer, noted[0])) is not None and writer.survey.divides(name):
            writer.row(noted)
            return 1
    writer.wrapped(content.parts, content.start, content.end)
    return 1
