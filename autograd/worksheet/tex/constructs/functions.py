r"""Functions with their operands: of the language, of the document's own, and those that nobody defines."""

from collections.abc import Sequence

from autograd.worksheet.language.vocabulary import FOLDS, PRIME, function_called, is_bare
from autograd.worksheet.tex.abstract import SLOPE_OF
from autograd.worksheet.tex.constructs.looks import extent
from autograd.worksheet.tex.constructs.naming import put_index, put_name, put_raised
from autograd.worksheet.tex.constructs.writer import OTHER_SUM, Writer
from autograd.worksheet.tex.names import base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Accent, Fence, Group, Letter, Scripted, Sign, Styled, TexNode, Words
from autograd.worksheet.tex.rows import split_at
from autograd.worksheet.tex.survey import name_with


def put_exponential(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """e^{…}, where e is nothing else."""
    node = nodes[place]
    match node:
        case Scripted(Letter("e"), None | Group(()), Group(parts) as above, _) if "e" not in writer.survey.given:
            writer.call("exp", node, parts, above.start, node.end)
            return 1
    return 0


def put_without_arguments(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A name with brackets that only tell what it depends on: L(w, b), and f(x)^2."""
    after = nodes[place + 1] if place + 1 < len(nodes) else None
    fence = after.base if isinstance(after, Scripted) else after
    if isinstance(fence, Fence) and fence.opening in "([" and has_arguments(writer, nodes[place], fence):
        put_name(writer, nodes, place)
        put_behind(writer, after, fence.end)
        return 2
    return 0


def put_behind(writer: Writer, after: TexNode | None, end: int) -> None:
    """What stands below and above the brackets of a function, that end there: softmax(z)_i, f(x)^2."""
    if not isinstance(after, Scripted):
        return
    if after.primes:
        raise writer.wrong("the derivative of what is in brackets does not say by what", after, "primes")
    indices = indices_of(after.below)
    if any(each.kind not in ("letter", "number") for each in indices):
        raise writer.wrong("an index behind brackets is not read", after, "indices behind brackets")
    if indices:
        put_index(writer, indices, end, after.end)
    put_raised(writer, raised_of(after.above, writer.survey.is_t_a_name), after)


def put_function(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A function with its operand."""
    node = nodes[place]
    base, below, above, primes = parts_of(node)
    spelled = base_of(base)
    if spelled is None:
        return 0
    after = nodes[place + 1] if place + 1 < len(nodes) else None
    behind = after.base if isinstance(after, Scripted) else after
    fence = behind if isinstance(behind, Fence) and behind.opening in "([{" else None
    word = spelled.name
    if word in writer.survey.counted.functions:  # g^{[l]}(z): the same for all layers
        above = None
    if word == "log" and below is not None:
        base_said = [getattr(part, "text", "") for part in below.parts]
        word, below = {"2": ("log2", None), "e": ("log", None)}.get("".join(base_said), (word, below))
    is_word = isinstance(base, Words) or len(spelled.name) > 1
    is_operator = isinstance(base, Words) and (is_bare(word) or word in ("max", "min"))
    function = function_called(word)
    if function == "prod" and fence is not None and len(split_at(fence.parts, [","])) > 1:
        function = None  # the product of two derivatives, laid out as it has to be
    if function is not None and word not in writer.survey.given and (fence is not None or is_operator):
        if not is_word and not writer.survey.is_called(word):
            return 0
        return put_called(writer, nodes, place, word, fence, below, above, primes)
    if fence is None or fence.opening != "(":
        return 0
    if counted := _counted(writer, word, below, above):
        if counted in writer.survey.given:
            return put_own(writer, nodes, place, counted + PRIME * primes, fence)
        if primes < 2:
            writer.functions[counted] = len(split_at(fence.parts, [","]))
            return put_own(writer, nodes, place, f"{SLOPE_OF}{counted}" if primes else counted, fence)
    if word in writer.survey.given and not primes:
        named = name_with(spelled, indices_of(below), writer.survey).name
        is_own = writer.survey.is_called(named) and not above and (not below or named != word)
        return put_own(writer, nodes, place, named, fence) if is_own else 0
    if primes and word in writer.survey.called and writer.survey.is_called(word):
        if word in writer.survey.given:
            return put_own(writer, nodes, place, word + PRIME * primes, fence)
        if primes > 1:
            raise writer.wrong("the second slope of a function that is defined nowhere is not read", node, "primes")
        writer.functions[word] = len(split_at(fence.parts, [","]))
        return put_own(writer, nodes, place, f"{SLOPE_OF}{word}", fence)
    if writer.survey.is_called(word) and word not in writer.survey.given and not above:
        writer.functions[word] = len(split_at(fence.parts, [","]))
        return put_own(writer, nodes, place, word, fence)
    return 0


def _counted(writer: Writer, word: str, below: Group | None, above: Group | None) -> str:
    """The name of one of several functions, told apart by what is below or above: g_1(s), and g_i(s) any of them,
    g^{[1]}(s); else "".
    """
    indices = indices_of(below)
    if not writer.survey.is_called(word):
        return ""
    if above is not None:
        raised = raised_of(above)
        return f"{word}^({raised.layer})" if raised.kind == "number" and not indices else ""
    if word not in writer.survey.given or len(indices) != 1:
        return ""
    if indices[0].kind == "number":
        return f"{word}_{indices[0].text}"
    return word if indices[0].kind == "letter" and writer.survey.is_index(indices[0].text) else ""


def put_own(writer: Writer, nodes: Sequence[TexNode], place: int, word: str, fence: Fence) -> int:
    """A function of the document's own."""
    node = nodes[place]
    writer.call(word, node, fence.parts, fence.start, fence.end)
    put_behind(writer, nodes[place + 1], fence.end)
    return 2


def put_fold(writer: Writer, word: str, letter: str, node: TexNode, fence: Fence) -> int:
    r"""A function over an index letter: \operatorname*{mean}_i (x_i), \max_i (x_i)."""
    writer.put("name", word, node.start, max(node.start, fence.start))
    writer.put_all("(", letter, ":", at=fence.start)
    writer.row(fence.parts)
    writer.close(fence.end)
    return 2


def put_called(
    writer: Writer,
    nodes: Sequence[TexNode],
    place: int,
    word: str,
    fence: Fence | None,
    below: Group | None,
    above: Group | None,
    primes: int,
) -> int:
    """A function of the language with its operand."""
    node = nodes[place]
    raised = raised_of(above, writer.survey.is_t_a_name)
    indices = indices_of(below)
    if raised.layer or raised.star or raised.transposed:
        raise writer.wrong("what is raised behind this function is not read", node)
    if word in ("max", "min") and indices and fence is None:
        raise writer.wrong("the largest over an index is not read", node, OTHER_SUM)
    if word in FOLDS and fence is not None and [each.kind for each in indices] == ["letter"] and not primes:
        return put_fold(writer, word, indices[0].text, node, fence)
    if fence is not None:
        operand, start, end, used = fence.parts, fence.start, fence.end, 2
    else:
        stop = extent(nodes, place + 1, at_dots=True)
        operand = tuple(nodes[place + 1 : stop])
        if not operand:
            return put_name(writer, nodes, place)  # \exp = [0.1, 0.9]: what it came to
        start, end, used = operand[0].start, operand[-1].end, stop - place
    writer.call(word + PRIME * primes, node, operand, start, end)
    if indices and any(each.kind in ("letter", "number") for each in indices):
        put_index(writer, indices, node.start, node.end)
    if raised.power is not None:
        put_raised(writer, raised, node)
    if fence is not None:
        put_behind(writer, nodes[place + 1], fence.end)
    return used


def has_arguments(writer: Writer, node: TexNode, fence: TexNode) -> bool:
    """Whether brackets behind a name only tell what it depends on."""
    base, below, _above, primes = parts_of(node)
    spelled = base_of(base)
    if spelled is None or primes or function_called(spelled.name) in FOLDS:
        return False
    named = name_with(spelled, indices_of(below), writer.survey)
    if not writer.survey.arguments_dropped(named.name) or not isinstance(fence, Fence):
        return False
    names = all(isinstance(part, (Letter, Scripted, Accent, Styled, Sign)) for part in fence.parts)
    signs = {part.text for part in fence.parts if isinstance(part, Sign)}
    return names and signs <= {",", ";", "|", "…"}
