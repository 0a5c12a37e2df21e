"""Names: what `import *` brings, what dir() shows, what a missing name says."""

import ast
import builtins
import importlib
import pkgutil
import pydoc
import re
import sys
from pathlib import Path

import pytest

import ctensor as ct
from ctensor._torch_names import NAMES

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import coverage  # noqa: E402

MODULES = ["ctensor"] + [
    found.name
    for found in pkgutil.walk_packages(ct.__path__, "ctensor.")
    if "._" not in found.name
]
each_module = pytest.mark.parametrize("name", MODULES)


def test_star_import_leaves_builtins_alone() -> None:
    names: dict[str, object] = {}
    exec("from ctensor import *", names)
    assert not [n for n in names if hasattr(builtins, n) and n in ct.__all__]
    assert {"Tensor", "zeros", "nn", "float32", "no_grad", "manual_seed"} <= set(names)
    exec("try:\n    1 / 0\nexcept ZeroDivisionError:\n    caught = True", names)
    assert names["caught"]


@each_module
def test_every_module_has_all_and_dir_shows_no_more(name):
    module = importlib.import_module(name)
    assert len(set(module.__all__)) == len(module.__all__)
    assert all(hasattr(module, public) for public in module.__all__)
    shown = {public for public in dir(module) if not public.startswith("_")}
    also = {n for n in shown if name == "ctensor" and hasattr(builtins, n)}
    assert shown - also == set(module.__all__)


def test_package_shows_nothing_that_it_imports_for_itself() -> None:
    assert {"annotations", "math", "builtins"}.isdisjoint(dir(ct))
    assert {"AttributeError", "OverflowError", "ZeroDivisionError"}.isdisjoint(dir(ct))
    assert {"abs", "float", "max", "nn", "pi", "finfo"} <= set(dir(ct))


def test_return_types_lists_the_rows_with_several_results() -> None:
    rows = {row["pyname"] for row in ct._C._op_table() if row["outputs"] > 1}
    assert {name for name in rows if not name.startswith("_")} == set(
        ct.return_types.__all__
    )


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (ct.nn, "quantized"),
        (ct.nn.functional, "scaled_grouped_mm"),
        (ct.optim, "SparseAdam"),
        (ct.utils, "backcompat"),
        (ct.utils.data, "functional_datapipe"),
        (ct.autograd, "forward_ad"),
        (ct.Tensor, "to_mkldnn"),
        (ct.zeros(1), "to_mkldnn"),
    ],
)
def test_missing_name_says_that_pytorch_has_it(module, name):
    assert not hasattr(module, name)
    assert name not in dir(module)
    with pytest.raises(AttributeError, match=f"'{name}': PyTorch has it, this") as info:
        getattr(module, name)
    assert info.value.name == name
    assert info.value.obj is module


@pytest.mark.parametrize("where", [ct.nn, ct.utils, ct.utils.data, ct.zeros(1)])
def test_name_that_nobody_has_says_no_more(where):
    with pytest.raises(AttributeError, match=r"has no attribute 'no_such_name'$"):
        _ = where.no_such_name


def test_subclass_may_answer_for_missing_names() -> None:
    class Answers(ct.Tensor):
        def __getattr__(self, name):
            return f"my {name}"

    x = ct.zeros(2).as_subclass(Answers)
    assert (x.to_mkldnn, x.no_such_name) == ("my to_mkldnn", "my no_such_name")
    x.to_mkldnn = 3  # one of its own
    assert x.to_mkldnn == 3


def test_package_has_no_getattr_so_that_its_names_are_cached() -> None:
    assert type(ct) is type(sys)
    assert not {"__getattr__", "__getattribute__"} & set(vars(ct))


def test_users_add_methods_to_tensor() -> None:
    ct.Tensor.doubled = lambda self: self * 2
    try:
        assert ct.ones(2).doubled().tolist() == [2, 2]
        assert ct.nn.Parameter(ct.ones(1)).doubled().item() == 2
        assert "doubled" in dir(ct.Tensor)
    finally:
        del ct.Tensor.doubled
    assert not hasattr(ct.Tensor, "doubled")


@pytest.mark.parametrize("name", ["to_mkldnn", "sum"])
def test_users_replace_methods_of_tensor(name, monkeypatch):
    def call(x):  # one call site, whose cache has to forget
        return getattr(x, name)() if name == "to_mkldnn" else x.sum()

    if name == "sum":
        assert call(ct.ones(3)).item() == 3
    with monkeypatch.context() as patch:
        patch.setattr(ct.Tensor, name, lambda self: "mine", raising=False)
        assert call(ct.ones(3)) == "mine"


@pytest.mark.parametrize("slot", ["__add__", "__getitem__", "__repr__", "__len__"])
def test_users_replace_operators_of_tensor(slot, monkeypatch):
    use = {
        "__add__": lambda x: x + 1,
        "__getitem__": lambda x: x[0],
        "__repr__": repr,
        "__len__": len,
    }[slot]
    before = use(ct.ones(3))
    with monkeypatch.context() as patch:
        patch.setattr(
            ct.Tensor, slot, lambda self, *others: 7 if slot != "__repr__" else "7"
        )
        assert use(ct.ones(3)) in (7, "7")
    after = use(ct.ones(3))
    assert type(after) is type(before)
    assert repr(after) == repr(before)


def test_coverage_page_is_what_the_tool_makes() -> None:
    message = "run tools/coverage.py"
    assert coverage.PAGE.read_text() == coverage.page(), message


def test_pytorchs_names_are_listed_once_and_in_order() -> None:
    assert list(NAMES) == ["", *coverage.TORCH]
    for names in NAMES.values():
        assert names.split() == sorted(set(names.split()))
        assert len(names.split()) > 3
    assert len(NAMES["Tensor"].split()) > 500


def test_dunder_all_is_a_list_of_literals_but_for_the_package() -> None:
    for path in (ROOT / "ctensor").rglob("*.py"):
        private = re.search(r"/_(?!_init)", str(path.relative_to(ROOT)))
        stub = path.with_suffix(".pyi").exists()  # that is what checkers read
        if private or stub or path == ROOT / "ctensor" / "__init__.py":
            continue
        targets = [
            node.value
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and "__all__" in ast.unparse(node).split("=")[0]
        ]
        assert len(targets) == 1, path
        assert isinstance(ast.literal_eval(targets[0]), list)


# ---- help() ------------------------------------------------------------------


def documented() -> list[tuple[str, object]]:
    spaces = {name: importlib.import_module(name) for name in MODULES}
    spaces["ctensor.Tensor"] = ct.Tensor
    return [
        (f"{space}.{name}", getattr(module, name))
        for space, module in spaces.items()
        for name in dir(module)
        if not name.startswith("_")
    ]


def test_lines_of_docstrings_fit_a_terminal() -> None:
    long = {
        name
        for name, value in documented()
        for line in (getattr(value, "__doc__", None) or "").split("\n")
        if len(line) > 88 and not re.match(r"\s*\w+\(", line)  # a signature
    }
    assert not long


def test_help_calls_functions_in_python_functions() -> None:
    for function in (ct.nn.functional.relu, ct.einsum, ct.stft):
        text = pydoc.render_doc(function, renderer=pydoc.plaintext)
        assert "function" in text.partition("\n")[0]
        assert "Overridable" not in text
    where = pydoc.render_doc(ct.nn.functional.relu).partition("\n")[0]
    assert "function in module ctensor.nn.functional" in where
    with pytest.raises(AttributeError, match="function' object has no attribute"):
        ct.nn.functional.relu.backward  # noqa: B018
