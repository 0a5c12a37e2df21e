"""Sequences of different lengths: padded to one, or packed step by step."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import ctensor as ct

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "PackedSequence",
    "invert_permutation",
    "pack_padded_sequence",
    "pack_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpack_sequence",
    "unpad_sequence",
]


class _Fields(NamedTuple):
    data: ct.Tensor
    batch_sizes: ct.Tensor
    sorted_indices: ct.Tensor | None
    unsorted_indices: ct.Tensor | None


class PackedSequence(_Fields):
    """Sequences, the longest first, as all first steps, then all second ones, and on.

    `data` (all steps, *); `batch_sizes`, int64: how many sequences have a first step, a
    second one, ...; `sorted_indices`: which of the sequences that were packed is where;
    `unsorted_indices`: its inverse; both None where they were sorted.
    """

    __slots__ = ()

    def __new__(
        cls,
        data: ct.Tensor,
        batch_sizes: ct.Tensor | None = None,
        sorted_indices: ct.Tensor | None = None,
        unsorted_indices: ct.Tensor | None = None,
    ) -> Self:
        """What is given, the inverse of `sorted_indices` being made where it lacks."""
        if batch_sizes is None:
            raise ValueError("PackedSequence: expected batch_sizes, got None")
        if batch_sizes.device.type != "cpu":
            raise ValueError(
                "batch_sizes should always be on CPU. Instances of PackedSequence "
                "should"
                " never be created manually. They should be instantiated by functions "
                "like pack_sequence and pack_padded_sequences in nn.utils.rnn."
            )
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args: Any, **kwargs: Any) -> PackedSequence:
        """With its data as `Tensor.to` makes it; itself where that changes nothing."""
        data = self.data.to(*args, **kwargs)
        return self if data is self.data else self._replace(data=data)

    def cpu(self) -> PackedSequence:
        """On the CPU."""
        return self.to("cpu")

    def double(self) -> PackedSequence:
        """In float64."""
        return self.to(ct.float64)

    def float(self) -> PackedSequence:
        """In float32."""
        return self.to(ct.float32)

    def half(self) -> PackedSequence:
        """In float16."""
        return self.to(ct.float16)

    def long(self) -> PackedSequence:
        """In int64."""
        return self.to(ct.int64)

    def int(self) -> PackedSequence:
        """In int32."""
        return self.to(ct.int32)

    def pin_memory(self) -> PackedSequence:
        """The same in pinned memory; itself without an accelerator."""
        if not ct.accelerator.is_available():
            return self
        orders = (t if t is None else t.pin_memory() for t in self[2:])
        return type(self)(self.data.pin_memory(), self.batch_sizes, *orders)

    @property
    def is_cuda(self) -> bool:
        """Whether the data is on a CUDA device."""
        return self.data.device.type == "cuda"

    def is_pinned(self) -> bool:
        """Whether the data is in pinned memory."""
        return self.data.is_pinned()


def invert_permutation(permutation: ct.Tensor | None) -> ct.Tensor | None:
    """The permutation that undoes one; None of None.

    >>> invert_permutation(ct.tensor([2, 0, 1]))
    tensor([1, 2, 0])
    """
    return None if permutation is None else permutation.argsort()


def pack_padded_sequence(
    input: ct.Tensor,
    lengths: ct.Tensor | list[int],
    batch_first: bool = False,
    enforce_sorted: bool = True,
) -> PackedSequence:
    """The steps of padded sequences that are there, packed.

    Args:
        input: (T, N, *), or with `batch_first` (N, T, *).
        lengths: how many steps each sequence has, 1 to T: (N).
        batch_first: see above.
        enforce_sorted: that the longest is first, and so on; RuntimeError otherwise.
            Else they are sorted, and `pad_packed_sequence` brings them back.

    >>> x = ct.tensor([[1, 2], [3, 4], [0, 5]])
    >>> pack_padded_sequence(x, [2, 3], enforce_sorted=False).data
    tensor([2, 1, 4, 3, 5])
    """
    lengths = ct.as_tensor(lengths, dtype=ct.int64, device="cpu")
    order = None
    if not enforce_sorted:
        lengths, order = lengths.sort(descending=True, stable=True)
        order = order.to(input.device)
        input = input.index_select(0 if batch_first else 1, order)
    if batch_first:
        input = input.transpose(0, 1)
    sizes = lengths.tolist()
    if input.dim() < 2 or len(sizes) != input.shape[1]:
        raise RuntimeError(
            f"pack_padded_sequence: Expected `len(lengths)` to be equal to batch_size, "
            f"but got {len(sizes)} (input of shape {tuple(input.shape)})"
        )
    if any(a < b for a, b in itertools.pairwise(sizes)):
        raise RuntimeError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` "
            "is True. You can pass `enforce_sorted=False` to pack_padded_sequence to "
            "sidestep this requirement."
        )
    if not sizes or sizes[-1] <= 0 or sizes[0] > input.shape[0]:
        raise RuntimeError(
            "pack_padded_sequence: Length of all samples has to be greater than 0 and "
            "at "
            f"most {input.shape[0]}, got {sizes}"
        )
    steps = ct.arange(sizes[0])
    there = lengths > steps.unsqueeze(1)
    places = there.reshape(-1).nonzero().squeeze(1).to(input.device)
    data = input[: sizes[0]].flatten(0, 1).index_select(0, places)
    return PackedSequence(data, there.sum(1), order)


def pad_packed_sequence(
    sequence: PackedSequence,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[ct.Tensor, ct.Tensor]:
    """Packed sequences padded to one length, and their lengths, (N).

    Args:
        sequence: of `pack_padded_sequence` or `pack_sequence`.
        batch_first: whether the result is (N, T, *) and not (T, N, *).
        padding_value: what is behind their ends.
        total_length: T; that of the longest if None. ValueError if less.

    >>> packed = pack_sequence([ct.tensor([1, 2]), ct.tensor([3])])
    >>> pad_packed_sequence(packed, batch_first=True)
    (tensor([[1, 2],
            [3, 0]]), tensor([2, 1]))
    """
    data, sizes = sequence.data, sequence.batch_sizes
    longest, batch = len(sizes), int(sizes[0])
    if total_length is None:
        total_length = longest
    elif total_length < longest:
        raise ValueError(
            "Expected total_length to be at least the length of the longest sequence "
            "in "
            f"input, but got total_length={total_length} and max sequence length being "
            f"{longest}"
        )
    there = ct.arange(batch) < sizes.unsqueeze(1)
    places = there.reshape(-1).nonzero().squeeze(1).to(data.device)
    shape = (total_length * batch, *data.shape[1:])
    padded = ct.full(shape, padding_value, dtype=data.dtype, device=data.device)
    padded = padded.index_copy(0, places, data)
    padded = padded.unflatten(0, (total_length, batch))
    lengths = there.sum(0)
    if sequence.unsorted_indices is not None:
        padded = padded.index_select(1, sequence.unsorted_indices)
        lengths = lengths[sequence.unsorted_indices.cpu()]
    return padded.transpose(0, 1) if batch_first else padded, lengths


def pad_sequence(
    sequences: ct.Tensor | list[ct.Tensor],
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> ct.Tensor:
    """Sequences (L, *) of different lengths as one tensor, (T, N, *) or (N, T, *).

    `padding_side` "left" puts the padding before them. RuntimeError for no sequences
    and for other dims behind the first that differ.

    >>> pad_sequence([ct.tensor([1, 2]), ct.tensor([3])], batch_first=True)
    tensor([[1, 2],
            [3, 0]])
    """
    if padding_side not in ("left", "right"):
        raise ValueError(
            f"pad_sequence: expected padding_side 'left' or 'right', got "
            f"{padding_side!r}"
        )
    if isinstance(sequences, ct.Tensor):
        sequences = list(sequences.unbind(0))
    elif not isinstance(sequences, Iterable):
        raise RuntimeError(
            "pad_sequence: Expected iterable for input sequences, but got arg of type: "
            f"{type(sequences)}"
        )
    sequences = list(sequences)
    if not sequences:
        raise RuntimeError("pad_sequence: received an empty list of sequences")
    rest = sequences[0].shape[1:]
    if any(s.dim() < 1 or s.shape[1:] != rest for s in sequences):
        raise RuntimeError(
            "pad_sequence: expected sequences (L, *) of equal dims behind the first, "
            "got "
            f"{', '.join(str(tuple(s.shape)) for s in sequences)}"
        )
    longest = max(len(s) for s in sequences)
    padded = []
    for s in sequences:
        lack = longest - len(s)
        sides = (0, lack) if padding_side == "right" else (lack, 0)
        pads = (0, 0) * (s.dim() - 1) + sides
        padded.append(ct.nn.functional.pad(s, pads, value=padding_value))
    return ct.stack(padded, 0 if batch_first else 1)


def unpad_sequence(
    padded_sequences: ct.Tensor, lengths: ct.Tensor, batch_first: bool = False
) -> list[ct.Tensor]:
    """The sequences of `pad_sequence`, views of their lengths.

    >>> unpad_sequence(ct.tensor([[1, 3], [2, 0]]), ct.tensor([2, 1]))
    [tensor([1, 2]), tensor([3])]
    """
    if not batch_first:
        padded_sequences = padded_sequences.transpose(0, 1)
    pairs = zip(padded_sequences.unbind(0), lengths.tolist(), strict=True)
    return [sequence[:length] for sequence, length in pairs]


def pack_sequence(
    sequences: list[ct.Tensor], enforce_sorted: bool = True
) -> PackedSequence:
    """Sequences (L, *) packed; see `pack_padded_sequence` for `enforce_sorted`.

    >>> pack_sequence([ct.tensor([1, 2]), ct.tensor([3])]).batch_sizes
    tensor([2, 1])
    """
    lengths = ct.tensor([len(s) for s in sequences])
    padded = pad_sequence(sequences)
    return pack_padded_sequence(padded, lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences: PackedSequence) -> list[ct.Tensor]:
    """The sequences that were packed.

    >>> unpack_sequence(pack_sequence([ct.tensor([1, 2]), ct.tensor([3])]))
    [tensor([1, 2]), tensor([3])]
    """
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
