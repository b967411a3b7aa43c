"""The colours of every page, in the light and in the dark: blue goes forward, orange comes back.

Both are readable on their paper (4.5 to 1 and more) and told apart by the colour-blind; dashes and words say the same.
"""

FORWARD, BACKWARD = "#0072B2", "#B34700"
"""The colours of the two passes, on white."""
FORWARD_DARK, BACKWARD_DARK = "#62b8ec", "#f0975a"
"""The same on dark backgrounds."""

LIGHT = {
    "ink": "#1b1f24",
    "quiet": "#57606a",
    "paper": "#ffffff",
    "sheet": "#fffdf5",
    "soft": "#f4f6f8",
    "hair": "#d5dae0",
    "line": "#717984",
    "link": "#0060a0",
    "forward": FORWARD,
    "backward": BACKWARD,
    "forward-tint": "#eef6fb",
    "backward-tint": "#fdf2ea",
    "open": "#7a5c00",
    "module": "#7a5ea8",
    "module-tint": "#f5f1fb",
}
"""Ink and papers, the two passes, what is open, modules; `sheet` is what a solution is written on."""

DARK = {
    "ink": "#e8eaed",
    "quiet": "#aeb6bf",
    "paper": "#15181c",
    "sheet": "#1c1b17",
    "soft": "#1f242a",
    "hair": "#3a4149",
    "line": "#929ca8",
    "link": "#7cc0ff",
    "forward": FORWARD_DARK,
    "backward": BACKWARD_DARK,
    "forward-tint": "#16293a",
    "backward-tint": "#3a2411",
    "open": "#e0b84c",
    "module": "#b79be6",
    "module-tint": "#292238",
}
"""The same in the dark."""


def properties(colours: dict[str, str]) -> str:
    """Colours as custom properties of a style sheet.

    >>> properties({"ink": "#000", "paper": "#fff"})
    '--ink:#000;--paper:#fff'
    """
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1, as WCAG counts it.

    >>> luminance("#000000"), luminance("#ffffff")
    (0.0, 1.0)
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
