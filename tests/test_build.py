"""tools/cbuild.py: headers that many objects begin with are compiled once for all."""

import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import cbuild  # noqa: E402


@pytest.fixture
def jobs(tmp_path, monkeypatch):
    """Objects whose sources lack the header that they need."""
    monkeypatch.setattr(cbuild, "MADE", tmp_path / "made")

    def of(n: int) -> list[tuple[Path, list[str]]]:
        found = []
        for i in range(n):
            source = tmp_path / f"{i}.c"
            source.write_text(f"extern PyObject *x{i};\nPyObject *x{i};\n")
            command = ["cc", f"-I{sysconfig.get_paths()['include']}", "-c", str(source)]
            found.append((tmp_path / f"{i}.o", command))
        return found

    return of


def test_many_objects_share_a_compiled_header(jobs, tmp_path, capsys) -> None:
    """It is no file that they need, and gone when they are made."""
    made = jobs(cbuild.MANY)
    cbuild.make_objects(made)
    for target, command in made:
        assert not cbuild.is_stale(target, command)
        assert "common" not in target.with_name(f"{target.name}.d").read_text()
    assert not list(tmp_path.rglob("*.gch"))
    assert capsys.readouterr().out.startswith(f"compiling {cbuild.MANY} of")
    cbuild.make_objects(made)
    assert not capsys.readouterr().out


def test_few_objects_are_compiled_as_they_are(jobs, capsys) -> None:
    with pytest.raises(cbuild.BuildError, match=r"does not compile: .*0\.c"):
        cbuild.make_objects(jobs(cbuild.MANY - 1))
    assert "PyObject" in capsys.readouterr().err


def test_ccache_is_given_the_text(jobs, tmp_path) -> None:
    commands = [["ccache", *command] for _, command in jobs(cbuild.MANY)]
    with ThreadPoolExecutor(1) as pool:
        assert list(cbuild.precompile(commands, tmp_path, pool).values()) == [[]]
