"""Anomaly detection: which forward call is behind a failing backward."""

from __future__ import annotations

from ctensor._C import (
    _set_anomaly,
    is_anomaly_check_nan_enabled,
    is_anomaly_enabled,
)

__all__ = ["detect_anomaly", "set_detect_anomaly"]


class set_detect_anomaly:  # noqa: N801  (PyTorch's name)
    """Turn anomaly detection on or off; as a context manager, until its end.

    While it is on, an error in backward carries the traceback of the forward call whose
    gradient failed, and, with `check_nan`, a gradient that is NaN is an error. It costs
    a traceback for every recorded op.
    """

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self.before = is_anomaly_enabled(), is_anomaly_check_nan_enabled()
        _set_anomaly(mode, check_nan)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        _set_anomaly(*self.before)


class detect_anomaly:  # noqa: N801  (PyTorch's name)
    """Context manager that turns anomaly detection on; see `set_detect_anomaly`."""

    def __init__(self, check_nan: bool = True) -> None:
        self.check_nan = check_nan

    def __enter__(self) -> None:
        self.before = is_anomaly_enabled(), is_anomaly_check_nan_enabled()
        _set_anomaly(True, self.check_nan)

    def __exit__(self, *error: object) -> None:
        _set_anomaly(*self.before)
