"""Formula rows on the device `cuda` against the CPU: values, layouts, forms, gradients.

Run where CTENSOR_CUDA=emulate is set (tools/run_tests.py), or on a GPU.
"""

import numpy as np
import pytest
from test_table import (
    COMPLEX,
    FLOATS,
    POINTWISE,
    SPECIAL,
    allowed_ulp,
    by_name,
    differentiable,
    function_of,
    generator,
    in_place_of,
    inexact,
    layouts,
    operands,
    row_and_dtype,
    smooth_operands,
    taken,
    wide,
)

import ctensor as ct

pytestmark = pytest.mark.cuda


def on_both(make) -> tuple:
    """What `make` makes of new tensors, on the CPU and on the device."""
    host = make()
    with ct.device("cuda"):
        return host, make()


def assert_same(got, want, ulp: float = 0, label="", dtype=None) -> None:
    """Equal, or of floats within some units of the last place; in the same layout.

    The units are those of `dtype`, in which it was computed.
    """
    assert got.device.type == "cuda", label
    assert (got.dtype, got.shape) == (want.dtype, want.shape), label
    assert got.stride() == want.stride(), label
    a, b = wide(got.detach().cpu()), wide(want.detach())
    if not inexact(want):
        np.testing.assert_array_equal(a, b, label)
        return
    limits = ct.finfo(dtype or want.dtype)
    most = (ulp + 1) * limits.eps
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(a, b, most, most * limits.tiny, err_msg=label)


@row_and_dtype(POINTWISE)
def test_value(row, dtype) -> None:
    host, device = on_both(lambda: operands(row, generator(row, dtype), dtype, (1037,)))
    function = function_of(row)
    assert_same(function(*device), function(*host), allowed_ulp(row, dtype))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@by_name([row for row in POINTWISE if "float32" in taken(row)])
def test_special_values(row, dtype) -> None:
    values = np.array(SPECIAL).astype(dtype)
    grid = np.meshgrid(*[values] * row["pointwise"]["arity"])
    columns = [g.ravel().copy() for g in grid]

    def make():
        made = [ct.tensor(column) for column in columns]
        return [made[0] > 0, *made[1:]] if row["name"] == "where" else made

    host, device = on_both(make)
    function = function_of(row)
    assert_same(function(*device), function(*host), allowed_ulp(row, dtype))


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "complex64", "int16", "bool"])
@by_name(POINTWISE)
def test_layouts(row, dtype) -> None:
    dtype = dtype if dtype in taken(row) else taken(row)[0]
    function = function_of(row)

    def make():
        return list(layouts(row, generator(row, dtype, "layouts"), dtype))

    for (label, host), (_, device) in zip(*on_both(make), strict=True):
        ulp = allowed_ulp(row, dtype)
        assert_same(function(*device), function(*host), ulp, label)


@by_name([row for row in POINTWISE if row["pointwise"]["arity"] == 2])
def test_numbers_and_other_dtypes(row) -> None:
    """Python's numbers, 0-d tensors of the host, and operands of two dtypes."""
    dtypes = taken(row)
    dtype = "float32" if "float32" in dtypes else "int32"
    other = {"float32": "float64", "int32": "int16"}[dtype]
    function = function_of(row)

    def make():
        a = operands(row, generator(row, "numbers"), dtype, (4, 6))
        b = operands(row, generator(row, "others"), other, (4, 6))
        return a[0], a[1], b[1]

    (a, b, wider), (x, y, z) = on_both(make)
    number = 3 if dtype == "int32" else 1.5
    ulp = allowed_ulp(row, dtype)
    if row["parameters"][1]["type"] == "operand":
        assert_same(function(x, number), function(a, number), ulp)
    assert_same(function(x, b[0, 0]), function(a, b[0, 0]), ulp)
    assert_same(function(x, z), function(a, wider), ulp)
    assert_same(function(x[::2], y.T[:1].T[::2]), function(a[::2], b.T[:1].T[::2]), ulp)


@by_name([row for row in POINTWISE if "inplace" in row["forms"]])
def test_in_place(row) -> None:
    for dtype in taken(row):
        make = lambda d=dtype: operands(row, generator(row, "in place", d), d, (5, 7))  # noqa: E731
        host, device = on_both(make)
        try:
            in_place_of(row)(*host)
        except RuntimeError as error:
            with pytest.raises(type(error)) as refused:
                in_place_of(row)(*device)
            assert str(refused.value) == str(error)
            continue
        own, address = device[0], device[0].data_ptr()
        assert in_place_of(row)(*device) is own
        assert own.data_ptr() == address
        assert_same(own, host[0], allowed_ulp(row, dtype), dtype)


@by_name([row for row in POINTWISE if "out" in row["forms"]])
def test_out(row) -> None:
    """In any layout, of another dtype, and over an operand, a row further."""
    dtype = "float32" if "float32" in taken(row) else "int32"
    function = function_of(row)

    def make():
        arguments = operands(row, generator(row, "out"), dtype, (4, 6))
        want = function(*arguments)
        outs = {
            "contiguous": ct.empty(4, 6, dtype=want.dtype),
            "transposed": ct.empty(6, 4, dtype=want.dtype).T,
            "strided": ct.empty(8, 18, dtype=want.dtype)[::2, ::3],
            "reversed": ct.empty(4, 6, dtype=want.dtype)[::-1],
            "empty": ct.empty(0, dtype=want.dtype),
            "wider": ct.empty(4, 6, dtype=ct.promote_types(want.dtype, ct.float64)),
        }
        made = {k: function(*arguments, out=out) for k, out in outs.items()}
        assert all(made[k] is outs[k] for k in outs)
        buffer = ct.zeros(5, 6, dtype=arguments[-1].dtype)
        buffer[:4] = arguments[-1]
        if ct.can_cast(want.dtype, buffer.dtype):
            function(*arguments[:-1], buffer[:4], out=buffer[1:])
            made["over an operand"] = buffer[1:]
        return made

    host, device = on_both(make)
    for label, got in device.items():
        want = host[label]
        narrow = ct.float32 if want.dtype == ct.float64 else None
        assert_same(got, want, allowed_ulp(row, dtype), label, narrow)


def gradients(row, dtype, *, create_graph: bool) -> list[ct.Tensor]:
    arguments = smooth_operands(row, dtype, (37,))
    wanted = [t for t in arguments if t.requires_grad]
    result = function_of(row)(*arguments)
    way = ct.ones_like(result.detach()) * 0.75
    first = ct.autograd.grad(result, wanted, way, create_graph=create_graph)
    again = [t for t in first if t.requires_grad]
    if not again:
        return list(first)
    ways = [ct.ones_like(t.detach()) for t in again]
    second = ct.autograd.grad(again, wanted, ways, materialize_grads=True)
    return [*first, *second]


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "complex64"])
@by_name([row for row in POINTWISE if differentiable(row)])
def test_gradients(row, dtype) -> None:
    if dtype not in taken(row) or dtype not in (*FLOATS, *COMPLEX):
        return
    for create_graph in (False, dtype == "float64"):
        host, device = on_both(
            lambda g=create_graph: gradients(row, dtype, create_graph=g)
        )
        for got, want in zip(device, host, strict=True):
            a, b = wide(got.detach().cpu()), wide(want.detach())
            tolerance = 32 * ct.finfo(dtype).eps
            np.testing.assert_allclose(a, b, tolerance, tolerance)
