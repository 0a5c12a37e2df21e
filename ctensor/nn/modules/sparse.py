"""Embedding and EmbeddingBag: tables of vectors that are learned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Embedding", "EmbeddingBag"]


class _Table(Module):
    """A weight (num_embeddings, embedding_dim) with a row for padding."""

    padding_idx: int | None

    def _make(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None,
        weight: ct.Tensor | None,
        frozen: bool,
        made: dict[str, Any],
    ) -> None:
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        if padding_idx is not None:
            padding_idx, count = int(padding_idx), int(num_embeddings)
            if not -count <= padding_idx < count:
                raise AssertionError("Padding_idx must be within num_embeddings")
            padding_idx %= count
        self.padding_idx = padding_idx
        shape = (num_embeddings, embedding_dim)
        if weight is None:
            self.weight = Parameter(ct.empty(shape, **made), requires_grad=not frozen)
            self.reset_parameters()
            return
        if weight.shape != shape:
            raise AssertionError(
                "Shape of weight does not match num_embeddings and embedding_dim: "
                f"expected {shape}, got {tuple(weight.shape)}"
            )
        self.weight = Parameter(weight, requires_grad=not frozen)

    def reset_parameters(self) -> None:
        """Draw new values, normal; 0 in the row for padding."""
        init.normal_(self.weight)
        if self.padding_idx is not None:
            with ct.no_grad():
                self.weight[self.padding_idx].fill_(0)


class Embedding(_Table):
    """A table of `num_embeddings` vectors: indices (*) become (*, embedding_dim).

    The weight, (num_embeddings, embedding_dim), is drawn from a normal distribution;
    the row `padding_idx` is 0 and gets no gradient. See `functional.embedding` for the
    other arguments.

    >>> Embedding(10, 3)(ct.tensor([[1, 2], [4, 5]])).shape
    ctensor.Size([2, 2, 3])
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
        _weight: ct.Tensor | None = None,
        _freeze: bool = False,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        self._make(num_embeddings, embedding_dim, padding_idx, _weight, _freeze, made)
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The vectors of the indices."""
        return F.embedding(
            input,
            self.weight,
            self.padding_idx,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.sparse,
        )

    def extra_repr(self) -> str:
        """The options that are not the usual ones."""
        text = f"{self.num_embeddings}, {self.embedding_dim}"
        for name, usual in (
            ("padding_idx", None),
            ("max_norm", None),
            ("norm_type", 2),
            ("scale_grad_by_freq", False),
        ):
            if getattr(self, name) != usual:
                text += f", {name}={getattr(self, name)}"
        return text + (", sparse=True" if self.sparse else "")

    @classmethod
    def from_pretrained(
        cls,
        embeddings: ct.Tensor,
        freeze: bool = True,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
    ) -> Self:
        """A table of given vectors, (V, D), which are not learned if `freeze`.

        >>> table = Embedding.from_pretrained(ct.tensor([[1.0, 2.0]]))
        >>> table(ct.tensor(0)).tolist(), table.weight.requires_grad
        ([1.0, 2.0], False)
        """
        if embeddings.dim() != 2:
            raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
        return cls(
            embeddings.shape[0],
            embeddings.shape[1],
            padding_idx,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            sparse,
            embeddings,
            freeze,
        )


class EmbeddingBag(_Table):
    """Sums, means or largest numbers of bags of vectors: (B, embedding_dim).

    See `functional.embedding_bag` for the arguments.

    >>> EmbeddingBag(10, 3)(ct.tensor([1, 2, 4]), ct.tensor([0, 2])).shape
    ctensor.Size([2, 3])
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        _weight: ct.Tensor | None = None,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        self._make(num_embeddings, embedding_dim, padding_idx, _weight, False, made)
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.mode = mode
        self.sparse = sparse
        self.include_last_offset = include_last_offset

    def forward(
        self,
        input: ct.Tensor,
        offsets: ct.Tensor | None = None,
        per_sample_weights: ct.Tensor | None = None,
    ) -> ct.Tensor:
        """What each bag gives."""
        return F.embedding_bag(
            input,
            self.weight,
            offsets,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.mode,
            self.sparse,
            per_sample_weights,
            self.include_last_offset,
            self.padding_idx,
        )

    def extra_repr(self) -> str:
        """The options that are not the usual ones."""
        text = f"{self.num_embeddings}, {self.embedding_dim}"
        for name, usual in (
            ("max_norm", None),
            ("norm_type", 2),
            ("scale_grad_by_freq", False),
        ):
            if getattr(self, name) != usual:
                text += f", {name}={getattr(self, name)}"
        text += f", mode={self.mode!r}"
        if self.padding_idx is not None:
            text += f", padding_idx={self.padding_idx}"
        return text

    @classmethod
    def from_pretrained(
        cls,
        embeddings: ct.Tensor,
        freeze: bool = True,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
    ) -> Self:
        """A table of given vectors, (V, D), which are not learned if `freeze`."""
        if embeddings.dim() != 2:
            raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
        made = cls(
            embeddings.shape[0],
            embeddings.shape[1],
            max_norm,
            norm_type,
            scale_grad_by_freq,
            mode,
            sparse,
            embeddings,
            include_last_offset,
            padding_idx,
        )
        made.weight.requires_grad = not freeze
        return made
