"""What is around the code: version, type stubs, the README's example."""

import contextlib
import io
import re
from pathlib import Path

import ctensor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(ctensor.__file__).parent


def test_version_is_the_projects() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    assert f'version = "{ctensor.__version__}"' in project


def test_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
    assert (PACKAGE / "_C.pyi").exists()


def test_readme_example_prints_what_it_says() -> None:
    text = (ROOT / "README.md").read_text()
    code, expected = re.search(
        r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL
    ).groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == expected
