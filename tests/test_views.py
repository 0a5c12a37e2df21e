"""Views: what shares memory, what they refuse, how histories pass through them."""

import pickle

import numpy as np
import pytest

import ctensor as ct


def grid(*shape: int) -> ct.Tensor:
    return ct.arange(int(np.prod(shape)), dtype=ct.float64).reshape(shape)


VIEWS = {
    "transpose": lambda x: x.transpose(0, 2),
    "permute": lambda x: x.permute(2, 0, 1),
    "T": lambda x: x.T,
    "mT": lambda x: x.mT,
    "movedim": lambda x: x.movedim(0, -1),
    "view": lambda x: x.view(6, 4),
    "reshape": lambda x: x.reshape(4, -1),
    "flatten": lambda x: x.flatten(1),
    "unflatten": lambda x: x.unflatten(-1, (2, 2)),
    "squeeze": lambda x: x[:1].squeeze(),
    "unsqueeze": lambda x: x.unsqueeze(1),
    "expand": lambda x: x[:1].expand(5, 3, 4),
    "select": lambda x: x.select(1, -1),
    "narrow": lambda x: x.narrow(2, 1, 2),
    "negative step": lambda x: x[::-1, :, ::-2],
    "basic": lambda x: x[None, 1, ..., 1:],
    "diagonal": lambda x: x.diagonal(1, 1, 2),
    "unfold": lambda x: x.unfold(2, 2, 1),
    "as_strided": lambda x: x.as_strided((2, 3), (1, 5), 2),
    "split": lambda x: x.split(2, 2)[1],
    "unbind": lambda x: x.unbind(1)[2],
}


@pytest.mark.parametrize("name", VIEWS)
def test_shares_memory_and_version(name) -> None:
    x = grid(2, 3, 4)
    y = VIEWS[name](x)
    version = x._version
    y[(0,) * y.ndim] = -1
    assert (x == -1).sum() == 1
    assert x._version == y._version == version + 1


@pytest.mark.parametrize("dtype", ["bool", "int8", "float16", "bfloat16", "complex128"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_item_size_copies_the_same_elements(name, dtype) -> None:
    x = grid(2, 3, 4)
    want = VIEWS[name](x).to(getattr(ct, dtype))
    got = VIEWS[name](x.to(getattr(ct, dtype))).clone()
    assert (got == want).all()


@pytest.mark.parametrize("steps", [(-1, -2), (-2, 3), (5, -5), (1, -1)])
def test_slices_with_any_step(steps) -> None:
    x = grid(5, 6)
    key = tuple(slice(None, None, step) for step in steps)
    np.testing.assert_array_equal(x[key].numpy(), x.numpy()[key])
    np.testing.assert_array_equal(x[key][key].numpy(), x.numpy()[key][key])


def test_reshape_copies_only_where_it_must() -> None:
    x = grid(4, 6)
    assert x.T.reshape(24).data_ptr() != x.data_ptr()
    assert x[:, ::2].reshape(4, 3, 1).data_ptr() == x.data_ptr()
    assert x.T.reshape(2, 3, 4).data_ptr() == x.data_ptr()
    with pytest.raises(RuntimeError, match=r"reshape.*\[24\].*\[6, 4\]"):
        x.T.view(24)


def test_zero_size_and_0d() -> None:
    empty = ct.zeros(0, 3)
    assert empty.reshape(3, 0, 5).shape == (3, 0, 5)
    assert empty.view(0, 7).T.shape == (7, 0)
    assert empty[::-1, 1].shape == (0,)
    assert ct.tensor(1.0).reshape(1, 1).squeeze().shape == ()
    assert ct.tensor(1.0).flatten().shape == (1,)
    assert ct.tensor(1.0).transpose(0, -1).shape == ()
    assert ct.tensor(1.0).unsqueeze(-1).shape == (1,)


def test_sixty_four_dimensions() -> None:
    x = ct.zeros([1] * 63 + [2])
    assert x.permute(*range(63, -1, -1)).shape[0] == 2
    assert x.squeeze().shape == (2,)
    for call in (lambda: x.unsqueeze(0), lambda: x[None], lambda: x.unfold(63, 1, 1)):
        with pytest.raises(RuntimeError, match="at most 64"):
            call()


def test_clone_keeps_the_order_of_dims() -> None:
    x = grid(2, 3, 4)
    assert x.permute(2, 0, 1).clone().stride() == x.permute(2, 0, 1).stride()
    assert x[:, ::2].clone().is_contiguous()
    assert x[::-1].clone().is_contiguous()
    assert x.T.contiguous().is_contiguous()
    assert x.contiguous() is x


@pytest.mark.parametrize(
    "op",
    [
        lambda x: x + 1,
        lambda x: 1 - x,
        lambda x: x > x.clone(),
        lambda x: x * ct.ones(x.shape[-1]),
        lambda x: ct.where(x > 2, x, 0),
        lambda x: x.exp(),
        lambda x: x.double(),
        lambda x: x.abs().to(ct.int64),
        lambda x: ct.zeros_like(x, dtype=ct.int8),
    ],
)
@pytest.mark.parametrize("dims", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (0, 2, 1)])
def test_elementwise_results_keep_the_order_of_dims(op, dims) -> None:
    x = grid(2, 3, 4).permute(dims)
    assert op(x).stride() == x.stride()
    assert op(x).equal(op(x.contiguous()))


def test_order_of_dims_of_gradients_and_mixed_operands() -> None:
    x, y = grid(3, 4), grid(4, 3).T
    assert (x + y).stride() == (4, 1) and (y + x).stride() == (1, 3)
    assert (ct.ones(4) + y).stride() == (1, 3)  # what is broadcast does not decide
    assert (ct.ones(2, 1, 1) * y).stride() == (12, 1, 3)
    assert (y[::-1, ::2] + 1).stride() == (1, 3)  # without gaps, upwards
    assert ct.ones(3, 1).expand(3, 4).exp().is_contiguous()
    assert ct.rand_like(y).stride() == (1, 3)
    assert ct.nn.functional.dropout(y).stride() == (1, 3)
    y = y.detach().requires_grad_()
    y.exp().backward(ct.ones_like(y))
    assert y.grad.stride() == (1, 3)


def test_memory_formats() -> None:
    x = grid(2, 3, 4, 5)
    last = x.contiguous(memory_format=ct.channels_last)
    assert last.stride() == (60, 1, 15, 3) and last.equal(x)
    assert last.is_contiguous(memory_format=ct.channels_last)
    assert not last.is_contiguous() and not x.is_contiguous(ct.channels_last)
    assert last.to(memory_format=ct.channels_last) is last
    for t in (last * 2 + 1, last.clone(), ct.zeros_like(last), last.float()):
        assert t.is_contiguous(memory_format=ct.channels_last)
    for t in (
        last.clone(memory_format=ct.contiguous_format),
        ct.empty_like(last, memory_format=ct.contiguous_format),
        last.to(ct.float32, memory_format=ct.contiguous_format),
    ):
        assert t.is_contiguous()
    empty = ct.empty(2, 3, 4, 5, 6, memory_format=ct.channels_last_3d)
    assert empty.stride() == (360, 1, 90, 18, 3)
    last.requires_grad_().contiguous().sum().backward()
    assert last.grad.equal(ct.ones_like(x))


def test_memory_formats_that_do_not_fit() -> None:
    x = grid(2, 3)
    for call in (
        lambda: x.clone(memory_format=ct.channels_last),
        lambda: x.contiguous(memory_format=ct.channels_last_3d),
        lambda: x.contiguous(memory_format=ct.preserve_format),
        lambda: ct.zeros_like(x, memory_format=ct.channels_last),
    ):
        with pytest.raises(RuntimeError, match="expected"):
            call()
    with pytest.raises(TypeError, match="memory_format"):
        x.clone(memory_format="channels_last")
    assert pickle.loads(pickle.dumps(ct.channels_last)) is ct.channels_last
    assert repr(ct.preserve_format) == "ctensor.preserve_format"


def test_view_of_another_dtype() -> None:
    x = ct.tensor([1.0, 2.0], dtype=ct.float32)
    assert x.view(ct.int32).tolist() == [0x3F800000, 0x40000000]
    assert x.view(ct.uint8).shape == (8,)
    assert x.view(ct.float64).shape == (1,)
    for bad in (lambda: x[:1].view(ct.float64), lambda: ct.ones(2, 2).T.view(ct.int8)):
        with pytest.raises(RuntimeError, match="view"):
            bad()


def test_view_of_a_larger_dtype_wants_its_alignment() -> None:
    x = ct.zeros(33, dtype=ct.uint8)
    assert x[8:24].view(ct.float64).shape == (2,)
    assert x[4:20].view(ct.complex64).shape == (2,)
    for part, dtype in ((x[1:17], ct.float64), (x[2:18], ct.complex64)):
        with pytest.raises(RuntimeError, match="at a multiple of"):
            part.view(dtype)
    odd = ct.from_numpy(np.zeros(17, np.uint8)[1:])
    with pytest.raises(RuntimeError, match="at a multiple of"):
        odd.view(ct.int16)


MESSAGES = [
    (lambda x: x.view(4, 2), RuntimeError, r"shape '\[4, 2\]' is invalid for input of"),
    (lambda x: x.view(-1, -1), RuntimeError, "only one dimension can be inferred"),
    (lambda x: x.view(-2, 3), RuntimeError, "invalid shape dimension -2 at index 0"),
    (lambda x: x[:0].view(-1, 0), RuntimeError, "is ambiguous"),
    (lambda x: x.view(2**62, 2**62), RuntimeError, r"2\*\*63"),
    (lambda x: x[:0].view(0, 2**62, 2**62), RuntimeError, r"2\*\*63"),
    (
        lambda x: x.expand(3, 3),
        RuntimeError,
        r"size \(2\) at non-singleton dimension 0",
    ),
    (lambda x: x.expand(3), RuntimeError, "expected 2 to 64 sizes"),
    (lambda x: x[:1].expand(2**62, 2**62, 3), RuntimeError, "size"),
    (lambda x: x.permute(0), RuntimeError, "expected 2 dims, got 1"),
    (lambda x: x.permute(0, 0), RuntimeError, "distinct dims"),
    (lambda x: x.transpose(0, 2), IndexError, r"dim in \[-2, 1\], got 2"),
    (lambda x: x.transpose(0, 2**40), IndexError, "1099511627776"),
    (lambda x: x.transpose(0, -(2**63)), IndexError, "9223372036854775808"),
    (lambda x: x[None].t(), RuntimeError, "<= 2 dimensions, got 3"),
    (lambda x: x.narrow(0, 1, 2), RuntimeError, "exceeds dimension size"),
    (lambda x: x.narrow(0, 1, 2**63 - 1), RuntimeError, "exceeds dimension size"),
    (lambda x: x.narrow(0, 3, 0), IndexError, r"start in \[-2, 2\], got 3"),
    (lambda x: x.select(0, 2), IndexError, "index 2 .* dimension 0 with size 2"),
    (lambda x: x.select(0, -(2**63)), IndexError, "out of bounds"),
    (lambda x: x.squeeze((0, 0)), RuntimeError, "distinct"),
    (lambda x: x.split(0), RuntimeError, "split_size > 0"),
    (lambda x: x.split([1, 2]), RuntimeError, "sum exactly to 2"),
    (lambda x: x.split([2**63 - 1, 3]), RuntimeError, "sum exactly to 2"),
    (lambda x: x.split([3, -1]), RuntimeError, "sum exactly to 2"),
    (lambda x: x.chunk(0), RuntimeError, "greater than 0, got 0"),
    (lambda x: x[:0].chunk(2**62), RuntimeError, "memory"),
    (lambda x: x.tensor_split(0), RuntimeError, "sections > 0"),
    (lambda x: ct.tensor(1.0).unbind(), RuntimeError, "0-d"),
    (lambda x: x.diagonal(0, 0, 0), RuntimeError, "two different dims"),
    (lambda x: x.movedim((0, 1), (0, 0)), RuntimeError, "distinct"),
    (lambda x: x.unflatten(1, (2, 2)), RuntimeError, "invalid for input of size 3"),
    (lambda x: x.flatten(1, 0), RuntimeError, "start_dim <= end_dim"),
    (lambda x: x.unfold(1, 4, 1), RuntimeError, r"window size in \[0, 3\]"),
    (lambda x: x.unfold(1, 2, 0), RuntimeError, "must be > 0"),
    (lambda x: x.unfold(1, 2, -(2**63)), RuntimeError, "must be > 0"),
    (lambda x: x.repeat(2), RuntimeError, "expected 2 to 64 counts"),
    (lambda x: x.repeat(-1, 1), RuntimeError, "counts >= 0"),
    (lambda x: x.repeat(2**62, 2**62), RuntimeError, r"2\*\*63"),
    (lambda x: x.flip(0, 0), RuntimeError, "distinct"),
    (lambda x: x.roll((1, 1)), RuntimeError, "as many shifts as dims"),
]


@pytest.mark.parametrize("case", MESSAGES, ids=range(len(MESSAGES)))
def test_errors(case) -> None:
    call, kind, message = case
    with pytest.raises(kind, match=message):
        call(ct.ones(2, 3))


BEYOND = [
    ((2,), (6,), 0),
    ((7,), (1,), 0),
    ((2, 2), (1,), 0),
    ((2,), (1,), -1),
    ((2,), (1,), 5),
    ((2,), (-1,), 0),
    ((3,), (2**62,), 0),
    ((2**62, 2), (0, 1), 2**62),
    ((2,), (2**63 - 1,), 2**63 - 1),
]


@pytest.mark.parametrize(("size", "stride", "offset"), BEYOND)
def test_as_strided_stays_within_the_storage(size, stride, offset) -> None:
    with pytest.raises(RuntimeError, match="as_strided"):
        ct.zeros(6).as_strided(size, stride, offset)


def test_as_strided_within_the_storage() -> None:
    x = grid(6)
    assert x[4:].as_strided((2,), (-3,)).tolist() == [4, 1]
    assert x[4:].as_strided((2,), (1,), 0).tolist() == [0, 1]
    assert x.as_strided((0, 3), (2**40, 1), 2**50).shape == (0, 3)


def test_wide_steps_do_not_overflow() -> None:
    x = grid(3)
    assert x[:: 2**62].tolist() == [0]
    assert x[2 :: -(2**62)].tolist() == [2]
    assert x.unfold(0, 2, 2**62).shape == (1, 2)
    assert grid(2, 2).diagonal(-(2**63)).shape == (0,)
    assert grid(2, 2).diagonal(2**62).shape == (0,)


def test_copy_between_overlapping_views() -> None:
    for a, b in [(slice(1, None), slice(-1)), (slice(-1), slice(1, None))]:
        x = grid(100)
        want = x.numpy().copy()
        want[a] = want[b].copy()
        x[a].copy_(x[b])
        np.testing.assert_array_equal(x.numpy(), want)
    x = grid(4, 4)
    want = x.T.clone()
    assert (x.copy_(x.T) == want).all()


@pytest.mark.parametrize(
    "write",
    [
        lambda t: t.fill_(1),
        lambda t: t.zero_(),
        lambda t: t.copy_(ct.ones(3)),
        lambda t: t.__setitem__(slice(None), 1.0),
        lambda t: t.masked_fill_(ct.ones(3, dtype=ct.bool), 1),
        lambda t: t.index_put_([ct.tensor([0])], ct.tensor(1.0)),
    ],
)
def test_writes_refuse_shared_and_read_only_elements(write) -> None:
    with pytest.raises(RuntimeError, match="single memory location"):
        write(ct.zeros(1).expand(3))
    frozen = np.zeros(3, np.float32)
    frozen.flags.writeable = False
    with pytest.raises(ValueError, match="clone"):
        write(ct.from_numpy(frozen))


@pytest.mark.parametrize(
    ("value", "dtype"),
    [(300, "uint8"), (-129, "int8"), (float("nan"), "int64"), (1e300, "float32")]
    + [(2**63, "int64"), (1j, "float32"), (256.5, "uint8"), (-(2**40), "uint32")],
)
def test_fill_refuses_what_does_not_fit(value, dtype) -> None:
    x = ct.zeros(2, dtype=getattr(ct, dtype))
    with pytest.raises(RuntimeError, match="without overflow"):
        x.fill_(value)
    with pytest.raises(RuntimeError, match="without overflow"):
        x[0] = value


def test_fill_takes_what_fits() -> None:
    assert ct.zeros(1, dtype=ct.uint8).fill_(-1).item() == 255
    assert ct.zeros(1, dtype=ct.int64).fill_(2.5).item() == 2
    assert ct.zeros(1, dtype=ct.bool).fill_(2).item() is True
    assert ct.zeros(1, dtype=ct.uint64).fill_(2**64 - 1).item() == 2**64 - 1


def test_gradient_of_as_strided_views() -> None:
    """Through a transposed input, and where the result repeats elements."""
    x = grid(3, 4).requires_grad_()
    w = ct.tensor([[1.0, 2, 3], [4, 5, 6]], dtype=ct.float64)
    (x.T.as_strided((2, 3), (4, 1), 1) * w).sum().backward()
    want = np.zeros((3, 4))
    want[0, 1:], want[1, 1:] = w.numpy()[0], w.numpy()[1]
    np.testing.assert_array_equal(x.grad.numpy(), want)
    x.grad = None
    (x.as_strided((2, 3), (1, 1)) * w).sum().backward()
    np.testing.assert_array_equal(x.grad.numpy()[0], [1, 2 + 4, 3 + 5, 6])
    with pytest.raises(RuntimeError, match="overlap"):
        x[:1].expand(3, 4).as_strided((2,), (1,)).sum().backward()


def test_gradient_of_bits_is_refused() -> None:
    x = ct.ones(2, dtype=ct.float16, requires_grad=True)
    with pytest.raises(RuntimeError, match=r"to\(dtype\)"):
        x.view(ct.bfloat16).sum().backward()


def test_in_place_through_views_reaches_the_base() -> None:
    x = grid(2, 3).requires_grad_()
    y = x * 1
    y[:, 1].mul_(10)
    y.T[2].fill_(0)
    y.diagonal().copy_(y[1, 1:] * 2)
    y.sum().backward()
    assert x.grad.tolist() == [[0, 10, 0], [1, 20, 0]]


def test_in_place_changes_of_shape() -> None:
    x = grid(3, 1)
    y = x.detach()
    assert y.squeeze_(1) is y
    assert (y.shape, x.shape) == ((3,), (3, 1))
    assert y.unsqueeze_(0).t_().transpose_(0, 1).shape == (1, 3)
    y[0, 1] = 7
    assert x.tolist() == [[0], [7], [2]]
    for _ in range(70):
        last = y.ndim
        try:
            y.unsqueeze_(-1)
        except RuntimeError:
            break
    assert last == 64
    assert y.sum().item() == 9


def test_in_place_changes_of_shape_with_gradients() -> None:
    x = grid(2, 3).requires_grad_()
    y = x * 2
    y.t_().unsqueeze_(1)
    (y * ct.tensor([1.0, 10, 100]).view(3, 1, 1)).sum().backward()
    assert x.grad.tolist() == [[2, 20, 200]] * 2
    with pytest.raises(RuntimeError, match="leaf"):
        x.t_()
    with pytest.raises(RuntimeError, match="no view"):
        (x * 2)[0].unsqueeze_(0)


def test_parts_without_gradient_count_as_zero() -> None:
    x = grid(2, 5).requires_grad_()
    a, _, c = x.split([1, 3, 1], 1)
    (a.sum() + 3 * c.sum()).backward()
    assert x.grad.tolist() == [[1, 0, 0, 0, 3]] * 2


def test_ravel_of_elements_that_lie_apart_is_a_copy() -> None:
    x = ct.arange(6)
    apart = x[::2].ravel()
    assert apart.is_contiguous() and apart.data_ptr() != x.data_ptr()
    assert x.view(2, 3).ravel().data_ptr() == x.data_ptr()
    assert apart.tolist() == [0, 2, 4]


def test_view_that_needs_a_copy_names_strides_as_stride_does() -> None:
    x = ct.ones(2, 3).t()
    with pytest.raises(RuntimeError, match=r"shape \[3, 2\] with strides \[1, 3\]$"):
        x.view(6)


# Every row that takes a dim, of a tensor that has none: -1 and 0 are its dims.
DIMS_OF_NONE = {
    "movedim": lambda x, d: x.movedim(d, -1 - d).movedim([d], [d]),
    "moveaxis": lambda x, d: x.moveaxis((d,), (-1 - d,)),
    "transpose": lambda x, d: x.transpose(d, -1 - d),
    "swapaxes": lambda x, d: ct.transpose(x, d, d),
    "permute": lambda x, d: x.permute(()),
    "flip": lambda x, d: x.flip(d),
    "roll": lambda x, d: x.roll(1, d),
    "squeeze": lambda x, d: x.squeeze(d),
    "unsqueeze": lambda x, d: x.unsqueeze(d).squeeze(d),
    "flatten": lambda x, d: x.flatten(d, -1 - d).sum(d),
    "unfold": lambda x, d: x.unfold(d, 1, 1).sum(d),
    "sum": lambda x, d: x.sum(d, keepdim=True),
    "mean": lambda x, d: x.mean((d,)),
    "amax": lambda x, d: x.amax(d),
    "max": lambda x, d: x.max(d).values,
    "cumsum": lambda x, d: x.cumsum(d),
    "softmax": lambda x, d: x.softmax(d) * x,
    "log_softmax": lambda x, d: x.log_softmax(d) + x,
    "gather": lambda x, d: x.gather(d, ct.tensor(0)),
    "scatter_add": lambda x, d: (x * 0).scatter_add(d, ct.tensor(0), x),
    "index_select": lambda x, d: x.index_select(d, ct.tensor([0])).sum(),
    "index_add": lambda x, d: (x * 0).index_add(d, ct.tensor([0]), x),
    "take_along_dim": lambda x, d: x.take_along_dim(ct.tensor(0), d),
    "stack": lambda x, d: ct.stack([x], d).sum(d),
}


@pytest.mark.parametrize("dim", [0, -1])
@pytest.mark.parametrize("f", DIMS_OF_NONE.values(), ids=DIMS_OF_NONE)
def test_dims_of_a_tensor_without_dims(f, dim: int) -> None:
    x = ct.tensor(3.0, requires_grad=True)
    y = f(x, dim)
    (y * 2).backward()
    assert y.shape == () and float(y) == 3
    assert x.grad.shape == () and float(x.grad) == 2


def test_view_as_dtype_is_an_inference_tensor_too() -> None:
    with ct.inference_mode():
        x = ct.ones(4)
    views = (x.view(ct.int32), ct.ones(4).view(ct.int32))
    assert [v.is_inference() for v in views] == [True, False]
