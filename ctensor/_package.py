"""What the package's modules and Tensor say of themselves: `dir()`, and missing names.

`dir()` of a module is its `__all__`, so that completion shows no imports. A name that
PyTorch has and ctensor lacks says so in its AttributeError; `ctensor/_torch_names.py`
lists PyTorch's.

Not so of the package itself, `ctensor.name`: CPython caches no names of a module that
has a `__getattr__`, or whose type is not exactly `module`, and a call `ct.f()` would
take 12 to 16 ns longer, a quarter of `ct.zeros(8)`. Tensor's names stay cached: there a
missing one is a descriptor that raises.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ctensor import _C
from ctensor._torch_names import NAMES

__all__ = ["adopt", "explain_in_tensor"]

WHY = "PyTorch has it, this version of ctensor does not yet (see docs/coverage.md)"


def adopt(name: str) -> None:
    """Give the module `name` and those below it, all imported, such a dir() and errors.

    To be called at the end of a module that is imported at its first use.
    """
    for other, module in list(sys.modules.items()):
        below = f"{other}.".startswith(f"{name}.") and other != "ctensor"
        if below and hasattr(module, "__all__"):
            _adopt(module)


def _adopt(module: ModuleType) -> None:
    names = vars(module)
    if "__dir__" not in names:
        names["__dir__"] = lambda: [*names["__all__"], *_dunders(names)]
    names["__getattr__"] = _getattr(module.__name__, names.get("__getattr__"))


def _dunders(names: dict[str, Any]) -> list[str]:
    return [name for name in names if name.startswith("__")]


def _getattr(module: str, own: Callable[[str], Any] | None) -> Callable[[str], Any]:
    """A module's `__getattr__`, which first tries the one that it has."""
    torch_names = NAMES.get(module.removeprefix("ctensor."), "").split()

    def __getattr__(name: str) -> Any:  # noqa: N807
        if own is not None:
            try:
                return own(name)
            except AttributeError:
                if name not in torch_names:
                    raise
        text = f"module {module!r} has no attribute {name!r}"
        if name in torch_names:
            text += f": {WHY}"
        raise AttributeError(text, name=name, obj=sys.modules[module])

    return __getattr__


def explain_in_tensor() -> None:
    """Let the methods that PyTorch's Tensor has and ours lacks say so."""
    for name in NAMES["Tensor"].split():
        if not hasattr(_C.Tensor, name):
            setattr(_C.Tensor, name, _C._Missing(name, WHY))
