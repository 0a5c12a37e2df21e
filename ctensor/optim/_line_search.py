"""A line search to the strong Wolfe conditions, for LBFGS."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Point", "strong_wolfe"]

_DECREASE, _CURVATURE = 1e-4, 0.9  # c1 and c2 of Nocedal and Wright, Numerical
# Optimization (2006), chapter 3


@dataclass
class Point:
    """A place on the line: how far along, the loss there, its gradient and slope."""

    t: float
    loss: float
    grad: Any
    slope: float


def strong_wolfe(
    evaluate: Callable[[float], Point],
    t: float,
    start: Point,
    *,
    reach: float,
    tolerance: float,
    most: int,
) -> tuple[Point, int]:
    """A point of less loss and slope than `start`, and how many were evaluated.

    Steps grow until an interval holds such a point, which is then narrowed down to less
    than `tolerance / reach`; `most` evaluations behind the first. Algorithms 3.5 and
    3.6 of Nocedal and Wright, with cubic interpolation.
    """

    def is_too_high(point: Point) -> bool:
        return point.loss > start.loss + _DECREASE * point.t * start.slope

    def is_flat(point: Point) -> bool:
        return abs(point.slope) <= -_CURVATURE * start.slope

    last, new, tries = start, evaluate(t), 0
    bracket = None
    while bracket is None and tries < most:
        if is_too_high(new) or (tries > 1 and new.loss >= last.loss):
            bracket = [last, new]
        elif is_flat(new):
            return new, tries + 1
        elif new.slope >= 0:
            bracket = [last, new]
        else:
            t = _lowest(last, new, new.t + 0.01 * (new.t - last.t), new.t * 10)
            last, new, tries = new, evaluate(t), tries + 1
    bracket = bracket or [start, new]
    low, stalled = _lower(bracket), False
    while tries < most and abs(bracket[1].t - bracket[0].t) * reach >= tolerance:
        t, stalled = _between(bracket, stalled)
        new, tries = evaluate(t), tries + 1
        if is_too_high(new) or new.loss >= bracket[low].loss:
            bracket[1 - low] = new
            low = _lower(bracket)
            continue
        if is_flat(new):
            return new, tries + 1
        if new.slope * (bracket[1 - low].t - bracket[low].t) >= 0:
            bracket[1 - low] = bracket[low]
        bracket[low] = new
    return bracket[low], tries + 1


def _lower(bracket: list[Point]) -> int:
    """Which end of an interval has less loss."""
    return 0 if bracket[0].loss <= bracket[1].loss else 1


def _between(bracket: list[Point], stalled: bool) -> tuple[float, bool]:
    """Where to look next in an interval, and whether that is near one of its ends.

    The second time in a row it is moved away from the end by a tenth of the interval.
    """
    left, right = sorted(point.t for point in bracket)
    t = _lowest(bracket[0], bracket[1], left, right)
    margin = 0.1 * (right - left)
    if min(right - t, t - left) >= margin:
        return t, False
    if not stalled and left < t < right:
        return t, True
    return (right - margin if abs(t - right) < abs(t - left) else left + margin), False


def _lowest(a: Point, b: Point, left: float, right: float) -> float:
    """The minimum in [left, right] of the cubic with the points' losses and slopes.

    Nocedal and Wright, equation 3.59; the middle where the cubic has none.
    """
    if a.t > b.t:
        a, b = b, a
    if a.t == b.t:
        return (left + right) / 2
    d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t)
    square = d1 * d1 - a.slope * b.slope
    if not square >= 0:
        return (left + right) / 2
    d2 = math.sqrt(square)
    below = b.slope - a.slope + 2 * d2
    if below == 0:
        return (left + right) / 2
    t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / below)
    return min(max(t, left), right)
