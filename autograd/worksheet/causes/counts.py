"""Mistakes in counting what layers cost: what the count would be under each."""

from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.cause import SENTENCES, Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Call, Number, name_of


def find_count_mistakes(claim: Claim) -> Iterator[Cause]:
    """The mistakes that give exactly the count written, for one layer."""
    base = claim.samples.base
    if not isinstance(claim.target, Call):
        return
    function = claim.target.function
    layers = [base.floats.get(name_of(operand) or "") for operand in claim.target.operands]
    if len(layers) != 1 or not isinstance(layers[0], Layer):
        return
    layer = layers[0]
    try:
        claimed = float(entries(claim.claimed(base)[0])[0])
        truth = float(entries(claim.truths(base)[0])[0])
    except UNCOMPUTABLE:
        return
    found = [
        (wrong, cause)
        for wrong, cause in wrong_layers(layer, [x for x in base.floats.values() if isinstance(x, Layer)])
        if (function == "multiplies" and wrong.multiplies() == claimed)
        or (function == "parameters" and claimed in (wrong.parameters(False), wrong.parameters(True)))
    ]
    told = [cause for wrong, cause in found if _is_written_as(claim, wrong, function)]
    yield from told or [cause for _, cause in found]  # of two that come to the same the one that is written out
    if function == "parameters" and truth != claimed and claimed in (layer.parameters(False), layer.parameters(True)):
        yield Cause("biases", "biases missing" if claimed < truth else "biases too many")
    if function == "parameters" and layer.bias is not None:
        weights = replace(layer, bias=None).parameters(False)
        if claimed == weights != truth:
            yield Cause("biases", "biases missing")
        if claimed == replace(layer, bias=None).parameters(True) != truth:
            yield Cause("biases", "no biases")
    for power in (-3, -2, -1, 1, 2, 3) if isinstance(claim.formula, Number) else ():  # no point slips in a formula
        if claimed == truth * 10.0**power:
            yield Cause("arithmetic", "factor of ten", {"number": 10 ** abs(power)})


def _is_written_as(claim: Claim, layer: Layer, function: str) -> bool:
    """Whether the formula of a claim, or the one before its number, is that of a layer, with biases or without."""
    written = {
        each.replace("·", "*").replace("−", "-") for each in (layer.formula(function, bias) for bias in (False, True))
    }
    return any(echo(each) in written for each in (claim.formula, *claim.before))


def _count(sentence: str, **about: float) -> Cause:
    """A cause whose kind is what is said of it."""
    return Cause(SENTENCES[sentence].format(**about), sentence, about)


def wrong_layers(layer: Layer, others: list[Layer]) -> Iterator[tuple[Layer, Cause]]:
    """Yields the layer without one of its numbers, or with one from another layer."""
    if layer.kind != "conv":
        if layer.kind == "dense" and len(layer.given) > 1:
            yield replace(layer, given=layer.given[-1:]), _count("channels only")
        return
    height, width, channels = layer.given
    out_height, out_width, filters = layer.out
    if channels != 1:
        yield replace(layer, given=(height, width, 1)), _count("input channels")
    if filters != 1:
        yield replace(layer, out=(out_height, out_width, 1)), _count("filters")
    if layer.kernel != 1:
        yield replace(layer, kernel=1), _count("kernel size")
    sizes = {other.out[0] for other in others if other.kind == "conv"} | {height}
    for size in sorted(sizes - {out_height}):
        yield replace(layer, out=(size, size, filters)), _count("other size", part=size, meant=out_height)
    for other in sorted({other.kernel for other in others if other.kind == "conv"} - {layer.kernel}):
        yield replace(layer, kernel=other), _count("other kernel", part=other, meant=layer.kernel)
