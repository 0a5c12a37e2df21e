"""What the CUDA backend lacks is listed in its page, and nothing else."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))

import cuda_rows  # noqa: E402
import rows  # noqa: E402


def test_ops_without_a_kernel_are_listed() -> None:
    page = (ROOT / "docs" / "cuda.md").read_text()
    assert page.endswith(cuda_rows.MARK + cuda_rows.lacking_text(rows.everything())), (
        "python tools/cuda_rows.py page"
    )
