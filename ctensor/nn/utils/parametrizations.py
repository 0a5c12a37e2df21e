"""Parametrizations: weights of a norm, of spectral norm 1, orthogonal ones."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module
from ctensor.nn.utils import parametrize

__all__ = ["orthogonal", "spectral_norm", "weight_norm"]


def _norm_but(v: ct.Tensor, dim: int) -> ct.Tensor:
    """2-norms over all dims but `dim`, which stay with size 1; -1: over all."""
    if dim == -1:
        return v.norm(2)
    dims = [d for d in range(v.dim()) if d != dim % v.dim()]
    return v.norm(2, dims, keepdim=True) if dims else v.abs()


class _WeightNorm(Module):
    """g v / |v|, of original0 and original1."""

    def __init__(self, dim: int | None = 0) -> None:
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g: ct.Tensor, weight_v: ct.Tensor) -> ct.Tensor:
        """The weight."""
        return weight_v * (weight_g / _norm_but(weight_v, self.dim))

    def right_inverse(self, weight: ct.Tensor) -> tuple[ct.Tensor, ct.Tensor]:
        """Its norms and itself."""
        return _norm_but(weight, self.dim), weight


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Make a weight g v / |v|; `parametrizations` has g as original0, v as original1.

    The norms are over all dims but `dim`, or over all if None. Source: Salimans and
    Kingma 2016, https://arxiv.org/abs/1602.07868. Returns the module.

    >>> layer = weight_norm(ct.nn.Linear(20, 40))
    >>> layer.parametrizations.weight.original0.shape
    ctensor.Size([40, 1])
    """
    parametrize.register_parametrization(module, name, _WeightNorm(dim), unsafe=True)
    return module


class _SpectralNorm(Module):
    """The weight over its largest singular value, which power iteration finds."""

    _u: ct.Tensor
    _v: ct.Tensor

    def __init__(
        self,
        weight: ct.Tensor,
        n_power_iterations: int = 1,
        dim: int = 0,
        eps: float = 1e-12,
    ) -> None:
        super().__init__()
        n = weight.dim()
        if not -n <= dim < n:
            raise IndexError(
                "Dimension out of range (expected to be in range of [-"
                f"{n}, {n - 1}] but got {dim})"
            )
        if n_power_iterations <= 0:
            raise ValueError(
                "Expected n_power_iterations to be positive, but got "
                f"n_power_iterations={n_power_iterations}"
            )
        self.dim = dim if dim >= 0 else dim + n
        self.eps = eps
        if n == 1:
            return
        self.n_power_iterations = n_power_iterations
        with ct.no_grad():
            matrix = self._matrix(weight)
            height, width = matrix.shape
            u = F.normalize(matrix.new_empty(height).normal_(), dim=0, eps=eps)
            v = F.normalize(matrix.new_empty(width).normal_(), dim=0, eps=eps)
            self.register_buffer("_u", u)
            self.register_buffer("_v", v)
            self._iterate(matrix, 15)

    def _matrix(self, weight: ct.Tensor) -> ct.Tensor:
        return weight.movedim(self.dim, 0).flatten(1)

    @ct.no_grad()
    def _iterate(self, matrix: ct.Tensor, times: int) -> None:
        for _ in range(times):
            u = F.normalize(matrix.mv(self._v), dim=0, eps=self.eps)
            self._u.copy_(u)
            v = F.normalize(matrix.mT.mv(self._u), dim=0, eps=self.eps)
            self._v.copy_(v)

    def forward(self, weight: ct.Tensor) -> ct.Tensor:
        """The weight of spectral norm 1; an iteration more in training."""
        if weight.dim() == 1:
            return F.normalize(weight, dim=0, eps=self.eps)
        matrix = self._matrix(weight)
        if self.training:
            self._iterate(matrix.detach(), self.n_power_iterations)
        u, v = self._u.clone(), self._v.clone()
        return weight / (u * matrix.mv(v)).sum()

    def right_inverse(self, value: ct.Tensor) -> ct.Tensor:
        """The value itself, which is taken to be of that norm."""
        return value


def _spectral_dim(module: Module, dim: int | None) -> int:
    if dim is not None:
        return dim
    return int(type(module).__name__.startswith("ConvTranspose"))


def spectral_norm(
    module: Module,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> Module:
    """Divide a weight by its largest singular value, as a matrix of rows `dim`.

    That is followed by `n_power_iterations` of power iteration at each use in training;
    `dim` is 0 if None, or 1 of transposed convolutions. Source: Miyato and others
    2018, https://arxiv.org/abs/1802.05957. Returns the module.

    >>> layer = spectral_norm(ct.nn.Linear(20, 40))
    >>> abs(ct.linalg.matrix_norm(layer.weight, 2).item() - 1) < 0.2
    True
    """
    weight = getattr(module, name, None)
    if not isinstance(weight, ct.Tensor):
        raise ValueError(
            f"Module '{module}' has no parameter or buffer with name '{name}'"
        )
    made = _SpectralNorm(weight, n_power_iterations, _spectral_dim(module, dim), eps)
    parametrize.register_parametrization(module, name, made)
    return module


class _Orthogonal(Module):
    """An orthogonal matrix made of any, by one of three maps."""

    base: ct.Tensor

    def __init__(self, weight: ct.Tensor, kind: str, trivialized: bool) -> None:
        super().__init__()
        if weight.is_complex() and kind == "householder":
            raise ValueError(
                "The householder parametrization does not support complex tensors."
            )
        self.kind = kind
        self.trivialized = trivialized
        if trivialized:
            self.register_buffer("base", None)

    def forward(self, x: ct.Tensor) -> ct.Tensor:
        """Q with Q' Q = 1, or, of a wide matrix, Q Q' = 1."""
        n, k = x.shape[-2:]
        turned = n < k
        if turned:
            x, n, k = x.mT, k, n
        if self.kind == "householder":
            scale = 2 / (1 + x.tril(-1).square().sum(-2))
            lower = x.tril(-1) + ct.eye(n, k, dtype=x.dtype, device=x.device)
            q = _householder_product(lower, scale)
            q = q * x.diagonal(dim1=-2, dim2=-1).int().unsqueeze(-2).to(x.dtype)
        else:
            q = self._of_skew(x, n, k)
        base = self.__dict__.get("base")
        if base is not None:
            q = base @ q
        return q.mT if turned else q

    def _of_skew(self, x: ct.Tensor, n: int, k: int) -> ct.Tensor:
        """exp(A), or (1 + A / 2) (1 - A / 2)^-1, of A skew with the entries of x."""
        a = x.tril()
        if n != k:
            a = ct.cat([a, a.new_zeros((*a.shape[:-1], n - k))], -1)
        a = a - a.mH
        if self.kind == "matrix_exp":
            q = ct.linalg.matrix_exp(a)
        else:
            one = ct.eye(n, dtype=a.dtype, device=a.device)
            q = ct.linalg.solve(one - 0.5 * a, one + 0.5 * a)
        return q[..., :k]

    @ct.no_grad()
    def right_inverse(self, value: ct.Tensor) -> ct.Tensor:
        """What `value`, if it is orthogonal, is made of; else the nearest by QR."""
        q_start = value
        n, k = value.shape[-2:]
        turned = n < k
        if turned:
            q_start, n, k = value.mT, k, n
        if not self.trivialized:
            if self.kind != "householder":
                raise NotImplementedError(
                    "It is not possible to assign to the matrix exponential or the "
                    "Cayley parametrizations when use_trivialization=False."
                )
            a, tau = _reflectors(q_start)
            a.diagonal(dim1=-2, dim2=-1).sign_()
            a.diagonal(dim1=-2, dim2=-1)[tau == 0.0] *= -1
            return a.mT if turned else a
        if n == k and not _is_orthogonal(q_start):
            q = _orthogonal_of(q_start)
        elif n == k:
            q = q_start.clone()
        else:
            full = q_start.new_empty((*q_start.shape[:-2], n, n - k)).normal_()
            q = _orthogonal_of(ct.cat([q_start, full], -1))
        self.base = q
        zeros = ct.zeros_like(q_start)
        if self.kind == "householder":
            zeros.diagonal(dim1=-2, dim2=-1).fill_(-1.0)
        return zeros.mT if turned else zeros


def _is_orthogonal(q: ct.Tensor) -> bool:
    eps = 10 * q.shape[-1] * ct.finfo(q.dtype).eps
    one = ct.eye(q.shape[-1], dtype=q.dtype, device=q.device)
    return bool(((q.mH @ q) - one).abs().max() < eps)


def _orthogonal_of(x: ct.Tensor) -> ct.Tensor:
    """The Q of QR with a positive diagonal of R."""
    q, r = ct.linalg.qr(x)
    return q * r.diagonal(dim1=-2, dim2=-1).sgn().unsqueeze(-2)


def _reflectors(x: ct.Tensor) -> tuple[ct.Tensor, ct.Tensor]:
    """R, and below it the vectors whose reflections make Q, as LAPACK has them."""
    a, scales = x.clone(), []
    for j in range(a.shape[-1]):
        column = a[..., j:, j]
        first, below = column[..., :1], column[..., 1:]
        flat = (below == 0).all(-1, keepdim=True)
        length = column.norm(2, -1, keepdim=True)
        beta = ct.where(flat, first, -first.sign().where(first != 0, 1.0) * length)
        scale = ct.where(flat, 0.0, (beta - first) / ct.where(flat, 1.0, beta))
        v = ct.where(flat, 0.0, below / ct.where(flat, 1.0, first - beta))
        whole = ct.cat([ct.ones_like(first), v], -1).unsqueeze(-1)
        rest = a[..., j:, j:]
        rest.sub_(scale.unsqueeze(-1) * (whole @ (whole.mT @ rest)))
        a[..., j + 1 :, j] = v
        scales.append(scale)
    return a, ct.cat(scales, -1)


def _householder_product(lower: ct.Tensor, scale: ct.Tensor) -> ct.Tensor:
    """(1 - s_0 v_0 v_0') (1 - s_1 v_1 v_1') ... on the first columns of 1."""
    n, k = lower.shape[-2:]
    q = ct.eye(n, k, dtype=lower.dtype, device=lower.device)
    for i in reversed(range(k)):
        v = lower[..., :, i : i + 1]
        q = q - scale[..., i : i + 1, None] * (v @ (v.mT @ q))
    return q


def orthogonal(
    module: Module,
    name: str = "weight",
    orthogonal_map: str | None = None,
    *,
    use_trivialization: bool = True,
) -> Module:
    """Make a weight orthogonal, Q' Q = 1, or, of a wide one, Q Q' = 1.

    Args:
        module: what has it.
        name: its name, a matrix or a batch of them.
        orthogonal_map: 'matrix_exp', 'cayley' or 'householder'; if None, the first of
            a square matrix or complex one, else the last.
        use_trivialization: whether a square matrix Q0 is kept beside, and the weight
            is Q0 times what the map makes (Lezcano-Casado 2019,
            https://arxiv.org/abs/1909.09501).

    Returns the module. ValueError for another map or a weight that is no matrix.

    >>> layer = orthogonal(ct.nn.Linear(20, 40))
    >>> q = layer.weight
    >>> bool(((q.mT @ q) - ct.eye(20)).abs().max() < 1e-5)
    True
    """
    weight: Any = getattr(module, name, None)
    if not isinstance(weight, ct.Tensor):
        raise ValueError(
            f"Module '{module}' has no parameter or buffer with name '{name}'"
        )
    if weight.dim() < 2:
        raise ValueError(
            f"Expected a matrix or batch of matrices. Got a tensor of {weight.dim()} "
            "dimensions."
        )
    if orthogonal_map is None:
        square = weight.shape[-2] == weight.shape[-1] or weight.is_complex()
        orthogonal_map = "matrix_exp" if square else "householder"
    if orthogonal_map not in ("matrix_exp", "cayley", "householder"):
        raise ValueError(
            'orthogonal_map has to be one of "matrix_exp", "cayley", "householder". '
            f"Got: {orthogonal_map}"
        )
    made = _Orthogonal(weight, orthogonal_map, use_trivialization)
    parametrize.register_parametrization(module, name, made, unsafe=True)
    return module
