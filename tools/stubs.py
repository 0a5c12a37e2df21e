"""Writes ctensor/_C.pyi and return_types.pyi, what type checkers see, at each build.

What is written by hand in C has its stub in tools/_C.pyi.in; functions and methods of
the op table are put in at its two `# rows` lines, but for names that it has already.
A row that names several results has a type for them in return_types.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from keyword import iskeyword
from pathlib import Path

import optable
from optable import Parameter, Row

TEMPLATE = Path(__file__).resolve().with_name("_C.pyi.in")
TYPES = {
    "tensor": "_TensorLike",
    "operand": "_Operand",
    "tensors": "_Sequence[_TensorLike]",
    "written": "_Sequence[Tensor]",
    "int": "_int",
    "float": "_float",
    "bool": "_bool",
    "scalar": "_Number",
    "axis": "_int",
    "new_axis": "_int",
    "axes": "_int | _Sequence[_int]",
    "ints": "_int | _Sequence[_int]",
    "dtype": "_DType",
    "device": "_Device",
    "format": "memory_format",
    "layout": "_layout",
    "pinned": "_bool",
    "str": "str",
    "generator": "Generator",
}


def text() -> str:
    """The whole stub."""
    template = TEMPLATE.read_text()
    functions, methods = defaultdict(list), defaultdict(list)
    for row in optable.names():
        if "private" in row.flags:
            private = replace(row, pyname="_" + row.pyname.removeprefix("_"))
            functions[private.pyname].append(function(private))
            if "inplace" in row.forms:
                name = private.pyname + "_"
                methods[name].append(method(private, name))
            continue
        if "function" in row.forms:
            functions[row.pyname] += each_way(row, lambda row: function(row))
        if "method" in row.forms:
            methods[row.pyname] += each_way(row, lambda row: method(row, row.pyname))
        if "inplace" in row.forms:
            methods[row.pyname + "_"].append(method(row, row.pyname + "_"))
    drop(functions, re.findall(r"^def (\w+)\(", template, re.M))
    tensor = template.partition("class Tensor:")[2].partition("# rows")[0]
    drop(methods, re.findall(r"^    def (\w+)\(", tensor, re.M))
    template = template.replace(
        "    # rows\n", "".join(map(overloaded, methods.items()))
    )
    return template.replace("# rows\n", "".join(map(overloaded, functions.items())))


def drop(stubs: dict[str, list[str]], names: list[str]) -> None:
    """Leaves out what is written by hand."""
    for name in names:
        stubs.pop(name, None)


def overloaded(entry: tuple[str, list[str]]) -> str:
    """The stubs of one name; several are overloads."""
    stubs = entry[1]
    if len(stubs) == 1:
        return stubs[0]
    indent = stubs[0][: len(stubs[0]) - len(stubs[0].lstrip())]
    return "".join(f"{indent}@_overload\n{stub}" for stub in stubs)


def each_way(row: Row, stub: Callable[[Row], str]) -> list[str]:
    """A stub, and another where sizes that are one by one may be one keyword too."""
    stubs = [stub(row)]
    listed = [replace(parameter, spread=False) for parameter in row.parameters]
    other = stub(replace(row, parameters=listed))
    return stubs if other in stubs else [*stubs, other]


def function(row: Row) -> str:
    """A row as a function of the module."""
    out = "_TensorLike | None" if row.outputs == 1 else f"{several(row)} | None"
    extra = [f"out: {out} = None"] if "out" in row.forms else []
    arguments = ", ".join(declare(list(row.parameters), extra))
    return f"def {row.pyname}({arguments}) -> {result(row)}: ...\n"


def method(row: Row, name: str) -> str:
    """A row as a method of Tensor: the parameter `input`, or the first, is self."""
    names = [parameter.name for parameter in row.parameters]
    own = names.index("input") if "input" in names else 0
    others = [*row.parameters[:own], *row.parameters[own + 1 :]]
    arguments = ", ".join(["self", *declare(others, [])])
    returned = "Tensor" if name.endswith("_") else result(row)
    return f"    def {name}({arguments}) -> {returned}: ...\n"


def result(row: Row) -> str:
    """What a row returns; lists of views are written by hand."""
    if row.outputs < 2:
        return "Tensor" if row.outputs else "None"
    return f"_return_types.{row.pyname}" if has_type(row) else several(row)


def has_type(row: Row) -> bool:
    """Is there a public type for the row's results?"""
    return bool(row.names_results) and not row.pyname.startswith("_")


def several(row: Row) -> str:
    """A plain tuple of a row's results."""
    return f"tuple[{', '.join(['Tensor'] * row.outputs)}]"


def annotation(parameter: Parameter) -> str:
    """The type of a parameter."""
    if parameter.type == "word":
        kind = f"_Literal[{', '.join(map(repr, parameter.words))}]"
    else:
        kind = TYPES[parameter.type]
    return f"{kind} | None" if parameter.optional else kind


RETURN_TYPES = '''"""The types of several results. Written by tools/stubs.py."""

from typing import Final

from ctensor import Tensor

__all__ = [{names}]
'''
RETURN_TYPE = """
class {name}({several}):
    n_fields: Final = {count}
    n_sequence_fields: Final = {count}
    n_unnamed_fields: Final = 0
    __match_args__: Final = {names}
    def __new__(cls, sequence: {several}) -> {name}: ...
"""
FIELD = """    @property
    def {name}(self) -> Tensor: ...
"""


def return_types() -> str:
    """The stub of ctensor.return_types."""
    found = {row.pyname: row for row in optable.rows() if has_type(row)}
    names = ", ".join(f'"{name}"' for name in found)
    return RETURN_TYPES.format(names=names) + "".join(
        RETURN_TYPE.format(
            name=name, several=several(row), count=row.outputs, names=row.results
        )
        + "".join(FIELD.format(name=field) for field in row.results)
        for name, row in found.items()
    )


def declare(parameters: list[Parameter], extra: list[str]) -> list[str]:
    """The parameters as a stub has them; `extra` are further keywords."""
    declared: list[str] = []
    starred = False
    for i, parameter in enumerate(parameters):
        rest = parameters[i + 1 :]
        name = parameter.name + "_" * iskeyword(parameter.name)
        variadic = parameter.spread and not parameter.keyword_only
        if variadic and all(p.keyword_only for p in rest):
            declared.append(f"*{name}: {TYPES[parameter.type]}")
            starred = True
            continue
        if parameter.keyword_only and not starred:
            declared.append("*")
            starred = True
        default = f" = {parameter.default}" if parameter.default is not None else ""
        declared.append(f"{name}: {annotation(parameter)}{default}")
    if extra and not starred:
        declared.append("*")
    return declared + extra


def write(folder: Path) -> None:
    """Writes the stubs of the package in a folder."""
    optable.write(folder / "_C.pyi", text())
    optable.write(folder / "return_types.pyi", return_types())


if __name__ == "__main__":
    print(text(), end="")
