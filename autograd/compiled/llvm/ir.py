"""Numbers that write LLVM IR: compute with them, and the instructions that do the same on vectors are written down."""

import struct
from collections.abc import Callable, Iterable
from typing import Any

KINDS = {"double": "f", "i64": "", "i1": ""}
"""What a lane can hold, and the first letter of its arithmetic instructions."""


class Function:
    """The text of one function of vectors, written instruction by instruction; `lanes` is their length, 1 for numbers.

    `block` is the label of the block being written; `calls` collects the names of the vector functions it calls (see
    vector_math.definition), `declares` what it takes from outside.
    """

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.lines: list[str] = []
        self.calls: dict[str, None] = {}
        self.declares: dict[str, None] = {}
        self._registers = 0
        self.block = "entry"

    def type(self, kind: str = "double") -> str:
        """The vector type of this kind of lane."""
        return f"<{self.lanes} x {kind}>" if self.lanes > 1 else kind

    def constant(self, number: float, kind: str = "double") -> str:
        """The number in every lane."""
        lane = literal(number) if kind == "double" else str(int(number))
        return "<" + ", ".join([f"{kind} {lane}"] * self.lanes) + ">" if self.lanes > 1 else lane

    def emit(self, instruction: str) -> str:
        """Write an instruction; the register that holds its result."""
        self._registers += 1
        self.lines.append(f"  %r{self._registers} = {instruction}")
        return f"%r{self._registers}"

    def vector(self, instruction: str, kind: str = "double") -> "Vector":
        """Write an instruction; its result, lanes of this kind."""
        return Vector(self, self.emit(instruction), kind)

    def at(self, array: str, index: str, kind: str = "double") -> str:
        """The address of entry `index` of an array."""
        return self.emit(f"getelementptr {kind}, ptr {array}, i64 {index}")

    def whole(self, array: str, index: str, kind: str) -> str:
        """Entry `index` of an array of whole numbers, as i64."""
        found = self.emit(f"load {kind}, ptr {self.at(array, index, kind)}")
        return found if kind == "i64" else self.emit(f"zext {kind} {found} to i64")

    def load(self, address: str) -> "Vector":
        """The vector at an address."""
        return self.vector(f"load {self.type()}, ptr {address}, align 8")

    def store(self, vector: "Vector", address: str) -> None:
        """Write a vector to an address."""
        self.lines.append(f"  store {self.type()} {vector.register}, ptr {address}, align 8")

    def intrinsic(self, name: str, *operands: "Vector | float") -> "Vector":
        """What LLVM itself has a function for: sqrt, fabs, fmuladd, copysign."""
        function = f"@llvm.{name}.v{self.lanes}f64" if self.lanes > 1 else f"@llvm.{name}.f64"
        self.declares[f"{self.type()} {function}({', '.join([self.type()] * len(operands))})"] = None
        return self.vector(f"call {self.type()} {function}({self._arguments(operands)})")

    def call(self, name: str, *operands: "Vector | float") -> "Vector":
        """A call of the vector function `name`."""
        self.calls[name] = None
        return self.vector(f"call {self.type()} @{vector_name(name, self.lanes)}({self._arguments(operands)})")

    def lane_by_lane(self, name: str, *operands: "Vector | float") -> "Vector":
        """The C library's function, called for one lane after the other."""
        self.declares[f"double @{name}({', '.join(['double'] * len(operands))})"] = None
        if self.lanes == 1:
            return self.vector(f"call double @{name}({self._arguments(operands)})")
        result = "undef"
        registers = [self.register(operand) for operand in operands]
        for lane in range(self.lanes):
            ours = [self.emit(f"extractelement {self.type()} {register}, i32 {lane}") for register in registers]
            one = self.emit(f"call double @{name}({', '.join(f'double {register}' for register in ours)})")
            result = self.emit(f"insertelement {self.type()} {result}, double {one}, i32 {lane}")
        return Vector(self, result)

    def unless_any(self, rare: "Vector", usual: "Vector", otherwise: Callable[[], "Vector"]) -> "Vector":
        """`usual`, but in the lanes where `rare` holds the result of `otherwise`, computed only if there is one."""
        bits = rare.register
        if self.lanes > 1:
            bits = self.emit(f"bitcast {self.type('i1')} {rare.register} to i{self.lanes}")
        any_rare = self.emit(f"icmp ne i{self.lanes} {bits}, 0")
        before, number = self.block, self._registers
        self.lines += [f"  br i1 {any_rare}, label %rare{number}, label %end{number}", f"rare{number}:"]
        mixed = where(rare, otherwise(), usual)
        self.lines += [f"  br label %end{number}", f"end{number}:"]
        self.block = f"end{number}"
        incoming = f"[ {usual.register}, %{before} ], [ {mixed.register}, %rare{number} ]"
        return self.vector(f"phi {self.type()} {incoming}")

    def lift(self, operand: "Vector | float") -> "Vector":
        """A number as a vector that has it in every lane; a vector as it is."""
        return operand if isinstance(operand, Vector) else Vector(self, self.constant(operand))

    def spread(self, number: str) -> "Vector":
        """The double in a register, in every lane."""
        if self.lanes == 1:
            return Vector(self, number)
        one = self.emit(f"insertelement {self.type()} poison, double {number}, i32 0")
        zeros = f"<{self.lanes} x i32> zeroinitializer"
        return self.vector(f"shufflevector {self.type()} {one}, {self.type()} poison, {zeros}")

    def register(self, operand: "Vector | float", kind: str = "double") -> str:
        """How an operand stands in an instruction."""
        return operand.register if isinstance(operand, Vector) else self.constant(operand, kind)

    def _arguments(self, operands: "tuple[Vector | float, ...]") -> str:
        return ", ".join(f"{self.type()} {self.register(operand)}" for operand in operands)


class Vector:
    """The number in a register of a function being written; `kind` says what a lane holds.

    Doubles do + - * / ** neg, whole numbers (i64) + - << >> & | ^, and functions over any number take doubles.
    Comparisons are those of IEEE (false if an operand is NaN) and give i1.
    """

    __slots__ = ("function", "kind", "register")

    write: Callable[[Function, str, tuple[Any, ...], Any], "Vector"]
    """How a function of `maths` is written; vector_math.py says how."""

    function: Function
    register: str
    kind: str

    def __init__(self, function: Function, register: str, kind: str = "double") -> None:
        self.function = function
        self.register = register
        self.kind = kind

    def _write(self, instruction: str, left: Any, right: Any, kind: str | None = None) -> "Vector":
        a, b = self.function.register(left, self.kind), self.function.register(right, self.kind)
        return self.function.vector(f"{instruction} {self.function.type(self.kind)} {a}, {b}", kind or self.kind)

    def __add__(self, other: "Vector | float") -> "Vector":
        return self._write(KINDS[self.kind] + "add", self, other)

    def __radd__(self, other: float) -> "Vector":
        return self._write(KINDS[self.kind] + "add", other, self)

    def __sub__(self, other: "Vector | float") -> "Vector":
        return self._write(KINDS[self.kind] + "sub", self, other)

    def __rsub__(self, other: float) -> "Vector":
        return self._write(KINDS[self.kind] + "sub", other, self)

    def __mul__(self, other: "Vector | float") -> "Vector":
        return self._write(KINDS[self.kind] + "mul", self, other)

    def __rmul__(self, other: float) -> "Vector":
        return self._write(KINDS[self.kind] + "mul", other, self)

    def __truediv__(self, other: "Vector | float") -> "Vector":
        return self._write("fdiv", self, other)

    def __rtruediv__(self, other: float) -> "Vector":
        return self._write("fdiv", other, self)

    def __pow__(self, other: "Vector | float") -> "Vector":
        return self.of_numbers("pow", (self, other))

    def __rpow__(self, other: float) -> "Vector":
        return self.of_numbers("pow", (other, self))

    def __neg__(self) -> "Vector":
        return self.function.vector(f"fneg {self.function.type()} {self.register}")

    def __lshift__(self, places: int) -> "Vector":
        return self._write("shl", self, places)

    def __rshift__(self, places: int) -> "Vector":
        return self._write("lshr", self, places)

    def __and__(self, other: "Vector | int") -> "Vector":
        return self._write("and", self, other)

    def __or__(self, other: "Vector | int") -> "Vector":
        return self._write("or", self, other)

    def __xor__(self, other: "Vector | int") -> "Vector":
        return self._write("xor", self, other)

    def __lt__(self, other: "Vector | float") -> "Vector":
        return self._write("fcmp olt", self, other, "i1")

    def __gt__(self, other: "Vector | float") -> "Vector":
        return self._write("fcmp ogt", self, other, "i1")

    def equals(self, other: "Vector | float") -> "Vector":
        """Where the two are equal; 0 and −0 are."""
        return self._write("fcmp oeq" if self.kind == "double" else "icmp eq", self, other, "i1")

    def below_or_nan(self, other: "Vector | float") -> "Vector":
        """Where self < other or one of them is NaN."""
        return self._write("fcmp ult", self, other, "i1")

    def above_or_nan(self, other: "Vector | float") -> "Vector":
        """Where self > other or one of them is NaN."""
        return self._write("fcmp ugt", self, other, "i1")

    def is_nan(self) -> "Vector":
        """Where there is no number."""
        return self._write("fcmp uno", self, self, "i1")

    def bits(self) -> "Vector":
        """The 64 bits of each double, as a whole number."""
        return self._bitcast("double", "i64")

    def double(self) -> "Vector":
        """The double that has these 64 bits."""
        return self._bitcast("i64", "double")

    def _bitcast(self, kind: str, to: str) -> "Vector":
        of = self.function.type
        return self.function.vector(f"bitcast {of(kind)} {self.register} to {of(to)}", to)

    def of_numbers(self, name: str, operands: tuple[Any, ...], function: Any = None) -> "Vector":
        """What functions over any number ask for."""
        return Vector.write(self.function, name, operands, function)

    def of_op(self, rule: Any, operands: tuple[Any, ...]) -> Any:
        """An operation of the table inside a formula."""
        return rule.forward(*operands)


def module(functions: "Iterable[Function]") -> str:
    """The text of these functions together, with what they take from outside."""
    written = list(functions)
    declared = dict.fromkeys(declaration for function in written for declaration in function.declares)
    bodies = ["\n".join(function.lines) for function in written]
    return "\n\n".join([*(f"declare {declaration}" for declaration in declared), *bodies]) + "\n"


def where(condition: Vector, x: "Vector | float", y: "Vector | float") -> Vector:
    """x in the lanes where the condition holds, else y."""
    function = condition.function
    of = function.type
    a, b = function.register(x), function.register(y)
    return function.vector(f"select {of('i1')} {condition.register}, {of()} {a}, {of()} {b}")


def total_of(vector: Vector) -> str:
    """The sum of all lanes: halves are added up until one is left."""
    function, total = vector.function, vector.register
    width = function.lanes
    if width == 1:
        return total
    while width > 1:
        half, kind = width // 2, f"<{width} x double>"
        parts = [
            function.emit(
                f"shufflevector {kind} {total}, {kind} poison, "
                f"<{half} x i32> <{', '.join(f'i32 {lane + start}' for lane in range(half))}>"
            )
            for start in (0, half)
        ]
        total, width = function.emit(f"fadd <{half} x double> {', '.join(parts)}"), half
    return function.emit(f"extractelement <1 x double> {total}, i32 0")


def polynomial(x: Vector, coefficients: "list[float]") -> Vector:
    """coefficients[0] + coefficients[1]·x + …, by Horner's rule; fused where the machine can do both at once."""
    result = x.function.lift(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        result = x.function.intrinsic("fmuladd", result, x, coefficient)
    return result


def literal(number: float) -> str:
    """A double as LLVM reads it: its 64 bits, so that nothing is rounded."""
    return f"0x{struct.pack('>d', number).hex()}"


def vector_name(name: str, lanes: int) -> str:
    """What the function on vectors of this length is called."""
    return f"{name}.{lanes}"
