"""Pruning: masks of each method, several in turn, gradients, state dicts."""

from __future__ import annotations

import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn.utils import prune

METHODS = {
    "random_unstructured": {"amount": 3},
    "l1_unstructured": {"amount": 0.5},
    "random_structured": {"amount": 1, "dim": 1},
    "ln_structured": {"amount": 0.5, "n": 1, "dim": -2},
    "custom_from_mask": {"mask": ct.tensor([[1, 0, 1], [0, 1, 0]])},
    "identity": {},
}


@pytest.mark.parametrize("name", METHODS)
def test_a_pruned_layer_computes_with_its_mask(name):
    layer, x = nn.Linear(3, 2), ct.ones(1, 3)
    before, names = layer.weight.detach().clone(), list(dict(layer.named_parameters()))
    assert getattr(prune, name)(layer, "weight", **METHODS[name]) is layer
    mask = layer.weight_mask
    assert set(mask.flatten().tolist()) <= {0.0, 1.0} and prune.is_pruned(layer)
    assert ct.equal(layer.weight_orig, before) and ct.equal(layer.weight, before * mask)
    assert isinstance(layer.weight_orig, nn.Parameter)
    layer(x).sum().backward()
    assert layer.weight_orig.grad.tolist() == mask.tolist()
    with ct.no_grad():
        layer.weight_orig.add_(1)
    want = (before + 1) * mask @ x[0] + layer.bias
    assert ct.allclose(layer(x)[0], want)
    other = nn.Linear(3, 2)
    prune.identity(other, "weight")
    other.load_state_dict(layer.state_dict())
    assert ct.equal(other(x), layer(x))
    y = layer(x)
    assert prune.remove(layer, "weight") is layer and not prune.is_pruned(layer)
    assert sorted(dict(layer.named_parameters())) == sorted(names)
    assert ct.equal(layer(x), y) and not list(layer.buffers())


def test_which_elements_go() -> None:
    layer = nn.Linear(4, 2)
    layer.weight.data = ct.tensor([[1.0, -8.0, 3.0, 0.5], [7.0, 2.0, -6.0, 4.0]])
    prune.l1_unstructured(layer, "weight", 0.25)
    assert layer.weight_mask.tolist() == [[0, 1, 1, 0], [1, 1, 1, 1]]
    prune.l1_unstructured(layer, "weight", 2)  # of those that are left
    assert layer.weight_mask.tolist() == [[0, 1, 0, 0], [1, 0, 1, 1]]
    prune.ln_structured(layer, "weight", 1, n=float("inf"), dim=1)
    assert layer.weight_mask.tolist() == [[0, 1, 0, 0], [1, 0, 1, 0]]
    container = layer._hooks.forward_pre
    (hook,) = [hook for hook, _ in container.values()]
    assert isinstance(hook, prune.PruningContainer) and len(hook) == 3
    assert isinstance(hook[2], prune.LnStructured) and len(list(hook)) == 3
    scores = ct.arange(8.0).reshape(2, 4)
    other = nn.Linear(4, 2)
    prune.l1_unstructured(other, "weight", 3, importance_scores=scores)
    assert other.weight_mask.flatten().tolist() == [0, 0, 0, 1, 1, 1, 1, 1]
    t = prune.L1Unstructured(2).prune(ct.tensor([3.0, -1.0, 2.0]))
    assert t.tolist() == [3, 0, 0]


def test_several_parameters_as_one() -> None:
    first, second = nn.Linear(2, 2, bias=False), nn.Linear(2, 1)
    first.weight.data = ct.tensor([[1.0, 5.0], [2.0, 6.0]])
    second.weight.data = ct.tensor([[3.0, 4.0]])
    both = [(first, "weight"), (second, "weight")]
    prune.global_unstructured(both, prune.L1Unstructured, amount=0.5)
    assert first.weight_mask.tolist() == [[0, 1], [0, 1]]
    assert second.weight_mask.tolist() == [[0, 1]]
    prune.global_unstructured(both, prune.L1Unstructured, amount=1)
    assert second.weight_mask.tolist() == [[0, 0]]
    with pytest.raises(TypeError, match='Only "unstructured" PRUNING_TYPE'):
        prune.global_unstructured(both, prune.LnStructured, amount=1, n=1)


def test_mistakes() -> None:
    layer = nn.Linear(3, 2)
    for amount in (-1, 1.5, -0.1):
        with pytest.raises(ValueError, match="should either be a float in the range"):
            prune.L1Unstructured(amount)
    with pytest.raises(TypeError, match="Must be int or float"):
        prune.RandomUnstructured("much")
    with pytest.raises(ValueError, match="smaller than the number of parameters"):
        prune.l1_unstructured(layer, "weight", 7)
    with pytest.raises(ValueError, match="multidimensional tensors"):
        prune.random_structured(layer, "bias", 1, 0)
    with pytest.raises(IndexError, match="Invalid index 2"):
        prune.ln_structured(layer, "weight", 1, 2, 2)
    with pytest.raises(RuntimeError, match="expected a mask of shape"):
        prune.custom_from_mask(layer, "weight", ct.ones(3))
    with pytest.raises(ValueError, match="same shape as parameter"):
        prune.l1_unstructured(layer, "weight", 1, ct.ones(3))
    with pytest.raises(ValueError, match="has to be pruned before"):
        prune.remove(layer, "weight")
    assert sorted(layer.state_dict()) == ["bias", "weight"]  # nothing has changed
    container = prune.PruningContainer(prune.Identity.apply(layer, "weight"))
    with pytest.raises(TypeError, match="is not a BasePruningMethod"):
        container.add_pruning_method(3)
    with pytest.raises(ValueError, match="acting on the parameter named 'weight'"):
        container.add_pruning_method(prune.Identity.apply(layer, "bias"))
