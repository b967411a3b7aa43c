"""Recorded graphs, frozen into programs that run thousands of times faster: `compile`, `Program`."""

from autograd.compiled.program import Program as Program, Stats as Stats, compile as compile
