"""Writes docs/coverage.md: which of PyTorch's and NumPy's public names ctensor has.

What it has not stands there by reason (coverage_reasons.py), and so do signatures that
differ (signatures.py).

`coverage.py` compares the package with lists of their names that are in the repository;
`coverage.py --names` first makes these lists anew, in a Python that has torch.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import signatures
from coverage_reasons import NUMPY as NUMPY_REASONS
from coverage_reasons import SIGNATURES, Reasons, reason
from coverage_reasons import TORCH as TORCH_REASONS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "coverage.md"
TORCH_NAMES = ROOT / "ctensor" / "_torch_names.py"
NUMPY_NAMES = ROOT / "tools" / "numpy_names.txt"

# Modules of torch, and Tensor, in the order of the page.
TORCH = [
    "Tensor",
    "nn",
    "nn.functional",
    "nn.init",
    "nn.utils",
    "nn.utils.rnn",
    "optim",
    "optim.lr_scheduler",
    "utils",
    "utils.data",
    "utils.checkpoint",
    "autograd",
    "autograd.functional",
    "autograd.graph",
    "func",
    "random",
    "cpu",
    "cuda",
    "backends",
    "accelerator",
    "linalg",
    "fft",
    "special",
    "amp",
]
NUMPY = ["ndarray", "linalg", "fft", "random"]
# Classes of torch's C++ that are its users' too; the others are its compiler's.
KNOWN_CLASSES = [
    "AcceleratorError",
    "Event",
    "Generator",
    "OutOfMemoryError",
    "Size",
    "Stream",
    "Tag",
    "device",
    "dtype",
    "finfo",
    "iinfo",
    "layout",
    "memory_format",
]
NO_REASON = "No reason is given"
FOREIGN = ("cudnn_", "miopen_", "mkldnn_", "fbgemm_", "quantized_")  # other backends


# ---- the lists ----------------------------------------------------------------------


def is_public(library: str, module: Any, name: str) -> bool:
    """Whether a name of a module is the library's own, and not what it imports."""
    value = getattr(module, name, None)
    native = isinstance(value, type) and hasattr(sys.modules.get("torch._C"), name)
    if name.startswith(("_", *FOREIGN)) or (native and name not in KNOWN_CLASSES):
        return False
    if isinstance(value, ModuleType):
        return value.__name__.startswith(f"{library}.")
    listed = getattr(module, "__all__", None)
    if isinstance(module, type) or (listed is not None and name in listed):
        return True
    origin = getattr(value, "__module__", None) or ""
    if origin in ("", "builtins"):  # dtypes, layouts, memory formats
        return type(value).__module__.startswith(library)
    partial = listed is None or module is sys.modules[library]  # unique, lu: unlisted
    return partial and origin.startswith(library)


def public_names(library: str, path: str) -> list[str]:
    """The public names of a module or type of `library`, of itself where path is ''."""
    found: Any = importlib.import_module(library)
    for part in filter(None, path.split(".")):
        found = getattr(found, part)
    names = {*dir(found), *getattr(found, "__all__", ())}
    return sorted(name for name in names if is_public(library, found, name))


def wrapped(names: list[str]) -> str:
    """Names as lines of at most 88 columns."""
    return textwrap.fill(" ".join(names), 88, break_on_hyphens=False)


def write_names() -> None:
    """Writes the lists; needs torch and NumPy."""
    import torch

    text = f'"""PyTorch {torch.__version__.split("+")[0]}\'s public names, by module.'
    text += "\n\nWritten by tools/coverage.py; `ctensor/_package.py` reads it.\n"
    text += '"""\n\nNAMES = {\n'
    for path in ["", *TORCH]:
        text += f'    "{path}": """\n{wrapped(public_names("torch", path))}\n""",\n'
    TORCH_NAMES.write_text(text + "}\n")
    lines = [
        f"[{path}]\n{wrapped(public_names('numpy', path))}" for path in ["", *NUMPY]
    ]
    NUMPY_NAMES.write_text("\n".join(lines) + "\n")
    signatures.write(torch_names())


def torch_names() -> dict[str, list[str]]:
    """PyTorch's names, by the part of torch that has them."""
    from ctensor._torch_names import NAMES

    return {path: names.split() for path, names in NAMES.items()}


def numpy_names() -> dict[str, list[str]]:
    """NumPy's names, by the part of numpy that has them."""
    parts = {}
    for section in NUMPY_NAMES.read_text().split("[")[1:]:
        path, _, names = section.partition("]")
        parts[path] = names.split()
    return parts


# ---- the page -----------------------------------------------------------------------


def part(path: str) -> Any:
    """What ctensor has at a path ('nn.functional', 'Tensor'), or None."""
    found: Any = importlib.import_module("ctensor")
    for name in filter(None, path.split(".")):
        found = getattr(found, name, None)
    return found


def quoted(names: list[str]) -> str:
    """Names as a paragraph."""
    text = ", ".join(f"`{name}`" for name in names) or "none"
    return textwrap.fill(text + ".", 88, break_on_hyphens=False)


def dotted(path: str, name: str) -> str:
    """A name as the table of reasons has it."""
    return f"{path}.{name}".lstrip(".")


def missing(path: str, names: list[str], here: Any) -> list[str]:
    """The names that are not here."""
    return [name for name in names if here is None or not hasattr(here, name)]


def left_out(path: str, lack: list[str], reasons: Reasons) -> str:
    """What is missing, a line for each reason in the order of the table."""
    found: dict[str, list[str]] = {}
    for name in lack:
        why = reason(dotted(path, name), reasons) or NO_REASON
        found.setdefault(why, []).append(name)
    order = [*(text for text, _ in reasons), NO_REASON]
    lines = [
        listed(why, found[why])
        for why in sorted(found, key=lambda why: order.index(why))
    ]
    return "\n".join(lines)


def listed(why: str, names: list[str]) -> str:
    """One line of a list: a reason and the names that it is of."""
    text = f"- {why}: " + ", ".join(f"`{name}`" for name in names) + "."
    return textwrap.fill(text, 88, break_on_hyphens=False, subsequent_indent="  ")


def section(
    title: str, path: str, names: list[str], here: Any, reasons: Reasons
) -> str:
    """The names of one module, those that are here and those that are not."""
    lack = missing(path, names, here)
    have = [name for name in names if name not in lack]
    text = f"### {title}: {len(have)} of {len(names)}\n\n"
    if have:
        text += f"Here:\n{quoted(have)}\n\n"
    if lack:
        text += f"Not here:\n\n{left_out(path, lack, reasons)}\n\n"
    return text


def counts() -> str:
    """A table of how many names are here, of each library."""
    lines = ["| | here | of |", "|---|---|---|"]
    for library, parts in (("PyTorch", torch_names()), ("NumPy", numpy_names())):
        lack = sum(
            len(missing(path, names, part(path.replace("ndarray", "Tensor"))))
            for path, names in parts.items()
        )
        total = sum(map(len, parts.values()))
        lines.append(f"| {library} | {total - lack} | {total} |")
    return "\n".join(lines)


def signature_section() -> str:
    """Which signatures differ, by reason."""
    compared, found = signatures.differences(part)
    text = f"""## Signatures

{compared} of PyTorch's signatures can be read. Of these {compared - len(found)} take no
argument that is missing here, in the same order and with the same defaults.

"""
    by_reason: dict[str, list[str]] = {}
    for name, lacks in found.items():
        why = reason(name, SIGNATURES) or NO_REASON
        by_reason.setdefault(why, []).append(f"`{name}` ({'; '.join(lacks)})")
    for why, names in by_reason.items():
        line = f"- {why}: {', '.join(names)}."
        text += textwrap.fill(line, 88, break_on_hyphens=False, subsequent_indent="  ")
        text += "\n"
    return text + "\n"


def page() -> str:
    """The whole page."""
    from ctensor._torch_names import __doc__ as source

    version = (source or "").split("'")[0]
    text = f"""# What is there of PyTorch and NumPy

Made by `tools/coverage.py`, which compares public names and signatures. The lists are
of {version} and of NumPy; what is left out has its reason in
`tools/coverage_reasons.py`.

{counts()}

## PyTorch

"""
    for path, names in torch_names().items():
        title = "torch" if not path else f"torch.{path}"
        text += section(f"`{title}`", path, names, part(path), TORCH_REASONS)
    text += signature_section()
    text += """## NumPy

Names of `numpy` that `ctensor` has too, with PyTorch's meaning where the two differ
(`max`, `std`, ...). On a tensor, NumPy's own functions can be called as well, with
NumPy's meaning: see [exchange with NumPy](numpy.md).

"""
    for path, names in numpy_names().items():
        title = "numpy" if not path else f"numpy.{path}"
        here = part(path.replace("ndarray", "Tensor"))
        text += section(f"`{title}`", path, names, here, NUMPY_REASONS)
    return text.rstrip() + "\n"


def main() -> None:
    """Writes the page, with --names the lists before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", action="store_true", help="make the lists anew")
    sys.path.insert(0, str(ROOT))
    if parser.parse_args().names:
        write_names()
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
