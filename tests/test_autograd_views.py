"""Views and in-place writes: whose history changes, and what is refused."""

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.gradcheck import gradgradcheck


def leaf(*values: float) -> ct.Tensor:
    return ct.tensor(values, dtype=ct.float64, requires_grad=True)


# ---- in-place on results ----


def test_inplace_on_a_result_replaces_its_history() -> None:
    x = leaf(1, 2, 3)
    y = x * 2
    before = y.grad_fn
    y.mul_(5).add_(1)
    assert y.grad_fn.name() == "AddBackward0"
    assert y.grad_fn is not before
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [10, 10, 10])


@pytest.mark.parametrize(
    "name", ["exp", "sin", "tanh", "sqrt", "sigmoid", "log", "abs"]
)
def test_inplace_formula_has_the_gradient_of_the_other(name: str) -> None:
    x = leaf(0.5, 1.5)
    (g,) = ct.autograd.grad(getattr(x, name)().sum(), x)
    (inplace,) = ct.autograd.grad(getattr(x * 1, name + "_")().sum(), x)
    np.testing.assert_allclose(inplace, g)


def test_inplace_product_keeps_what_it_overwrote() -> None:
    x, w = leaf(2, 3), leaf(5, 7)
    z = x * 1
    z.mul_(w)
    z.sum().backward()
    np.testing.assert_allclose(x.grad, [5, 7])
    np.testing.assert_allclose(w.grad, [2, 3])


@pytest.mark.parametrize(("mode", "slope"), [(None, 1), ("floor", 0), ("trunc", 0)])
def test_inplace_quotient_keeps_what_it_overwrote(mode, slope: int) -> None:
    x, w = leaf(2, 3), leaf(5, 7)
    (x * 1).div_(w, rounding_mode=mode).sum().backward()
    np.testing.assert_allclose(x.grad, [slope / 5, slope / 7])
    np.testing.assert_allclose(w.grad, [-slope * 2 / 25, -slope * 3 / 49])


def test_fill_and_zero_cut_the_history() -> None:
    x = leaf(1, 2)
    y = x * 2
    y.zero_()
    (y + x).sum().backward()
    np.testing.assert_allclose(x.grad, [1, 1])
    x.grad = None
    (x * 2).fill_(3).sum().backward()
    assert x.grad.tolist() == [0, 0]


def test_limits_in_place_keep_what_they_overwrote() -> None:
    for kwargs in ({"min": 0}, {"max": 1}, {"min": 0, "max": 1}):
        x = leaf(-1, 0.5, 2)
        x.clone().clamp_(**kwargs).sum().backward()
        y = leaf(-1, 0.5, 2)
        y.clamp(**kwargs).sum().backward()
        assert (x.grad == y.grad).all()


def test_copy_takes_over_the_gradient() -> None:
    x, y = leaf(1, 2), ct.zeros(2, dtype=ct.float64)
    y.copy_(x * 3)
    assert not y.is_leaf
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [3, 3])


def test_comparison_written_in_place_has_gradient_zero() -> None:
    x = leaf(-1, 2)
    y = x * 1
    y.gt_(0)
    (y + x).sum().backward()
    np.testing.assert_allclose(x.grad, [1, 1])


# ---- in-place through views ----


def test_write_to_a_view_changes_the_history_of_its_base() -> None:
    x, w = leaf(1, 2, 3, 4), leaf(10, 20)
    y = x * 1
    y[1:3] *= w
    assert y.grad_fn.name() == "CopySlices"
    (y * y).sum().backward()
    np.testing.assert_allclose(x.grad, [2, 2 * 20 * 10, 2 * 60 * 20, 8])
    np.testing.assert_allclose(w.grad, [2 * 20 * 2, 2 * 60 * 3])


def test_write_to_a_view_of_a_tensor_without_history() -> None:
    x, y = leaf(1, 2), ct.zeros(4, dtype=ct.float64)
    view = y[1:3]
    view.add_(x)
    assert y.grad_fn.name() == "CopySlices"
    assert view.grad_fn.name() == "AsStridedBackward0"
    (y * ct.tensor([1.0, 2, 3, 4])).sum().backward()
    np.testing.assert_allclose(x.grad, [2, 3])


def test_other_views_see_the_new_history() -> None:
    x = leaf(1, 2, 3)
    y = x * 1
    early, early_scalar = y[:2], y[0]
    y.mul_(3)
    assert early.grad_fn.name() == "AsStridedBackward0"
    assert early.grad_fn.next_functions[0][0] is y.grad_fn
    (early.sum() + early_scalar).backward()
    np.testing.assert_allclose(x.grad, [6, 3, 0])


def test_view_of_what_had_no_history_gets_it() -> None:
    x, y = leaf(1, 2), ct.zeros(2, dtype=ct.float64)
    view = y[:1]
    assert not view.requires_grad
    y.add_(x)
    assert view.requires_grad
    assert not view.is_leaf
    view.sum().backward()
    np.testing.assert_allclose(x.grad, [1, 0])


@pytest.mark.parametrize(
    "view",
    [
        lambda t: t[1:, ::2],
        lambda t: t.T[::-1],
        lambda t: t.diagonal(),
        lambda t: t[:, 1],
        lambda t: t.reshape(-1)[3:9],
        lambda t: t.unsqueeze(1)[0],
        lambda t: t.as_strided((2, 2), (5, 2), 1),
    ],
)
def test_writes_through_any_view_agree_with_finite_differences(view) -> None:
    x = ct.tensor(np.linspace(0.2, 1.3, 12).reshape(3, 4), requires_grad=True)

    def function(x: ct.Tensor) -> ct.Tensor:
        y = x * 1.5
        early = view(y)
        part = view(y)
        part.mul_(part * 2 + 1)
        return (y * y).sum() + early.sin().sum()

    assert ct.autograd.gradcheck(function, x)
    assert ct.autograd.gradgradcheck(function, x)


def test_write_through_the_view_of_a_base_that_is_not_contiguous() -> None:
    x = ct.tensor(np.arange(12.0).reshape(3, 4), requires_grad=True)

    def function(x: ct.Tensor) -> ct.Tensor:
        y = ct.from_numpy(np.zeros((4, 6))[:, ::2].T)
        y.copy_(x)
        y[1:].mul_(y[1:] * 2)
        return (y * y).sum()

    assert ct.autograd.gradcheck(function, x)


def test_writes_in_a_loop() -> None:
    x = leaf(1, 2, 3)
    out = ct.zeros(3, dtype=ct.float64)
    for i in range(3):
        out[i] = x[i] * (i + 1)
    out.sum().backward()
    np.testing.assert_allclose(x.grad, [1, 2, 3])


def test_expanded_view_with_an_outdated_history() -> None:
    x = leaf(1, 2)
    y = x * 1
    wide = y.unsqueeze(0).expand(3, 2)
    y.mul_(2)
    wide.sum().backward()
    np.testing.assert_allclose(x.grad, [6, 6])


def test_complex_base_written_through_its_real_part() -> None:
    z = ct.tensor([1 + 2j, 3 - 1j], dtype=ct.complex128, requires_grad=True)

    def function(z: ct.Tensor) -> ct.Tensor:
        y = z * 1
        y.real.mul_(2)
        return (y * y.conj()).real.sum()

    assert ct.autograd.gradcheck(function, z)


def test_retained_grad_follows_an_inplace_write() -> None:
    x = leaf(1, 2)
    y = x * 1
    seen = []
    y.register_hook(seen.append)
    y.retain_grad()
    y.mul_(3)
    y.sum().backward()
    np.testing.assert_allclose(y.grad, [1, 1])
    np.testing.assert_allclose(seen[0], [3, 3])


def test_retained_grad_of_a_written_view() -> None:
    x = leaf(1, 2)
    y = x * 1
    view = y[:1]
    view.retain_grad()
    view.mul_(3)
    view.sum().backward()
    np.testing.assert_allclose(view.grad, [1])
    np.testing.assert_allclose(x.grad, [3, 0])


# ---- what is refused ----


def no_grad_view(y: ct.Tensor) -> ct.Tensor:
    with ct.no_grad():
        return y[:1]


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda x: x.mul_(2), "a leaf Variable that requires grad is being used in an"),
        (lambda x: x[:1].mul_(2), "a view of a leaf Variable that requires grad is"),
        (
            lambda x: (x * 1).unbind()[0].mul_(2),
            "a function that returns multiple views",
        ),
        (lambda x: (x * 1).split(1)[0].mul_(2), "Output 0 of SplitBackward0 is a view"),
        (
            lambda x: no_grad_view(x * 1).mul_(x[:1]),
            "A view was created in no_grad mode",
        ),
    ],
)
def test_refused_writes(write, message: str) -> None:
    x = leaf(1, 2)
    with pytest.raises(RuntimeError, match=message):
        write(x)
    np.testing.assert_array_equal(x.detach(), [1, 2])


def test_base_written_under_views_that_forbid_it() -> None:
    x = leaf(1, 2)
    y = x * 1
    first, _ = y.unbind()
    hidden = no_grad_view(y)
    y.mul_(2)
    with pytest.raises(RuntimeError, match="its base or another view of its base has"):
        first * 2
    with pytest.raises(RuntimeError, match="created in no_grad mode and its base"):
        hidden * 2


def test_view_made_under_no_grad_may_not_be_written_unseen() -> None:
    x = leaf(1, 2)
    y = x * 1
    with ct.no_grad():
        views = [x.view(2), y[0], y.view(2)]
    for view in views:
        for write in (lambda v: v.mul_(2), lambda v: v[...].zero_()):
            with pytest.raises(RuntimeError, match="no_grad mode"):
                write(view)
    with ct.no_grad():
        views[0].mul_(2)
    assert x.tolist() == [2, 4]


def test_a_quotient_may_be_written_over() -> None:
    x, y = leaf(3, 5), leaf(2, 4)
    z = x / y
    z.mul_(2)
    z.sum().backward()
    np.testing.assert_allclose(x.grad, [1, 0.5])
    np.testing.assert_allclose(y.grad, [-1.5, -0.625])


def test_refused_operand_leaves_the_target_as_it_was() -> None:
    x, y = leaf(1, 2) * 1, leaf(3, 4) * 1
    part = y.split(1)[0]
    y.mul_(2)
    with pytest.raises(RuntimeError, match="multiple views"):
        x.add_(part)
    assert x.tolist() == [1, 2] and x._version == 0


def test_views_of_parts_have_gradients() -> None:
    x = leaf(1, 2, 3)
    for part in (x.chunk(2)[0], x.split(2)[0], x.view(3, 1).unbind(1)[0]):
        for view in (part[0], part[:1], part.view(-1)[0], part.unsqueeze(0)[0, 0]):
            (grad,) = ct.autograd.grad(view.sum(), x)
            assert grad.tolist() == [1, 0, 0]


def test_under_no_grad_leaves_may_be_written() -> None:
    x = leaf(1, 2)
    with ct.no_grad():
        x.mul_(2)
        x[:1].add_(1)
    assert x.is_leaf
    assert x.requires_grad
    np.testing.assert_array_equal(x.detach(), [3, 4])


def test_write_to_an_expanded_tensor_is_refused() -> None:
    with pytest.raises(RuntimeError, match="single memory location"):
        leaf(1).expand(3).detach().add_(1)


# ---- versions ----


def test_version_counts_writes_of_all_views() -> None:
    x = ct.zeros(3)
    x[:1].add_(1)
    x.detach().mul_(2)
    x.fill_(1)
    assert x._version == x[1:]._version == 3


def test_version_error_names_op_tensor_and_lines() -> None:
    x = ct.tensor([1.0, 2.0, 3.0], requires_grad=True)
    a = x * 1
    y = (a * a).sum()
    a.add_(1)
    a.mul_(2)
    with pytest.raises(RuntimeError) as error:
        y.backward()
    text = str(error.value)
    file = __file__
    line = test_version_error_names_op_tensor_and_lines.__code__.co_firstlineno
    assert text.startswith(
        "MulBackward0: one of the variables needed for gradient computation has been "
        "modified by an inplace operation: [FloatTensor [3]], which is output 0 of "
        "MulBackward0, is at version 2; expected version 0 instead. MulBackward0 saved "
        f"it at {file}:{line + 3}; it was modified by add_ at {file}:{line + 4}, then "
        f"by mul_ at {file}:{line + 5}."
    )


def test_version_error_of_a_saved_result() -> None:
    x = leaf(1, 2)
    y = x.exp()
    y.add_(1)
    with pytest.raises(RuntimeError, match="which is output 0 of ExpBackward0, is at"):
        y.sum().backward()


def test_write_after_an_op_that_needs_no_values_is_fine() -> None:
    x, w = leaf(1, 2), leaf(3, 4)
    y = x + w
    y.mul_(2)
    z = y.sum()
    w.detach().fill_(0)
    z.backward()
    np.testing.assert_allclose(w.grad, [2, 2])


def test_only_what_the_wanted_gradient_reads_is_saved() -> None:
    x, w = leaf(1, 2), ct.tensor([3.0, 4.0], dtype=ct.float64)
    y = x * w
    with ct.no_grad():
        x.mul_(10)  # w's gradient would read x, but w has none
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [3, 4])


def test_error_leaves_the_graph_and_grads_valid() -> None:
    x = leaf(1, 2)
    a = x * 1
    b = a.exp()
    c = b.sum() + (a * a).sum()
    a.detach().add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        c.backward()
    x.grad = None
    b.sum().backward()
    np.testing.assert_allclose(x.grad, np.exp([1, 2]))


@pytest.mark.parametrize("name", ["sigmoid_", "tanh_", "exp_", "sqrt_"])
def test_second_derivative_through_a_view_written_by_an_op_that_reads_its_result(name):
    def squares(x):
        base = x * 1
        getattr(base[1:3], name)()
        return (base * base).sum()

    x = ct.tensor([0.3, 0.5, 0.7, 0.9], dtype=ct.float64, requires_grad=True)
    assert gradgradcheck(squares, (x,))
    (gradient,) = ct.autograd.grad(squares(x), x, create_graph=True)
    gradient.sum().backward()  # without retain_graph


# ---- a view that became a leaf ----


def leaf_view() -> ct.Tensor:
    return ct.tensor([1.0, 2.0]).view(2).requires_grad_()


@pytest.mark.parametrize(
    "write",
    [
        lambda x: x.__setitem__(0, 5),
        lambda x: x.mul_(2),
        lambda x: x[0].fill_(5),
        lambda x: x.view(2, 1).__setitem__((0, 0), 5),
        lambda x: x[0:2][1].add_(1),
    ],
)
def test_a_leaf_that_is_a_view_is_not_written(write) -> None:
    x = leaf_view()
    with pytest.raises(RuntimeError, match="a view of a leaf Variable that requires"):
        write(x)
    assert x.is_leaf and x.tolist() == [1, 2]
    (x * x).sum().backward()
    assert x.grad.tolist() == [2, 4]


def test_a_leaf_that_is_a_view_is_written_without_gradients() -> None:
    x = leaf_view()
    with ct.no_grad():
        x[0] = 7
    assert x.is_leaf and x.tolist() == [7, 2]


def test_a_leaf_that_is_a_view_follows_what_its_base_is_made_of() -> None:
    t, w = ct.tensor([1.0, 2.0]), ct.tensor(3.0, requires_grad=True)
    x = t.view(2).requires_grad_()
    part = x[1]
    t.mul_(w)
    assert not x.is_leaf and not part.is_leaf
    (x.sum() + part).backward()
    assert w.grad.item() == 5
