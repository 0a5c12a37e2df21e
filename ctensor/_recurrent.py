"""Recurrent layers and single steps as `torch` has them: functions of their weights.

A layer comes in two forms. Of a tensor: `lstm(input, hx, params, has_biases,
num_layers, dropout, train, bidirectional, batch_first)`. Of a packed one:
`lstm(data, batch_sizes, hx, params, has_biases, num_layers, dropout, train,
bidirectional)`. `params` has, for each layer and direction, the weights of the input
and of the state, the biases of both if `has_biases`, and those of LSTM's projection if
it has one. `nn.LSTM` and its kin are the same with weights of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor._C import Tensor
from ctensor.nn.functional import _recurrent
from ctensor.nn.functional._recurrent import Weights

__all__ = [
    "gru",
    "gru_cell",
    "lstm",
    "lstm_cell",
    "rnn_relu",
    "rnn_relu_cell",
    "rnn_tanh",
    "rnn_tanh_cell",
]

_OPTIONS = ("params", "has_biases", "num_layers", "dropout", "train", "bidirectional")
_INPUT = ("input", "hx", *_OPTIONS, "batch_first")
_DATA = ("data", "batch_sizes", "hx", *_OPTIONS)
_GATES = {"LSTM": 4, "GRU": 3, "RNN_TANH": 1, "RNN_RELU": 1}


def _bound(op: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name; which form it is, the place of the weights says."""
    packed = "data" in kwargs or "batch_sizes" in kwargs
    packed = packed or (len(args) > 3 and isinstance(args[3], (list, tuple)))
    names = _DATA if packed else _INPUT
    found = dict(zip(names, args, strict=False)) | kwargs
    if len(args) > len(names) or set(found) != set(names):
        raise TypeError(f"{op}: expected the arguments {', '.join(names)}")
    return found


def _weights(
    op: str, params: Sequence[Tensor], biases: bool, count: int
) -> list[Weights]:
    """The weights of each layer and direction."""
    least = 4 if biases else 2
    each, rest = divmod(len(params), max(count, 1))
    projected = op == "lstm" and each == least + 1
    if rest or not (each == least or projected):
        raise RuntimeError(
            f"{op}: expected {least} params for each of {count} layers and directions, "
            f"got {len(params)} in all"
        )
    made = []
    for at in range(0, len(params), each):
        ih, hh, *more = params[at : at + each]
        b_ih, b_hh = (more[0], more[1]) if biases else (None, None)
        made.append(Weights(ih, hh, b_ih, b_hh, more[-1] if projected else None))
    return made


def _check_states(
    op: str, states: Sequence[Tensor], weights: list[Weights], batch: int
) -> None:
    first = weights[0]
    sizes = (first.hh.shape[1], first.hh.shape[0] // _GATES[op.upper()])
    for state, size in zip(states, sizes, strict=False):
        if state.shape != (len(weights), batch, size):
            raise RuntimeError(
                f"{op}: Expected hidden size {(len(weights), batch, size)}, got "
                f"{list(state.shape)}"
            )


def _run(
    mode: str,
    x: Tensor,
    states: tuple[Tensor, ...],
    weights: list[Weights],
    directions: int,
    dropout: float,
    sizes: list[int] | None,
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """All layers, one above the other: outputs of the last, last states of each."""
    ends = []
    for start in range(0, len(weights), directions):
        outputs = []
        for at in range(start, start + directions):
            state = tuple(s[at] for s in states)
            w = weights[at]
            y, end = _recurrent.run_layer(mode, x, state, w, at > start, sizes)
            outputs.append(y)
            ends.append(end)
        x = outputs[0] if directions == 1 else ct.cat(outputs, -1)
        if dropout and start + directions < len(weights):
            x = ct.dropout(x, dropout)
    return x, tuple(ct.stack(each) for each in zip(*ends, strict=True))


def _layers(
    op: str, count: int, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Tensor, ...]:
    """Outputs and `count` last states."""
    given = _bound(op, args, kwargs)
    hx = given["hx"]
    states: tuple[Tensor, ...] = (hx,) if isinstance(hx, Tensor) else tuple(hx)
    if len(states) != count:
        raise RuntimeError(f"{op}: expected {count} states as hx, got {len(states)}")
    directions = 2 if given["bidirectional"] else 1
    chains = int(given["num_layers"]) * directions
    weights = _weights(op, given["params"], given["has_biases"], chains)
    first = given.get("batch_first", False)
    x = given["data"] if "data" in given else given["input"]
    sizes = given["batch_sizes"].tolist() if "data" in given else None
    x = x.transpose(0, 1) if first else x
    if not weights:
        raise RuntimeError(f"{op}: expected num_layers > 0")
    if sizes is None and x.dim() != 3:
        raise RuntimeError(f"{op}: expected input of 3 dims, got {x.dim()}")
    _check_states(op, states, weights, sizes[0] if sizes else x.shape[1])
    dropout = float(given["dropout"]) if given["train"] else 0.0
    y, ends = _run(op.upper(), x, states, weights, directions, dropout, sizes)
    return (y.transpose(0, 1) if first else y, *ends)


def lstm(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor, Tensor]:
    """The outputs, the last h and the last c of layers of `nn.LSTM`.

    `hx` is the pair of h and c. See the two forms above.

    >>> h = c = ct.zeros(1, 1, 1)
    >>> w = [ct.ones(4, 2), ct.ones(4, 1)]
    >>> y, h, c = ct.lstm(
    ...     ct.ones(3, 1, 2), (h, c), w, False, 1, 0.0, False, False, False
    ... )
    >>> y.shape, h.shape, c.shape
    (ctensor.Size([3, 1, 1]), ctensor.Size([1, 1, 1]), ctensor.Size([1, 1, 1]))
    """
    y, h, c = _layers("lstm", 2, args, kwargs)
    return y, h, c


def gru(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """The outputs and the last state of layers of `nn.GRU`. See the two forms above.

    >>> w = [ct.ones(3, 2), ct.ones(3, 1)]
    >>> h = ct.zeros(1, 1, 1)
    >>> y, h = ct.gru(ct.zeros(3, 1, 2), h, w, False, 1, 0.0, False, False, False)
    >>> y.flatten()
    tensor([0., 0., 0.])
    """
    y, h = _layers("gru", 1, args, kwargs)
    return y, h


def rnn_tanh(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """The outputs and the last state of layers of `nn.RNN`. See the two forms above.

    >>> w = [ct.zeros(1, 2), ct.ones(1, 1)]
    >>> h = ct.ones(1, 1, 1)
    >>> y, h = ct.rnn_tanh(ct.ones(2, 1, 2), h, w, False, 1, 0.0, False, False, False)
    >>> y.flatten()
    tensor([0.7616, 0.6420])
    """
    y, h = _layers("rnn_tanh", 1, args, kwargs)
    return y, h


def rnn_relu(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`rnn_tanh` with relu in the place of tanh.

    >>> w = [ct.ones(1, 2), ct.ones(1, 1)]
    >>> h = ct.ones(1, 1, 1)
    >>> y, h = ct.rnn_relu(ct.ones(2, 1, 2), h, w, False, 1, 0.0, False, False, False)
    >>> y.flatten()
    tensor([3., 5.])
    """
    y, h = _layers("rnn_relu", 1, args, kwargs)
    return y, h


def _cell(
    mode: str,
    input: Tensor,
    states: Sequence[Tensor],
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None,
    b_hh: Tensor | None,
) -> tuple[Tensor, ...]:
    op = f"{mode.lower()}_cell"
    size = w_hh.shape[-1]
    if input.dim() != 2 or w_ih.dim() != 2 or w_hh.dim() != 2:
        raise RuntimeError(f"{op}: expected input and weights of 2 dims")
    for state in states:
        if state.shape != (input.shape[0], size):
            raise RuntimeError(
                f"{op}: expected hidden state of shape {(input.shape[0], size)}, got "
                f"{tuple(state.shape)}"
            )
    if b_ih is None and b_hh is not None:
        b_ih = ct.zeros_like(b_hh)
    if b_hh is None and b_ih is not None:
        b_hh = ct.zeros_like(b_ih)
    w = Weights(w_ih, w_hh, b_ih, b_hh, None)
    return _recurrent.step(mode, input, tuple(states), w)


def lstm_cell(
    input: Tensor,
    hx: Sequence[Tensor],
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None = None,
    b_hh: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """The next (h, c) of input (N, I) and hx, two of (N, H); weights (4 H, I or H).

    >>> h = c = ct.zeros(1, 1)
    >>> ct.lstm_cell(ct.zeros(1, 2), (h, c), ct.ones(4, 2), ct.ones(4, 1))[0]
    tensor([[0.]])
    """
    h, c = _cell("LSTM", input, hx, w_ih, w_hh, b_ih, b_hh)
    return h, c


def gru_cell(
    input: Tensor,
    hx: Tensor,
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None = None,
    b_hh: Tensor | None = None,
) -> Tensor:
    """The next state of input (N, I) and hx (N, H); weights (3 H, I or H).

    >>> ct.gru_cell(ct.zeros(1, 2), ct.ones(1, 1), ct.zeros(3, 2), ct.zeros(3, 1))
    tensor([[0.5000]])
    """
    return _cell("GRU", input, (hx,), w_ih, w_hh, b_ih, b_hh)[0]


def rnn_tanh_cell(
    input: Tensor,
    hx: Tensor,
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None = None,
    b_hh: Tensor | None = None,
) -> Tensor:
    """The next state of input (N, I) and hx (N, H); weights (H, I or H).

    >>> ct.rnn_tanh_cell(ct.zeros(1, 2), ct.ones(1, 1), ct.ones(1, 2), ct.ones(1, 1))
    tensor([[0.7616]])
    """
    return _cell("RNN_TANH", input, (hx,), w_ih, w_hh, b_ih, b_hh)[0]


def rnn_relu_cell(
    input: Tensor,
    hx: Tensor,
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None = None,
    b_hh: Tensor | None = None,
) -> Tensor:
    """`rnn_tanh_cell` with relu in the place of tanh.

    >>> ct.rnn_relu_cell(ct.ones(1, 2), ct.ones(1, 1), ct.ones(1, 2), ct.ones(1, 1))
    tensor([[3.]])
    """
    return _cell("RNN_RELU", input, (hx,), w_ih, w_hh, b_ih, b_hh)[0]
