"""What the commands of TeX are: letters, marks, faces, functions, room, layout; in none of these tables: unknown."""

GREEK = {
    **{
        name: name
        for name in (
            *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
            *("nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
        )
    },
    **{
        name: name
        for name in ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega")
    },
    "varepsilon": "epsilon",
    "varphi": "phi",
    "vartheta": "theta",
    "varrho": "rho",
    "varsigma": "sigma",
    "ell": "l",
    "imath": "i",
    "jmath": "j",
}
"""Letters, and how they are spelled."""

ACCENTS = {
    **dict.fromkeys(("hat", "widehat"), "hat"),
    **dict.fromkeys(("bar", "overline"), "bar"),
    **dict.fromkeys(("tilde", "widetilde"), "tilde"),
    "dot": "dot",
    "ddot": "ddot",
    "check": "check",
    "breve": "breve",
    "mathring": "ring",
}
"""Marks over letters, and how they are spelled behind a name."""

MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c"}
"""How the marks are shown in messages."""

STYLES = (
    *("mathbf", "boldsymbol", "bm", "pmb", "mathit", "mathsf", "mathtt", "mathcal", "mathscr", "mathfrak", "mathbb"),
    *("vec", "bold", "mathnormal", "symbf", "overrightarrow", "underline", "underbar", "vect"),
)
"""Faces: the same letter bold is the same name."""

WORDS = (
    *("text", "mathrm", "textrm", "textit", "textbf", "textsf", "texttt", "operatorname", "operatorname*", "mbox"),
    *("textnormal", "hbox", "emph", "rm", "mathop", "intertext", "shortintertext"),
)
"""What sets words."""

UNSPACED = ("mathrm", "operatorname")
"""Of these what sets them as formulas, in which blanks are not set."""

FUNCTIONS = (
    *("exp", "log", "ln", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arctan", "max", "min", "det", "dim", "arg"),
    *("argmax", "argmin", "lim", "sup", "inf", "Pr", "gcd", "ker", "hom", "deg", "sgn", "tr", "diag", "rank"),
)
"""Commands that are functions."""

ROOM = {"quad": True, "qquad": True, "enspace": False, "hspace": True, "hfill": True, "hskip": True, "enskip": False}
"""Room between formulas, and whether it may separate two."""

DROPPED = {
    **dict.fromkeys(
        (
            *("left.", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle"),
            *(
                "nonumber",
                "notag",
                "allowbreak",
                "noindent",
                "centering",
                "space",
                "strut",
                "mathstrut",
                "hline",
                "null",
            ),
            *("relax", "protect", "normalfont", "normalsize", "small", "large", "Large", "tiny", "footnotesize"),
            *(
                "mathrel",
                "mathbin",
                "mathord",
                "mathopen",
                "mathclose",
                "mathpunct",
                "mathinner",
                "qedhere",
                "thinspace",
            ),
            *(
                "medspace",
                "thickspace",
                "negthinspace",
                "linebreak",
                "break",
                "hfil",
                "bf",
                "it",
                "rm",
                "cal",
            ),
            *("big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr"),
            *("bigm", "Bigm", "biggm", "Biggm", "middle", "boldmath", "unboldmath", "displaylimits", "ensuremath"),
            *(
                "boxed",
                "fbox",
                "mathchoice",
                "cancel",
                "bcancel",
                "xcancel",
                "underline",
                "smash",
                "mathstrut",
                "large",
            ),
            *("!", ",", ";", ":", " ", ">", "/", "\n", "-", "par", "smallskip", "medskip", "bigskip", "newpage"),
        ),
        0,
    ),
    **dict.fromkeys(
        (
            *("tag", "tag*", "label", "color", "phantom", "vphantom", "hphantom", "vspace", "vspace*", "hspace*"),
            *("textcolor", "colorbox", "ref", "eqref", "cite", "footnote", "footnotemark", "raisebox", "setlength"),
            *(
                "arraycolsep",
                "vskip",
                "href",
                "pagebreak",
                "begingroup",
                "endgroup",
                "cline",
                "addtocounter",
                "todo",
                "require",
            ),
        ),
        1,
    ),
}
"""Layout: passed over, with so many arguments in braces. What follows them stays."""

SIGNS = {
    "cdot": "·",
    "times": "×",
    "ast": "*",
    "star": "*",
    "odot": "⊙",
    "circ": "∘",
    "otimes": "⊗",
    "bullet": "∙",
    "div": "/",
    "approx": "≈",
    "equiv": "=",
    "simeq": "≈",
    "cong": "≈",
    "coloneqq": ":=",
    "triangleq": "=",
    "doteq": "=",
    "eqqcolon": "=",
    "leftarrow": "<-",
    "gets": "<-",
    "longleftarrow": "<-",
    "neq": "≠",
    "ne": "≠",
    "le": "≤",
    "leq": "≤",
    "leqslant": "≤",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "≥",
    "lt": "<",
    "gt": ">",
    "ll": "≪",
    "gg": "≫",
    "in": "∈",
    "notin": "∉",
    "propto": "∝",
    "sim": "∼",
    "to": "→",
    "rightarrow": "→",
    "longrightarrow": "→",
    "mapsto": "→",
    "Rightarrow": "⇒",
    "Longrightarrow": "⇒",
    "implies": "⇒",
    "impliedby": "⇒",
    "Leftarrow": "⇒",
    "iff": "⇒",
    "Leftrightarrow": "⇒",
    "Longleftrightarrow": "⇒",
    "therefore": "⇒",
    "because": "∵",
    "leadsto": "⇒",
    "partial": "∂",
    "nabla": "∇",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "infty": "∞",
    "pm": "±",
    "mp": "∓",
    "forall": "∀",
    "exists": "∃",
    "dots": "…",
    "ldots": "…",
    "cdots": "…",
    "dotsc": "…",
    "dotsb": "…",
    "vdots": "…",
    "ddots": "…",
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "Vert": "‖",
    "lVert": "‖",
    "rVert": "‖",
    "|": "‖",
    "top": "⊤",
    "intercal": "⊤",
    "prime": "′",
    "dagger": "†",
    "langle": "⟨",
    "rangle": "⟩",
    "lbrace": "{",
    "rbrace": "}",
    "{": "{",
    "}": "}",
    "lbrack": "[",
    "rbrack": "]",
    "lparen": "(",
    "rparen": ")",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "colon": ":",
    "%": "%",
    "$": "$",
    "#": "#",
    "&": "&",
    "_": "_",
    "cup": "∪",
    "cap": "∩",
    "subset": "⊂",
    "setminus": "∖",
    "oplus": "⊕",
    "ominus": "⊖",
    "perp": "⊥",
    "hbar": "ħ",
    "Re": "Re",
    "emptyset": "∅",
    "lnot": "¬",
    "land": "∧",
    "lor": "∨",
    "varnothing": "∅",
    "dag": "†",
    "ddagger": "‡",
    "square": "□",
    "blacksquare": "□",
    "qed": "□",
    "checkmark": "✓",
}
"""Signs."""

CLOSES = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
"""Brackets and bars."""

TABLES = (
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "vmatrix",
    "Vmatrix",
    "smallmatrix",
    "cases",
    "dcases",
    "rcases",
    "array",
)
"""Environments with rows inside a formula."""

DISPLAYS = (
    *("equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "displaymath", "math", "dmath"),
    *("aligned", "alignedat", "gathered", "split", "subequations"),
)
"""Environments that are formulas."""

FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "flatfrac")
"""What puts one argument over another."""

BRACES = ("underbrace", "overbrace", "underbracket", "overbracket")
"""Braces along an argument, at which something may be noted."""

STACKED = ("underset", "overset", "stackrel")
"""What sets one argument over or below another, which is meant."""

PACKAGES: dict[str, dict[tuple[bool, int], str]] = {
    "dv": {
        (False, 1): r"\frac{d}{d#1}",
        (False, 2): r"\frac{d #1}{d #2}",
        (True, 1): r"\frac{d^{#1}}{d #2^{#1}}",
        (True, 2): r"\frac{d^{#1} #2}{d #3^{#1}}",
    },
    "pdv": {
        (False, 1): r"\frac{\partial}{\partial #1}",
        (False, 2): r"\frac{\partial #1}{\partial #2}",
        (False, 3): r"\frac{\partial^2 #1}{\partial #2 \partial #3}",
        (True, 1): r"\frac{\partial^{#1}}{\partial #2^{#1}}",
        (True, 2): r"\frac{\partial^{#1} #2}{\partial #3^{#1}}",
    },
    "eval": {(False, 1): r"\left. #1 \right|"},
    "qty": {(False, 0): "", (False, 1): r"\left( #1 \right)", (False, 2): "#1"},
    "num": {(False, 1): "#1"},
    "SI": {(False, 2): "#1"},
    "unit": {(False, 1): ""},
    "dd": {(False, 0): "d", (False, 1): "d #1"},
    "abs": {(False, 1): r"\left| #1 \right|"},
    "norm": {(False, 1): r"\left\| #1 \right\|"},
    "ip": {(False, 2): r"\left\langle #1, #2 \right\rangle"},
    "grad": {(False, 0): r"\nabla"},
    "eqalign": {(False, 1): r"\begin{aligned} #1 \end{aligned}"},
    "cr": {(False, 0): r"\\"},
    "vb": {(False, 1): r"\mathbf{#1}"},
    "va": {(False, 1): r"\vec{#1}"},
    "mqty": {(False, 0): "", (False, 1): r"\begin{matrix} #1 \end{matrix}"},
    "pmqty": {(False, 1): r"\begin{pmatrix} #1 \end{pmatrix}"},
    "bmqty": {(False, 1): r"\begin{bmatrix} #1 \end{bmatrix}"},
    "R": {(False, 0): r"\mathbb{R}"},
    "T": {(False, 0): r"\top"},
}
"""What packages and sites define, where a document does not: written out by whether something stands in square brackets
behind, and by how many arguments in braces do.
"""

OTHER_NAMES = {
    **dict.fromkeys(("derivative", "odv", "diff", "deriv", "od"), "dv"),
    **dict.fromkeys(("partialderivative", "diffp", "pderiv", "pd"), "pdv"),
    **dict.fromkeys(("RR", "reals", "Reals", "real"), "R"),
    **dict.fromkeys(("tran", "trans", "transpose"), "T"),
    "evaluated": "eval",
    "quantity": "qty",
    "si": "unit",
    "gradient": "grad",
    "innerproduct": "ip",
    "vectorbold": "vb",
    "vectorarrow": "va",
}
"""Commands that are one of these by another name."""
