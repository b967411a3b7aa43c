r"""Names with what stands below, above and behind them: indices, layers, transposes, powers."""

from collections.abc import Sequence

from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.vocabulary import PRIME, function_called
from autograd.worksheet.tex.constructs.writer import LAYERS, Writer
from autograd.worksheet.tex.layers import OPENS_MEMBER, Member
from autograd.worksheet.tex.names import Index, Raised, Spelled, base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Letter, Scripted, Sign, TexNode, Words
from autograd.worksheet.tex.survey import name_with

CAME_TO = "·"
"""What stands behind the name of a function for what it came to, by itself: softmax = [0.1, 0.9]."""


def is_part_of_name(writer: Writer, spelled: Spelled, below: Group | None, raised: Raised) -> bool:
    """Whether what is raised belongs to a name: σ² where it is differentiated, N^O where O is nothing else."""
    if raised.power is None:
        return False
    match raised.power.parts:
        case (Digits("2"),):
            return name_with(spelled, indices_of(below), writer.survey).name in writer.survey.squares
        case (Letter("l" | "L"),):  # of one layer, whichever it is: the text speaks of no other
            return True
        case (Letter("o" | "h" as text),) if below is not None:  # δ_k^o of the output, δ_j^h of hidden units
            return text not in writer.survey.given or bool(writer.survey.axes.get(text))
        case (Letter(text),) if text.isupper() and len(text) == 1:
            return (
                not writer.survey.alone[text] and text not in writer.survey.given and not writer.survey.bound & {text}
            )
        case (Words(),):
            return True
    return False


def put_name(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A name with its indices, layer, power."""
    node = nodes[place]
    base, below, above, primes = parts_of(node)
    spelled = base_of(base)
    if spelled is None:
        raise writer.wrong("this is not read as a name", node)
    raised = raised_of(above, writer.survey.is_t_a_name)
    indices = indices_of(below)
    if any(each.kind == "other" for each in indices):
        raise writer.wrong("this index is not read", node, "indices other than letters, numbers and words")
    member, raised = writer.survey.counted.raised(spelled.name, raised)
    if member is None:
        member, indices = writer.survey.counted.lowered(spelled.name, indices)
    named = name_with(spelled, indices, writer.survey)
    is_part = is_part_of_name(writer, spelled, below, raised)
    chosen = [each for each in indices if named == spelled]
    if is_part and raised.power is not None:
        last = raised.power.parts[0]
        sign = last.text if isinstance(last, (Letter, Words, Digits)) else ""
        named = Spelled(f"{named.name}^{sign}", f"{named.shown}{'²' if sign == '2' else '^' + sign}")
        raised = raised._replace(power=None)
    if raised.layer:
        if raised.kind == "letter" and writer.survey.is_index(raised.layer) and writer.survey.axes.get(spelled.name):
            chosen = [Index("letter", raised.layer, raised.node or node), *chosen]
        elif raised.kind == "number":
            if is_sample(writer, spelled):
                chosen = [Index("number", raised.layer, raised.node or node), *chosen]
            else:
                named = Spelled(f"{named.name}^({raised.layer})", f"{named.shown}^({raised.layer})")
        else:
            raise writer.wrong("layers counted by a letter are not read", node, LAYERS)
    match raised.power.parts if raised.power is not None else ():
        case (Letter("l" | "L"), Sign(), Digits()):
            raise writer.wrong("layers counted by a letter are not read", node, LAYERS)
    if raised.star:
        named = Spelled(f"{named.name}^{raised.star}", f"{named.shown}^{raised.star}")
    if primes:
        named = Spelled(named.name + PRIME * primes, named.shown + PRIME * primes)
    if any(each.kind in ("step", "sum") and not all(map(writer.survey.is_index, each.letters)) for each in chosen):
        raise writer.wrong("steps counted by a letter are not read", node, LAYERS)
    if isinstance(base, Words) and function_called(named.name) is not None:
        named = Spelled(f"{named.name}{CAME_TO}", named.shown)
    writer.survey.shown.setdefault(named.name, named.shown)
    if member is not None:
        named = Spelled(writer.survey.counted.family(spelled.name, named.name), named.shown)
    end = (
        node.end
        if not (raised.transposed or raised.power is not None)
        else (below.end if below is not None else base.end)
    )
    end = max(end, base.end)
    writer.put("name", named.name, node.start, end if not (chosen or member) else base.end)
    if member is not None:
        put_member(writer, named.name, member)
    if chosen:
        start = min(base.end, end)
        if len(chosen) > 2:
            raise writer.wrong(f"{len(chosen)} indices: names have at most two, row and column", node)
        put_index(writer, chosen, start, end)
    put_raised(writer, raised._replace(layer="", star=""), node)
    return 1


def put_member(writer: Writer, name: str, member: Member) -> None:
    """Which layer or step a name is of."""
    start, end = member.node.start, member.node.end
    writer.members.append((name, member.letter, member.offset))
    writer.out.append(Token("[", OPENS_MEMBER, start, 0))
    if not member.letter:
        writer.put("number", f"{member.offset}", start, end, number=float(member.offset))
    else:
        writer.put("name", member.letter, start, end)
        if member.offset:
            writer.put_all("+" if member.offset > 0 else "-", f"{abs(member.offset)}", at=start)
    writer.put("]", "]", max(start, end - 1), end)


def is_sample(writer: Writer, spelled: Spelled) -> bool:
    """Whether x^{(1)} is the first sample: x^{(i)} stands elsewhere, i an index."""
    return bool(writer.survey.axes.get(spelled.name)) and spelled.name in writer.survey.samples


def plain_name(writer: Writer, node: TexNode) -> str | None:
    """The name a node is, without its indices; None for what is not one."""
    if isinstance(node, Group) and len(node.parts) == 1:
        return plain_name(writer, node.parts[0])
    if (entry := entry_of_name(node)) is not None:
        return plain_name(writer, entry[0])
    base, below, above, primes = parts_of(node)
    spelled = base_of(base)
    if (
        spelled is None
        or isinstance(base, Sign)
        or (primes and spelled.name + PRIME * primes not in writer.survey.given)
    ):
        return None
    raised = writer.survey.counted.raised(spelled.name, raised_of(above, writer.survey.is_t_a_name))[1]
    if raised.power is not None and not is_part_of_name(writer, spelled, below, raised):
        return None
    if raised.transposed:
        return None
    return spelled.name


def entry_of_name(node: TexNode) -> tuple[TexNode, Sequence[Index]] | None:
    """The name and the indices of (W_2)_{ij}, [W_2]_{ij}, {W_2}_{ij}: a number below, and indices behind it."""
    match node:
        case Scripted(Group((inner,)) | Fence("(" | "[", (inner,)), Group() as below, None, 0) if (
            base_of(node.base) is None
        ):
            indices = indices_of(below)
            is_entry = indices and all(each.kind in ("letter", "number") for each in indices)
            return (inner, indices) if is_entry and base_of(parts_of(inner)[0]) is not None else None
    return None


def put_index(writer: Writer, indices: Sequence[Index], start: int, end: int) -> None:
    """Square brackets with indices."""
    writer.put("[", "[", start, start)
    for place, each in enumerate(indices):
        if place:
            writer.put(",", ",", start, start)
        if each.kind == "number":
            number = float(each.text) - writer.survey.first
            writer.put("number", f"{number:g}", each.node.start, each.node.end, number=number)
        elif each.kind in ("step", "sum"):
            put_summed(writer, each)
        else:
            writer.put("name", each.text, each.node.start, each.node.end)
    writer.put("]", "]", max(start, end - 1), end)


def put_summed(writer: Writer, index: Index) -> None:
    """An index that is a sum, i + k - 1: letters count from 0, and so does it."""
    start, end = index.node.start, index.node.end
    count = 0
    for place, (sign, letter) in enumerate(index.signed):
        if place or sign == "-":
            writer.put(sign, sign, start, start)
        writer.put("name", letter, start, end)
        count += 1 if sign == "+" else -1
    number = index.offset + (count - 1) * writer.survey.first
    if number:
        writer.put_all("+" if number > 0 else "-", f"{abs(number)}", at=start)


def put_raised(writer: Writer, raised: Raised, node: TexNode) -> None:
    """What is raised behind something: its transpose, a power."""
    if raised.layer or raised.star:
        raise writer.wrong("a layer behind brackets is not read", node, "layers behind brackets")
    if raised.transposed:
        writer.put(".T", ".T", node.end, node.end)
    if raised.power is not None:
        power = raised.power
        writer.put("^", "^", power.start, power.start)
        writer.put("(", "(", power.start, power.start)
        writer.row(power.parts)
        writer.close(power.end)
