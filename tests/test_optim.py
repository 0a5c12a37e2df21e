"""Optimizers against their formulas in NumPy float64, and schedules."""

import copy
import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn, optim
from ctensor.optim import lr_scheduler


def sgd(p, grads, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
    """Steps of SGD as the docstring of optim.SGD has them."""
    buffer = None
    for g in grads:
        g = g + weight_decay * p
        if momentum:
            first = buffer is None
            buffer = g if first else momentum * buffer + (1 - dampening) * g
            g = g + momentum * buffer if nesterov else buffer
        p = p - lr * g
    return p


def adam(
    p, grads, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False,
    decoupled=False,
):  # fmt: skip
    """Steps of Adam: Kingma and Ba 2015, algorithm 1, with the usual additions."""
    m, v, largest = np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(grads, 1):
        if decoupled:
            p = p - lr * weight_decay * p
        else:
            g = g + weight_decay * p
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        largest = np.maximum(largest, v)
        root = np.sqrt((largest if amsgrad else v) / (1 - betas[1] ** t))
        p = p - lr * m / (1 - betas[0] ** t) / (root + eps)
    return p


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


SGD_OPTIONS = [
    {"lr": 0.1},
    {"lr": 0.1, "weight_decay": 0.3},
    {"lr": 0.1, "momentum": 0.9},
    {"lr": 0.1, "momentum": 0.9, "dampening": 0.4, "weight_decay": 0.1},
    {"lr": 0.1, "momentum": 0.9, "nesterov": True},
]
ADAM_OPTIONS = [
    {},
    {"lr": 0.1, "betas": (0.5, 0.7), "eps": 1e-3},
    {"lr": 0.1, "weight_decay": 0.2},
    {"lr": 0.1, "betas": (0.5, 0.2), "amsgrad": True},
]


@pytest.mark.isa
@pytest.mark.parametrize("options", SGD_OPTIONS, ids=str)
def test_sgd(options):
    check(lambda p: optim.SGD(p, **options), lambda p, g: sgd(p, g, **options))


@pytest.mark.isa
@pytest.mark.parametrize("options", ADAM_OPTIONS, ids=str)
def test_adam(options):
    check(lambda p: optim.Adam(p, **options), lambda p, g: adam(p, g, **options))


@pytest.mark.isa
@pytest.mark.parametrize("options", ADAM_OPTIONS, ids=str)
def test_adamw(options):
    options = {"weight_decay": 1e-2, **options}
    check(
        lambda p: optim.AdamW(p, **options),
        lambda p, g: adam(p, g, decoupled=True, **options),
    )


EACH = [
    (lambda p, **k: optim.SGD(p, 0.1, 0.9, **k), lambda p, g: sgd(p, g, 0.1, 0.9)),
    (lambda p, **k: optim.Adam(p, 0.1, **k), lambda p, g: adam(p, g, 0.1)),
]
each = pytest.mark.parametrize(("make", "formula"), EACH, ids=["sgd", "adam"])


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
    expected = adam(pairs, [grad], lr=0.1)
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


@each
def test_step_refuses_what_it_cannot_write(make, formula):
    memory = np.ones(2, np.float32)
    memory.setflags(write=False)
    x = ct.from_numpy(memory).requires_grad_()
    x.grad = ct.ones(2)
    with pytest.raises((RuntimeError, ValueError), match="read-only"):
        make([x]).step()


@each
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


# ---- schedules ----


def rates(make, steps, lr=0.5):
    """The rate before each step."""
    optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=lr)
    schedule, seen = make(optimizer), []
    for _ in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        assert schedule.get_last_lr() == [seen[-1]]
        optimizer.step()
        schedule.step()
    return seen


def test_step_lr():
    seen = rates(lambda o: lr_scheduler.StepLR(o, 3, gamma=0.5), 8)
    np.testing.assert_allclose(seen, [0.5 * 0.5 ** (t // 3) for t in range(8)])


def test_exponential_lr():
    seen = rates(lambda o: lr_scheduler.ExponentialLR(o, 0.9), 5)
    np.testing.assert_allclose(seen, [0.5 * 0.9**t for t in range(5)])


def test_lambda_lr():
    seen = rates(lambda o: lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + t)), 4)
    np.testing.assert_allclose(seen, [0.5 / (1 + t) for t in range(4)])


def test_cosine_annealing_lr():
    seen = rates(lambda o: lr_scheduler.CosineAnnealingLR(o, 6, eta_min=0.1), 20)
    # Loshchilov and Hutter 2017, equation 5.
    cosine = [0.1 + 0.2 * (1 + math.cos(math.pi * t / 6)) for t in range(20)]
    np.testing.assert_allclose(seen, cosine, rtol=1e-9)


def test_schedule_state():
    optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=1.0)
    first = lr_scheduler.StepLR(optimizer, 2)
    optimizer.step()
    first.step()
    second = lr_scheduler.StepLR(optimizer, 5)
    second.load_state_dict(first.state_dict())
    assert (second.last_epoch, second.step_size) == (1, 2)
    with pytest.raises(TypeError, match="int is not an Optimizer"):
        lr_scheduler.StepLR(1, 2)
    with pytest.raises(KeyError, match="initial_lr"):
        lr_scheduler.StepLR(optim.SGD([ct.zeros(1)]), 2, last_epoch=3)


def test_resumed_schedule_goes_on_from_the_rate():
    for make in (
        lambda o, last: lr_scheduler.ExponentialLR(o, 0.5, last),
        lambda o, last: lr_scheduler.CosineAnnealingLR(o, 8, last_epoch=last),
    ):
        optimizer = optim.SGD([ct.zeros(1)], lr=1.0)
        schedule = make(optimizer, -1)
        for _ in range(3):
            optimizer.step()
            schedule.step()
        rate = optimizer.param_groups[0]["lr"]
        assert make(optimizer, schedule.last_epoch - 1).get_last_lr() == [rate]


def test_first_step_of_a_schedule_before_the_optimizer_warns():
    optimizer = optim.SGD([ct.zeros(1)], lr=1.0)
    schedule = lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    with pytest.warns(UserWarning, match=r"`lr_scheduler.step\(\)` before"):
        schedule.step()
    with pytest.warns(UserWarning, match="epoch parameter"):
        schedule.step(5)
    assert schedule.get_last_lr() == [0.25]


def test_state_of_lambda_lr_holds_no_functions():
    optimizer = optim.SGD([ct.zeros(1)], lr=1.0)
    schedule = lr_scheduler.LambdaLR(optimizer, lambda t: 2.0)
    state = schedule.state_dict()
    assert state["lr_lambdas"] == [None]
    schedule.load_state_dict(state)
    assert schedule.get_lr() == [2.0]


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


SCHEDULES = [
    (lr_scheduler.StepLR, {"step_size": 1, "gamma": 0.5}, 0.25),
    (lr_scheduler.ExponentialLR, {"gamma": 0.5}, 0.25),
    (lr_scheduler.LambdaLR, {"lr_lambda": lambda t: 0.5**t}, 0.25),
    (lr_scheduler.CosineAnnealingLR, {"T_max": 4}, 0.5),
]


@pytest.mark.parametrize(("kind", "options", "second"), SCHEDULES)
def test_schedules_fill_a_tensor_rate(kind, options, second):
    x, rate = ct.zeros(1, requires_grad=True), ct.tensor(1.0)
    optimizer = optim.SGD([x], lr=rate)
    schedule = kind(optimizer, **options)
    group = optimizer.param_groups[0]
    for _ in range(2):
        optimizer.step()
        schedule.step()
    assert group["lr"] is rate and rate.item() == pytest.approx(second)
    assert group["initial_lr"].item() == schedule.base_lrs[0].item() == 1.0
    last = schedule.get_last_lr()[0]
    last.fill_(7.0)
    schedule.get_lr()[0] *= 7.0
    schedule.base_lrs[0].fill_(7.0)
    assert rate.item() == pytest.approx(second) and group["initial_lr"].item() == 1.0


def test_groups_that_share_a_tensor_rate_can_part():
    params = [{"params": [ct.zeros(1, requires_grad=True)]} for _ in range(2)]
    optimizer = optim.SGD(params, lr=ct.tensor(1.0))
    schedule = lr_scheduler.LambdaLR(optimizer, [lambda t: 1.0, lambda t: 0.5**t])
    optimizer.step()
    schedule.step()
    assert [group["lr"].item() for group in params] == [1.0, 0.5]


@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_version_error_names_the_step(name: str) -> None:
    p = ct.ones(3, requires_grad=True)
    optimizer = getattr(ct.optim, name)([p], lr=0.1)
    y = (p * p).sum()
    p.grad = ct.ones(3)
    optimizer.step()
    with pytest.raises(RuntimeError, match=f"modified by {name.lower()}_step_"):
        y.backward()


def test_a_schedule_begins_with_the_rate_as_it_is():
    for kind, options, _ in SCHEDULES:
        optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=1)
        schedule = kind(optimizer, **options)
        if kind is not lr_scheduler.LambdaLR:  # a product from the start
            assert type(optimizer.param_groups[0]["lr"]) is int
        assert schedule.get_last_lr() == [1]
