"""What all tests share: the same random numbers each time, and Ctrl-C."""

import signal

import numpy as np
import pytest

import ctensor

# A shell starts what runs in the background with Ctrl-C ignored, children included.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def seed() -> None:
    """The same random numbers for each test, whichever tests run."""
    np.random.seed(0)
    ctensor.manual_seed(0)
