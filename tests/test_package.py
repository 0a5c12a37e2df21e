"""What is around the code: version, type stubs, the README's example."""

import ast
import contextlib
import io
import re
import struct
import sys
from pathlib import Path

import pytest

import ctensor
from ctensor import _C

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(ctensor.__file__).parent


def test_version_is_the_projects() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    assert f'version = "{ctensor.__version__}"' in project


def test_the_library_is_small() -> None:
    """10 MB for 500 rows, compiled for three instruction sets."""
    library = Path(_C.__file__)
    if "build" in library.parts:
        pytest.skip("built for a sanitizer or for coverage")
    assert library.stat().st_size <= 20_000 * len(_C._op_table())


def stubbed(body: list[ast.stmt]) -> set[str]:
    """The names that statements of a stub declare."""
    assigned = {n.target.id for n in body if isinstance(n, ast.AnnAssign)}
    return assigned | {n.name for n in body if hasattr(n, "name")}


def stubbed_class(stub: list[ast.stmt], name: str) -> set[str]:
    """The names that a class of a stub declares, its bases of the stub included."""
    names: set[str] = set()
    for statement in stub:
        if isinstance(statement, ast.ClassDef) and statement.name == name:
            names |= stubbed(statement.body)
            for base in statement.bases:
                names |= stubbed_class(stub, getattr(base, "id", ""))
    return names


def test_every_public_name_has_a_stub() -> None:
    assert (PACKAGE / "py.typed").exists()
    stub = ast.parse((PACKAGE / "_C.pyi").read_text()).body
    assert {name for name in dir(_C) if not name.startswith("_")} <= stubbed(stub)
    for kind in vars(_C).values():
        if isinstance(kind, type) and not kind.__name__.startswith("_"):
            public = {name for name in vars(kind) if name in dir(kind)}
            public = {name for name in public if not name.startswith("_")}
            assert public <= stubbed_class(stub, kind.__name__), kind


def test_stub_names_nothing_that_is_not_there() -> None:
    stub = ast.parse((PACKAGE / "_C.pyi").read_text()).body
    public = {name for name in stubbed(stub) if not name.startswith("_")}
    assert public <= set(dir(_C))
    assert stubbed_class(stub, "Tensor") <= set(dir(_C.Tensor))


def test_return_types_have_the_fields_of_their_stub() -> None:
    stub = ast.parse((PACKAGE / "return_types.pyi").read_text()).body
    types = {c.name: stubbed(c.body) for c in stub if isinstance(c, ast.ClassDef)}
    public = {name for name in types if not name.startswith("_")}
    assert public == set(ctensor.return_types.__all__)
    for name, names in types.items():
        made = getattr(ctensor.return_types, name)
        assert names - {"__new__"} <= set(dir(made))
        assert set(made.__match_args__) <= names


def test_readme_example_prints_what_it_says() -> None:
    text = (ROOT / "README.md").read_text()
    code, expected = re.search(
        r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL
    ).groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == expected


def test_functions_in_python_are_public_to_type_checkers() -> None:
    """To them, what a package imports is its own business unless it is `as` itself."""
    body = ast.parse((PACKAGE / "__init__.py").read_text()).body
    for node in body:
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if module in ("ctensor.random", "ctensor._config", "ctensor._finfo"):
            names = [alias for alias in node.names if alias.name != "*"]
            assert all(alias.asname == alias.name for alias in names)


def test_lines_with_which_scripts_begin() -> None:
    assert not ctensor.backends.mps.is_available()
    assert not ctensor.accelerator.is_available()
    assert ctensor.accelerator.current_accelerator() is None
    ctensor.cuda.manual_seed_all(3)
    ctensor.backends.cudnn.deterministic = True
    ctensor.use_deterministic_algorithms(False)
    assert not ctensor.are_deterministic_algorithms_enabled()
    ctensor.set_float32_matmul_precision("highest")
    with pytest.raises(ValueError, match="got 'low'"):
        ctensor.set_float32_matmul_precision("low")


def test_completion_knows_the_parts_that_are_not_imported_yet() -> None:
    assert {"checkpoint", "data", "dlpack", "hooks"} <= set(dir(ctensor.utils))
    with pytest.raises(AttributeError, match="has no attribute 'no_such_op'"):
        _ = ctensor.no_such_op
    with pytest.raises(AttributeError, match="has no attribute 'NoSuchLayer'"):
        _ = ctensor.nn.NoSuchLayer


@pytest.mark.skipif(sys.platform != "linux", reason="reads the ELF form of a library")
def test_threads_take_little_of_the_loaders_room() -> None:
    """Libraries loaded late share 512 bytes for sure (ld.so's optional_static_tls)."""
    library = Path(_C.__file__).read_bytes()
    (headers,) = struct.unpack_from("<Q", library, 32)
    size, count = struct.unpack_from("<HH", library, 54)
    segments = [
        struct.unpack_from("<IIQQQQQQ", library, headers + i * size)
        for i in range(count)
    ]
    (thread_local,) = [s[6] for s in segments if s[0] == 7]  # memsz of PT_TLS
    assert 0 < thread_local <= 256
