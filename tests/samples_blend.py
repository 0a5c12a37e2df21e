"""Samples of one tensor and part of another, and of what takes the place of NaN."""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Sample, real


def lerp(a: np.ndarray, b: np.ndarray, w: Any) -> Any:
    return a + w * (b - a)


SAMPLES |= {
    "addcdiv": [
        Sample([real(3, 4), real(4), real(3, 1, low=1)], lambda x, a, b: x + a / b),
        Sample(
            [real(3), real(3), real(3, low=1)],
            lambda x, a, b, value: x + value * a / b,
            keywords={"value": -2.5},
        ),
    ],
    "lerp": [
        Sample([real(3, 4), real(4), 0.25], lerp),
        Sample([real(3, 4), real(3, 4), 0.75], lerp),
        Sample([real(3, 4), real(3, 4), real(4)], lerp),
        Sample([real(3), real(3), 1.0], lerp),
    ],
    "nan_to_num": [Sample([real(3, 4)], np.nan_to_num)],
}
