"""What each pointwise row computes, in NumPy: the tests compare in higher precision.

A reference takes arrays of float64, longdouble, complex128, integers or bools, and
gives the exact result as nearly as it can be had there. A row whose name NumPy knows
too needs no entry.
"""

import math

import numpy as np


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


REFERENCES = {
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "gelu_exact": gelu,
    "gelu_tanh": gelu_tanh,
    "clamp_min": np.maximum,
    "clamp_max": np.minimum,
    "add_alpha": lambda x, y, alpha: x + alpha * y,
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
    """The reference of a row, or None."""
    return REFERENCES.get(name) or getattr(np, name, None)
