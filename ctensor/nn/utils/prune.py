"""Pruning: weights of 0 by a mask, `torch.nn.utils.prune`.

A pruned parameter `name` becomes a parameter `name_orig`, a buffer `name_mask` of ones
and zeros, and a plain attribute `name`, their product, which a hook makes before each
forward. `remove` makes the product the parameter.
"""

from __future__ import annotations

import numbers
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

import ctensor as ct
from ctensor._package import adopt as _adopt
from ctensor.nn.modules.module import Module

__all__ = [
    "BasePruningMethod",
    "CustomFromMask",
    "Identity",
    "L1Unstructured",
    "LnStructured",
    "PruningContainer",
    "RandomStructured",
    "RandomUnstructured",
    "custom_from_mask",
    "global_unstructured",
    "identity",
    "is_pruned",
    "l1_unstructured",
    "ln_structured",
    "random_structured",
    "random_unstructured",
    "remove",
]


class BasePruningMethod(ABC):
    """A way to make masks; as a hook before the forward it makes the product.

    A subclass defines `compute_mask(t, default_mask)` and `PRUNING_TYPE`:
    'unstructured' sees the elements that a mask has left, 'structured' the channels
    along its `dim`, 'global' all.
    """

    PRUNING_TYPE: str
    _tensor_name: str

    def __call__(self, module: Module, inputs: Any) -> None:
        """Make the product of the parameter and its mask."""
        setattr(module, self._tensor_name, self.apply_mask(module))

    @abstractmethod
    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """The mask of t, of its shape, given one that is there already."""

    def apply_mask(self, module: Module) -> ct.Tensor:
        """The parameter times its mask."""
        original: ct.Tensor = getattr(module, f"{self._tensor_name}_orig")
        mask: ct.Tensor = getattr(module, f"{self._tensor_name}_mask")
        return original * mask.to(original.dtype)

    @classmethod
    def apply(
        cls,
        module: Module,
        name: str,
        *args: Any,
        importance_scores: ct.Tensor | None = None,
        **kwargs: Any,
    ) -> Any:
        """Prune a parameter in this way, after others that it may have been pruned by.

        Scores in the place of the parameter's values say what counts least. Returns the
        method, or the container of all.
        """
        method = cls(*args, **kwargs)
        method._tensor_name = name
        before = _hook_of(module, name)
        if before is None:
            original = getattr(module, name)
            default = ct.ones_like(original, requires_grad=False)
        else:
            _drop_hook(module, name)
            original = getattr(module, f"{name}_orig")
            default = getattr(module, f"{name}_mask").detach().clone()
        scores = _scores(original, importance_scores)
        made = method if before is None else _joined(before, method)
        mask = made.compute_mask(scores.detach(), default)
        if before is None:
            delattr(module, name)
            module.register_parameter(f"{name}_orig", original)
        _set_mask(module, f"{name}_mask", mask)
        setattr(module, name, made.apply_mask(module))
        module.register_forward_pre_hook(made)
        return made

    def prune(
        self,
        t: ct.Tensor,
        default_mask: ct.Tensor | None = None,
        importance_scores: ct.Tensor | None = None,
    ) -> ct.Tensor:
        """The tensor times the mask that this method makes for it."""
        scores = _scores(t, importance_scores)
        mask = ct.ones_like(t) if default_mask is None else default_mask
        return t * self.compute_mask(scores, mask).to(t.dtype)

    def remove(self, module: Module) -> None:
        """Make the product the parameter, without hook and mask."""
        name = self._tensor_name
        product = self.apply_mask(module)
        original = getattr(module, f"{name}_orig")
        original.data = product.detach()
        for gone in (name, f"{name}_mask", f"{name}_orig"):
            delattr(module, gone)
        setattr(module, name, original)


def _scores(t: ct.Tensor, scores: ct.Tensor | None) -> ct.Tensor:
    if scores is None:
        return t
    if scores.shape != t.shape:
        raise ValueError(
            "importance_scores should have the same shape as parameter "
            f"{tuple(t.shape)}, got {tuple(scores.shape)}"
        )
    return scores


def _set_mask(module: Module, name: str, mask: ct.Tensor) -> None:
    if name in module._buffers:
        setattr(module, name, mask)
    else:
        module.register_buffer(name, mask)


def _hook_of(module: Module, name: str) -> BasePruningMethod | None:
    """The pruning hook of a parameter."""
    for hook, _ in module._hooks.forward_pre.values():
        if isinstance(hook, BasePruningMethod) and hook._tensor_name == name:
            return hook
    return None


def _drop_hook(module: Module, name: str) -> None:
    hooks = module._hooks.forward_pre
    for key, (hook, _) in list(hooks.items()):
        if isinstance(hook, BasePruningMethod) and hook._tensor_name == name:
            del hooks[key]


# ---- several in turn ---------------------------------------------------------------


class PruningContainer(BasePruningMethod):
    """Methods that prune one parameter in turn; the last one makes the mask."""

    PRUNING_TYPE = "container"

    def __init__(self, *methods: BasePruningMethod) -> None:
        self._pruning_methods: tuple[BasePruningMethod, ...] = ()
        if methods:
            self._tensor_name = methods[0]._tensor_name
        for method in methods:
            self.add_pruning_method(method)

    def add_pruning_method(self, method: BasePruningMethod) -> None:
        """Add one; TypeError for something else, ValueError for another parameter's."""
        if not isinstance(method, BasePruningMethod):
            raise TypeError(f"{type(method)} is not a BasePruningMethod subclass")
        if method._tensor_name != self._tensor_name:
            raise ValueError(
                "Can only add pruning methods acting on the parameter named "
                f"'{self._tensor_name}' to PruningContainer, got "
                f"'{method._tensor_name}'"
            )
        self._pruning_methods += (method,)

    def __len__(self) -> int:
        return len(self._pruning_methods)

    def __iter__(self) -> Iterator[BasePruningMethod]:
        return iter(self._pruning_methods)

    def __getitem__(self, idx: int) -> BasePruningMethod:
        return self._pruning_methods[idx]

    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """The default mask, with the last method's where that has left something."""
        method = self._pruning_methods[-1]
        mask = default_mask.to(t.dtype)
        kind = method.PRUNING_TYPE
        if kind == "unstructured":
            left = mask == 1
            part = method.compute_mask(t[left], mask[left])
            return mask.masked_scatter(left, part.to(mask.dtype))
        if kind == "structured":
            dim = _dim(method, t)
            others = [d for d in range(t.dim()) if d != dim]
            kept = (mask.sum(others) != 0).nonzero().flatten()
            part = method.compute_mask(
                t.index_select(dim, kept), mask.index_select(dim, kept)
            )
            return mask.index_copy(dim, kept, part.to(mask.dtype))
        if kind == "global":
            return method.compute_mask(t, mask).to(mask.dtype)
        raise ValueError(f"Unrecognized PRUNING_TYPE {kind}")


def _joined(before: BasePruningMethod, method: BasePruningMethod) -> PruningContainer:
    if not isinstance(before, PruningContainer):
        before = PruningContainer(before)
    before.add_pruning_method(method)
    return before


def _dim(method: Any, t: ct.Tensor) -> int:
    if not hasattr(method, "dim"):
        raise AttributeError(
            'Pruning methods of PRUNING_TYPE "structured" need to have the attribute '
            "`dim` defined."
        )
    return _checked_dim(t, method.dim)


def _checked_dim(t: ct.Tensor, dim: int) -> int:
    if not -t.dim() <= dim < t.dim():
        raise IndexError(f"Invalid index {dim} for tensor of size {tuple(t.shape)}")
    return dim % t.dim()


# ---- amounts -----------------------------------------------------------------------


def _check_amount(amount: float) -> None:
    if not isinstance(amount, numbers.Real):
        raise TypeError(f"Invalid type for amount: {amount}. Must be int or float.")
    whole = isinstance(amount, numbers.Integral)
    if amount < 0 or (not whole and float(amount) > 1.0):
        raise ValueError(
            f"amount={amount} should either be a float in the range [0, 1] or a "
            "non-negative integer"
        )


def _how_many(amount: float, of: int) -> int:
    """How many of so many; ValueError for more than there are."""
    if not isinstance(amount, numbers.Integral):
        return round(amount * of)
    if amount > of:
        raise ValueError(
            f"amount={amount} should be smaller than the number of parameters to prune="
            f"{of}"
        )
    return int(amount)


def _without(scores: ct.Tensor, mask: ct.Tensor, count: int) -> ct.Tensor:
    """The mask with 0 where the `count` smallest scores are."""
    made = mask.clone().contiguous()
    if count:
        least = scores.reshape(-1).topk(count, largest=False).indices
        made.view(-1)[least] = 0
    return made


# ---- methods -----------------------------------------------------------------------


class Identity(BasePruningMethod):
    """Prunes nothing: a mask of ones."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """The default mask."""
        return default_mask


class RandomUnstructured(BasePruningMethod):
    """Prunes elements at random: a share, or a number of them."""

    PRUNING_TYPE = "unstructured"

    def __init__(self, amount: float) -> None:
        _check_amount(amount)
        self.amount = amount

    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """Zeros at random."""
        count = _how_many(self.amount, t.numel())
        return _without(ct.rand(t.shape), default_mask, count)


class L1Unstructured(BasePruningMethod):
    """Prunes the elements nearest to 0: a share, or a number of them."""

    PRUNING_TYPE = "unstructured"

    def __init__(self, amount: float) -> None:
        _check_amount(amount)
        self.amount = amount

    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """Zeros where the smallest absolute values are."""
        return _without(t.abs(), default_mask, _how_many(self.amount, t.numel()))


class _Structured(BasePruningMethod):
    """Prunes whole channels along a dim."""

    PRUNING_TYPE = "structured"
    amount: float
    dim: int

    def _channel_scores(self, t: ct.Tensor, dim: int) -> ct.Tensor:
        raise NotImplementedError

    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """Zeros in the channels of the smallest scores.

        ValueError for a tensor of less than 2 dims.
        """
        if t.dim() <= 1:
            raise ValueError(
                "Structured pruning can only be applied to multidimensional tensors. "
                f"Found tensor of shape {tuple(t.shape)} with {t.dim()} dims"
            )
        dim = _checked_dim(t, self.dim)
        count = _how_many(self.amount, t.shape[dim])
        scores = self._channel_scores(t, dim)
        channels = _without(scores, ct.ones_like(scores), count)
        shape = [-1 if d == dim else 1 for d in range(t.dim())]
        return default_mask * channels.reshape(shape).to(default_mask.dtype)


class RandomStructured(_Structured):
    """Prunes channels along a dim at random: a share, or a number of them."""

    def __init__(self, amount: float, dim: int = -1) -> None:
        _check_amount(amount)
        self.amount, self.dim = amount, dim

    def _channel_scores(self, t: ct.Tensor, dim: int) -> ct.Tensor:
        return ct.rand(t.shape[dim])


class LnStructured(_Structured):
    """Prunes the channels along a dim of the smallest n-norm."""

    def __init__(self, amount: float, n: Any, dim: int = -1) -> None:
        _check_amount(amount)
        self.amount, self.n, self.dim = amount, n, dim

    def _channel_scores(self, t: ct.Tensor, dim: int) -> ct.Tensor:
        others = [d for d in range(t.dim()) if d != dim]
        return ct.norm(t, self.n, others)


class CustomFromMask(BasePruningMethod):
    """Prunes by a mask that is given."""

    PRUNING_TYPE = "global"

    def __init__(self, mask: ct.Tensor) -> None:
        self.mask = mask

    def compute_mask(self, t: ct.Tensor, default_mask: ct.Tensor) -> ct.Tensor:
        """Both masks; RuntimeError for one of another shape."""
        if self.mask.shape != default_mask.shape:
            raise RuntimeError(
                f"custom_from_mask: expected a mask of shape "
                f"{tuple(default_mask.shape)}, got {tuple(self.mask.shape)}"
            )
        return default_mask * self.mask.to(default_mask.dtype)


# ---- functions ---------------------------------------------------------------------


def identity(module: Module, name: str) -> Module:
    """Give a parameter a mask of ones; returns the module.

    >>> list(identity(ct.nn.Linear(2, 1), "weight").state_dict())
    ['bias', 'weight_orig', 'weight_mask']
    """
    Identity.apply(module, name)
    return module


def random_unstructured(module: Module, name: str, amount: float) -> Module:
    """Prune elements at random, a share or a number of them; returns the module.

    >>> int(random_unstructured(ct.nn.Linear(2, 2), "weight", 3).weight_mask.sum())
    1
    """
    RandomUnstructured.apply(module, name, amount=amount)
    return module


def l1_unstructured(
    module: Module,
    name: str,
    amount: float,
    importance_scores: ct.Tensor | None = None,
) -> Module:
    """Prune the elements nearest to 0, or of the smallest scores; returns the module.

    >>> layer = ct.nn.Linear(3, 1)
    >>> layer.weight.data = ct.tensor([[1.0, -3.0, 2.0]])
    >>> l1_unstructured(layer, "weight", 1).weight_mask
    tensor([[0., 1., 1.]])
    """
    scores = importance_scores
    L1Unstructured.apply(module, name, amount=amount, importance_scores=scores)
    return module


def random_structured(module: Module, name: str, amount: float, dim: int) -> Module:
    """Prune channels along a dim at random; returns the module.

    >>> layer = random_structured(ct.nn.Linear(4, 2), "weight", 1, dim=0)
    >>> sorted(layer.weight_mask.sum(1).tolist())
    [0.0, 4.0]
    """
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(
    module: Module,
    name: str,
    amount: float,
    n: Any,
    dim: int,
    importance_scores: ct.Tensor | None = None,
) -> Module:
    """Prune the channels along a dim of the smallest n-norm; returns the module.

    >>> layer = ct.nn.Linear(2, 2)
    >>> layer.weight.data = ct.tensor([[1.0, 1.0], [3.0, 0.0]])
    >>> ln_structured(layer, "weight", 1, n=2, dim=0).weight_mask.tolist()
    [[0.0, 0.0], [1.0, 1.0]]
    """
    scores = importance_scores
    LnStructured.apply(module, name, amount, n, dim, importance_scores=scores)
    return module


def custom_from_mask(module: Module, name: str, mask: ct.Tensor) -> Module:
    """Prune by a mask of ones and zeros; returns the module.

    >>> layer = custom_from_mask(ct.nn.Linear(2, 1), "bias", ct.zeros(1))
    >>> layer.bias.item()
    0.0
    """
    CustomFromMask.apply(module, name, mask)
    return module


def global_unstructured(
    parameters: Iterable[tuple[Module, str]],
    pruning_method: type[BasePruningMethod],
    importance_scores: dict[tuple[Module, str], ct.Tensor] | None = None,
    **kwargs: Any,
) -> None:
    """Prune several parameters as if they were one vector, by an unstructured method.

    >>> first, second = ct.nn.Linear(2, 1), ct.nn.Linear(2, 1)
    >>> first.weight.data.fill_(1), second.weight.data.fill_(2)
    (tensor([[1., 1.]]), tensor([[2., 2.]]))
    >>> both = [(first, "weight"), (second, "weight")]
    >>> global_unstructured(both, L1Unstructured, amount=2)
    >>> first.weight_mask.tolist(), second.weight_mask.tolist()
    ([[0.0, 0.0]], [[1.0, 1.0]])
    """
    listed = list(parameters)
    given = importance_scores or {}
    own: list[ct.Tensor] = [getattr(module, name) for module, name in listed]
    used = [given.get(p, t) for t, p in zip(own, listed, strict=True)]
    scores = ct.cat([t.detach().reshape(-1) for t in used])
    masks = [
        getattr(module, f"{name}_mask", ct.ones_like(t, requires_grad=False))
        for t, (module, name) in zip(own, listed, strict=True)
    ]
    method = pruning_method(**kwargs)
    if method.PRUNING_TYPE != "unstructured":
        raise TypeError(
            'Only "unstructured" PRUNING_TYPE supported for the `pruning_method`. '
            f"Found method {pruning_method} of type {method.PRUNING_TYPE}"
        )
    method._tensor_name = "all"
    container = PruningContainer(method)
    made = container.compute_mask(scores, ct.cat([m.reshape(-1) for m in masks]))
    for t, (module, name), part in zip(
        own, listed, made.split([t.numel() for t in own]), strict=True
    ):
        custom_from_mask(module, name, part.reshape(t.shape))


def remove(module: Module, name: str) -> Module:
    """Make the product with the mask the parameter; returns the module.

    ValueError for a parameter that is not pruned.

    >>> layer = remove(identity(ct.nn.Linear(2, 1), "weight"), "weight")
    >>> list(layer.state_dict())
    ['bias', 'weight']
    """
    hook = _hook_of(module, name)
    if hook is None:
        raise ValueError(
            f"Parameter '{name}' of module {module} has to be pruned before pruning "
            "can be removed"
        )
    hook.remove(module)
    _drop_hook(module, name)
    return module


def is_pruned(module: Module) -> bool:
    """Is a parameter of the module, or of one below it, pruned?

    >>> is_pruned(ct.nn.Linear(2, 1)), is_pruned(identity(ct.nn.Linear(2, 1), "bias"))
    (False, True)
    """
    return any(
        isinstance(hook, BasePruningMethod)
        for _, part in module.named_modules()
        for hook, _ in part._hooks.forward_pre.values()
    )


_adopt(__name__)
