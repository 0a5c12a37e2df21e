"""The op table, read from csrc/ops/*.def and checked.

`csrc/ops/ops.def` says how a row is written. Everything that is made of the table, C
(tools/rows.py) and stubs (tools/stubs.py), is made of what this module returns; a row
that makes no sense is a TableError that names file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from formula import FormulaError, Tree, parse
from steps import Step, make_step, step_parameters

OPS = Path(__file__).resolve().parent.parent / "csrc" / "ops"

KINDS = ("formula", "op", "view", "composite", "step")
FORMS = ("function", "method", "inplace", "out")
FLAGS = ("private", "writes_out", "inplace_only", "draws", "creates", "body")
TYPES = ["tensor", "operand", "tensors", "int", "float", "bool", "scalar", "axis"]
TYPES += ["new_axis", "axes", "ints", "dtype", "device", "format", "layout", "pinned"]
TYPES += ["str", "generator", "written"]
AXIS_TYPES = {"axis", "new_axis", "axes"}
LIST_TYPES = {"tensors", "written"}
TENSOR_TYPES = {"tensor", "operand", "scalar", *LIST_TYPES}
ATTRIBUTE_TYPES = {"float": "f", "int": "i", "bool": "i"}  # field of ct_value
CLASSES = {  # dtypes a formula row computes in: kinds of lanes
    "FLOATS": {"REAL"},
    "FLOATC": {"REAL", "COMPLEX"},
    "NUMS": {"INT", "REAL"},
    "NUMC": {"INT", "REAL", "COMPLEX"},
    "ALLS": {"BOOL", "INT", "REAL"},
    "ALLC": {"BOOL", "INT", "REAL", "COMPLEX"},
    "BITS": {"BOOL", "INT"},
    "INTS": {"INT"},
}
RESULTS = ("SAME", "BOOL", "REAL", "COMPLEX")
NUMBERS = ("fit", "wrap", "compare", "truth", "choose")
COLUMNS = {
    "formula": {
        "value",
        "complex",
        "gradient",
        "result",
        "domain",
        "ulp",
        "numbers",
        "tests",
        "second",
    },
    "op": {"shares", "saves", "keeps", "derives", "gradient", "results"},
    "view": {"shares", "derives"},
    "composite": set(),
    "step": {"when", "initial", "once", "each"},
}
COMMON = {"python", "forms", "flags", "aliases", "numpy", "numpy_call", "spellings"}
SHARED = ("check", "grad", "cpu")  # functions that a row may have of another one
# Kinds of dtypes on which a row means what NumPy's function means: CT_NUMPY_* of op.h.
NUMPY_KINDS = ("bool", "signed", "unsigned", "real", "complex")
# What the arrays of csrc/ops/op.h and the stack of csrc/ops/formula.c hold.
RESERVED = {"SEL", "CONJ", "ZERO", "arg", "ptrs", "out"}  # what loop.h calls its own
LIMITS = {"parameters": 24, "results": 4, "kept": 2, "operands": 4, "depth": 16}
NUMPY_AXES = {"dim": "axis", "dim0": "axis0", "dim1": "axis1"}


class TableError(ValueError):
    """A row that cannot be; the message names the file and the line."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a row: "dim: axes? = None"; spread: "size: ints..."."""

    name: str
    type: str
    optional: bool
    default: str | None
    keyword_only: bool
    spread: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gradient:
    """The gradient of a formula row for one operand: a text, nothing, or a reason."""

    text: str = ""
    tree: Tree | None = None
    reason: str = ""

    @property
    def form(self) -> str:
        """How simple it is: NONE, ZERO, G, NEG_G or TREE."""
        if self.reason:
            return "NONE"
        return {"ZERO": "ZERO", "g": "G", "-g": "NEG_G"}.get(self.text, "TREE")


@dataclass(frozen=True)
class Formula:
    """What only formula rows have."""

    dtypes: str
    result: str
    text: str
    tree: Tree
    gradients: tuple[Gradient, ...]
    domain: tuple[str, str]
    ulp: int
    numbers: str
    tests: str = ""
    second: str = ""  # the text of a second result, which is int32
    complex: Tree | None = None  # the value of complex numbers, where it is another


@dataclass(frozen=True)
class NumpyParameter:
    """A parameter of a NumPy function, and the row's that it is.

    Without one (own is None) a call must leave it at its default: it may say None where
    `absent` is "None", and else not mention it.
    """

    name: str
    own: str | None
    default: str | None = None
    absent: str = ""
    positional_only: bool = False
    keyword_only: bool = False


@dataclass(frozen=True)
class NumpyCall:
    """A function of NumPy's that means the row, on tensors of such kinds and ndims."""

    name: str
    parameters: tuple[NumpyParameter, ...]
    kinds: tuple[str, ...]
    low: int = 0
    high: int = 64


@dataclass(frozen=True)
class Row:
    """One operation."""

    family: str
    line: int
    kind: str
    name: str
    pyname: str
    signature: str
    parameters: tuple[Parameter, ...]
    results: tuple[str, ...]
    doc: str
    forms: frozenset[str]
    flags: frozenset[str]
    aliases: tuple[str, ...] = ()
    numpy: tuple[str, ...] = ()
    numpy_inexact: bool = False
    numpy_calls: tuple[NumpyCall, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    shares: tuple[tuple[str, str], ...] = ()  # a function, the row that it is of
    saves: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    derives: str = ""
    no_gradient: str = ""
    formula: Formula | None = None
    steps: Tree | None = None  # of a backward row: its formula in rows
    step: Step | None = None  # of a step of an optimizer
    columns: dict[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def names(self) -> list[str]:
        """The parameters' names, in order."""
        return [parameter.name for parameter in self.parameters]

    @property
    def arity(self) -> int:
        """How many operands a formula has."""
        return sum(parameter.type in TENSOR_TYPES for parameter in self.parameters)

    @property
    def attributes(self) -> list[Parameter]:
        """What a formula has beside its operands, a plain number in each call."""
        return [p for p in self.parameters if p.type in ATTRIBUTE_TYPES]

    def function(self, what: str) -> str:
        """The name of a C function of the row, maybe of one that it shares it with."""
        return f"ct_{dict(self.shares).get(what, self.name)}_{what}"

    @property
    def gradient_of_body(self) -> bool:
        """Whether an op's gradient is that of its body."""
        return self.kind == "op" and self.columns.get("gradient") == "body"

    @property
    def outputs(self) -> int:
        """How many results there are."""
        return len(self.results)

    @property
    def names_results(self) -> bool:
        """Whether it has several results and names for them."""
        return self.outputs > 1 and self.results != numbered(self.outputs)


def rows() -> list[Row]:
    """All rows, in the order of the files that ops.def lists."""
    found: list[Row] = []
    seen: dict[str, Row] = {}
    for family in families():
        for row in read_family(family):
            if row.name in seen:
                other = seen[row.name]
                raise TableError(
                    f"{family}.def:{row.line}: {row.name}: is also a row of "
                    f"{other.family}.def:{other.line}"
                )
            seen[row.name] = row
            found.append(row)
    check_overloads(found)
    for row in found:
        for what, name in row.shares:
            check_shared(row, what, seen.get(name))
    return found


def check_shared(row: Row, what: str, other: Row | None) -> None:
    """A function of another row: one of its own, which reads what is saved here too."""
    where = f"{row.family}.def:{row.line}: {row.name}: shares:"
    if other is None or other.kind not in ("op", "view") or what in dict(other.shares):
        raise TableError(f"{where} expected a row with a {what} of its own")

    def saved(of: Row) -> set[tuple[str, int]]:
        names = enumerate(of.names), enumerate(of.results)
        return {(name, i) for each in names for i, name in each if name in of.saves}

    if what == "grad" and not saved(other) <= saved(row):
        raise TableError(
            f"{where} expected saves of {other.name}'s in their places, "
            f"got {sorted(saved(row))} for {sorted(saved(other))}"
        )


def check_overloads(found: list[Row]) -> None:
    """Rows of one Python name share the type of their results."""
    types: dict[str, Row] = {}
    for row in filter(lambda row: row.names_results, found):
        first = types.setdefault(row.pyname, row)
        if first.results != row.results:
            raise TableError(
                f"{row.family}.def:{row.line}: {row.name}: expected the results "
                f"{first.results} of {first.name}, which is {row.pyname} in Python too"
            )


def names() -> list[Row]:
    """All rows, and once more under each of their aliases."""
    found = rows()
    return found + [replace(row, pyname=a) for row in found for a in row.aliases]


def families() -> list[str]:
    """The names of the files with rows, in their order."""
    return re.findall(r"^include (\w+)$", (OPS / "ops.def").read_text(), re.M)


def autocast() -> dict[str, str]:
    """The names of autocast.def with their list: LOWER, FLOAT32, WIDEST or GIVEN."""
    found: dict[str, str] = {}
    for line in (OPS / "autocast.def").read_text().splitlines():
        kind, *listed = line.split("#")[0].split() or [""]
        if listed and kind not in ("lower", "float32", "widest", "given"):
            raise TableError(f"autocast.def: expected a list, got {kind!r}")
        for name in listed:
            if name in found:
                raise TableError(f"autocast.def: {name} stands there twice")
            found[name] = kind.upper()
    return found


def read_family(family: str) -> list[Row]:
    """The rows of one file."""
    text = (OPS / f"{family}.def").read_text()
    return list(read_rows(family, text))


def read_rows(family: str, text: str) -> Iterator[Row]:
    """The rows of the text of a file."""
    defines: dict[str, str] = {}
    for line, head, body in blocks(text):
        if match := re.fullmatch(r"define (\w+) (.+)", head):
            defines[match[1]] = match[2]
            continue
        head = re.sub(r"\$(\w+)", lambda m: defines.get(m[1], m[0]), head)
        try:
            yield make_row(family, line, head, body)
        except (FormulaError, TableError) as error:
            name = head.split("(")[0].split()[-1]
            raise TableError(f"{family}.def:{line}: {name}: {error}") from None


def blocks(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each row: its line, its head on one line, and its columns, one line each."""
    head, body, start = "", [], 0
    for number, line in enumerate([*text.splitlines(), "end"], 1):
        if not line.strip() or line.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        if indent == 0:
            if head:
                yield start, head, body
            head, body, start = line.strip(), [], number
        elif indent == 4 and not (body and is_open(body[-1])):
            body.append(line.strip())
        elif body:
            body[-1] += " " + line.strip()
        else:
            head += " " + line.strip()


def is_open(column: str) -> bool:
    """Whether a doc text still lacks its closing quote."""
    return column.startswith('"') and (len(column) == 1 or not column.endswith('"'))


HEAD = re.compile(r"(\w+) (\w+)\s*\((.*?)\)\s*(?:->\s*\((.*?)\))?\s*(\w+)?")


def make_row(family: str, line: int, head: str, body: list[str]) -> Row:
    """The row of one block."""
    match = HEAD.fullmatch(head)
    if not match or match[1] not in KINDS:
        raise TableError(f"expected one of {KINDS}, a name and parameters: {head!r}")
    kind, name, inside, results, dtypes = match.groups()
    if (kind == "formula") != (dtypes in CLASSES):
        raise TableError(f"expected a class of dtypes after a formula, got {dtypes!r}")
    doc, columns = read_columns(kind, body)
    flags = words(columns, "flags", FLAGS)
    forms = words(columns, "forms", FORMS)
    if kind == "formula":
        flags |= {"writes_out"}
        forms = forms if "forms" in columns or "private" in flags else set(FORMS)
    lists = {}
    if kind == "step":
        inside, lists = step_parameters(inside)
        columns["results"] = "0"
    found = parameters(inside)
    if len(found) > LIMITS["parameters"]:
        raise TableError(f"at most {LIMITS['parameters']} parameters")
    row = Row(
        family=family,
        line=line,
        kind=kind,
        name=name,
        pyname=columns.get("python") or ("_" * ("private" in flags) + name),
        signature="(" + inside + ")",
        parameters=found,
        results=result_names(results, columns),
        doc=doc,
        forms=frozenset(forms),
        flags=frozenset(flags),
        aliases=tuple(columns.get("aliases", "").split()),
        numpy=tuple(columns.get("numpy", "").replace("(inexact)", "").split()),
        numpy_inexact="(inexact)" in columns.get("numpy", ""),
        numpy_calls=numpy_calls(found, columns),
        spellings=tuple(spellings(found, columns.get("spellings", ""))),
        shares=tuple(shares(columns.get("shares", ""))),
        saves=tuple(re.findall(r"\w+", columns.get("saves", ""))),
        keeps=tuple(re.findall(r"\w+", columns.get("keeps", ""))),
        derives=columns.get("derives", ""),
        no_gradient=no_gradient(kind, columns),
        step=make_step(found, lists, columns) if kind == "step" else None,
        formula=make_formula(dtypes, found, columns) if kind == "formula" else None,
        columns=columns,
    )
    check(row)
    return row


def read_columns(kind: str, body: list[str]) -> tuple[str, dict[str, str]]:
    """The doc text, and the named columns."""
    if not body or not body[0].startswith('"'):
        raise TableError("expected a doc text in quotes after the head")
    columns: dict[str, str] = {}
    for text in body[1:]:
        key, _, value = text.partition(" ")
        if key == "gradient" and re.match(r"[abcd] ", value.strip()):
            letter, _, value = value.strip().partition(" ")
            key = f"gradient {letter}"
        if key.split()[0] not in COLUMNS[kind] | COMMON:
            raise TableError(f"unknown column {key!r} of a row of kind {kind}")
        if key in columns:
            raise TableError(f"column {key!r} stands there twice")
        columns[key] = " ".join(value.split())
    return " ".join(body[0][1:-1].replace('\\"', '"').split()), columns


def shares(text: str) -> list[tuple[str, str]]:
    """The functions of other rows in a column 'check grad of row; cpu of row'."""
    found = []
    for clause in filter(None, re.split(r"; *", text)):
        kinds, _, name = clause.partition(" of ")
        for what in kinds.split():
            if what not in SHARED or not name.isidentifier():
                raise TableError(f"shares: expected {SHARED} of a row, got {clause!r}")
            found.append((what, name))
    return found


def words(columns: dict[str, str], key: str, known: tuple[str, ...]) -> set[str]:
    """The words of a column, each a known one."""
    found = set(columns.get(key, "").split())
    if unknown := found - set(known):
        raise TableError(f"{key}: expected some of {known}, got {sorted(unknown)}")
    return found


def one_of(columns: dict[str, str], key: str, known: tuple[str, ...]) -> str:
    """The word of a column; the first of the known ones when it is not there."""
    word = columns.get(key, known[0])
    if word not in known:
        raise TableError(f"{key}: expected one of {known}, got {word!r}")
    return word


def reason(text: str) -> str:
    """The reason of a column 'none "reason"', or nothing."""
    match = re.fullmatch(r'none "(.*)"', text)
    return match[1] if match else ""


def no_gradient(kind: str, columns: dict[str, str]) -> str:
    """Why a row that is no formula has no gradient, or nothing."""
    if kind == "step":
        return "a step of an optimizer is no part of the graph"
    return reason(columns.get("gradient", "")) if kind == "op" else ""


def result_names(arrow: str | None, columns: dict[str, str]) -> tuple[str, ...]:
    """The results: named behind ->, or counted; one called `result` otherwise."""
    if arrow:
        return tuple(arrow.replace(",", " ").split())
    return numbered(int(columns.get("results", "1")))


def numbered(count: int) -> tuple[str, ...]:
    """What results are called that have no names."""
    return ("result",) if count == 1 else tuple(f"result{i}" for i in range(count))


def parameters(inside: str) -> tuple[Parameter, ...]:
    """The parameters of "input: tensor, dim: axes? = None, *, name: type = 0"."""
    found: list[Parameter] = []
    keyword_only = False
    for text in split(inside):
        if text == "*":
            keyword_only = True
            continue
        match = re.fullmatch(
            r"(\w+): (\w+|'\w+'(?: \| '\w+')+)(\.\.\.)?(\??)(?: = (.+))?", text
        )
        words = re.findall(r"'(\w+)'", match[2]) if match else []
        if not match or (match[2] not in TYPES and not words):
            raise TableError(f"expected 'name: type = default', got {text!r}")
        name, kind, dots, mark, default = match.groups()
        kind = "word" if words else kind
        if words and default and default.strip("'") not in [*words, "None"]:
            raise TableError(f"{name}: expected one of {words} = {default}")
        if dots and kind not in ("ints", "axes"):
            raise TableError(f"{name}: only ints and axes come one by one ('...')")
        found.append(
            Parameter(
                name, kind, bool(mark), default, keyword_only, bool(dots), tuple(words)
            )
        )
        if default == "None" and not mark:
            raise TableError(f"{name}: write '{kind}? = None'")
    names = [parameter.name for parameter in found]
    if len(set(names)) < len(names):
        raise TableError(f"two parameters of one name: {names}")
    return tuple(found)


def spellings(found: tuple[Parameter, ...], column: str) -> Iterator[tuple[str, str]]:
    """Further names of parameters, each with the parameter's own: NumPy's by rule."""
    names = [parameter.name for parameter in found]
    binary = (
        len(names) > 1 and names[0] == "input" and names[1] in ("other", "exponent")
    )
    for parameter in found:
        if parameter.type in AXIS_TYPES and parameter.name in NUMPY_AXES:
            yield NUMPY_AXES[parameter.name], parameter.name
        if parameter.name == "keepdim":
            yield "keepdims", "keepdim"
    if binary:
        yield from (("x1", names[0]), ("x2", names[1]))
    elif "input" in names:
        yield from ((name, "input") for name in ("x", "a") if name not in names)
    for text in split(column):
        own, _, other = text.partition(": ")
        if own not in names or not other.isidentifier() or other in names:
            raise TableError(f"spellings: expected 'parameter: name', got {text!r}")
        yield other, own


NUMPY_CALL = re.compile(
    r"([\w.]+)\(([^)]*)\)(?: of ([a-z ]+?))?(?: ndim (\d+)(\.\.)?(\d+)?)?"
)


def numpy_calls(
    found: tuple[Parameter, ...], columns: dict[str, str]
) -> tuple[NumpyCall, ...]:
    """The functions of the column numpy_call, between semicolons."""
    known = dict(spellings(found, columns.get("spellings", "")))
    known |= {parameter.name: parameter.name for parameter in found}
    return tuple(
        numpy_call(text.strip(), known)
        for text in columns.get("numpy_call", "").split(";")
        if text
    )


def numpy_call(text: str, known: dict[str, str]) -> NumpyCall:
    """One of "sum(a, axis, out=None, *, initial=) of real complex ndim 1..2"."""
    match = NUMPY_CALL.fullmatch(text)
    if not match:
        raise TableError(f"numpy_call: expected name(parameters) of kinds: {text!r}")
    name, inside, kinds, low, dots, high = match.groups()
    chosen = tuple((kinds or " ".join(NUMPY_KINDS)).split())
    if unknown := set(chosen) - set(NUMPY_KINDS):
        raise TableError(f"numpy_call: expected {NUMPY_KINDS}, got {sorted(unknown)}")
    last = high or ("64" if dots or not low else low)
    parameters = numpy_parameters(inside, known)
    return NumpyCall(name, parameters, chosen, int(low or 0), int(last))


def numpy_parameters(inside: str, known: dict[str, str]) -> tuple[NumpyParameter, ...]:
    """Those of NumPy: "name", "name: the row's = default", "name=" or "name=None"."""
    result: list[NumpyParameter] = []
    keyword_only = False
    for text in split(inside):
        match = re.fullmatch(r"(\w+)(=(None)?|(?:: (\w+))?(?: = (-?\d+|flat))?)", text)
        if text == "/":
            result = [replace(p, positional_only=True) for p in result]
        elif text == "*":
            keyword_only = True
        elif not match:
            raise TableError(f"numpy_call: expected a parameter, got {text!r}")
        else:
            name, rest, absent, own, default = match.groups()
            own = None if rest.startswith("=") else known.get(own or name)
            if own is None and not rest.startswith("="):
                raise TableError(f"numpy_call: the row has no parameter for {text!r}")
            result.append(
                NumpyParameter(name, own, default, absent or "", False, keyword_only)
            )
    return tuple(result)


def split(text: str) -> list[str]:
    """The parts of text between commas outside parentheses and strings."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"'[^']*'|[(),]", text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "," and depth == 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    last = text[start:].strip()
    return [*parts, last] if last else parts


def letters(operands: int) -> str:
    """The names of a formula's operands."""
    return "x" if operands == 1 else "abcdef"[:operands]


def formula_parameters(found: tuple[Parameter, ...]) -> tuple[str, set[str]]:
    """The letters of a formula's operands, and the names of its attributes."""
    operands = [p for p in found if p.type in ("tensor", "operand", "scalar")]
    attributes = [p for p in found if p.type in ATTRIBUTE_TYPES]
    if not 1 <= len(operands) <= LIMITS["operands"]:
        raise TableError(f"a formula has 1 to {LIMITS['operands']} operands")
    if list(found) != operands + attributes:
        raise TableError(
            f"a formula has operands and then attributes ({', '.join(ATTRIBUTE_TYPES)})"
        )
    for p in operands:
        if p.default is not None or p.optional:
            raise TableError(f"{p.name}: an operand has no default; an attribute may")
    for p in attributes:
        if len(p.name) == 1 or p.name in RESERVED:
            raise TableError(f"{p.name}: C has another use of this name")
        if p.optional and (p.type != "float" or p.default != "None"):
            raise TableError(
                f"{p.name}: only 'float? = None' may be None, which is NaN"
            )
    return letters(len(operands)), {p.name for p in attributes}


def make_formula(
    dtypes: str, found: tuple[Parameter, ...], columns: dict[str, str]
) -> Formula:
    """The formula of a row with these parameters."""
    operands, attributes = formula_parameters(found)
    variables = set(operands) | attributes
    if "value" not in columns:
        raise TableError("a formula needs the column 'value'")
    result = one_of(columns, "result", RESULTS)
    tree = parse(columns["value"], variables)
    if (tree.name == "COMPLEX") != (result == "COMPLEX"):
        raise TableError("a result COMPLEX has the value COMPLEX(real, imag), no other")
    if len(tree.arguments) != 2 and tree.name == "COMPLEX":
        raise TableError("COMPLEX: expected the real and the imaginary part")
    if "second" in columns:
        parse(columns["second"], variables)
    if "complex" in columns and not dtypes.endswith("C"):
        raise TableError(f"complex: the class {dtypes} has no complex numbers")
    domain = tuple(columns.get("domain", "-10 10").split())
    if len(domain) != 2:
        raise TableError("domain: expected two numbers")
    return Formula(
        dtypes=dtypes,
        result=result,
        text=columns["value"],
        tree=tree,
        gradients=tuple(
            make_gradient(columns, letter, variables) for letter in operands
        ),
        domain=(domain[0], domain[1]),
        ulp=int(columns.get("ulp", "0")),
        numbers=one_of(columns, "numbers", NUMBERS),
        tests=columns.get("tests", ""),
        second=columns.get("second", ""),
        complex=parse(columns["complex"], variables) if "complex" in columns else None,
    )


def check_tests(row: Row) -> None:
    """The column `tests`: "alpha=0.5 scale=2, alpha=3", attributes of further tests."""
    for given in row.formula.tests.split(",") if row.formula else ():
        for text in given.split():
            name, _, value = text.partition("=")
            if name not in [p.name for p in row.attributes] or not value:
                raise TableError(f"tests: expected 'attribute=number', got {text!r}")
    if row.formula and row.attributes and not row.formula.tests:
        raise TableError("tests: is missing: attributes other than the defaults")


def make_gradient(
    columns: dict[str, str], letter: str, variables: set[str]
) -> Gradient:
    """The gradient for one operand; `gradient none "..."` may serve for all."""
    text = columns.get(f"gradient {letter}", columns.get("gradient"))
    if text is None:
        raise TableError(f"gradient {letter}: is missing; none needs its reason")
    if why := reason(text):
        return Gradient(reason=why)
    tree = None if text == "ZERO" else parse(text, variables | {"g", "y"})
    if tree and tree.depth() > LIMITS["depth"]:
        raise TableError(f"gradient {letter}: nested deeper than {LIMITS['depth']}")
    return Gradient(text=text, tree=tree)


def check(row: Row) -> None:
    """What holds of every row."""
    if not row.doc.endswith((".", "?", "'")):
        raise TableError("the doc text is a sentence")
    if row.outputs > LIMITS["results"]:
        raise TableError(f"at most {LIMITS['results']} results")
    known = {*row.names, *row.results}
    types = [parameter.type for parameter in row.parameters]
    if AXIS_TYPES & set(types) and not {"tensor", "operand", "tensors"} & set(types):
        raise TableError("an axis is one of the first tensor's, but there is none")
    if types.count("axes") > 2:
        raise TableError("at most two parameters are axes (CT_MAX_AXES)")
    check_tests(row)
    if row.formula and row.outputs != (2 if row.formula.second else 1):
        raise TableError("a formula has one result, or a second by the column 'second'")
    if row.formula and row.outputs > 1 and "inplace" in row.forms:
        raise TableError("forms: a row of two results has no in-place form")
    if "inplace" in row.forms and "input" in row.names[1:] and row.kind != "composite":
        raise TableError("forms: in place a row writes its first argument")
    if len(row.keeps) > LIMITS["kept"]:
        raise TableError(f"keeps: at most {LIMITS['kept']} tensors")
    if unknown := set(row.saves) - known:
        raise TableError(f"saves: {sorted(unknown)} not among {sorted(known)}")
    check_body(row)
    gradient = row.columns.get("gradient", "body")
    if row.kind == "op" and gradient not in ("body", "zero") and not row.no_gradient:
        raise TableError(
            'gradient: of an op a C function, body, zero, or none "reason"'
        )
    if gradient == "zero" and row.saves:
        raise TableError("saves: a gradient of zero reads nothing")


def check_body(row: Row) -> None:
    """What a body, and a gradient that is the body's, ask of a row."""
    if "body" in row.flags and row.kind != "op":
        raise TableError("flags: an op has kernels and may have a body beside them")
    if not row.gradient_of_body:
        return
    if "body" not in row.flags:
        raise TableError("gradient: expected the flag body, whose gradient it is")
    if row.saves or row.derives:
        raise TableError("saves: a gradient of the body keeps all tensors by itself")
    if any(parameter.type in LIST_TYPES for parameter in row.parameters):
        raise TableError("gradient: of a body with a list of tensors it is a function")


def write(path: Path, text: str) -> None:
    """Writes a file unless it says the same already, so that nothing is built anew."""
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
