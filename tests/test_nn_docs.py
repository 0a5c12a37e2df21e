"""The examples in the docstrings of ctensor.nn."""

import doctest
import importlib
import pkgutil

import pytest

import ctensor as ct
from ctensor import nn

MODULES = [m.name for m in pkgutil.walk_packages(nn.__path__, "ctensor.nn.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name) -> None:
    module = importlib.import_module(name)
    names = {"ct": ct, "nn": nn, "F": nn.functional}
    assert doctest.testmod(module, extraglobs=names).failed == 0
