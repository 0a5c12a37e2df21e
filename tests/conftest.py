"""What all tests share: the same random numbers each time."""

import numpy as np
import pytest

import ctensor


@pytest.fixture(autouse=True)
def seed() -> None:
    """The same random numbers for each test, whichever tests run."""
    np.random.seed(0)
    ctensor.manual_seed(0)
