r"""Signs and numbers: what stands between names, and 1.5 \cdot 10^{-3}."""

from collections.abc import Sequence

from autograd.errors import LanguageError
from autograd.worksheet.language.tokens import tokens as read_tokens
from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.tex.constructs.looks import TIMES, is_sign
from autograd.worksheet.tex.constructs.writer import DOTS, Writer
from autograd.worksheet.tex.nodes import Digits, Group, Scripted, Sign, TexNode, Words
from autograd.worksheet.tex.rows import is_relation


def put_sign(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A sign."""
    node = nodes[place]
    assert isinstance(node, Sign)
    text, start, end = node.text, node.start, node.end
    last = writer.out[-1] if writer.out else None
    if text in ("+", "-", "/"):
        writer.put(text, text, start, end)
    elif text == "⊗" and writer.survey.is_outer and place + 1 < len(nodes):
        writer.put("@", "", start, end)
        used = writer.one(nodes, place + 1)
        writer.put(".T", ".T", nodes[place + used].end, nodes[place + used].end)
        return 1 + used
    elif text in TIMES:
        if text in ("·", "×", "*", "∗") and last is not None and last.text in ("+", "-", "(", "="):
            raise writer.wrong(f"{writer.text[start:end]} has nothing on its left", node)
        writer.put("*", text if text in "·×" else "*", start, end)
    elif text in ("=", "≈"):
        writer.put("=", text, start, end)
    elif text in (":=", "<-"):
        writer.put(text, text, start, end)
    elif text == ":" and is_sign(nodes, place + 1, "="):
        writer.put(":=", ":=", start, nodes[place + 1].end)
        return 2
    elif text == ",":
        raise writer.wrong("a comma has no meaning here", node)
    elif text == "." and _is_dot_product(nodes, place):
        writer.put("*", "·", start, end)
    elif text == "…":
        raise writer.wrong("dots between terms are not read", node, DOTS)
    elif text == "√":
        raise writer.wrong("a root is written \\sqrt{…}", node)
    elif text == "∞":
        raise writer.wrong("\\infty is not a number", node)
    elif text == "!" or text == "?":
        raise writer.wrong(f"{text} has no meaning here", node)
    elif text.startswith("\\"):
        raise writer.wrong(f"the command {text} is not known", node)
    else:
        raise writer.wrong(f"{writer.text[start:end] or text} has no meaning here", node)
    return 1


def _is_dot_product(nodes: Sequence[TexNode], place: int) -> bool:
    """Whether a full stop stands close between two factors: W_1.a_0."""
    if not 0 < place < len(nodes) - 1:
        return False
    before, after = nodes[place - 1], nodes[place + 1]
    is_close = before.end == nodes[place].start and nodes[place].end == after.start
    return is_close and not (isinstance(before, Sign) or isinstance(after, Sign))


def put_unit(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""A unit behind the number that a formula comes to, which says nothing: 0.31\ \text{nats}."""
    node = nodes[place]
    assert isinstance(node, Words)
    word, after = node.text.strip(), nodes[place + 1 : place + 2]
    is_last = not after or is_relation(after[0])
    before = [token.kind for token in writer.out[-2:]]
    if not is_last or before not in (["number"], ["=", "number"]) or word in writer.survey.given:
        return 0
    return 0 if function_called(word) else 1


def put_number(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    r"""A number; 1.5 \\cdot 10^{-3} is one, with the digits that are printed."""
    node = nodes[place]
    assert isinstance(node, Digits)
    typed, end, used = node.text, node.end, 1
    if writer.out and writer.out[-1].kind == "number" and writer.out[-1].column + writer.out[-1].length < node.start:
        raise writer.wrong("an operator is missing before this number", node)
    match list(nodes[place + 1 : place + 3]):
        case [Sign("×" | "·"), Scripted(Digits("10"), None, Group(parts), 0) as power]:
            match parts:
                case (Digits(exponent),) if exponent.isdigit() and len(exponent) < 3:
                    typed, end, used = f"{typed}e{exponent}", power.end, 3
                case (Sign("-"), Digits(exponent)) if exponent.isdigit() and len(exponent) < 4:
                    typed, end, used = f"{typed}e-{exponent}", power.end, 3
    try:
        found = read_tokens(typed)[0]
    except LanguageError as error:
        raise writer.wrong(str(error), node) from None
    if is_sign(nodes, place + used, "%"):
        writer.open(node.start)
        writer.put("number", typed, node.start, end, number=found.number, half_unit=found.half_unit)
        writer.put_all("/", "100", at=end)
        writer.close(nodes[place + used].end)
        return used + 1
    writer.put("number", typed, node.start, end, number=found.number, half_unit=found.half_unit)
    return used
