"""Steps of recurrent layers, and layers made of them: what `nn.LSTM` and its kin run.

An input is (T, N, *), or packed: the sequences that have a first step, then those that
have a second one, and so on, the longest first (`nn.utils.rnn.PackedSequence`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import ctensor as ct
from ctensor import _C

_State = tuple[ct.Tensor, ...]


class Weights(NamedTuple):
    """Of one layer in one direction; the biases and the projection may be None."""

    ih: ct.Tensor
    hh: ct.Tensor
    bias_ih: ct.Tensor | None
    bias_hh: ct.Tensor | None
    hr: ct.Tensor | None


def _both_biases(w: Weights) -> ct.Tensor | None:
    return None if w.bias_ih is None or w.bias_hh is None else w.bias_ih + w.bias_hh


def _lstm_step(x: ct.Tensor, state: _State, w: Weights) -> _State:
    """`x` is what the input contributes to the gates, with both biases."""
    h, c = _C._lstm_gates(_C.linear(state[0], w.hh, x), state[1])
    return (h if w.hr is None else _C.linear(h, w.hr), c)


def _gru_step(x: ct.Tensor, state: _State, w: Weights) -> _State:
    return (_C._gru_gates(x, _C.linear(state[0], w.hh, w.bias_hh), state[0]),)


def _tanh_step(x: ct.Tensor, state: _State, w: Weights) -> _State:
    return (_C.linear(state[0], w.hh, x).tanh(),)


def _relu_step(x: ct.Tensor, state: _State, w: Weights) -> _State:
    return (_C.linear(state[0], w.hh, x).relu(),)


_STEPS: dict[str, Callable[[ct.Tensor, _State, Weights], _State]] = {
    "LSTM": _lstm_step,
    "GRU": _gru_step,
    "RNN_TANH": _tanh_step,
    "RNN_RELU": _relu_step,
}


_CELLS: dict[str, Literal["lstm", "gru", "tanh", "relu"]] = {
    "LSTM": "lstm",
    "GRU": "gru",
    "RNN_TANH": "tanh",
    "RNN_RELU": "relu",
}


def contribution(mode: str, x: ct.Tensor, w: Weights) -> ct.Tensor:
    """What the input gives to all gates, one product for all steps."""
    return _C.linear(x, w.ih, w.bias_ih if mode == "GRU" else _both_biases(w))


def step(mode: str, x: ct.Tensor, state: _State, w: Weights) -> _State:
    """The state after one step."""
    return _STEPS[mode](contribution(mode, x, w), state, w)


def run_layer(
    mode: str,
    x: ct.Tensor,
    state: _State,
    w: Weights,
    reverse: bool,
    sizes: list[int] | None,
) -> tuple[ct.Tensor, _State]:
    """All outputs, as the input lies, and the last states; `sizes` of packed ones."""
    if w.hr is None and not _mixed():
        return _run_all(mode, x, state, w, reverse, sizes)
    gates = contribution(mode, x, w)
    if sizes is not None:
        return _run_packed(mode, gates, state, w, reverse, sizes)
    one = _STEPS[mode]
    parts = list(gates.unbind(0))
    outputs = []
    for part in reversed(parts) if reverse else parts:
        state = one(part, state, w)
        outputs.append(state[0])
    if not outputs:
        return gates.new_zeros((0, *state[0].shape)), state
    return ct.stack(outputs[::-1] if reverse else outputs), state


def _mixed() -> bool:
    """Whether steps run in mixed precision, where products have another dtype."""
    return ct.is_autocast_enabled("cpu")


def _run_all(
    mode: str,
    x: ct.Tensor,
    state: _State,
    w: Weights,
    reverse: bool,
    sizes: list[int] | None,
) -> tuple[ct.Tensor, _State]:
    """All steps in one call."""
    b_ih, b_hh, cell = w.bias_ih, w.bias_hh, _CELLS[mode]
    y, ends = _C._recurrent_layer(
        x, ct.stack(state), w.ih, w.hh, b_ih, b_hh, sizes, cell, reverse
    )
    return y, tuple(ends.unbind(0))


def _run_packed(
    mode: str,
    gates: ct.Tensor,
    state: _State,
    w: Weights,
    reverse: bool,
    sizes: list[int],
) -> tuple[ct.Tensor, _State]:
    """Sequences that end leave the batch; backwards they come into it at their ends."""
    one, parts = _STEPS[mode], gates.split(sizes)
    outputs: list[ct.Tensor] = []
    if reverse:
        first, state = state, tuple(s[: sizes[-1]] for s in state)
        for part in reversed(parts):
            now, then = len(state[0]), len(part)
            if then > now:
                pairs = zip(state, first, strict=True)
                state = tuple(ct.cat([s, f[now:then]]) for s, f in pairs)
            state = one(part, state, w)
            outputs.append(state[0])
        return ct.cat(outputs[::-1]), state
    ended: list[_State] = []
    for part in parts:
        now = len(part)
        if now < len(state[0]):
            ended.append(tuple(s[now:] for s in state))
            state = tuple(s[:now] for s in state)
        state = one(part, state, w)
        outputs.append(state[0])
    ended.append(state)
    return ct.cat(outputs), tuple(ct.cat(s[::-1]) for s in zip(*ended, strict=True))
