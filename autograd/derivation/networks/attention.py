"""Self-attention of a sequence, head by head: Q, K, V, their scores S, the shares A, and what is gathered, O = A V."""

from collections.abc import Sequence
from typing import Any

from autograd.derivation.networks.dense import linear
from autograd.derivation.networks.rows import array_of
from autograd.derivation.networks.sheet import NetworkSheet
from autograd.errors import LanguageError


def attention(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """The heads, each projected by itself, and the sum of what they give, which is what they give side by side."""
    array = array_of(x)
    if array.ndim == 3 and len(array) > 1:
        raise LanguageError(f"{module!r} of a batch is not written in matrices here: call it on one sequence")
    name = sheet.received(x, repr(module))
    shape = sheet.shapes[name]
    if len(shape) < 2 or shape[0] < 2:
        raise LanguageError(f"{module!r} of a single place is not written in matrices: there is nothing to choose from")
    share = module.embed_dim // module.num_heads
    heads = _parameters(sheet, module, share)
    mask = ""
    if module.causal:
        rows = [[1.0 if other <= place else 0.0 for other in range(shape[0])] for place in range(shape[0])]
        mask = sheet.give(sheet.new("M"), rows, fixed=True)
    parts = []
    for queries, keys, wanted, out in heads:
        q, k, v = (
            linear(sheet, name, each, (shape[0], share), None, letter)
            for each, letter in ((queries, "q"), (keys, "k"), (wanted, "v"))
        )
        size = (shape[0], shape[0])
        s = sheet.define(sheet.new("S"), f"{q}@{k}.T/sqrt({share})", size)
        own, other = (f"{mask}[i,j]*", f"{mask}[i,k]*") if mask else ("", "")
        shares = f"{own}exp({s}[i,j])/sum(k: {other}exp({s}[i,k]))"
        a = sheet.define(f"{sheet.new('A')}[i,j]", shares, size)
        o = sheet.define(sheet.new("O"), f"{a}@{v}", (shape[0], share))
        parts.append(f"{o}@{out}.T")
    bias = sheet.parameters[id(module.out_proj)]
    added = [f"{name}.T" for name in bias]
    sheet.define(sheet.called("y", shape), " + ".join([*parts, *added]), shape, values)


Head = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]
"""The weights and the bias of the queries, the keys and the values of a head, and its share of the projection out."""


def _parameters(sheet: NetworkSheet, module: Any, share: int) -> list[Head]:
    """The parameters of each head, written when the module is first used."""
    features = module.embed_dim
    if id(module) in sheet.parameters:
        return list(sheet.parameters[id(module)])
    found: list[Head] = []
    for head in range(module.num_heads):
        own = slice(head * share, (head + 1) * share)
        parts = []
        number = sheet.new("Wq")[2:]
        for place, letter in enumerate("qkv"):
            rows = slice(place * features + own.start, place * features + own.stop)
            names = [sheet.give(f"W{letter}{number}", module.in_proj_weight[rows])]
            if module.in_proj_bias is not None:
                names.append(sheet.give(f"b{letter}{number}", module.in_proj_bias[rows]))
            parts.append(tuple(names))
        out = sheet.give(f"Wo{number}", module.out_proj.weight[:, own])
        found.append((parts[0], parts[1], parts[2], out))
    bias = module.out_proj.bias
    sheet.parameters[id(module)] = tuple(found)
    sheet.parameters[id(module.out_proj)] = () if bias is None else (sheet.give(sheet.new("bo"), bias),)
    return found
