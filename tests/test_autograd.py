"""The graph and its engine: backward, grad, leaves, modes, memory."""

import gc
import threading
import weakref

import numpy as np
import pytest
from growth import least_growth, resident

import ctensor as ct


def leaf(*values: float, dtype=None) -> ct.Tensor:
    return ct.tensor(values, dtype=dtype or ct.float64, requires_grad=True)


# ---- gradients ----


def test_square_plus_three_x_at_two() -> None:
    x = ct.tensor(2.0, requires_grad=True)
    (x**2 + 3 * x).backward()
    assert repr(x.grad) == "tensor(7.)"


def test_gradient_of_a_shared_input_is_summed() -> None:
    x = leaf(1, 2, 3)
    (x * x + x * 2 - x).sum().backward()
    np.testing.assert_allclose(x.grad, 2 * np.array([1, 2, 3]) + 1)


def test_gradient_of_a_broadcast_operand_has_its_shape() -> None:
    a, b = ct.tensor(np.ones((4, 3)), requires_grad=True), leaf(1, 2, 3)
    c = leaf(2)
    (a * b * c).sum().backward()
    assert (a.grad.shape, b.grad.shape, c.grad.shape) == ((4, 3), (3,), (1,))
    np.testing.assert_allclose(b.grad, [8, 8, 8])
    np.testing.assert_allclose(c.grad, [24])


def test_gradient_has_the_dtype_of_its_input() -> None:
    a, b = leaf(1, 2, dtype=ct.float32), leaf(3, 4)
    h = leaf(5, 6, dtype=ct.float16)
    (a * b * h).sum().backward()
    assert (a.grad.dtype, b.grad.dtype, h.grad.dtype) == (
        ct.float32,
        ct.float64,
        ct.float16,
    )
    np.testing.assert_allclose(h.grad, [3, 8])


def test_second_backward_adds_to_grad() -> None:
    x = leaf(1, 2)
    (x * 3).sum().backward()
    first = x.grad
    (x * 4).sum().backward()
    assert x.grad is first
    np.testing.assert_allclose(first, [7, 7])


def test_gradient_of_a_vector_needs_a_vector() -> None:
    x = leaf(1, 2)
    with pytest.raises(RuntimeError, match="only for scalar outputs"):
        (x * 2).backward()
    (x * 2).backward(ct.tensor([3.0, 4.0], dtype=ct.float64))
    np.testing.assert_allclose(x.grad, [6, 8])


def test_gradient_of_a_complex_number_needs_one() -> None:
    x = ct.tensor(1 + 2j, requires_grad=True)
    with pytest.raises(RuntimeError, match="real scalar outputs"):
        (x * x).backward()
    (x * x).real.backward()
    assert x.grad == 2 - 4j


def test_given_gradient_is_cast_and_not_kept() -> None:
    x, g = leaf(1, 2), ct.tensor([1.0, 2.0])
    (x + 0).backward(g)
    g.fill_(9)
    np.testing.assert_allclose(x.grad, [1, 2])
    (x + 0).backward(ct.tensor([3, 4]))
    np.testing.assert_allclose(x.grad, [4, 6])


def test_leaf_backward_gives_it_one() -> None:
    x = leaf(5)
    g = ct.tensor([2.0], dtype=ct.float64)
    x.backward(g)
    assert x.grad is not g
    np.testing.assert_allclose(x.grad, [2])


def test_complex_gradient_of_a_real_input_is_real() -> None:
    x = leaf(1, 2)
    z = x * ct.tensor([1 + 2j, 3 - 1j], dtype=ct.complex128)
    (z * z.conj()).real.sum().backward()
    np.testing.assert_allclose(x.grad, 2 * np.array([1, 2]) * np.array([5, 10]))


def test_backward_of_several_tensors_into_some_inputs() -> None:
    x, y = leaf(1), leaf(2)
    z = x * y
    ct.autograd.backward([z, z * 2], inputs=[x, z])
    np.testing.assert_allclose(x.grad, [6])
    np.testing.assert_allclose(z.grad, [3])
    assert y.grad is None


# ---- grad ----


def test_grad_returns_and_leaves_grad_alone() -> None:
    x, y = leaf(1, 2), leaf(3, 4)
    gx, gy = ct.autograd.grad((x * y).sum(), (x, y))
    np.testing.assert_allclose(gx, [3, 4])
    np.testing.assert_allclose(gy, [1, 2])
    assert x.grad is None
    assert y.grad is None


def test_grad_by_a_result_and_what_it_was_made_of() -> None:
    x = leaf(2)
    y = x * x
    gy, gx, again = ct.autograd.grad(y * y, (y, x, y))
    np.testing.assert_allclose(gy, [8])
    np.testing.assert_allclose(gx, [32])
    np.testing.assert_allclose(again, [8])


def test_grad_runs_no_node_that_leads_to_no_input() -> None:
    x, y = leaf(1), leaf(2)
    seen = []
    z = y * 3
    z.register_hook(seen.append)
    ct.autograd.grad((x * z).sum(), x)
    assert seen == []


def test_grad_of_an_unused_input() -> None:
    x, y = leaf(1), leaf(2)
    z = (x * 2).sum()
    with pytest.raises(RuntimeError, match="appears to not have been used"):
        ct.autograd.grad(z, (x, y), retain_graph=True)
    _, none = ct.autograd.grad(z, (x, y), retain_graph=True, allow_unused=True)
    assert none is None
    for on in (True, False):
        _, zero = ct.autograd.grad(z, (x, y), create_graph=on, materialize_grads=True)
        assert zero.tolist() == [0] and zero.requires_grad == on


def test_grad_by_a_dict_of_inputs() -> None:
    x = leaf(1)
    assert ct.autograd.grad(x.sum() * 2, {"x": x})["x"].tolist() == [2.0]
    with pytest.warns(FutureWarning, match="only_inputs argument is deprecated"):
        ct.autograd.grad(x.sum(), x, only_inputs=False)


def test_variable_is_an_alias_of_its_tensor() -> None:
    t = ct.tensor([1.0, 2.0])
    x = ct.autograd.Variable(t, requires_grad=True)
    assert isinstance(x, ct.autograd.Variable) and x.is_leaf and x.requires_grad
    assert x.data_ptr() == t.data_ptr()
    with pytest.raises(TypeError, match="expected data to be a Tensor, got list"):
        ct.autograd.Variable([1.0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: ct.autograd.grad(x.sum(), []), "cannot be empty"),
        (lambda x: x.sum().backward(inputs=[]), "cannot be empty"),
        (lambda x: ct.autograd.grad(x.sum(), x.detach()), "does not require grad"),
        (lambda x: x.detach().sum().backward(), "does not require grad and does not"),
        (lambda x: x.backward(x.detach()[:1]), r"Mismatch in shape: .*\[1\].*\[2\]"),
        (lambda x: x.backward(x.detach() * 1j), "Mismatch in dtype"),
        (lambda x: ct.autograd.grad(x.sum(), x, [None, None]), "one gradient for each"),
        (
            lambda x: ct.autograd.grad(x.sum(), x, is_grads_batched=True),
            "1 or more gradients",
        ),
    ],
)
def test_misuse_is_a_runtime_error(call, message: str) -> None:
    with pytest.raises(RuntimeError, match=message):
        call(leaf(1, 2))


def test_wrong_types_are_type_errors() -> None:
    x = leaf(1)
    with pytest.raises(TypeError, match="expected Tensors as inputs, got int"):
        ct.autograd.grad(x.sum(), [3])
    with pytest.raises(TypeError, match="gradient: Tensor or None, got float"):
        x.backward(1.0)


# ---- gradients of gradients ----


def test_third_derivative_of_a_power() -> None:
    x = leaf(1, 2, 3)
    y = (x * x * x * x).sum()
    for factor, power in ((4, 3), (12, 2), (24, 1)):
        (g,) = ct.autograd.grad(y, x, create_graph=True)
        np.testing.assert_allclose(g.detach(), factor * np.array([1, 2, 3.0]) ** power)
        y = g.sum()


def test_create_graph_keeps_history_in_grad() -> None:
    x = leaf(2)
    (x * x * x).sum().backward(create_graph=True)
    g, x.grad = x.grad, None
    g.sum().backward()
    np.testing.assert_allclose(x.grad, [12])


@pytest.mark.parametrize(
    "name", ["exp", "tanh", "sigmoid", "log", "sqrt", "sin", "gelu"]
)
def test_second_gradient_of_formulas(name: str) -> None:
    function = getattr(ct, name, None) or getattr(ct.nn.functional, name)
    assert ct.autograd.gradgradcheck(function, leaf(0.3, 0.7, 1.4))


def test_second_gradient_of_a_division_with_broadcasting() -> None:
    a = ct.tensor(np.arange(1.0, 7).reshape(2, 3), requires_grad=True)
    assert ct.autograd.gradgradcheck(lambda a, b: a / b, (a, leaf(2, 3, 4)))


# ---- freeing ----


def test_second_backward_of_a_freed_graph() -> None:
    x = leaf(1, 2)
    y = (x * x).sum()
    y.backward(retain_graph=True)
    y.backward()
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        y.backward()
    np.testing.assert_allclose(x.grad, [4, 8])


def test_second_backward_of_a_graph_that_saved_nothing() -> None:
    x = leaf(1, 2)
    y = (x + x).sum()
    y.backward()
    y.backward()
    np.testing.assert_allclose(x.grad, [4, 4])


def test_saved_tensors_go_as_backward_goes() -> None:
    x = leaf(1, 2)
    a = x * 2
    y = (a * a).sum()
    alive = weakref.ref(a)
    del a
    assert alive() is not None
    y.backward()
    assert alive() is None


@pytest.mark.slow
def test_million_nodes_forward_backward_and_free() -> None:
    x = y = ct.tensor(1.0, requires_grad=True)
    for _ in range(1_000_000):
        y = y + 1
    y.backward()
    assert x.grad.item() == 1
    for _ in range(1_000_000):
        y = y * 1  # saved scalars too
    del y


def test_long_chain_of_inputs_is_marked_without_recursion() -> None:
    x = y = ct.tensor(1.0, requires_grad=True)
    for _ in range(100_000):
        y = y + 1
    (g,) = ct.autograd.grad(y, x)
    assert g.item() == 1


def test_long_chain_of_grads_is_freed() -> None:
    t = ct.tensor(1.0)
    for _ in range(100_000):
        u = ct.tensor(1.0)
        u.grad = t
        t = u
    del t, u


def test_wide_graph_is_summed_once() -> None:
    x = leaf(1)
    parts = [x * i for i in range(1000)]
    sum(parts[1:], parts[0]).backward()
    np.testing.assert_allclose(x.grad, [1000 * 999 / 2])


@pytest.mark.slow
def test_memory_is_flat_over_double_backward() -> None:
    x = ct.tensor(np.linspace(0.1, 1, 64), requires_grad=True)

    def step() -> None:
        (g,) = ct.autograd.grad((x * x).sin().sum(), x, create_graph=True)
        ct.autograd.grad((g * g).sum(), x)

    def steps(n: int) -> None:
        for _ in range(n):
            step()

    gc.disable()
    try:
        steps(500)
        allowed = 2 << 20
        assert allowed >= least_growth(
            resident, lambda: steps(10_000), collect=lambda: None, allowed=allowed
        )
    finally:
        gc.enable()


# ---- cycles ----


class Mark:
    """Something to see die."""


def test_cycle_through_a_hook_is_collected() -> None:
    x = leaf(1, 2)
    y = x * 2
    mark = Mark()
    y.register_hook(lambda g, y=y, mark=mark: None)
    alive = weakref.ref(mark)
    del x, y, mark
    gc.collect()
    assert alive() is None


def test_cycle_through_the_middle_of_a_graph_is_collected() -> None:
    x = leaf(1, 2)
    y = x * 2
    z = (y * y).exp().sum()
    mark = Mark()
    x.register_hook(lambda g, z=z, mark=mark: None)
    alive = weakref.ref(mark)
    del x, y, z, mark
    gc.collect()
    assert alive() is None


def test_cycle_through_node_metadata_and_dict_is_collected() -> None:
    x = leaf(1, 2)
    y = x * 2
    mark = Mark()
    y.grad_fn.metadata["own"] = (y, mark)
    x.own = (x, mark)
    alive = weakref.ref(mark)
    del x, y, mark
    gc.collect()
    assert alive() is None


def test_cycle_of_grad_with_a_graph_is_collected() -> None:
    x = leaf(1, 2)
    x.mark = Mark()
    alive = weakref.ref(x.mark)
    (x * x).sum().backward(create_graph=True)
    del x
    gc.collect()
    assert alive() is None


# ---- leaves and their attributes ----


def test_attributes_of_leaves_and_results() -> None:
    x = leaf(1, 2)
    y = x * 2
    assert (x.is_leaf, x.requires_grad, x.grad_fn, x.grad) == (True, True, None, None)
    assert (y.is_leaf, y.requires_grad, y.output_nr) == (False, True, 0)
    assert y.grad_fn.name() == "MulBackward0"
    assert y.grad_fn.next_functions[0][0].variable is x
    assert ct.tensor(1.0).is_leaf


def test_std_of_equal_elements_has_gradient_zero() -> None:
    x = ct.tensor([[2.0, 2, 2], [1, 2, 3]], requires_grad=True)
    x.std(1).sum().backward()
    assert x.grad.tolist() == [[0, 0, 0], [-0.5, 0, 0.5]]


def test_next_functions_of_what_has_no_gradient_is_none() -> None:
    x = leaf(1, 2, 3)
    for y in (x**2, x.gather(0, ct.tensor([0])), x.masked_fill(x > 1, 0)):
        (_, nr), *others = y.grad_fn.next_functions
        assert nr == 0 and others
        assert all(other == (None, 0) for other in others)


def test_requires_grad_can_be_set_on_leaves_of_inexact_dtype() -> None:
    x = ct.tensor([1.0, 2.0])
    assert x.requires_grad_() is x
    assert x.requires_grad
    x.requires_grad = False
    assert not x.requires_grad
    with pytest.raises(RuntimeError, match=r"floating point and complex.*got int64"):
        ct.tensor([1]).requires_grad_()
    y = leaf(1) * 2
    with pytest.raises(RuntimeError, match="only change requires_grad flags of leaf"):
        y.requires_grad = False
    with pytest.raises(RuntimeError, match="must be a bool"):
        x.requires_grad = 1


def test_leaf_that_was_frozen_after_its_use_gets_no_grad() -> None:
    x, y, z = leaf(1), leaf(1), leaf(2)
    product = (x * y * z).sum()
    x.requires_grad = False
    y.detach_()
    product.backward()
    assert x.grad is None and y.grad is None
    assert z.grad.tolist() == [1]


def test_nan_is_not_the_end_of_a_gradient() -> None:
    x, y = leaf(float("nan"), 1), leaf(2, float("nan"))
    for call in (ct.maximum, ct.minimum):
        gradients = ct.autograd.grad(call(x, y).sum(), (x, y))
        assert [g.tolist() for g in gradients] == [[1, 1], [1, 1]]
    (g,) = ct.autograd.grad(x.relu().sum(), x)
    assert g.tolist() == [1, 1]
    for call in (ct.max, ct.amin):
        (g,) = ct.autograd.grad(call(x), x)
        assert g.tolist() == [1, 0]


def test_grad_can_be_assigned_if_it_fits() -> None:
    x = leaf(1, 2)
    x.grad = ct.tensor([3.0, 4.0], dtype=ct.float64)
    (x * 1).sum().backward()
    np.testing.assert_allclose(x.grad, [4, 5])
    del x.grad
    assert x.grad is None
    with pytest.raises(RuntimeError, match=r"size '\[1\]' to a tensor of size '\[2\]'"):
        x.grad = ct.tensor([1.0], dtype=ct.float64)
    with pytest.raises(RuntimeError, match="dtype 'float32' to a tensor with dtype"):
        x.grad = ct.tensor([1.0, 2.0])
    with pytest.raises(TypeError, match="Tensor or None but got grad of type int"):
        x.grad = 3
    with pytest.raises(RuntimeError, match="as its own grad"):
        x.grad = x


def test_grad_of_a_result_warns_unless_retained() -> None:
    y = leaf(1, 2) * 2
    with pytest.warns(UserWarning, match="not a leaf Tensor is being accessed"):
        assert y.grad is None
    y.retain_grad()
    y.sum().backward()
    np.testing.assert_allclose(y.grad, [1, 1])
    assert y.retains_grad


def test_retain_grad_adds_up_and_sees_the_hooks() -> None:
    y = leaf(1) * 1
    y.retain_grad()
    y.register_hook(lambda g: g * 10)
    y.backward(retain_graph=True)
    y.backward()
    np.testing.assert_allclose(y.grad, [20])
    with pytest.raises(RuntimeError, match="can't retain_grad"):
        ct.tensor(1.0).retain_grad()


def test_retained_tensor_may_die_first() -> None:
    x = leaf(1)
    y = x * 2
    y.retain_grad()
    z = y * 3
    del y
    z.backward()
    np.testing.assert_allclose(x.grad, [6])


def test_leaf_that_died_still_takes_part() -> None:
    x = leaf(1, 2)
    seen = []
    x.register_hook(seen.append)
    y = (x * x).sum()
    del x
    y.backward()
    np.testing.assert_allclose(seen[0], [2, 4])
    product = y.grad_fn.next_functions[0][0]
    np.testing.assert_allclose(product.next_functions[0][0].variable.grad, [2, 4])


def test_detach_shares_memory_without_history() -> None:
    x = leaf(1, 2)
    d = (x * 2).detach()
    assert not d.requires_grad
    assert d._base is None
    y = x * 2
    assert y.detach_() is y
    assert y.is_leaf
    assert not y.requires_grad
    with pytest.raises(RuntimeError, match="Can't detach views in-place"):
        (x * 2)[:1].detach_()


def test_integer_results_have_no_gradient() -> None:
    x = leaf(3, 1, 2)
    assert not x.argmax().requires_grad
    assert not (x > 1).requires_grad
    values, indices = x.max(dim=0)
    assert values.requires_grad
    assert not indices.requires_grad


def test_unused_output_of_several_counts_as_zero() -> None:
    x = leaf(1, 2, 3, 4)
    a, _ = x.split(2)
    (a * 2).sum().backward()
    np.testing.assert_allclose(x.grad, [2, 2, 0, 0])


# ---- modes ----


def test_no_grad_as_context_and_decorator() -> None:
    x = leaf(1)
    with ct.no_grad():
        assert not ct.is_grad_enabled()
        assert not (x * 2).requires_grad
        with ct.enable_grad():
            assert (x * 2).requires_grad
    assert ct.is_grad_enabled()

    @ct.no_grad()
    def twice(t: ct.Tensor) -> ct.Tensor:
        """Doc."""
        return t * 2

    @ct.no_grad
    def thrice(t: ct.Tensor) -> ct.Tensor:
        return t * 3

    assert not twice(x).requires_grad
    assert not thrice(x).requires_grad
    assert twice.__doc__ == "Doc."
    assert ct.is_grad_enabled()


def test_set_grad_enabled_acts_at_once_and_as_context() -> None:
    ct.set_grad_enabled(False)
    try:
        assert not ct.is_grad_enabled()
        with ct.set_grad_enabled(True):
            assert ct.is_grad_enabled()
        assert not ct.is_grad_enabled()
    finally:
        ct.set_grad_enabled(True)

    @ct.set_grad_enabled(False)
    def mode() -> bool:
        return ct.is_grad_enabled()

    assert ct.is_grad_enabled()
    assert not mode()


def test_one_no_grad_object_nests_in_itself() -> None:
    mode = ct.no_grad()
    with mode:
        with mode:
            assert not ct.is_grad_enabled()
        assert not ct.is_grad_enabled()
    assert ct.is_grad_enabled()


def test_no_grad_around_a_generator_is_off_between_items() -> None:
    @ct.no_grad()
    def items():
        sent = yield ct.is_grad_enabled()
        yield sent

    g = items()
    assert next(g) is False
    assert ct.is_grad_enabled()
    assert g.send(5) == 5
    assert list(g) == []


def test_no_grad_restores_after_an_exception() -> None:
    with pytest.raises(KeyError), ct.no_grad():
        raise KeyError
    assert ct.is_grad_enabled()


def test_modes_belong_to_their_thread() -> None:
    seen = []
    with ct.no_grad():
        thread = threading.Thread(target=lambda: seen.append(ct.is_grad_enabled()))
        thread.start()
        thread.join()
    assert seen == [True]


def test_inference_tensors_stay_out_of_graphs() -> None:
    x = leaf(1, 2)
    with ct.inference_mode():
        assert ct.is_inference_mode_enabled()
        a = x.detach() * 2
        a.add_(1)
        with ct.inference_mode(False):
            assert (x * 2).requires_grad
    assert a.is_inference()
    with pytest.raises(RuntimeError, match="Inference tensors cannot be saved"):
        a * x
    with pytest.raises(RuntimeError, match="Inplace update to inference tensor"):
        a.add_(1)
    with pytest.raises(RuntimeError, match="on inference tensor outside"):
        a.requires_grad_()
    assert (a.clone() * x).requires_grad


def test_out_does_not_support_gradients() -> None:
    with pytest.raises(RuntimeError, match="out="):
        ct.add(ct.ones(1), 1, out=leaf(1, dtype=ct.float32))
    x, out = leaf(1, 2), ct.tensor([0.0, 0.0], dtype=ct.float64)
    with pytest.raises(RuntimeError, match=r"with out=\.\.\. arguments don't"):
        ct.add(x, 1, out=out)
    with ct.no_grad():
        ct.add(x, 1, out=out)
    np.testing.assert_allclose(out, [2, 3])
    for flags in (ct.zeros(2, dtype=ct.bool), out):  # what has none loses none
        assert ct.gt(x, 1, out=flags).tolist() == [0, 1]
        assert not flags.requires_grad


# ---- threads ----


def test_backward_on_many_threads_at_once() -> None:
    x = leaf(*range(100))
    errors = []

    def work() -> None:
        try:
            for _ in range(50):
                (x * x).sum().backward()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    np.testing.assert_allclose(x.grad, 2 * np.arange(100.0) * 400)


def test_backward_within_a_hook() -> None:
    x = leaf(2)
    inner = leaf(3)

    def hook(g: ct.Tensor) -> None:
        with ct.enable_grad():
            (inner * inner).backward()

    y = x * x
    y.register_hook(hook)
    y.backward()
    np.testing.assert_allclose(inner.grad, [6])
    np.testing.assert_allclose(x.grad, [4])


def test_nested_backward_over_the_same_nodes() -> None:
    x = leaf(2)
    shared = x * 3
    results = []
    top = shared * 5
    side = top * 1
    side.register_hook(
        lambda g: results.append(ct.autograd.grad(top, x, retain_graph=True)[0])
    )
    (side + top).backward()
    np.testing.assert_allclose(results[0], [15])
    np.testing.assert_allclose(x.grad, [30])


@pytest.mark.parametrize(
    "shapes", [((5, 5, 0), (0, 5)), ((0, 5, 3), (3, 0)), ((2, 0, 0), (0, 4))]
)
def test_the_gradient_of_a_product_of_nothing(shapes) -> None:
    a, b = (ct.ones(shape, requires_grad=True) for shape in shapes)
    (a @ b).sum().backward()
    assert a.grad.shape == shapes[0] and (b.grad == 0).all()
    assert b.grad.shape == shapes[1] and (a.grad == 0).all()


# ---- the layout of .grad ----

LEAVES = {
    "contiguous": (lambda: ct.ones(3, 4), (4, 1)),
    "transposed": (lambda: ct.ones(4, 3).t(), (1, 3)),
    "permuted": (lambda: ct.ones(2, 3, 4).permute(2, 0, 1), (1, 12, 4)),
    "with gaps": (lambda: ct.ones(3, 8)[:, ::2], (4, 1)),
    "expanded": (lambda: ct.ones(1, 4).expand(3, 4), (4, 1)),
    "one of a size": (lambda: ct.ones(4, 1).t(), (1, 1)),
}
USES = {
    "sum": lambda x: x.sum(),
    "t": lambda x: (x.transpose(0, -1) * 2).sum(),
    "t, twice": lambda x: (x.transpose(0, -1) * x.transpose(0, -1)).sum(),
    "matmul": lambda x: (x.transpose(0, -1) @ ct.ones(x.shape[0], 2)).sum(),
    "complex": lambda x: ((x * 1j).transpose(0, -1) * 1j).real.sum(),
}


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("leaf", LEAVES)
def test_grad_has_the_layout_of_a_dense_leaf(leaf, use, create_graph) -> None:
    """PyTorch's rule; of others it is contiguous."""
    if leaf == "permuted" and use == "matmul":
        use = "t"
    make, strides = LEAVES[leaf]
    x = make().requires_grad_()
    USES[use](x).backward(create_graph=create_graph)
    dims = [d for d, n in enumerate(x.shape) if n != 1]
    assert [x.grad.stride(d) for d in dims] == [strides[d] for d in dims]
    x.grad.zero_() if not create_graph else None
    USES[use](x).backward()
    assert [x.grad.stride(d) for d in dims] == [strides[d] for d in dims]


def test_a_graph_that_was_made_for_another_shape() -> None:
    x = ct.ones(6, requires_grad=True)
    y = (x * 2).sum()
    x.data = ct.ones(2, 3)
    with pytest.raises(RuntimeError, match=r"expected a leaf of shape \[6\].*\[2, 3\]"):
        y.backward()
    assert x.grad is None
    (x * 2).sum().backward()
    assert x.grad.shape == (2, 3)


def factors(second: bool) -> list[ct.Tensor]:
    x = [ct.rand(3, dtype=ct.float64).requires_grad_() for _ in range(2)]
    g = ct.ones(3, dtype=ct.float64).requires_grad_(second)
    return [*x, g, *(t * 1 for t in (*x, g))]


def test_a_factor_that_a_recorded_gradient_does_not_read_may_be_written() -> None:
    _, b, _, x, y, g = factors(False)
    (gx,) = ct.autograd.grad(x * y, x, g, create_graph=True)
    with ct.no_grad():
        x.zero_()
        y.zero_()
    assert ct.autograd.grad(gx.sum(), b)[0].tolist() == [1, 1, 1]
    # of what the gradient of g is made of, it may not
    _, b, c, x, y, g = factors(True)
    (gx,) = ct.autograd.grad(x * y, x, g, create_graph=True)
    with ct.no_grad():
        y.zero_()
    assert ct.autograd.grad(gx.sum(), b, retain_graph=True)[0].tolist() == [1, 1, 1]
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        ct.autograd.grad(gx.sum(), c)


def test_a_quantiles_input_may_be_written_where_its_elements_are_not_read() -> None:
    x, q = (ct.rand(5, requires_grad=True) for _ in range(2))
    for shares in (q.detach(), q):
        y = x * 1
        result = ct.quantile(y, shares)
        with ct.no_grad():
            y.zero_()
        g = ct.autograd.grad(result.sum(), x, retain_graph=True)[0]
        assert abs(g.sum().item() - 5) < 1e-5
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        ct.autograd.grad(result.sum(), q)
