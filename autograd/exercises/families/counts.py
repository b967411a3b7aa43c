"""Shapes, parameters and multiplications of networks; only the sizes vary."""

from itertools import pairwise

from autograd.exercises.families.family import Family, lines


def out(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """Places of a window along an axis."""
    return (size + 2 * padding - kernel) // stride + 1


def _side(size: int, kernel: int, stride: int, padding: int) -> str:
    """The places of a window along an axis, as on paper: the division comes out even."""
    room = f"{size}{f' + 2*{padding}' if padding else ''} - {kernel}"
    return f"({room})/{stride} + 1" if stride > 1 else f"{room} + 1"


def _mlp(inputs: int, hidden: int, outputs: int, layers: int) -> str:
    sizes = [inputs, *([hidden] * layers), outputs]
    names = "ABCD"[: layers + 1]
    made, asked = [], []
    for place, name in enumerate(names):
        given, units = sizes[place], sizes[place + 1]
        made.append(f"{name} = dense({names[place - 1] if place else f'[{given}]'}, units={units}, bias=1)")
        asked.append(f"parameters({name}) = {given}*{units} + {units} ? 1")
    return lines(
        made,
        asked,
        [f"multiplies({name}) = {sizes[place]}*{sizes[place + 1]} ? 1" for place, name in enumerate(names)],
        f"parameters({', '.join(names)}) = {' + '.join(f'{a}*{b} + {b}' for a, b in pairwise(sizes))} ? 2",
    )


def _conv(
    name: str, given: str, shape: tuple[int, int, int], filters: int, kernel: int, stride: int, padding: int
) -> tuple[str, list[str], tuple[int, int, int]]:
    """A convolution with bias: how it is written, what is asked of it, and the shape of what comes out."""
    size, _, channels = shape
    found = out(size, kernel, stride, padding)
    settings = f"filters={filters}, kernel={kernel}"
    settings += f", stride={stride}" if stride > 1 else ""
    settings += f", padding={padding}" if padding else ""
    side = _side(size, kernel, stride, padding)
    asked = [
        f"shape({name}) = [{side}, {side}, {filters}] ? 1",
        f"parameters({name}) = {filters}*({kernel}*{kernel}*{channels} + 1) ? 2",
        f"multiplies({name}) = {found}*{found}*{filters}*({kernel}*{kernel}*{channels}) ? 2",
    ]
    return f"{name} = conv({given}, {settings}, bias=1)", asked, (found, found, filters)


def _conv_sizes(places: int, channels: int, filters: int, kernel: int, stride: int, padding: int) -> str:
    padding = min(padding, kernel // 2)
    size = (places - 1) * stride + kernel - 2 * padding
    made, asked, shape = _conv(
        "A", f"[{size}, {size}, {channels}]", (size, size, channels), filters, kernel, stride, padding
    )
    second, more, _ = _conv("B", "A", shape, 2 * filters, 3, 1, 1)
    return lines(
        made,
        second,
        asked,
        more,
        [f"parameters(A, B) = {filters}*({kernel}*{kernel}*{channels} + 1) + {2 * filters}*(3*3*{filters} + 1) ? 1"],
    )


def _conv_costs(size: int, channels: int, filters: int) -> str:
    """Two 3×3 convolutions against one 5×5."""
    first, asked, shape = _conv("A", f"[{size}, {size}, {channels}]", (size, size, channels), filters, 3, 1, 0)
    second, more, _ = _conv("B", "A", shape, filters, 3, 1, 0)
    third, others, _ = _conv("D", f"[{size}, {size}, {channels}]", (size, size, channels), filters, 5, 1, 0)
    return lines(first, second, third, asked, more, others)


def _convnet(size: int, channels: int, filters: int, kernel: int, units: int) -> str:
    """Convolution, pooling, convolution, dense layers."""
    places = 2 * size
    image = places + kernel - 1
    first, asked, shape = _conv("A", f"[{image}, {image}, {channels}]", (image, image, channels), filters, kernel, 1, 0)
    half = shape[0] // 2
    third, more, shape = _conv("C", "B", (half, half, filters), 2 * filters, 3, 1, 1)
    inputs = f"{shape[0]}*{shape[1]}*{shape[2]}"
    return lines(
        first,
        "B = pool(A, kernel=2)",
        third,
        f"D = dense(C, units={units}, bias=1)",
        "E = dense(D, units=10, bias=1)",
        asked[:2],
        f"shape(B) = [{shape[0]}, {shape[1]}, {filters}] ? 1",
        more[:2],
        f"parameters(D) = {inputs}*{units} + {units} ? 2",
        f"parameters(E) = {units}*10 + 10 ? 1",
    )


FAMILIES = (
    Family(
        "mlp-counts",
        "The parameters and multiplications of a network of dense layers",
        "How many parameters has each layer, with its biases, and how many multiplications does it take?",
        _mlp,
        {"layers": (1, 2)},
        {
            "inputs": tuple(range(8, 65, 4)),
            "hidden": tuple(range(12, 101, 4)),
            "outputs": (2, 3, 5, 10),
        },
    ),
    Family(
        "conv-sizes",
        "Sizes, parameters and multiplications of two convolutions",
        "Give the shape of what comes out (height, width, channels), the parameters with biases, the multiplications.",
        _conv_sizes,
        {"stride": (1, 1, 2, 3), "padding": (0, 0, 1, 2)},
        {
            "places": tuple(range(10, 40)),
            "channels": (1, 3, 4),
            "filters": (4, 5, 6, 8, 10, 12, 16),
            "kernel": (3, 5, 7),
        },
    ),
    Family(
        "conv-costs",
        "Two 3×3 convolutions against one 5×5",
        "Give sizes, parameters with biases, and multiplications of A and B, one after the other, and of D.",
        _conv_costs,
        {},
        {"size": tuple(range(20, 110, 2)), "channels": (1, 3, 4), "filters": (5, 6, 8, 10, 12)},
    ),
    Family(
        "convnet-parameters",
        "A whole convolutional network, layer by layer",
        "Give the shapes and the parameters with biases, layer by layer.",
        _convnet,
        {},
        {
            "size": tuple(range(5, 20)),
            "channels": (1, 3),
            "filters": (4, 6, 8, 12, 16),
            "kernel": (3, 5),
            "units": (50, 60, 80, 100, 120),
        },
    ),
)
"""The families about counts."""
