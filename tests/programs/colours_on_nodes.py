"""A picture that marks every node with a colour, intermediate ones as well."""

from tests.programs.closures import Value

a, b = Value(2.0), Value(-3.0)
c = a * b
d = (c + a).tanh()
for node, color in ((a, "red"), (b, "red"), (c, "blue"), (d, "green")):
    node._vis_color = color
seen, stack = [], [d]
while stack:
    node = stack.pop()
    seen.append((node.data, getattr(node, "_vis_color", "none")))
    stack.extend(node._prev)
print(*(f"{data:.12g} {color}" for data, color in sorted(seen)))
