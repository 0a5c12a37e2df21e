"""What runs here, for a bug report: `python -m ctensor.utils.collect_env`."""

from __future__ import annotations

import platform
import sys
from typing import Any

from ctensor._config import config
from ctensor._package import adopt as _adopt

__all__ = ["get_env_info", "get_pretty_env_info", "main"]


def get_env_info() -> dict[str, Any]:
    """The facts by name: those of `show_config`, the system and Python."""
    return {
        **config(),
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "Python": sys.version.replace("\n", " "),
    }


def get_pretty_env_info() -> str:
    """The facts as lines.

    >>> "threads:" in get_pretty_env_info()
    True
    """
    return "\n".join(f"{name + ':':17}{fact}" for name, fact in get_env_info().items())


def main() -> None:
    """Print them."""
    print(get_pretty_env_info())


_adopt(__name__)

if __name__ == "__main__":
    main()
