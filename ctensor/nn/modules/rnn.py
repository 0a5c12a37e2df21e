"""Recurrent layers and cells: RNN, LSTM, GRU."""

from __future__ import annotations

import math
import warnings
from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.functional import _recurrent
from ctensor.nn.functional._recurrent import Weights
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter
from ctensor.nn.utils.rnn import PackedSequence

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "GRUCell",
    "LSTMCell",
    "RNNBase",
    "RNNCell",
    "RNNCellBase",
]

_GATES = {"LSTM": 4, "GRU": 3, "RNN_TANH": 1, "RNN_RELU": 1}


class _Recurrent(Module):
    """What layers and single steps share."""

    hidden_size: int

    def reset_parameters(self) -> None:
        """Draw new values, uniform in (-1 / sqrt(H), 1 / sqrt(H))."""
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)


class RNNBase(_Recurrent):
    """Layers of recurrent steps, one above the other, in one direction or in both.

    Args:
        mode: 'LSTM', 'GRU', 'RNN_TANH' or 'RNN_RELU'.
        input_size: numbers in each step of the input.
        hidden_size: of the state, H.
        num_layers: how many layers; each but the first reads the one below.
        bias: whether the steps have biases.
        batch_first: whether inputs and outputs are (N, T, *) and not (T, N, *).
        dropout: share of each layer's outputs but the last's that is dropped in
            training.
        bidirectional: whether another chain of states runs from the last step to the
            first; outputs are both, side by side.
        proj_size: of what the state of an LSTM is projected to, or 0.
        device: where the parameters are.
        dtype: theirs.
    """

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        _check_options(mode, hidden_size, num_layers, dropout, proj_size)
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._all_weights: list[list[str]] = []
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        for layer in range(num_layers):
            for suffix in ("", "_reverse") if bidirectional else ("",):
                self._make_layer(f"_l{layer}{suffix}", layer, made)
        self.reset_parameters()

    @property
    def _output_size(self) -> int:
        return self.proj_size or self.hidden_size

    @property
    def _directions(self) -> int:
        return 2 if self.bidirectional else 1

    def _make_layer(self, suffix: str, layer: int, made: dict[str, Any]) -> None:
        rows = _GATES[self.mode] * self.hidden_size
        below = self._output_size * self._directions if layer else self.input_size
        shapes: dict[str, tuple[int, ...]] = {
            "weight_ih": (rows, below),
            "weight_hh": (rows, self._output_size),
        }
        if self.bias:
            shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        if self.proj_size:
            shapes["weight_hr"] = (self.proj_size, self.hidden_size)
        for name, shape in shapes.items():
            setattr(self, name + suffix, Parameter(ct.empty(shape, **made)))
        self._all_weights.append([name + suffix for name in shapes])

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters of each layer and direction."""
        return [[getattr(self, n) for n in names] for names in self._all_weights]

    def flatten_parameters(self) -> None:
        """Nothing: parameters need not lie side by side here."""

    def _weights(self, layer: int, direction: int) -> Weights:
        suffix = f"_l{layer}" + ("_reverse" if direction else "")
        state = self.__dict__
        return Weights(
            state["weight_ih" + suffix],
            state["weight_hh" + suffix],
            state.get("bias_ih" + suffix),
            state.get("bias_hh" + suffix),
            state.get("weight_hr" + suffix),
        )

    def _run(
        self, x: ct.Tensor, states: tuple[ct.Tensor, ...], sizes: list[int] | None
    ) -> tuple[ct.Tensor, tuple[ct.Tensor, ...]]:
        """All layers: outputs of the last, and the last state of each."""
        parts = [state.unbind(0) for state in states]
        ends = []
        for layer in range(self.num_layers):
            outputs = []
            for direction in range(self._directions):
                at = layer * self._directions + direction
                y, end = _recurrent.run_layer(
                    self.mode,
                    x,
                    tuple(part[at] for part in parts),
                    self._weights(layer, direction),
                    bool(direction),
                    sizes,
                )
                outputs.append(y)
                ends.append(end)
            x = outputs[0] if len(outputs) == 1 else ct.cat(outputs, -1)
            if self.dropout and layer < self.num_layers - 1:
                x = F.dropout(x, self.dropout, self.training)
        return x, tuple(ct.stack(each) for each in zip(*ends, strict=True))

    def _state_sizes(self) -> tuple[int, ...]:
        """Numbers in each of the states."""
        if self.mode == "LSTM":
            return (self._output_size, self.hidden_size)
        return (self.hidden_size,)

    def _check_input(self, x: ct.Tensor) -> None:
        weight = self.__dict__["weight_ih_l0"]
        if x.dtype != weight.dtype:
            raise ValueError(
                f"RNN input dtype ({x.dtype}) does not match weight dtype "
                f"({weight.dtype}). Convert input: input.to({weight.dtype}), or "
                f"convert model: model.to({x.dtype})"
            )
        if x.shape[-1] != self.input_size:
            raise RuntimeError(
                "input.size(-1) must be equal to input_size. Expected "
                f"{self.input_size}, got {x.shape[-1]}"
            )

    def _check_states(self, states: tuple[ct.Tensor, ...], batch: int) -> None:
        layers = self.num_layers * self._directions
        names = ("hidden[0]", "hidden[1]") if len(states) == 2 else ("hidden",)
        for name, state, size in zip(names, states, self._state_sizes(), strict=True):
            if state.shape != (layers, batch, size):
                raise RuntimeError(
                    f"Expected {name} size {(layers, batch, size)}, got "
                    f"{list(state.shape)}"
                )

    def _forward(
        self, input: Any, states: tuple[ct.Tensor, ...] | None
    ) -> tuple[Any, tuple[ct.Tensor, ...]]:
        """Outputs as the input came, and last states (layers, N, *) or (layers, *)."""
        packed = isinstance(input, PackedSequence)
        x: ct.Tensor = input.data if packed else input
        if not packed and x.dim() not in (2, 3):
            raise ValueError(
                f"{self._get_name()}: Expected input to be 2D or 3D, got {x.dim()}D "
                "instead"
            )
        self._check_input(x)
        single = not packed and x.dim() == 2
        sizes = input.batch_sizes.tolist() if packed else None
        if single:
            x = x.unsqueeze(1)
            if states is not None:
                if any(s.dim() != 2 for s in states):
                    raise RuntimeError(
                        "For unbatched 2-D input, hx should also be 2-D but got "
                        f"{states[0].dim()}-D tensor"
                    )
                states = tuple(s.unsqueeze(1) for s in states)
        elif not packed and self.batch_first:
            x = x.transpose(0, 1)
        batch = sizes[0] if sizes else x.shape[1]
        states = self._states(x, states, batch, input if packed else None)
        y, ends = self._run(x, states, sizes)
        if packed:
            order = input.unsorted_indices
            if order is not None:
                ends = tuple(end.index_select(1, order) for end in ends)
            return input._replace(data=y), ends
        if single:
            return y.squeeze(1), tuple(end.squeeze(1) for end in ends)
        return y.transpose(0, 1) if self.batch_first else y, ends

    def _states(
        self,
        x: ct.Tensor,
        states: tuple[ct.Tensor, ...] | None,
        batch: int,
        packed: PackedSequence | None,
    ) -> tuple[ct.Tensor, ...]:
        """Zeros if none are given, else in the order of the packed sequences."""
        layers = self.num_layers * self._directions
        if states is None:
            return tuple(
                x.new_zeros((layers, batch, size)) for size in self._state_sizes()
            )
        self._check_states(states, batch)
        if packed is not None and packed.sorted_indices is not None:
            order = packed.sorted_indices
            states = tuple(state.index_select(1, order) for state in states)
        return states

    def extra_repr(self) -> str:
        """The options that are not the usual ones."""
        text = f"{self.input_size}, {self.hidden_size}"
        for name, usual in (
            ("proj_size", 0),
            ("num_layers", 1),
            ("bias", True),
            ("batch_first", False),
            ("dropout", 0),
            ("bidirectional", False),
        ):
            if getattr(self, name) != usual:
                text += f", {name}={getattr(self, name)}"
        return text


def _check_options(
    mode: str, hidden_size: int, num_layers: int, dropout: float, proj_size: int
) -> None:
    if mode not in _GATES:
        raise ValueError(f"Unrecognized RNN mode: {mode}")
    if (
        isinstance(dropout, bool)
        or not isinstance(dropout, (int, float))
        or not 0 <= dropout <= 1
    ):
        raise ValueError(
            "dropout should be a number in range [0, 1] representing the probability "
            "of an element being zeroed"
        )
    if dropout > 0 and num_layers == 1:
        warnings.warn(
            "dropout option adds dropout after all but last recurrent layer, so "
            "non-zero dropout expects num_layers greater than 1, but got "
            f"dropout={dropout} and num_layers={num_layers}",
            stacklevel=5,
        )
    if not isinstance(hidden_size, int):
        raise TypeError(
            f"hidden_size should be of type int, got: {type(hidden_size).__name__}"
        )
    if hidden_size <= 0:
        raise ValueError("hidden_size must be greater than zero")
    if num_layers <= 0:
        raise ValueError("num_layers must be greater than zero")
    if proj_size < 0:
        raise ValueError(
            "proj_size should be a positive integer or zero to disable projections"
        )
    if proj_size >= hidden_size:
        raise ValueError("proj_size has to be smaller than hidden_size")
    if proj_size and mode != "LSTM":
        raise ValueError(
            "proj_size argument is only supported for LSTM, not RNN or GRU"
        )


class _OneState(RNNBase):
    """RNN and GRU."""

    def forward(self, input: Any, hx: ct.Tensor | None = None) -> tuple[Any, ct.Tensor]:
        """Outputs of all steps, and the last state of each layer and direction.

        input (T, N, input_size), with batch_first (N, T, input_size), (T, input_size),
        or a PackedSequence; hx (layers * directions, N, H) or without N, zeros if None.
        The outputs are (T, N, directions * H), and so on.
        """
        y, ends = self._forward(input, None if hx is None else (hx,))
        return y, ends[0]


class RNN(_OneState):
    """tanh(x W' + h U' + b), or with `nonlinearity` 'relu' its relu, step by step.

    Arguments as of `RNNBase`. Source: Elman 1990.

    >>> y, h = RNN(3, 5)(ct.ones(7, 2, 3))
    >>> y.shape, h.shape
    (ctensor.Size([7, 2, 5]), ctensor.Size([1, 2, 5]))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'."
            )
        self.__dict__["nonlinearity"] = nonlinearity
        super().__init__(
            f"RNN_{nonlinearity.upper()}",
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            0,
            device,
            dtype,
        )
        self.nonlinearity = nonlinearity


class GRU(_OneState):
    """n + z (h - n), with two gates r and z and n = tanh(x W' + b + r (h U' + c)).

    Arguments as of `RNNBase`. Source: Cho and others 2014,
    https://arxiv.org/abs/1406.1078.

    >>> y, h = GRU(3, 5, bidirectional=True)(ct.ones(7, 2, 3))
    >>> y.shape, h.shape
    (ctensor.Size([7, 2, 10]), ctensor.Size([2, 2, 5]))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__(
            "GRU",
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            0,
            device,
            dtype,
        )


class LSTM(RNNBase):
    """c = f c + i g and h = o tanh(c): gates i, f, o and g = tanh(x W' + h U' + b).

    Arguments as of `RNNBase`; with `proj_size` h is then projected (Sak and others
    2014). Source: Hochreiter and Schmidhuber 1997.

    >>> y, (h, c) = LSTM(3, 5, 2, batch_first=True)(ct.ones(2, 7, 3))
    >>> y.shape, h.shape, c.shape
    (ctensor.Size([2, 7, 5]), ctensor.Size([2, 2, 5]), ctensor.Size([2, 2, 5]))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__(
            "LSTM",
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            proj_size,
            device,
            dtype,
        )

    def forward(
        self, input: Any, hx: tuple[ct.Tensor, ct.Tensor] | None = None
    ) -> tuple[Any, tuple[ct.Tensor, ct.Tensor]]:
        """Outputs of all steps, and the last (h, c) of each layer and direction.

        As of `RNN`, but `hx` is such a pair: h has proj_size numbers where that is not
        0, and so have the outputs.
        """
        y, ends = self._forward(input, None if hx is None else tuple(hx))
        return y, (ends[0], ends[1])


# ---- single steps -----------------------------------------------------------------


class RNNCellBase(_Recurrent):
    """The parameters of a single step, of `num_chunks` gates."""

    _mode: str

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool,
        num_chunks: int,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        rows = num_chunks * hidden_size
        self.weight_ih = Parameter(ct.empty((rows, input_size), **made))
        self.weight_hh = Parameter(ct.empty((rows, hidden_size), **made))
        for name in ("bias_ih", "bias_hh"):
            values = Parameter(ct.empty(rows, **made)) if bias else None
            self.register_parameter(name, values)
        self.reset_parameters()

    def _step(
        self, input: ct.Tensor, states: tuple[ct.Tensor, ...] | None, count: int
    ) -> tuple[ct.Tensor, ...]:
        name = self._get_name()
        if input.dim() not in (1, 2):
            raise ValueError(
                f"{name}: Expected input to be 1D or 2D, got {input.dim()}D instead"
            )
        if input.shape[-1] != self.input_size:
            raise RuntimeError(
                f"{name}: expected input of {self.input_size} numbers in its last dim, "
                f"got {tuple(input.shape)}"
            )
        one = input.dim() == 1
        if states is None:
            shape = (*input.shape[:-1], self.hidden_size)
            states = (input.new_zeros(shape),) * count
        for state in states:
            if state.shape != (*input.shape[:-1], self.hidden_size):
                raise (ValueError if state.dim() not in (1, 2) else RuntimeError)(
                    f"{name}: Expected hidden to be 1D or 2D, "
                    f"{(*input.shape[:-1], self.hidden_size)}, got "
                    f"{tuple(state.shape)} instead"
                )
        if one:
            input = input.unsqueeze(0)
            states = tuple(state.unsqueeze(0) for state in states)
        w = Weights(self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh, None)
        ends = _recurrent.step(self._mode, input, states, w)
        return tuple(end.squeeze(0) for end in ends) if one else ends

    def extra_repr(self) -> str:
        """The options that are not the usual ones."""
        text = f"{self.input_size}, {self.hidden_size}"
        if self.bias is not True:
            text += f", bias={self.bias}"
        if self.__dict__.get("nonlinearity", "tanh") != "tanh":
            text += f", nonlinearity={self.__dict__['nonlinearity']}"
        return text


class RNNCell(RNNCellBase):
    """One step of `RNN`: input (N, input_size) or (input_size), hx (N, H) or (H)."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: ct.Tensor, hx: ct.Tensor | None = None) -> ct.Tensor:
        """The next state, like hx, which is zeros if None."""
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        self._mode = f"RNN_{self.nonlinearity.upper()}"
        return self._step(input, None if hx is None else (hx,), 1)[0]


class GRUCell(RNNCellBase):
    """One step of `GRU`: input (N, input_size) or (input_size), hx (N, H) or (H)."""

    _mode = "GRU"

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input: ct.Tensor, hx: ct.Tensor | None = None) -> ct.Tensor:
        """The next state, like hx, which is zeros if None."""
        return self._step(input, None if hx is None else (hx,), 1)[0]


class LSTMCell(RNNCellBase):
    """One step of `LSTM`: input (N, input_size) or (input_size), hx two of (N, H)."""

    _mode = "LSTM"

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(
        self, input: ct.Tensor, hx: tuple[ct.Tensor, ct.Tensor] | None = None
    ) -> tuple[ct.Tensor, ct.Tensor]:
        """The next (h, c), like hx, which is zeros if None."""
        ends = self._step(input, None if hx is None else tuple(hx), 2)
        return ends[0], ends[1]
