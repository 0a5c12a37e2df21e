"""Code that comments and pages show: it compiles, or it stands so in the sources."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CSRC, MADE = ROOT / "csrc", ROOT / "build" / "made"
EXAMPLE = re.compile(r"^ \*\n((?: \*     .*\n)+) \*(?:/| *\n| \w)", re.M)
FUNCTION = (
    "\nct_tensor *{name}(ct_scope *s, ct_tensor *x, ct_tensors list, ct_dims dims)\n"
)


def examples(header: Path) -> list[str]:
    """The C that a header's comments show, set off by an empty line."""
    blocks = [
        re.sub(r"^ \* ", "", b, flags=re.M) for b in EXAMPLE.findall(header.read_text())
    ]
    return [block for block in blocks if "ct_" in block and ";" in block]


HEADERS = [path for path in sorted(CSRC.rglob("*.h")) if examples(path)]


def test_the_headers_that_show_code_are_found() -> None:
    names = [path.name for path in HEADERS]
    assert {"scope.h", "rule.h"} <= set(names)


@pytest.mark.parametrize("header", HEADERS, ids=[path.name for path in HEADERS])
def test_examples_in_headers_compile(header: Path, tmp_path) -> None:
    """A function as it is; statements as the body of one with operands."""
    found = [header, *sorted((MADE / "rows").glob("*.h"))]
    text = "".join(f'#include "{path}"\n' for path in found)
    for number, code in enumerate(examples(header)):
        whole = re.match(r"\s*(?:(?:void|int|static) |CT_BODY\()", code)
        body = FUNCTION.format(name=f"f{number}") + "{{\n" + code + "}}\n"
        text += code if whole else body
    source = tmp_path / "example.c"
    source.write_text(text)
    command = [*shlex.split(os.environ.get("CC") or "cc"), "-std=c11", "-fsyntax-only"]
    command += ["-Wall", "-Werror", "-Wno-return-type", "-Wno-unused"]
    command += ["-DCT_STANDALONE=1", f"-I{CSRC}", f"-I{MADE}", str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def words(text: str) -> str:
    return " ".join(text.split())


def quoted() -> list[str]:
    """The code that the page on new ops shows; columns of several rows one by one."""
    page = (ROOT / "docs" / "adding-an-op.md").read_text()
    blocks = re.findall(r"^```\w*\n(.*?)^```", page, re.M | re.S)
    columns = [re.split(r"^(?=    numpy_call)", block, flags=re.M) for block in blocks]
    return [part for parts in columns for part in parts if part]


@pytest.mark.parametrize("code", quoted())
def test_what_the_page_on_new_ops_shows_stands_in_the_sources(code: str) -> None:
    """Rows, rules and samples, so that the page shows those that there are."""
    places = [*CSRC.rglob("*.def"), *CSRC.rglob("rules_*.c")]
    places += (ROOT / "tests").glob("samples*.py")
    assert any(words(code) in words(path.read_text()) for path in places)
