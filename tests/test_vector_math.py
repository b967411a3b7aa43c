"""The vector functions against mpmath over the whole range of doubles; `python -m tests.test_vector_math`: a table."""

import ctypes
import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from autograd import maths
from autograd.engine.ieee import ieee
from tests import optional

mpmath = optional.package("mpmath")
llvm = optional.package("llvmlite.binding")

from autograd.compiled.llvm import vector_math  # noqa: E402
from autograd.compiled.llvm.ir import Function, Vector, module  # noqa: E402

MACHINES = ["host", "baseline"]  # with all this machine has (multiply-and-add in one step, say), and without
LANES = [1, 2, 4, 8]

ULP = {"exp": 1.25, "log": 1.0, "log1p": 1.5, "tanh": 2.5, "sin": 2.0, "cos": 2.0}
"""The largest errors allowed, in units of the last place; 0.1 to 0.25 above the worst seen in 900,000 points."""

SPECIAL = [0.0, 1.0, 0.5, 2.0, 3.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-160, 1e160, 1.7976931348623157e308]
SPECIAL = [*SPECIAL, *(-x for x in SPECIAL), math.inf, -math.inf, math.nan]
EDGES = {
    "exp": [709.782712893384, 709.7827128933841, 710.0, -708.39, -708.4, -745.13, -745.14, -746.0, 0.34657359],
    "log": [math.sqrt(0.5), math.nextafter(math.sqrt(0.5), 0), math.sqrt(2), 1 - 2**-53, 1 + 2**-52],
    "log1p": [-1 + 2**-53, 2.0**53, 2.0**54, 2.0**55, -(2.0**-54), 2.0**-53, math.sqrt(2) - 1, math.sqrt(0.5) - 1],
    "tanh": [19.06, 19.07, 22.0, 22.1, 0.17328679, 2.0**-27],
    "sin": [1e5, math.nextafter(1e5, 0), math.nextafter(1e5, 1e6), 1e22, 1e300],
    "cos": [1e5, math.nextafter(1e5, 0), math.nextafter(1e5, 1e6), 1e22, 1e300],
}


@cache
def compiled(
    write: Callable[..., Vector], arity: int = 1, lanes: int = 4, machine: str = "host"
) -> Callable[..., np.ndarray]:
    """A function of `arity` arrays of one length: what `write` writes for vectors of `lanes`, in a loop."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    function = Function(lanes)
    operands = [
        Vector(function, function.emit(f"load {function.type()}, ptr %a{place}, align 8")) for place in range(arity)
    ]
    result = write(function, *operands)
    header = ", ".join(f"ptr %a{place}" for place in range(arity))
    function.lines.insert(0, f"define void @run(ptr %out, {header}) {{\nentry:")
    function.lines.append(f"  store {function.type()} {result.register}, ptr %out, align 8\n  ret void\n}}")
    text = module([function, *(vector_math.definition(name, lanes) for name in function.calls)])
    assembled = llvm.parse_assembly(text)
    assembled.verify()
    host = {"cpu": llvm.get_host_cpu_name(), "features": llvm.get_host_cpu_features().flatten()}
    machines = llvm.Target.from_default_triple().create_target_machine(**(host if machine == "host" else {}), opt=1)
    engine = llvm.create_mcjit_compiler(assembled, machines)
    engine.finalize_object()
    address = engine.get_function_address("run")
    run = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * (arity + 1))(address)

    def on_arrays(*arrays: np.ndarray) -> np.ndarray:
        length = len(arrays[0])
        padded = [np.append(array, np.ones(-length % lanes)) for array in arrays]
        out = np.empty_like(padded[0])
        places = [array.ctypes.data for array in (out, *padded)]
        for start in range(0, 8 * length, 8 * lanes):
            run(*(place + start for place in places))
        return out[:length]

    on_arrays.engine = engine  # type: ignore[attr-defined]  # the code lives as long as its engine
    return on_arrays


def named(name: str) -> Callable[..., Vector]:
    return WRITERS.setdefault(name, lambda function, *operands: vector_math.write(function, name, operands))


WRITERS: dict[str, Callable[..., Vector]] = {}  # one object for each name, so that `compiled` knows it again


def points(name: str, count: int) -> np.ndarray:
    """Random bit patterns (every magnitude alike), ordinary numbers, multiples of what is critical, and the edges."""
    rng = np.random.default_rng(6)
    anything = rng.integers(0, 2**64, count, dtype=np.uint64).view(np.float64)
    ordinary = rng.normal(size=count) * 10 ** rng.uniform(-3, 3, count)
    near = {"exp": math.log(2) / 2, "tanh": math.log(2) / 4, "sin": math.pi / 2, "cos": math.pi / 2}.get(name)
    if near is None:
        critical = (1.0 if name == "log" else 0.0) + rng.normal(size=count) * 10 ** rng.uniform(-17, -1, count)
    else:
        critical = near * np.rint(rng.uniform(-63000, 63000, count) if near > 1 else rng.uniform(-2000, 2000, count))
    x = np.concatenate([anything, ordinary, critical, EDGES[name], SPECIAL])
    return np.where((x < 0) & (rng.random(len(x)) < 0.9), -x, x) if name.startswith("log") else x


@cache
def exact(name: str, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points; the results as doubles, and what rounding them took away."""
    x = points(name, count)
    rounded, rest = np.empty_like(x), np.zeros_like(x)
    with mpmath.workprec(1200 if name in ("sin", "cos") else 200):
        for place, number in enumerate(x.tolist()):
            if math.isfinite(number) and not (name == "log" and number <= 0) and not (name == "log1p" and number <= -1):
                if number == 0 and name not in ("log", "exp", "cos"):
                    rounded[place] = number  # signs of zero are beyond mpmath
                    continue
                result = getattr(mpmath, name)(min(max(number, -1e4), 1e4) if name in ("exp", "tanh") else number)
                rounded[place] = float(result)
                rest[place] = float(result - rounded[place]) if math.isfinite(rounded[place]) else 0.0
            else:
                rounded[place] = ieee(getattr(maths, name), (number,))
    return x, rounded, rest


def errors(result: np.ndarray, name: str, count: int) -> np.ndarray:
    """The distance to the exact result, in ulp; inf where one is not finite, or of another sign, and the other not."""
    _, rounded, rest = exact(name, count)
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.abs((result - rounded) - rest) / np.spacing(np.abs(rounded))
    same = (result == rounded) & (np.signbit(result) == np.signbit(rounded)) | (np.isnan(result) & np.isnan(rounded))
    ordinary = np.isfinite(rounded) & np.isfinite(result) & (np.signbit(result) == np.signbit(rounded))
    return np.where(ordinary, distance, np.where(same, 0.0, np.inf))


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ULP)
def test_within_ulps_of_the_exact_result_over_the_whole_range(name, machine):
    x, *_ = exact(name, 1500)
    found = errors(compiled(named(name), 1, 4, machine)(x), name, 1500)
    worst = int(np.argmax(found))
    assert found[worst] <= ULP[name] <= 4, f"{name}({x[worst]!r}) is {found[worst]} ulp off"


@pytest.mark.parametrize("name", ULP)
def test_every_number_of_lanes_gives_the_same_bits(name):
    x, *_ = exact(name, 1500)
    results = [compiled(named(name), 1, lanes)(x) for lanes in LANES]
    for result in results[1:]:
        np.testing.assert_array_equal(result, results[0])


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_worst_cases_of_the_reduction(name):
    """The doubles next to all multiples of π/2 up to 10⁵: little is left there, and it must be right."""
    multiples = np.arange(1, int(1e5 / (math.pi / 2))) * (math.pi / 2)
    x = np.concatenate([multiples, np.nextafter(multiples, 0), np.nextafter(multiples, np.inf)])
    result = compiled(named(name))(x)
    hardest = np.argsort(np.abs(result))[:300]
    with mpmath.workprec(300):
        for place in hardest.tolist():
            wanted = getattr(mpmath, name)(float(x[place]))
            off = abs(mpmath.mpf(float(result[place])) - wanted) / np.spacing(abs(float(wanted)))
            assert off <= ULP[name], f"{name}({x[place]!r}) is {off} ulp off"


def test_the_tester_notices_a_wrong_digit():
    x, *_ = exact("exp", 1500)
    result = compiled(named("exp"))(x)
    ordinary = np.isfinite(result) & (result > 0)
    result[ordinary] = result[ordinary] + 2 * np.spacing(result[ordinary])
    assert np.max(errors(result, "exp", 1500)) > ULP["exp"]


def test_no_calls_but_of_sin_and_cos_of_large_angles():
    for name in vector_math.FUNCTIONS:
        outside = [line for line in vector_math.definition(name, 4).declares if "@llvm." not in line]
        assert outside == ([f"double @{name}(double)"] if name in ("sin", "cos") else [])


def test_every_function_of_maths_can_be_written():
    ours = {name for name in maths.FLOATS if hasattr(maths, name)}  # tests define functions of their own
    assert {*vector_math.FUNCTIONS, *vector_math.INLINE, *vector_math.LIBRARY} == ours


@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("name", sorted(vector_math.LIBRARY))
def test_functions_of_the_c_library_are_those_of_python(name, lanes):
    x = np.array([*SPECIAL, *np.random.default_rng(6).normal(size=200) * 10])
    wanted = np.array([ieee(getattr(maths, name), (number,)) for number in x.tolist()])
    same_bits(compiled(named(name), 1, lanes)(x), wanted)


@pytest.mark.parametrize("lanes", LANES)
@pytest.mark.parametrize("name", ["abs", "mask", "indicator", "notnan", "sqrt"])
def test_simple_functions_of_one_operand_are_exact(name, lanes):
    x = np.array(SPECIAL)
    wanted = [math.nan if name == "sqrt" and number < 0 else maths.FLOATS[name](number) for number in SPECIAL]
    result = compiled(named(name), 1, lanes)(x)
    np.testing.assert_array_equal(result, wanted)
    np.testing.assert_array_equal(np.signbit(result), np.signbit(wanted) | (np.isnan(wanted) & np.signbit(result)))


def pairs() -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(SPECIAL, SPECIAL)
    return x.ravel(), y.ravel()


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_maximum_and_minimum_are_those_of_maths(name):
    x, y = pairs()
    wanted = np.array([maths.FLOATS[name](a, b) for a, b in zip(x, y, strict=True)])
    same_bits(compiled(named(name), 2)(x, y), wanted)
    for constant in (0.0, -0.0, 1.0, math.inf, math.nan):  # a constant has instructions of its own
        wanted = np.array([maths.FLOATS[name](a, constant) for a in SPECIAL])
        same_bits(compiled(with_constant(name, constant))(np.array(SPECIAL)), wanted)
        wanted = np.array([maths.FLOATS[name](constant, a) for a in SPECIAL])
        same_bits(compiled(with_constant(name, constant, first=True))(np.array(SPECIAL)), wanted)


def with_constant(name: str, constant: float, first: bool = False) -> Callable[..., Vector]:
    def write(function: Function, x: Vector) -> Vector:
        return vector_math.write(function, name, (constant, x) if first else (x, constant))

    return write


def same_bits(result: np.ndarray, wanted: np.ndarray) -> None:
    """Equal, NaN to NaN, and zeros of the same sign."""
    np.testing.assert_array_equal(result, wanted)
    number = ~np.isnan(wanted)
    np.testing.assert_array_equal(np.signbit(result)[number], np.signbit(wanted)[number])


def library_pow(x: float, y: float) -> float:
    """The C library's, where Python has an error too."""
    try:
        return math.pow(x, y)
    except (ValueError, OverflowError):
        return ieee(maths.pow, (x, y))


def test_pow_is_the_c_library_s():
    rng = np.random.default_rng(6)
    x, y = pairs()
    x = np.concatenate([x, np.exp(rng.normal(size=2000) * 20), -np.exp(rng.normal(size=500))])
    y = np.concatenate([y, rng.normal(size=2000) * 10, np.rint(rng.normal(size=500) * 10)])
    same_bits(compiled(named("pow"), 2)(x, y), np.array([library_pow(*pair) for pair in zip(x, y, strict=True)]))


@pytest.mark.parametrize("exponent", vector_math.POWERS)
def test_constant_exponents_are_within_one_ulp_of_the_c_library(exponent):
    rng = np.random.default_rng(6)
    x = np.concatenate([SPECIAL, rng.integers(0, 2**64, 20_000, dtype=np.uint64).view(float), rng.normal(size=20_000)])
    x = np.append(x, 2 ** rng.uniform(-538, 513, 20_000) * rng.choice([-1, 1], 20_000))  # where squares are in range
    wanted = np.array([library_pow(number, exponent) for number in x.tolist()])
    result = compiled(with_constant("pow", exponent))(x)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(result - wanted) <= np.spacing(np.minimum(np.abs(wanted), np.abs(result)))
    close |= (result == wanted) | (np.isnan(result) & np.isnan(wanted))
    assert close.all(), x[~close][:5]
    np.testing.assert_array_equal(np.signbit(result[wanted == 0]), np.signbit(wanted[wanted == 0]))


@pytest.mark.parametrize("exponent", [4.0, -3.0, 0.25, 1 / 3, math.inf, math.nan])
def test_other_constant_exponents_go_to_the_c_library(exponent):
    x = np.array(SPECIAL)
    wanted = np.array([library_pow(number, exponent) for number in SPECIAL])
    same_bits(compiled(with_constant("pow", exponent))(x), wanted)


def test_pieces_of_pi_and_of_log_2_add_up():
    with mpmath.workprec(300):
        assert abs(sum(map(mpmath.mpf, vector_math.HALF_PI)) - mpmath.pi / 2) < mpmath.mpf(2) ** -150
        low = mpmath.mpf(vector_math.LN2_HIGH) + mpmath.mpf(vector_math.LN2_LOW)
        assert abs(low - mpmath.log(2)) < mpmath.mpf(2) ** -86
    for piece in vector_math.HALF_PI[:-1]:
        assert (piece.as_integer_ratio()[0]).bit_length() <= 33


if __name__ == "__main__":
    print(f"{'':8}{'worst error in ulp, ' + MACHINES[0]:>32}{MACHINES[1]:>12}{'allowed':>10}")
    for name in ULP:
        x, *_ = exact(name, 300_000)
        row = [np.max(errors(compiled(named(name), 1, 8, machine)(x), name, 300_000)) for machine in MACHINES]
        print(f"{name:8}{row[0]:32.3f}{row[1]:12.3f}{ULP[name]:10}")
