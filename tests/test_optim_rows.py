"""What holds of every optimizer: state, resuming, threads, layouts, dtypes."""

import copy
import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import optim
from ctensor.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

NATIVE = ["SGD", "Adam", "AdamW", "NAdam", "RAdam", "Adamax", "Adagrad", "Adadelta"]
NATIVE += ["RMSprop", "Rprop", "ASGD"]
EVERY = [*NATIVE, "Adafactor", "Muon"]


def stepped(name, steps=3, count=3, **options):
    """An optimizer after some steps on matrices, whose gradients are drawn alike."""
    ct.manual_seed(5)
    params = [ct.randn(4, 3).requires_grad_() for _ in range(count)]
    optimizer = getattr(optim, name)(params, **options)
    return more_steps(optimizer, steps), params


def more_steps(optimizer, steps):
    for _ in range(steps):
        for p in optimizer.param_groups[0]["params"]:
            p.grad = ct.randn(p.shape)
        optimizer.step()
    return optimizer


@pytest.mark.parametrize("name", EVERY)
def test_every_optimizer_resumes_exactly(name):
    whole, params = stepped(name)
    ct.manual_seed(9)
    state = copy.deepcopy(whole.state_dict())
    copies = [p.detach().clone().requires_grad_() for p in params]
    resumed = getattr(optim, name)(copies)
    resumed.load_state_dict(state)
    ct.manual_seed(9)
    more_steps(whole, 2)
    ct.manual_seed(9)
    more_steps(resumed, 2)
    for p, q in zip(params, copies, strict=True):
        assert p.tolist() == q.tolist()


KEYS = {
    "NAdam": ["step", "mu_product", "exp_avg", "exp_avg_sq"],
    "RAdam": ["step", "exp_avg", "exp_avg_sq"],
    "Adamax": ["step", "exp_avg", "exp_inf"],
    "Adagrad": ["step", "sum"],
    "Adadelta": ["step", "square_avg", "acc_delta"],
    "RMSprop": ["step", "square_avg"],
    "Rprop": ["step", "prev", "step_size"],
    "ASGD": ["step", "eta", "mu", "ax"],
    "Adafactor": ["step", "row_var", "col_var"],
    "Muon": ["momentum_buffer"],
}


@pytest.mark.parametrize(("name", "keys"), KEYS.items())
def test_states_have_pytorchs_names(name, keys):
    optimizer, params = stepped(name, 1)
    assert list(optimizer.state[params[0]]) == keys
    full, (p, *_) = stepped("RMSprop", 1, momentum=0.5, centered=True)
    assert list(full.state[p]) == ["step", "square_avg", "momentum_buffer", "grad_avg"]


@pytest.mark.parametrize("name", NATIVE)
def test_maximize_and_16_bits_and_threads(name):
    """What the row's shared parts do is the same for every row."""
    _, params = stepped(name, 1, maximize=True)
    down, others = stepped(name, 0)
    for p, q in zip(params, others, strict=True):
        q.grad = -p.grad
    down.step()
    assert [p.tolist() for p in params] == [q.tolist() for q in others]
    p = ct.ones(700, dtype=ct.bfloat16, requires_grad=True)
    q = ct.ones(700, requires_grad=True)
    p.grad, q.grad = ct.full_like(p, 0.5).detach(), ct.full_like(q, 0.5).detach()
    getattr(optim, name)([p]).step()
    getattr(optim, name)([q]).step()
    assert p.tolist() == q.bfloat16().tolist()


@pytest.mark.parametrize("name", NATIVE)
@pytest.mark.parametrize("sizes", [(1,), (8191, 8193), (3, 40000, 7, 8192, 1)])
def test_threads_share_the_elements_of_all_parameters(name, sizes):
    """Both sides of the grain, and parameters that begin within a thread's share."""

    def run(threads):
        ct.set_num_threads(threads)
        ct.manual_seed(1)
        params = [ct.randn(n).requires_grad_() for n in sizes]
        return [p.tolist() for p in more_steps_of(getattr(optim, name)(params), params)]

    def more_steps_of(optimizer, params):
        more_steps(optimizer, 2)
        return params

    before = ct.get_num_threads()
    try:
        assert run(1) == run(3)
    finally:
        ct.set_num_threads(before)


@pytest.mark.parametrize("name", ["Adam", "Rprop"])
def test_a_step_keeps_the_order_in_memory(name):
    """A transposed parameter is stepped as it lies; its state lies so too."""
    data, grad = ct.randn(5, 7), ct.randn(5, 7)
    p, q = data.clone().requires_grad_(), data.mT.contiguous().mT.requires_grad_()
    p.grad, q.grad = grad.clone(), grad.mT.contiguous().mT
    first, second = getattr(optim, name)([p]), getattr(optim, name)([q])
    first.step()
    second.step()
    assert p.tolist() == q.tolist() and q.stride() == (1, 5)
    states = [s for s in second.state[q].values() if s.dim()]
    assert [s.stride() for s in states] == [(1, 5)] * len(states)
    q.grad = grad  # another order than the parameter's
    p.grad = grad
    first.step()
    second.step()
    assert p.tolist() == q.tolist()


def test_rows_of_steps_refuse_arrays():
    """A copy, as of one of another byte order, would be stepped in its place."""
    p, big = ct.ones(2), np.ones(2, ">f4")
    for params, grads in ([[big], [p]], [[np.ones(2, "f4")], [p]]):
        with pytest.raises(TypeError, match="Tensors"):
            ct._C._lerp_step(params, grads, 0.5)
    ct._C._lerp_step([p], [np.zeros(2, "f4")], 0.5)  # which is only read
    assert p.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: optim.NAdam(p, momentum_decay=-1), "Invalid momentum_decay value"),
        (lambda p: optim.RAdam(p, betas=(2, 0.9)), "Invalid beta parameter at index 0"),
        (lambda p: optim.Adamax(p, eps=-1), "Invalid epsilon value: -1"),
        (lambda p: optim.Adagrad(p, lr_decay=-1), "Invalid lr_decay value: -1"),
        (
            lambda p: optim.Adagrad(p, initial_accumulator_value=-1),
            "Invalid initial_accumulator_value value",
        ),
        (lambda p: optim.Adadelta(p, rho=2), "Invalid rho value: 2"),
        (lambda p: optim.RMSprop(p, alpha=-1), "Invalid alpha value: -1"),
        (lambda p: optim.Rprop(p, etas=(1, 2)), "Invalid eta values: 1, 2"),
        (lambda p: optim.ASGD(p, weight_decay=-1), "Invalid weight_decay value"),
        (lambda p: optim.Adafactor(p, d=0.5), "Clipping threshold d should be >= 1"),
        (lambda p: optim.Adafactor(p, beta2_decay=1), "beta2_decay should be <= 0"),
        (lambda p: optim.Muon(p, adjust_lr_fn="x"), "function x is not supported"),
        (lambda p: optim.Muon([ct.ones(2)]), "Muon only supports 2D parameters"),
        (lambda p: optim.LBFGS([{"params": p}, {"params": [ct.ones(1)]}]), "groups"),
        (lambda p: optim.Rprop(p, differentiable=True), "not supported"),
    ],
)
def test_refused_options_of_the_others(make, message):
    with pytest.raises(ValueError, match=message):
        make([ct.zeros(1, 1, requires_grad=True)])


@pytest.mark.parametrize("name", ["Adafactor", "Muon"])
def test_no_complex_parameters(name):
    p = ct.ones(2, 2, dtype=ct.complex64, requires_grad=True)
    p.grad = ct.ones(2, 2, dtype=ct.complex64)
    with pytest.raises(RuntimeError, match="does not support complex parameters"):
        getattr(optim, name)([p]).step()


def test_muon_makes_singular_values_one():
    p = ct.zeros(6, 3, requires_grad=True)
    p.grad = ct.randn(6, 3)
    optim.Muon([p], lr=1.0).step()
    values = np.linalg.svd(p.detach().numpy(), compute_uv=False) / math.sqrt(2)
    assert np.all((values > 0.6) & (values < 1.3))


def test_hooks_of_all_optimizers():
    seen = []
    first = register_optimizer_step_pre_hook(lambda o, args, kw: seen.append("all"))
    last = register_optimizer_step_post_hook(lambda o, args, kw: seen.append("end"))
    plain, own = optim.SGD([ct.zeros(1)]), optim.Adam([ct.zeros(1)])
    own.register_step_pre_hook(lambda o, args, kw: seen.append("own"))
    own.register_step_post_hook(lambda o, args, kw: seen.append("after"))
    plain.step()
    own.step()
    first.remove()
    last.remove()
    plain.step()
    assert seen == ["all", "end", "all", "own", "after", "end"]


@pytest.mark.parametrize("name", EVERY)
def test_parameters_at_different_steps_go_as_if_alone(name) -> None:
    """The powers of one parameter's step serve the next only if that is at it too."""

    def run(first_steps: list[int]) -> list[list[list[float]]]:
        params = [
            (ct.arange(4.0).reshape(2, 2) + i).requires_grad_()
            for i in range(len(first_steps))
        ]
        optimizer = getattr(optim, name)(params)
        for step in range(4):
            for p, first in zip(params, first_steps, strict=True):
                p.grad = ct.full((2, 2), 0.5 - step) if step >= first else None
            optimizer.step()
        return [(p - i).tolist() for i, p in enumerate(params)]

    first_steps = [0, 0, 2, 1, 1, 0]
    params = [ct.tensor(p) for p in run(first_steps)]
    for i, first in enumerate(first_steps):
        alone = getattr(optim, name)
        q = (ct.arange(4.0).reshape(2, 2) + i).requires_grad_()
        optimizer = alone([q])
        for step in range(4):
            q.grad = ct.full((2, 2), 0.5 - step) if step >= first else None
            optimizer.step()
        assert (q - i).tolist() == params[i].tolist()
