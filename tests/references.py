"""What each pointwise row computes, in NumPy: the tests compare in higher precision.

A reference takes arrays of float64, longdouble, complex128, integers or bools, and
gives the exact result as nearly as it can be had there. A row whose name NumPy knows
too needs no entry.
"""

import math

import numpy as np
from special_references import SPECIAL


def vectorize(function):
    """A function of one double, from the math module, for arrays.

    It computes in float64 at most: the rows that use it are tested against float32's
    and float64's ULP alike, which the C library's own error, below 1 ULP, allows.
    """

    def apply(x):
        x = np.asarray(x)
        values = np.frompyfunc(lambda v: function(float(v)), 1, 1)(x)
        return np.asarray(values).astype(x.dtype)

    return apply


def logistic(x):
    """1 / (1 + exp(-x)) without overflow."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


erf = vectorize(math.erf)
erfc = vectorize(math.erfc)


def gelu(x):
    """x times the normal distribution function, by erfc, which keeps small results.

    erfc is the C library's; what rounding its argument to float64 loses is added to
    first order. The limit at -infinity is -0.
    """
    x = np.asarray(x)
    z = -x / np.sqrt(x.dtype.type(2))
    near = z.astype(np.float64)
    slope = np.exp(-(z**2)) * 2 / np.sqrt(np.longdouble(np.pi))
    with np.errstate(invalid="ignore"):
        lost = np.where(z == near, 0, z - near)
        tail = vectorize(math.erfc)(near) - slope.astype(x.dtype) * lost
        return np.where(x == -np.inf, x.dtype.type(-0.0), x * tail / 2)


def relu(x):
    """max(x, 0), NaN kept."""
    return np.where(x < 0, x.dtype.type(0), x)


def sign(x):
    """x / |x|, 0 for 0; NumPy before 2 has another idea of complex numbers' signs, and
    none of bools'.
    """
    if x.dtype.kind == "b":
        return x
    if x.dtype.kind != "c":
        return np.sign(x)
    return np.divide(x, np.abs(x), out=np.zeros_like(x), where=x != 0)


def shift_left(a, b):
    """a * 2**b, 0 where b is the width or more, or negative (PyTorch's choice)."""
    width = 8 * a.dtype.itemsize
    inside = (b >= 0) & (b < width)
    return np.where(inside, np.left_shift(a, np.where(inside, b, 0)), 0).astype(a.dtype)


def shift_right(a, b):
    """floor(a / 2**b); all sign bits where b is the width or more, or negative."""
    width = 8 * a.dtype.itemsize
    inside = (b >= 0) & (b < width)
    last = width - 1 if a.dtype.kind == "i" else 0
    result = np.right_shift(a, np.where(inside, b, last))
    return np.where(inside | (a.dtype.kind == "i"), result, 0).astype(a.dtype)


def gelu_tanh(x):
    """The approximation of GELU by tanh, as x sigmoid(..): exact for x << 0."""
    x = np.asarray(x)
    w = np.asarray(x, np.longdouble)
    c = np.longdouble("1.5957691216057307117597842397375274739")
    d = np.longdouble("0.044715")
    with np.errstate(invalid="ignore", over="ignore"):
        y = w / (1 + np.exp(-c * (w + d * w**3)))
    return np.where(x == -np.inf, -0.0, y).astype(x.dtype)


def whole(x, number):
    """A number as an integer array takes it: without its fraction."""
    return x.dtype.type(int(number) if x.dtype.kind in "iu" else number)


def elu(x, alpha=1.0, scale=1.0, input_scale=1.0):
    """The exponential linear unit."""
    negative = np.expm1(np.minimum(x, 0) * input_scale) * alpha
    return np.where(x <= 0, negative, x) * scale


def softplus(x, beta=1.0, threshold=20.0):
    """log(1 + exp(beta x)) / beta."""
    return np.where(x * beta > threshold, x, np.logaddexp(0, x * beta) / beta)


def hardtanh(x, min_val=-1.0, max_val=1.0):
    """x within the limits."""
    return np.minimum(np.maximum(x, whole(x, min_val)), whole(x, max_val))


def softshrink(x, lambd=0.5):
    """Towards 0 by lambd."""
    return np.where(x > lambd, x - lambd, np.where(x < -lambd, x + lambd, x * 0))


def silu(x):
    """x / (1 + exp(-x)), in the widest type: exp overflows there last."""
    w = np.asarray(x, np.clongdouble if np.iscomplexobj(x) else np.longdouble)
    with np.errstate(over="ignore", invalid="ignore"):
        return w / (1 + np.exp(-w))


def logaddexp(a, b):
    """log(exp(a) + exp(b)), of complex numbers too."""
    if not np.iscomplexobj(a):
        return np.logaddexp(a, b)
    turned = a.real < b.real
    most, least = np.where(turned, b, a), np.where(turned, a, b)
    return most + np.log(1 + np.exp((least - most).astype(np.clongdouble)))


def mish(x):
    """x tanh(log(1 + exp(x)))."""
    w = np.asarray(x, np.longdouble)
    with np.errstate(over="ignore", invalid="ignore"):
        return w * np.tanh(np.log1p(np.exp(w)))


def hardswish(x):
    """x (x + 3) / 6 between -3 and 3; its limit at -infinity is 0."""
    inside = np.clip(x, -3, 3)
    return np.where(x >= 3, x, inside * (inside + 3) / 6)


def xlogy(a, b):
    """a log(b), 0 where a is."""
    return np.where(np.isnan(b), b, np.where(a == 0, 0, a * np.log(b)))


def logit(x, eps=None):
    """log(x / (1 - x)); near 1/2 by what it differs from there."""
    z = x if eps is None else np.clip(x, eps, 1 - eps)
    near = np.log1p((2 * z - 1) / (1 - z))
    return np.where(np.abs(z - 0.5) < 0.25, near, np.log(z) - np.log1p(-z))


def step(a, b):
    """The next number in the type that the operands come from."""
    narrow = np.float64 if a.dtype == np.longdouble else np.float32
    return np.nextafter(a.astype(narrow), b.astype(narrow)).astype(a.dtype)


def div_trunc(a, b):
    """The quotient as it is rounded, without its fraction."""
    narrow = np.float64 if a.dtype == np.longdouble else np.float32
    return np.trunc(a.astype(narrow) / b.astype(narrow)).astype(a.dtype)


def lerp(a, b, weight):
    """From the nearer end; of real numbers the way between them is rounded."""
    start = np.where(np.abs(weight) < 0.5, a, b)
    narrow = {np.longdouble: np.float64, np.float64: np.float32}.get(a.dtype.type)
    wide = a.dtype
    if narrow:
        a, b, weight = (z.astype(narrow) for z in (a, b, weight))
    part = np.where(np.abs(weight) < 0.5, weight, weight - 1)
    return start + part.astype(wide) * (b - a).astype(wide)


def complex_of(real, imag):
    """real + 1j imag, without a product by 1j."""
    z = np.empty(np.broadcast(real, imag).shape, np.result_type(real, np.complex64))
    z.real, z.imag = real, imag
    return z


def binary_cross_entropy(x, y):
    """-(y log(x) + (1 - y) log(1 - x)), logarithms being at least -100."""
    away, hit = np.maximum(np.log1p(-x), -100), np.maximum(np.log(x), -100)
    outside = y * (y - 1) > 0
    return np.where(outside, y * (away - hit) - away, (y - 1) * away - y * hit)


def logit_entropy(x, y):
    """(1 - y) x + log(1 + exp(-x)); 0 times an infinity is 0."""
    part = np.where(x > 0, 1 - y, -y)
    with np.errstate(invalid="ignore"):
        return np.where(part == 0, 0, part * x) + np.log1p(np.exp(-np.abs(x)))


def smooth_l1(x, y, beta=1.0):
    """A parabola within beta, straight lines outside."""
    d = np.abs(x - y)
    return np.where(d < beta, d * d / (2 * beta), d - beta / 2)


def kl(x, y):
    """y (log(y) - x), whose limit for y to 0 is 0."""
    some = np.where(y == 0, 1, y)
    return np.where(y == 0, np.where(x == x, 0, x), y * (np.log(some) - x))


def kl_log(x, y):
    """exp(y) (y - x), 0 where exp(y) is 0 in the type that the operands come from."""
    narrow = np.float64 if y.dtype == np.longdouble else np.float32
    with np.errstate(all="ignore"):
        none = np.exp(y.astype(narrow)) == 0
        apart = np.where(y - x == 0, 0, np.exp(y) * (y - x))
        return np.where(none, np.where(x == x, 0, x), apart)


REFERENCES = SPECIAL | {
    "binary_cross_entropy": binary_cross_entropy,
    "logit_entropy": logit_entropy,
    "nan_as_zero": lambda x: np.where(x == x, x, 0),
    "squared_difference": lambda x, y: np.square(x - y),
    "smooth_l1": smooth_l1,
    "huber": lambda x, y, delta=1.0: smooth_l1(x, y, delta) * delta,
    "lerp_alike": lerp,
    "nan_to_num_floating": lambda x, nan=0.0, posinf=0.0, neginf=0.0: np.nan_to_num(
        x, nan=nan, posinf=posinf, neginf=neginf
    ),
    "kl": kl,
    "kl_log": kl_log,
    "angle_real": lambda x: np.where(x < 0, np.pi, np.where(x == x, 0, x)),
    "nextafter_wide": step,
    "isreal": np.isreal,
    "heaviside": lambda x, at_0: np.where(x == 0, at_0, x > 0).astype(x.dtype),
    "xlogy": xlogy,
    "logit": logit,
    "div_trunc": div_trunc,
    "frac": lambda x: x - np.trunc(x),
    "complex_parts": complex_of,
    "polar": lambda a, b: complex_of(a * np.cos(b), a * np.sin(b)),
    "leaky_relu": lambda x, negative_slope=0.01: np.where(x > 0, x, x * negative_slope),
    "elu": elu,
    "selu": lambda x: elu(x, 1.6732632423543772, 1.0507009873554805),
    "celu": lambda x, alpha=1.0: elu(x, alpha, 1.0, 1 / alpha),
    "softplus": softplus,
    "logsigmoid": lambda x: -np.logaddexp(0, -x),
    "hardtanh": hardtanh,
    "hardsigmoid": lambda x: (np.clip(x, -3, 3) + 3) / 6,
    "hardswish": hardswish,
    "silu": silu,
    "logaddexp": logaddexp,
    "mish": mish,
    "softsign": lambda x: x / (1 + np.abs(x)),
    "softshrink": softshrink,
    "hardshrink": lambda x, lambd=0.5: np.where(np.abs(x) <= lambd, 0, x),
    "threshold": lambda x, threshold, value: np.where(
        x <= whole(x, threshold), whole(x, value), x
    ),
    "prelu_broadcast": lambda x, weight: np.where(x > 0, x, weight * x),
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "gelu_exact": gelu,
    "gelu_tanh": gelu_tanh,
    "clamp_min": np.maximum,
    "clamp_max": np.minimum,
    "add_alpha": lambda x, y, alpha: x + alpha * y,
    "addcmul": lambda x, y, z, value=1.0: x + whole(x, value) * y * z,
    "sub_alpha": lambda x, y, alpha: x - alpha * y,
    "clamp_both": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "where": lambda c, a, b: np.where(c != 0, a, b),
    "sub": np.subtract,
    "mul": np.multiply,
    "neg": np.negative,
    "pow": np.power,
    "sigmoid": logistic,
    "relu": relu,
    "sign": sign,
    "conj_physical": np.conj,
    "erf": erf,
    "erfc": erfc,
    "bitwise_not": np.invert,
    "bitwise_left_shift": shift_left,
    "bitwise_right_shift": shift_right,
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}


def reference(name: str):
    """The reference of a row."""
    found = REFERENCES.get(name) or getattr(np, name, None)
    assert found, f"tests/references.py: no entry for {name}, which NumPy lacks"
    return found
