"""The op table as Python sees it: the rows of csrc/ops/*.def, read as text.

Nothing has to be compiled for it. A row's macro says what its columns are; parameters
are read from the signature column, pointwise rows have fixed ones (csrc/ops/op.c).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPS = Path(__file__).resolve().parent.parent / "csrc" / "ops"
POINTWISE_FORMS = "CT_FN | CT_METHOD | CT_INPLACE | CT_OUT"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a row: "dim: dims? = None"."""

    name: str
    type: str
    optional: bool
    default: str | None
    keyword_only: bool


@dataclass(frozen=True)
class Row:
    """What of a row concerns its callers."""

    name: str
    pyname: str
    parameters: list[Parameter]
    flags: frozenset[str]
    outputs: int
    doc: str


def rows() -> list[Row]:
    """All rows, in the table's order, aliases last."""
    found, aliases = [], []
    for family in re.findall(r'#include "ops/(\w+\.def)"', read("ops.def")):
        for kind, columns in macro_calls(read(family)):
            if kind == "CT_ALIAS":
                aliases.append(columns)
            else:
                found.append(row(kind, columns))
    by_name = {found_row.name: found_row for found_row in found}
    for alias, name in aliases:
        original = by_name[name]
        found.append(Row(**{**vars(original), "pyname": unquoted(alias)}))
    return found


def row(kind: str, columns: list[str]) -> Row:
    """The row of one macro call."""
    name, doc = columns[0], unquoted(columns[-1])
    pyname, outputs, flags = name, 1, POINTWISE_FORMS
    if kind == "CT_UNARY":
        signature = "(input: tensor)"
    elif kind == "CT_BINARY":
        signature = "(input: operand, other: operand)"
    elif kind == "CT_TERNARY":
        signature, flags = unquoted(columns[1]), columns[2]
    else:
        pyname, signature = unquoted(columns[1]), unquoted(columns[2])
        flags = columns[3]
        outputs = int(columns[4]) if kind.startswith("CT_OP") else 1
    return Row(
        name=name,
        pyname=pyname,
        parameters=list(parameters(signature)),
        flags=frozenset(re.findall(r"CT_\w+", flags)),
        outputs=outputs,
        doc=doc,
    )


def parameters(signature: str) -> Iterator[Parameter]:
    """The parameters of "(input: tensor, dim: dims? = None, *, name: type = 0)".

    Names of results may follow: " -> (values, indices)".
    """
    keyword_only = False
    for text in split(signature.partition("->")[0].strip()[1:-1]):
        if text == "*":
            keyword_only = True
            continue
        declared, _, default = text.partition("=")
        name, _, kind = declared.partition(":")
        kind = kind.strip()
        yield Parameter(
            name=name.strip(),
            type=kind.rstrip("?"),
            optional=kind.endswith("?") or default.strip() == "None",
            default=default.strip() or None,
            keyword_only=keyword_only,
        )


def macro_calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """The calls CT_X(column, ...) of C text, with their columns.

    Macros without parameters that the text defines are put in first.
    """
    macros = re.findall(r"^#define (\w+) (.+)$", text, re.M)
    for name, value in reversed(macros):  # a later one may use an earlier one
        text = re.sub(rf"\b{name}\b", lambda _, value=value: value, text)
    text = re.sub(r"/\*.*?\*/|^[ \t]*#[^\n]*|//[^\n]*", "", text, flags=re.S | re.M)
    for match in re.finditer(r"^(CT_\w+)\s*\(", text, re.M):
        end = closing(text, match.end())
        yield match[1], split(text[match.end() : end])


def closing(text: str, start: int) -> int:
    """Where the parenthesis opened before `start` closes; strings are stepped over."""
    depth = 1
    for match in re.compile(r'"(?:\\.|[^"\\])*"|[()]').finditer(text, start):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    raise ValueError(f"op table: '(' is not closed: {text[start : start + 40]}")


def split(text: str) -> list[str]:
    """The parts of text between commas outside parentheses and strings."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r'"(?:\\.|[^"\\])*"|[(),]', text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "," and depth == 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    last = text[start:].strip()
    return [*parts, last] if last else parts


def unquoted(column: str) -> str:
    """The string that adjacent C literals make."""
    pieces = re.findall(r'"((?:\\.|[^"\\])*)"', column)
    return "".join(pieces).replace('\\"', '"').replace("\\n", "\n")


def read(name: str) -> str:
    """A file of csrc/ops."""
    return (OPS / name).read_text()
