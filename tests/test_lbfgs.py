"""LBFGS: minima, its line search, resuming."""

import copy

import numpy as np
import pytest

import ctensor as ct
from ctensor import optim


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def minimize(x, loss, steps, **options):
    optimizer = optim.LBFGS([x], **options)

    def closure():
        optimizer.zero_grad()
        value = loss(x)
        value.backward()
        return value

    losses = [float(optimizer.step(closure)) for _ in range(steps)]
    return optimizer, losses


def test_lbfgs_finds_the_minimum_of_a_valley():
    x = ct.tensor([-1.2, 1.0], dtype=ct.float64, requires_grad=True)
    options = {"line_search_fn": "strong_wolfe", "tolerance_change": 1e-20}
    _, losses = minimize(x, rosenbrock, 5, **options)
    assert losses[0] == pytest.approx(24.2)
    np.testing.assert_allclose(x.tolist(), [1, 1], atol=1e-6)


def test_lbfgs_solves_a_quadratic_in_its_dims():
    matrix = np.random.randn(5, 5)
    matrix = ct.tensor(matrix @ matrix.T + np.eye(5))
    x = ct.zeros(5, dtype=ct.float64, requires_grad=True)
    right = ct.ones(5, dtype=ct.float64)
    minimize(x, lambda x: x @ (matrix @ x) / 2 - right @ x, 6, tolerance_change=1e-20)
    np.testing.assert_allclose(
        (matrix @ x.detach()).tolist(), right.tolist(), atol=1e-6
    )


@pytest.mark.parametrize("line_search_fn", [None, "strong_wolfe"])
def test_lbfgs_resumes_exactly(line_search_fn):
    def run(x, optimizer, steps):
        def closure():
            optimizer.zero_grad()
            value = rosenbrock(x)
            value.backward()
            return value

        return [float(optimizer.step(closure)) for _ in range(steps)]

    options = {"max_iter": 3, "lr": 1e-3, "line_search_fn": line_search_fn}
    x = ct.tensor([-1.2, 1.0], dtype=ct.float64, requires_grad=True)
    whole = optim.LBFGS([x], **options)
    run(x, whole, 2)
    y = x.detach().clone().requires_grad_()
    resumed = optim.LBFGS([y], **options)
    resumed.load_state_dict(copy.deepcopy(whole.state_dict()))
    assert run(x, whole, 3) == run(y, resumed, 3)
    assert x.tolist() == y.tolist()


def test_lbfgs_refuses():
    x = ct.ones(1, requires_grad=True)
    with pytest.raises(TypeError, match="expected a closure"):
        optim.LBFGS([x]).step()
    with pytest.raises(RuntimeError, match="only 'strong_wolfe' is supported"):
        minimize(x, lambda x: (x * x).sum(), 1, line_search_fn="armijo")


def test_lbfgs_of_complex_and_idle_parameters():
    z = ct.tensor([3 + 4j], dtype=ct.complex128, requires_grad=True)
    idle = ct.ones(2, dtype=ct.float64, requires_grad=True)
    optimizer = optim.LBFGS([z, idle])

    def closure():
        optimizer.zero_grad()
        loss = (z - (1 - 2j)).abs().square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    assert abs(z.item() - (1 - 2j)) < 1e-8 and idle.tolist() == [1.0, 1.0]
