"""Attention: every place of a sequence gathers from the others what it looks for."""

import math
import random
from typing import Any

from autograd.nn.counts.counting import attention_multiplies, width
from autograd.nn.functional.functions import softmax
from autograd.nn.layers.dense import Linear
from autograd.nn.modules.arrays import on_arrays, refused
from autograd.nn.modules.calls import OnLists
from autograd.nn.modules.holdings import Shape, size
from autograd.nn.modules.module import uniform, zero
from autograd.support.lazy import np


class Attention(OnLists):
    """Self-attention over a sequence (length, embed_dim), or a batch of them, with one head or several.

    Each head has a share of the features: softmax(q kᵀ/√d) v with queries, keys and values projected from the
    input; the heads are put side by side and projected once more. A `causal` one only looks back.
    Names are those of PyTorch: `in_proj_weight` (3·embed_dim, embed_dim), `in_proj_bias`, `out_proj`.

    ValueError where the features cannot be shared out to the heads.

    >>> import numpy as np
    >>> from autograd.nn import Attention
    >>> layer = Attention(8, num_heads=2, causal=True)
    >>> layer(np.ones((5, 8))).shape  # five places of eight features
    (5, 8)
    """

    symbols = (("in_proj_weight", "w"), ("in_proj_bias", "b"))

    in_proj_weight: Any
    in_proj_bias: Any

    def __init__(
        self,
        embed_dim: int,
        num_heads: int = 1,
        causal: bool = False,
        bias: bool = True,
        rng: random.Random | None = None,
    ) -> None:
        self.embed_dim = width(embed_dim, "Attention", "features")
        self.num_heads = width(num_heads, "Attention", "heads")
        if embed_dim % num_heads:
            raise ValueError(f"Attention: {embed_dim} features cannot be shared out to {num_heads} heads")
        self.causal = causal
        self.declare(
            rng,
            in_proj_weight=((3 * embed_dim, embed_dim), uniform(math.sqrt(1.5 / embed_dim))),
            in_proj_bias=((3 * embed_dim,), zero) if bias else None,
        )
        self.out_proj = Linear(embed_dim, embed_dim, bias=bias, rng=rng)

    @on_arrays
    def forward(self, x: Any) -> Any:
        """What each place gathered, of the same shape."""
        self.output_shape(x.shape)
        projected = x @ self.in_proj_weight.T
        if self.in_proj_bias is not None:
            projected = projected + self.in_proj_bias
        sequences = projected.reshape(-1, *projected.shape[-2:])
        gathered = np.empty((len(sequences), x.shape[-2], self.embed_dim), dtype=object)
        share = self.embed_dim // self.num_heads
        for place, sequence in enumerate(sequences):
            queries, keys, values = np.split(sequence, 3, axis=1)
            for head in range(self.num_heads):
                columns = slice(head * share, (head + 1) * share)
                gathered[place, :, columns] = self._head(queries[:, columns], keys[:, columns], values[:, columns])
        return self.out_proj(gathered.reshape(x.shape))

    def _head(self, queries: Any, keys: Any, values: Any) -> Any:
        result = np.empty_like(values)
        scale = math.sqrt(queries.shape[1])
        for place, query in enumerate(queries):
            seen = place + 1 if self.causal else len(keys)
            result[place] = softmax(keys[:seen] @ query / scale) @ values[:seen]
        return result

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        if len(shape) not in (2, 3) or shape[-1] != self.embed_dim:
            raise refused(self, f"(length, {self.embed_dim})", shape)
        return shape

    def multiplies(self, shape: Shape) -> int:
        """Projections, scores and weighted values."""
        return size(shape[:-2]) * attention_multiplies(shape[-2], self.embed_dim, self.causal)

    def __repr__(self) -> str:
        return f"Attention({self.embed_dim}, num_heads={self.num_heads}{', causal=True' if self.causal else ''})"
