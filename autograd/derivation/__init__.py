"""`derive`: the backward pass of a worksheet, written as a worksheet."""
