"""Bridges to other packages, each imported when it is used: SymPy, NetworkX and pandas.

>>> from autograd import Value
>>> from autograd.interchange import to_sympy
>>> import sympy
>>> w, x = Value(2.0, "w"), Value(3.0, "x")
>>> sympy.factor(to_sympy(w * x + w))
w*(x + 1)
"""

from autograd.interchange.algebra import from_sympy as from_sympy, to_sympy as to_sympy
from autograd.interchange.networks import to_networkx as to_networkx
from autograd.interchange.tables import to_dataframe as to_dataframe

__all__ = ["from_sympy", "to_dataframe", "to_networkx", "to_sympy"]
