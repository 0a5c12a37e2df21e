"""Optimizers against their formulas in NumPy float64."""

import copy
import math

import numpy as np
import optimizers
import pytest
from optimizers import last

import ctensor as ct
from ctensor import nn, optim


def check(make, formula, dtype=ct.float64, sign=1, rtol=1e-12, layout=lambda t: t):
    """Three steps over tensors of several sizes equal the formula's."""
    shapes = [(3,), (20, 70), (), (0, 2), (2, 3, 4)]
    start = [np.random.randn(*shape) for shape in shapes]
    grads = [[np.random.randn(*shape) for shape in shapes] for _ in range(3)]
    params = [layout(ct.tensor(x, dtype=dtype)).requires_grad_() for x in start]
    optimizer = make(params)
    for step in grads:
        for param, grad in zip(params, step, strict=True):
            param.grad = layout(ct.tensor(grad, dtype=dtype))
        optimizer.step()
    for i, param in enumerate(params):
        expected = formula(start[i], [sign * step[i] for step in grads])
        got = param.detach().to(ct.float64).numpy()
        np.testing.assert_allclose(got, expected, rtol=rtol, atol=rtol)


# Each optimizer: the formula's name, its options and those that are called otherwise.
OPTIONS = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.3}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.4, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.7), "eps": 1e-3}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.2}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.2), "amsgrad": True}),
    ("AdamW", {"weight_decay": 1e-2}),
    ("AdamW", {"weight_decay": 0.2, "lr": 0.1, "betas": (0.5, 0.2), "amsgrad": True}),
    ("NAdam", {}),
    ("NAdam", {"lr": 0.1, "betas": (0.5, 0.7), "weight_decay": 0.2}),
    ("NAdam", {"weight_decay": 0.2, "decoupled_weight_decay": True}),
    ("RAdam", {}),
    ("RAdam", {"lr": 0.1, "betas": (0.5, 0.9), "weight_decay": 0.2}),
    ("RAdam", {"weight_decay": 0.2, "decoupled_weight_decay": True}),
    ("Adamax", {}),
    ("Adamax", {"lr": 0.1, "betas": (0.5, 0.7), "eps": 1e-3, "weight_decay": 0.2}),
    ("Adagrad", {}),
    ("Adagrad", {"lr_decay": 0.1, "weight_decay": 0.2, "eps": 1e-3}),
    ("Adagrad", {"initial_accumulator_value": 0.3}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.7, "eps": 1e-3, "weight_decay": 0.2}),
    ("RMSprop", {}),
    ("RMSprop", {"alpha": 0.7, "weight_decay": 0.2, "momentum": 0.8}),
    ("RMSprop", {"alpha": 0.7, "centered": True, "eps": 1e-3}),
    ("RMSprop", {"alpha": 0.7, "centered": True, "momentum": 0.8, "eps": 1e-3}),
    ("Rprop", {}),
    ("Rprop", {"lr": 0.1, "etas": (0.3, 1.5), "step_sizes": (0.05, 0.12)}),
    ("ASGD", {}),
    ("ASGD", {"lr": 0.1, "lambd": 0.1, "alpha": 0.5, "weight_decay": 0.2}),
    ("Adafactor", {}),
    ("Adafactor", {"lr": 0.3, "eps": (0.1, 0.2), "d": 1.5, "weight_decay": 0.2}),
]


def formula_of(name, options):
    """The formula with these options, as a function of a parameter and gradients."""
    options = dict(options)
    function = getattr(optimizers, "adam" if name == "AdamW" else name.lower())
    if options.pop("decoupled_weight_decay", name == "AdamW"):
        options["decoupled"] = True
    return lambda p, grads: last(function(p, grads, **options))


def stores(name):
    """How exactly numbers of the state are kept: NAdam's product and ASGD's rate."""
    return 1e-7 if name in ("NAdam", "ASGD") else 1e-12


@pytest.mark.isa
@pytest.mark.parametrize(("name", "options"), OPTIONS, ids=str)
def test_formulas(name, options):
    check(
        lambda p: getattr(optim, name)(p, **options),
        formula_of(name, options),
        rtol=stores(name),
    )


EACH = [
    (
        lambda p, **k: optim.SGD(p, 0.1, 0.9, **k),
        formula_of("SGD", {"lr": 0.1, "momentum": 0.9}),
    ),
    (lambda p, **k: optim.Adam(p, 0.1, **k), formula_of("Adam", {"lr": 0.1})),
    (lambda p, **k: optim.RMSprop(p, 0.05, **k), formula_of("RMSprop", {"lr": 0.05})),
    (lambda p, **k: optim.Adafactor(p, 0.1, **k), formula_of("Adafactor", {"lr": 0.1})),
]
each = pytest.mark.parametrize(
    ("make", "formula"), EACH, ids=["sgd", "adam", "rmsprop", "adafactor"]
)
native = pytest.mark.parametrize(
    ("make", "formula"), EACH[:3], ids=["sgd", "adam", "rmsprop"]
)


@pytest.mark.isa
@each
@pytest.mark.parametrize(
    ("dtype", "rtol"), [(ct.float32, 2e-6), (ct.float16, 5e-3), (ct.bfloat16, 4e-2)]
)
def test_dtypes(make, formula, dtype, rtol):
    check(make, formula, dtype, rtol=rtol)


@each
def test_maximize(make, formula):
    check(lambda p: make(p, maximize=True), formula, sign=-1)


@each
@pytest.mark.parametrize(
    "layout",
    [
        lambda t: ct.stack([t, t], -1)[..., 0],
        lambda t: t.mT.contiguous().mT if t.dim() > 1 else t,
        lambda t: t.flip(0)[::-1] if t.dim() else t,
    ],
    ids=["strided", "transposed", "reversed"],
)
def test_layouts(make, formula, layout):
    check(make, formula, layout=layout)


def test_complex_parameters_are_pairs():
    z = ct.tensor([1 + 2j, -3j], dtype=ct.complex128, requires_grad=True)
    pairs = np.array([1.0, 2.0, 0.0, -3.0])
    grad = np.array([1.0, -1.0, 0.5, 2.0])
    z.grad = ct.tensor([1 - 1j, 0.5 + 2j], dtype=ct.complex128)
    optim.Adam([z], lr=0.1).step()
    expected = last(optimizers.adam(pairs, [grad], lr=0.1))
    np.testing.assert_allclose(z.detach().numpy().view(float), expected, rtol=1e-12)


@each
def test_parameters_without_gradient_wait(make, formula):
    first, second = ct.ones(2, requires_grad=True), ct.ones(2, requires_grad=True)
    optimizer = make([first, second])
    first.grad = ct.ones(2)
    optimizer.step()
    assert second.tolist() == [1.0, 1.0]
    assert second not in optimizer.state or not optimizer.state[second]
    second.grad = ct.ones(2)
    first.grad = None
    optimizer.step()
    np.testing.assert_allclose(second.tolist(), formula(np.ones(2), [np.ones(2)]))


@each
def test_step_counts_as_a_write(make, formula):
    x = ct.ones(2, requires_grad=True)
    y = (x * x).sum()
    x.grad = ct.ones(2)
    make([x]).step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


@each
def test_step_is_not_recorded(make, formula):
    x = ct.ones(2, requires_grad=True)
    x.grad = ct.ones(2)
    make([x]).step()
    assert x.is_leaf
    assert x.requires_grad


@each
def test_closure(make, formula):
    x = ct.ones(2, requires_grad=True)
    optimizer = make([x])

    def closure():
        optimizer.zero_grad()
        loss = (x * x).sum()
        loss.backward()
        return loss

    with ct.no_grad():
        loss = optimizer.step(closure)
    assert loss.item() == 2.0
    assert x.grad.tolist() == [2.0, 2.0]


@each
def test_zero_grad(make, formula):
    x = ct.ones(2, requires_grad=True)
    optimizer = make([x])
    x.grad = ct.ones(2)
    optimizer.zero_grad(set_to_none=False)
    assert x.grad.tolist() == [0.0, 0.0]
    optimizer.zero_grad()
    assert x.grad is None


def test_groups_have_their_own_options():
    layer = nn.Linear(2, 1)
    optimizer = optim.SGD(
        [{"params": [layer.weight], "lr": 1.0}, {"params": layer.bias}], lr=0.5
    )
    before = layer.bias.item()
    layer(ct.zeros(1, 2)).sum().backward()
    optimizer.step()
    assert layer.bias.item() == pytest.approx(before - 0.5)
    optimizer.add_param_group({"params": [ct.zeros(1, requires_grad=True)]})
    assert [g["lr"] for g in optimizer.param_groups] == [1.0, 0.5, 0.5]


def test_parameter_twice_in_a_group_warns_and_moves_twice():
    x = ct.ones(1, requires_grad=True)
    with pytest.warns(UserWarning, match="duplicate parameters"):
        optimizer = optim.SGD([x, x], lr=0.25)
    x.grad = ct.ones(1)
    optimizer.step()
    assert x.item() == 0.5


def test_groups_and_repr_show_the_options_of_pytorch():
    optimizer = optim.Adam([ct.zeros(1)], foreach=False, fused=False)
    shown = ["capturable", "differentiable", "foreach", "fused"]
    assert [optimizer.param_groups[0][k] for k in shown] == [False, False, False, False]
    assert list(optimizer.state_dict()["param_groups"][0])[-1] == "params"
    with pytest.raises(RuntimeError, match="`fused` and `foreach` cannot be `True`"):
        optim.SGD([ct.zeros(1)], fused=True, foreach=True)


def test_hooks_run_around_step_and_state():
    class Once(optim.SGD):
        def step(self, closure=None):
            seen.append("step")
            return super().step(closure)

    seen, optimizer = [], Once([ct.zeros(1)])
    handle = optimizer.register_step_pre_hook(lambda o, args, kw: seen.append("pre"))
    optimizer.register_step_post_hook(lambda o, args, kw: seen.append("post"))
    optimizer.register_state_dict_post_hook(lambda o, state: {**state, "more": 1})
    optimizer.register_load_state_dict_pre_hook(lambda o, state: seen.append("load"))
    optimizer.step()
    handle.remove()
    optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())
    assert optimizer.state_dict()["more"] == 1
    assert seen == ["pre", "step", "post", "step", "post", "load"]
    assert copy.deepcopy(optimizer)._hooks is optim.SGD._hooks


def test_named_parameters():
    optimizer = optim.SGD(nn.Linear(2, 1).named_parameters(), lr=0.1)
    assert optimizer.param_groups[0]["param_names"] == ["weight", "bias"]


@each
def test_state_dict_resumes(make, formula):
    start, grads = np.random.randn(5), [np.random.randn(5) for _ in range(4)]
    x = ct.tensor(start, requires_grad=True)
    optimizer = make([x])
    for i, grad in enumerate(grads):
        if i == 2:
            state = copy.deepcopy(optimizer.state_dict())
            assert list(state["state"]) == [0]
            assert state["param_groups"][0]["params"] == [0]
            x = x.detach().clone().requires_grad_()
            optimizer = make([x])
            optimizer.load_state_dict(state)
        x.grad = ct.from_numpy(grad)
        optimizer.step()
    np.testing.assert_allclose(x.detach().numpy(), formula(start, grads), rtol=1e-12)


def test_state_has_pytorchs_names():
    x = ct.ones(2, requires_grad=True)
    x.grad = ct.ones(2)
    optimizer = optim.Adam([x], amsgrad=True)
    optimizer.step()
    assert set(optimizer.state[x]) == {
        "step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq"
    }  # fmt: skip
    assert optimizer.state[x]["step"].item() == 1.0
    assert optimizer.state[x]["step"].dtype == ct.float32


def test_load_state_dict_casts_to_the_parameter():
    x = ct.ones(2, dtype=ct.float64, requires_grad=True)
    optimizer = optim.SGD([x], momentum=0.9)
    saved = {
        "state": {0: {"momentum_buffer": ct.ones(2)}},
        "param_groups": [{"params": [0], "lr": 0.3}],
    }
    optimizer.load_state_dict(saved)
    assert optimizer.state[x]["momentum_buffer"].dtype == ct.float64
    assert optimizer.param_groups[0]["lr"] == 0.3
    assert optimizer.param_groups[0]["momentum"] == 0.9


def test_load_state_dict_of_arrays():
    x = ct.ones(2, requires_grad=True)
    optimizer = optim.SGD([x], lr=1.0, momentum=0.5)
    state = {0: {"momentum_buffer": np.ones(2)}}
    optimizer.load_state_dict({"state": state, "param_groups": [{"params": [0]}]})
    x.grad = ct.zeros(2)
    optimizer.step()
    assert x.tolist() == [0.5, 0.5]


def test_load_state_dict_of_a_plain_step_count():
    x = ct.ones(2, requires_grad=True)
    optimizer = optim.Adam([x])
    moments = {"exp_avg": ct.zeros(2), "exp_avg_sq": ct.zeros(2)}
    saved = {"state": {0: {"step": 7, **moments}}, "param_groups": [{"params": [0]}]}
    optimizer.load_state_dict(saved)
    x.grad = ct.ones(2)
    optimizer.step()
    assert optimizer.state[x]["step"].item() == 8.0


def test_load_state_dict_refuses():
    optimizer = optim.SGD([ct.zeros(1, requires_grad=True)])
    with pytest.raises(ValueError, match="different number of parameter groups"):
        optimizer.load_state_dict({"state": {}, "param_groups": []})
    with pytest.raises(ValueError, match="size of optimizer's group"):
        optimizer.load_state_dict({"state": {}, "param_groups": [{"params": [0, 1]}]})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: optim.SGD(p, lr=-1), "Invalid learning rate: -1"),
        (lambda p: optim.SGD(p, momentum=-1), "Invalid momentum value: -1"),
        (lambda p: optim.SGD(p, weight_decay=-1), "Invalid weight_decay value: -1"),
        (lambda p: optim.SGD(p, nesterov=True), "Nesterov momentum requires"),
        (lambda p: optim.Adam(p, lr=math.nan), "Invalid learning rate: nan"),
        (lambda p: optim.Adam(p, eps=-1), "Invalid epsilon value: -1"),
        (lambda p: optim.Adam(p, betas=(0.9, 1)), "Invalid beta parameter at index 1"),
        (lambda p: optim.AdamW(p, differentiable=True), "not supported"),
        (lambda p: optim.SGD([]), "empty parameter list"),
        (lambda p: optim.SGD([{"params": p}, {"params": p}]), "more than one param"),
        (lambda p: optim.SGD([("a", p[0]), p[0] + 0]), "non-leaf"),
        (lambda p: optim.SGD(p, lr=ct.ones(2)), "Tensor lr must be 1-element"),
        (lambda p: optim.Adam(p, betas=(0.9,)), "Invalid betas: expected two"),
        (lambda p: optim.SGD([p[0] * 2]), "can't optimize a non-leaf"),
    ],
)
def test_refused_options(make, message):
    with pytest.raises(ValueError, match=message):
        make([ct.zeros(1, requires_grad=True)])


@pytest.mark.parametrize("params", [ct.zeros(1), [1], [{"params": {1}}]])
def test_refused_parameters(params):
    with pytest.raises(TypeError):
        optim.SGD(params)


@native
def test_step_refuses_what_it_cannot_write(make, formula):
    memory = np.ones(2, np.float32)
    memory.setflags(write=False)
    x = ct.from_numpy(memory).requires_grad_()
    x.grad = ct.ones(2)
    with pytest.raises((RuntimeError, ValueError), match="read-only"):
        make([x]).step()


@native
def test_step_refuses_broken_state(make, formula):
    x = ct.ones(2, requires_grad=True)
    x.grad = ct.ones(2)
    optimizer = make([x])
    optimizer.step()
    key = next(k for k in optimizer.state[x] if k != "step")
    optimizer.state[x][key] = ct.zeros(3)
    with pytest.raises(RuntimeError, match="of the parameter's shape"):
        optimizer.step()
    optimizer.state[x][key] = "x"
    with pytest.raises(TypeError, match=f"expected state '{key}' to be a Tensor"):
        optimizer.step()
    optimizer.state[x] = 1
    with pytest.raises(TypeError, match="expected a dict as a parameter's state"):
        optimizer.step()
    assert x.tolist() != [1.0, 1.0]


def test_repr():
    text = repr(optim.SGD([ct.zeros(1)], lr=0.1))
    assert text.startswith("SGD (\nParameter Group 0\n    dampening: 0\n")
    assert "    differentiable: False\n    foreach: None\n    fused: None\n" in text


# ---- what the caller keeps ----


def test_a_param_group_is_the_dict_that_was_given():
    group = {"params": iter([ct.zeros(1, requires_grad=True)])}
    optimizer = optim.SGD([group], lr=0.5)
    assert optimizer.param_groups[0] is group and group["lr"] == 0.5
    group["lr"] = 2.0
    group["params"][0].grad = ct.ones(1)
    optimizer.step()
    assert group["params"][0].tolist() == [-2.0]
    added = {"params": [ct.zeros(2, requires_grad=True)], "lr": 0.1}
    optimizer.add_param_group(added)
    assert optimizer.param_groups[1] is added and added["momentum"] == 0


def test_a_refused_param_group_stays_as_it_was():
    x = ct.zeros(1, requires_grad=True)
    optimizer = optim.SGD([x], lr=0.5)
    for params in ([x], [("x", ct.zeros(1))], [1], [x * 2]):
        group = {"params": params}
        with pytest.raises((TypeError, ValueError)):
            optimizer.add_param_group(group)
        assert group == {"params": params} and group["params"] is params
    assert len(optimizer.param_groups) == 1


class Uncopied:
    def __deepcopy__(self, memo):
        raise RuntimeError("not to be copied")


@pytest.mark.parametrize(
    "broken",
    [
        {"state": {0: {"momentum_buffer": ct.ones(1), "x": Uncopied()}}},
        {"state": {0: {"step": "seven"}}},
        {"state": {"other": Uncopied()}},
        {"state": {}, "param_groups": [{"params": [0], "lr": 9.0, "x": Uncopied()}]},
        {"state": 3},
        {},
    ],
)
def test_load_state_dict_that_fails_changes_nothing(broken):
    x = ct.zeros(1, requires_grad=True)
    optimizer = optim.SGD([x], lr=0.5, momentum=0.9)
    x.grad = ct.ones(1)
    optimizer.step()
    saved = {"param_groups": [{"params": [0], "lr": 9.0}], **broken}
    with pytest.raises((RuntimeError, ValueError, AttributeError, KeyError)):
        optimizer.load_state_dict(saved)
    assert optimizer.state[x]["momentum_buffer"].tolist() == [1.0]
    assert optimizer.param_groups[0]["lr"] == 0.5


@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_version_error_names_the_step(name: str) -> None:
    p = ct.ones(3, requires_grad=True)
    optimizer = getattr(ct.optim, name)([p], lr=0.1)
    y = (p * p).sum()
    p.grad = ct.ones(3)
    optimizer.step()
    with pytest.raises(RuntimeError, match=f"modified by {name.lower()}_step_"):
        y.backward()
