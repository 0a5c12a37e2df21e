"""Makes C of the op table: what the preprocessor cannot read off csrc/ops/*.def.

For each file of rows, FAMILY:

    rows/FAMILY.h              ct_op_NAME, CT_AT_NAME_PARAMETER, the calls ct_s_NAME
    rows/FAMILY.c              the rows, the steps of their gradient texts, the calls
    rows/all.c                 the list of all rows
    rows/ids.h                 their places in it
    rows/stamp.h               what a backend must fit
    rows/autocast.c            what mixed precision does with each
    rows/steps.c               what the rows of optimizers' steps are beside rows
    rows/cpu/isa/steps.c       their loops
    rows/cpu/FAMILY.c          which kernels the CPU has
    rows/cpu/isa/FAMILY_KIND.c the loops of formula rows, for each kind of lane
    rows/cpu/isa/FAMILY.c      those loops as a table
    rows/python/FAMILY.c       Python's functions and methods
    rows/python/names.h        how many names they have

usage: rows.py FOLDER      (cbuild.py calls it before it compiles)
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import optable
import steps as optimizer_steps
from complex_text import ComplexText
from formula import Tree, parse
from optable import ATTRIBUTE_TYPES, CLASSES, Parameter, Row, TableError, write

LANES = {
    "BOOL": {"b8": "BOOL"},
    "INT": {f"{s}{n}": f"{s.upper()}{n}" for n in (8, 16, 32, 64) for s in "ui"},
    "REAL": {"f32": "F32", "f64": "F64"},
    "COMPLEX": {"c64": "C64", "c128": "C128"},
}
SHARDS = {"int": ("BOOL", "INT"), "float": ("REAL",), "complex": ("COMPLEX",)}
FLAGS = {
    "function": "CT_FN",
    "method": "CT_METHOD",
    "inplace": "CT_INPLACE",
    "out": "CT_OUT",
    "private": "CT_OP_PRIVATE",
    "writes_out": "CT_OP_WRITES_OUT",
    "inplace_only": "CT_OP_INPLACE_ONLY",
    "draws": "CT_OP_RANDOM",
    "creates": "CT_OP_CREATES",
}
KIND_IN_C = {"formula": "POINTWISE", "step": "OP"}
# Parameters that C finds in any row that has them (ct_op.dim and so on).
FOUND_BY_NAME = ("dim", "keepdim", "dtype", "device", "generator", "memory_format")
HEADER = "/* Made by tools/rows.py of csrc/ops/{family}.def. */\n"


def quoted(text: str | None) -> str:
    """A C string, or NULL."""
    return "NULL" if text is None else json.dumps(text, ensure_ascii=False)


def ct_type(parameter: Parameter) -> str:
    """The ct_arg_type of a parameter."""
    return f"CT_ARG_{parameter.type.upper()}"


# ---- scope calls -----------------------------------------------------------------

VALUES = {  # of a parameter that must be given: C type and how it is set
    "tensor": ("ct_tensor *", "ct_call_tensor(&c, {i}, {v});"),
    "operand": ("ct_tensor *", "ct_call_tensor(&c, {i}, {v});"),
    "scalar": ("ct_tensor *", "ct_call_tensor(&c, {i}, {v});"),
    "tensors": ("ct_tensors ", "ct_call_tensors(&c, {i}, {v});"),
    "written": ("ct_tensors ", "ct_call_tensors(&c, {i}, {v});"),
    "ints": ("ct_dims ", "ct_call_dims(&c, {i}, {v}.n, {v}.v);"),
    "axes": ("ct_dims ", "ct_call_dims(&c, {i}, {v}.n, {v}.v);"),
    "float": ("double ", "ct_call_float(&c, {i}, {v});"),
    "str": ("const char *", "ct_call_str(&c, {i}, {v});"),
    "generator": ("void *", "ct_call_object(&c, {i}, {v});"),
}
INTEGER = ("int64_t ", "ct_call_int(&c, {i}, {v});")


def is_tensor(parameter: Parameter) -> bool:
    """Whether C passes one tensor for it."""
    return parameter.type in ("tensor", "operand", "scalar")


def is_required(parameter: Parameter) -> bool:
    """Whether a call in C has to give it."""
    return parameter.default is None and not parameter.optional


def option(parameter: Parameter) -> tuple[str, str]:
    """Of a parameter with a default: its C type (zero: not given) and its setting."""
    kind = parameter.type
    if kind == "bool" and parameter.default == "False":
        return "bool ", "ct_call_int(&c, {i}, {v});"
    if kind in ("ints", "axes"):
        return "ct_dims ", "if ({v}.v) { ct_call_dims(&c, {i}, {v}.n, {v}.v); }"
    if kind == "tensors":
        return "ct_tensors ", "if ({v}.v) { ct_call_tensors(&c, {i}, {v}); }"
    if is_tensor(parameter) or kind in ("str", "generator"):
        c_type, how = VALUES[kind]
        return c_type, f"if ({{v}}) {{{{ {how} }}}}".replace("{{", "{").replace(
            "}}", "}"
        )
    return "ct_some ", "ct_call_some(&c, {i}, {v});"


def scope_declaration(row: Row) -> str:
    """How C calls the row in a scope: a function, or a macro that takes options."""
    given = [p for p in row.parameters if is_required(p)]
    options = [p for p in row.parameters if not is_required(p)]
    names = "".join(f", {c_name(p)}" for p in given)
    arguments = "".join(f", {VALUES.get(p.type, INTEGER)[0]}{c_name(p)}" for p in given)
    name = f"ct_s_{row.name}"
    if not options and row.outputs < 2:
        return f"ct_tensor *{name}(ct_scope *s{arguments});\n"
    fields = "".join(f"    {option(p)[0]}{c_name(p)};\n" for p in options)
    if row.outputs > 1:
        fields += "    ct_tensor **others; /* the results but the first */\n"
    return (
        f"typedef struct ct_{row.name}_options {{\n{fields}}} ct_{row.name}_options;\n"
        f"ct_tensor *{name}_with(ct_scope *s{arguments}, ct_{row.name}_options o);\n"
        f"#define {name}(s{names}, ...) \\\n"
        f"    {name}_with(s{names}, (ct_{row.name}_options){{__VA_ARGS__}})\n"
    )


def c_name(parameter: Parameter) -> str:
    """The parameter's name where C has a keyword or a macro of that name."""
    return parameter.name


def scope_definition(row: Row) -> str:
    """The body of the call."""
    given = [p for p in row.parameters if is_required(p)]
    options = [p for p in row.parameters if not is_required(p)]
    plain = not options and row.outputs < 2
    arguments = "".join(f", {VALUES.get(p.type, INTEGER)[0]}{c_name(p)}" for p in given)
    head = f"ct_tensor *ct_s_{row.name}" + ("" if plain else "_with")
    head += f"(ct_scope *s{arguments}"
    head += ")" if plain else f", ct_{row.name}_options o)"
    missing = " || ".join(f"!{p.name}" for p in given if is_tensor(p)) or "s->failed"
    lines = [
        head,
        "{",
        "    ct_call c;",
        f"    if ({missing}) {{",
        "        s->failed = true;",
        "        return NULL;",
        "    }",
        f"    ct_call_init(&c, &ct_op_{row.name});",
    ]
    for i, parameter in enumerate(row.parameters):
        required = is_required(parameter)
        how = (
            VALUES.get(parameter.type, INTEGER)[1] if required else option(parameter)[1]
        )
        value = c_name(parameter) if required else f"o.{c_name(parameter)}"
        lines.append("    " + how.replace("{i}", str(i)).replace("{v}", value))
    if "inplace_only" in row.flags:
        lines.append("    return ct_scope_run_in_place(s, &c);")
    elif row.outputs > 1:
        lines += [
            "    ct_tensor *first = ct_scope_run(s, &c);",
            f"    for (int i = 1; first && o.others && i < {row.outputs}; i++) {{",
            "        o.others[i - 1] = c.out[i];",
            "    }",
            "    return first;",
        ]
    else:
        lines.append("    return ct_scope_run(s, &c);")
    return "\n".join([*lines, "}", ""])


# ---- gradients of formula rows ----------------------------------------------------


def backward_name(row: Row, i: int) -> str:
    """What the row of a gradient text is called."""
    letter = "" if row.arity == 1 else "_" + optable.letters(row.arity)[i]
    return f"{row.name}_backward{letter}"


def backward_rows(row: Row) -> list[Row]:
    """A row for each gradient of a formula that is more than g: csrc/ops/backward.c."""
    formula = row.formula
    found = []
    for i, gradient in enumerate(formula.gradients if formula else ()):
        if gradient.form != "TREE" or not gradient.tree or not formula:
            continue
        read = gradient.tree.variables()
        old = [
            x for x in ("g", *optable.letters(row.arity), "y") if x == "g" or x in read
        ]
        new = dict(zip(old, optable.letters(len(old)), strict=True))
        text = re.sub(r"\b[abcdxgy]\b", lambda m, new=new: new[m[0]], gradient.text)
        name = {"g": "grad", "y": "result"}
        name |= dict(zip(optable.letters(row.arity), row.names, strict=False))
        operands = [Parameter(name[x], "tensor", False, None, False) for x in old]
        operands += [
            Parameter(p.name, p.type, False, None, False)
            for p in row.attributes
            if p.name in read
        ]
        dtypes = [
            Parameter(p, "dtype", False, None, False) for p in ("compute", "dtype")
        ]
        found.append(
            Row(
                family=row.family,
                line=row.line,
                kind="backward",
                name=backward_name(row, i),
                pyname=backward_name(row, i),
                signature="("
                + ", ".join(f"{p.name}: {p.type}" for p in operands)
                + ")",
                parameters=(*operands, *dtypes),
                results=("result",),
                doc=f"The gradient of {row.name} for {row.names[i]}.",
                forms=frozenset(),
                flags=frozenset(),
                formula=replace(
                    formula,
                    dtypes="COMPLEX" if formula.result == "COMPLEX" else formula.dtypes,
                    result="REAL" if formula.result == "COMPLEX" else "SAME",
                    second="",
                    complex=None,
                    text=text,
                    tree=parse(
                        text, {*new.values(), *(p.name for p in row.attributes)}
                    ),
                    gradients=(),
                ),
            )
        )
    return found


# ---- rows ------------------------------------------------------------------------


def named_places(row: Row) -> list[str]:
    """What rules may read of a row, and its words, as C constants."""
    found = [
        f"CT_SAVED_{row.name}_{name} = {names.index(name)}"
        for names in (row.names, row.results)
        for name in row.saves
        if name in names
    ]
    found += [f"CT_OUT_{row.name}_{name} = {i}" for i, name in enumerate(row.results)]
    found += [
        f"CT_KEPT_{row.name}_{name} = {i}"
        for i, name in enumerate(row.keeps, start=row.outputs)
    ]
    return [f"enum {{ {one} }};" for one in found] + [
        "enum { " + ", ".join(f"CT_IS_{row.name}_{p.name}_{w}" for w in p.words) + " };"
        for p in row.parameters
        if p.words
    ]


def header(family: str, rows: list[Row]) -> str:
    """rows/FAMILY.h."""
    guard = f"CT_ROWS_{family.upper()}_H"
    parts = [HEADER.format(family=family)]
    parts.append(f'#ifndef {guard}\n#define {guard}\n#include "ops/scope.h"\n')
    for row in rows:
        parts.append(f"/* {row.pyname}{row.signature} */")
        parts.append(f"extern ct_op ct_op_{row.name};")
        places = ", ".join(f"CT_AT_{row.name}_{name}" for name in row.names)
        parts.append(f"enum {{ {places} }};" if places else "")
        parts += named_places(row)
        if row.kind != "backward":
            parts.append(scope_declaration(row))
    return "\n".join([*parts, "#endif", ""])


# The rows of operators. SEL's condition may be any number that is not zero, as where's.
OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "true_divide", "neg": "neg"}
OPERATORS |= {"<=": "le", ">=": "ge", "==": "eq", "!=": "ne", "<": "lt", ">": "gt"}
OPERATORS |= {"&": "logical_and", "|": "logical_or", "^": "logical_xor"}
OPERATORS |= {"SEL": "where"}


def function_rows(rows: list[Row]) -> dict[str, tuple[str, list[int]]]:
    """The row of each function that has one: whose value is that function and no more.

    With it which argument of the function each operand of the row is, as fma(b, c, a).
    """
    found: dict[str, tuple[str, list[int]]] = {"real": ("real", [0])}
    found["imag"] = ("imag", [0])  # these two are views
    for row in rows:
        tree = row.formula.tree if row.formula and row.kind == "formula" else None
        if tree and tree.kind == "function" and tree.name not in found:
            given = [argument.name for argument in tree.arguments]
            letters = list(optable.letters(row.arity))
            if sorted(given) == letters and not row.attributes:
                found[tree.name] = (row.name, [given.index(x) for x in letters])
    return found


def as_row(row: Row, node: Tree, functions: dict[str, tuple[str, list[int]]]) -> Tree:
    """The tree of a call with the row's name, and arguments in its order."""
    operands = set(optable.letters(row.arity))
    if node.name == "neg" and node.arguments[0].name in row.names:
        return replace(node.arguments[0], kind="negated")
    if node.arguments and not node.variables() & operands:
        raise TableError(
            f"{row.family}.def:{row.line}: {row.name}: a gradient has no arithmetic of "
            "numbers alone, which would be of the default dtype: put an operand first"
        )
    arguments = tuple(as_row(row, argument, functions) for argument in node.arguments)
    if node.kind == "operator":
        return replace(node, name=OPERATORS[node.name], arguments=arguments)
    if node.kind != "function":
        return replace(node, arguments=arguments)
    if node.name not in functions:
        raise TableError(
            f"{row.family}.def:{row.line}: {row.name}: F({node.name}): no row is this "
            "function and no more, so that a gradient with it has no gradient"
        )
    name, order = functions[node.name]
    return replace(node, name=name, arguments=tuple(arguments[i] for i in order))


def steps(row: Row, tree: Tree) -> tuple[str, int]:
    """The formula of a row, as a tree of rows, in postfix order: C, and how many."""
    operands = optable.letters(row.arity)
    lines = []
    for node in tree.walk():
        if node.kind == "variable" and node.name in operands:
            place = operands.index(node.name)
            lines.append(f"{{.kind = CT_STEP_VARIABLE, .operands = {place}}},")
        elif node.kind in ("variable", "negated"):
            place, sign = row.names.index(node.name), "-" * (node.kind == "negated")
            step = f".operands = {place}, .value = {sign}1"
            lines.append(f"{{.kind = CT_STEP_ATTRIBUTE, {step}}},")
        elif node.kind == "conj":
            lines.append("{.kind = CT_STEP_CONJ},")
        elif node.arguments:
            count, op = len(node.arguments), f"&ct_op_{node.name}"
            lines.append(f"{{.kind = CT_STEP_CALL, .operands = {count}, .op = {op}}},")
        else:
            kind = "WHOLE" if node.kind == "whole" else "NUMBER"
            lines.append(f"{{.kind = CT_STEP_{kind}, .value = {node.name}}},")
    body = "\n    ".join(lines)
    return f"static const ct_step steps_{row.name}[] = {{\n    {body}\n}};", len(lines)


def gradient_data(row: Row, i: int) -> str:
    """The ct_gradient of a formula row for one operand."""
    assert row.formula
    gradient = row.formula.gradients[i]
    shown = None if gradient.reason else gradient.text
    mask, attributes, backward = 0, 0, "NULL"
    if gradient.form == "TREE" and gradient.tree:
        read = gradient.tree.variables()
        operands = optable.letters(row.arity)
        mask = sum(1 << k for k, letter in enumerate(operands) if letter in read)
        mask |= (1 << optable.LIMITS["operands"]) * ("y" in read)
        names = read & {p.name for p in row.attributes}
        attributes = sum(
            1 << k for k, p in enumerate(row.parameters) if p.name in names
        )
        backward = f"&ct_op_{backward_name(row, i)}"
    return (
        f"{{CT_GRADIENT_{gradient.form}, {mask}, {attributes}, {backward}, "
        f"{quoted(shown)}}}"
    )


def formula_data(row: Row) -> str:
    """The ct_formula of a formula row."""
    formula = row.formula
    assert formula
    low, high = formula.domain
    fields = [f".text = {quoted(formula.text)}", f".low = {low}", f".high = {high}"]
    fields.append(f".ulp = {formula.ulp}")
    fields.append(f".tests = {quoted(formula.tests)}")
    before = ""
    if row.kind == "backward":
        assert row.steps
        before, count = steps(row, row.steps)
        fields += [f".nsteps = {count}", f".steps = steps_{row.name}"]
        letters = optable.letters(row.arity)
        read = [formula.tree.read_by_derivative(x) for x in letters]
        masks = [
            str(sum(1 << k for k, x in enumerate(letters) if x in one)) for one in read
        ]
        fields.append(f".reads = {{{', '.join(masks)}}}")
    else:
        listed = ", ".join(gradient_data(row, i) for i in range(row.arity))
        fields.append(f".gradients = {{{listed}}}")
    body = ", ".join(fields)
    return f"{before}\nstatic const ct_formula formula_{row.name} = {{{body}}};"


def default_value(parameter: Parameter) -> str:
    """The ct_value of a default, as an initialiser; empty where there is none."""
    text = parameter.default
    if text is None or text == "None" or parameter.type == "scalar":
        return ""
    if parameter.type == "float":
        return f".value = {{.f = {text}}}"
    if parameter.words:
        return f".value = {{.i = {parameter.words.index(text[1:-1])}}}"
    if parameter.type == "str":
        inside = text[1:-1]
        return f".value = {{.s = {quoted(inside)}, .s_len = {len(inside)}}}"
    if parameter.type in ("ints", "axes"):
        ints = [part for part in text.strip("()").split(",") if part.strip()]
        listed = ", ".join(ints) or "0"
        array = f"(const int64_t[]){{{listed}}}"
        return f".value = {{.dims = {{{len(ints)}, {array}}}}}"
    return f".value = {{.i = { {'True': '1', 'False': '0'}.get(text, text) }}}"


def parameter_data(row: Row) -> str:
    """The ct_param array of a row."""
    lines = []
    for p in row.parameters:
        fields = [
            f".name = {quoted(p.name)}",
            f".type = {ct_type(p)}",
            f".optional = {int(p.optional or p.default == 'None')}",
            f".keyword_only = {int(p.keyword_only)}",
            f".spread = {int(p.spread)}",
            f".has_default = {int(p.default is not None)}",
            f".text = {quoted(p.default or '')}",
        ]
        if p.words:
            listed = ", ".join(quoted(word) for word in p.words)
            shown = [f"'{word}'" for word in p.words]
            expected = ", ".join(shown[:-1]) + " or " + shown[-1]
            fields.append(f".words = (const char *const[]){{{listed}, NULL}}")
            fields.append(f".expected = {quoted(expected)}")
        if value := default_value(p):
            fields.append(value)
        lines.append("    {" + ", ".join(fields) + "},")
    if not lines:
        return ""
    body = "\n".join(lines)
    return f"static const ct_param params_{row.name}[] = {{\n{body}\n}};"


def numpy_data(row: Row) -> str:
    """The ct_numpy_call array of a row."""
    lines = []
    for call in row.numpy_calls:
        parameters = ", ".join(numpy_parameter(row, p) for p in call.parameters)
        kinds = " | ".join(f"CT_NUMPY_{kind.upper()}" for kind in call.kinds)
        lines.append(
            f"    {{.name = {quoted(call.name)}, .nparam = {len(call.parameters)}, "
            f".params = (const ct_numpy_param[]){{{parameters}}}, .kinds = {kinds}, "
            f".low = {call.low}, .high = {call.high}}},"
        )
    body = "\n".join(lines)
    head = f"static const ct_numpy_call numpy_calls_{row.name}[]"
    return f"{head} = {{\n{body}\n    {{0}}}};"


NUMPY_ROLES = {
    "index": "INDEX",
    "indices": "INDEX",
    "condition": "CONDITION",
}


def numpy_parameter(row: Row, p: optable.NumpyParameter) -> str:
    """One ct_numpy_param."""
    fields = [
        f".name = {quoted(p.name)}",
        f".param = {row.names.index(p.own) if p.own else 'CT_NOWHERE'}",
        f".role = CT_NUMPY_{NUMPY_ROLES.get(p.own or '', 'VALUE')}",
        f".none = {int(p.absent == 'None')}",
        f".positional_only = {int(p.positional_only)}",
        f".keyword_only = {int(p.keyword_only)}",
        f".flat = {int(p.default == 'flat')}",
    ]
    if p.default not in (None, "flat"):
        fields += [".has_default = 1", f".value = {p.default}"]
    return "{" + ", ".join(fields) + "}"


def mask_of(bits: list[bool]) -> str:
    """A bit mask as C."""
    return hex(sum(1 << i for i, bit in enumerate(bits) if bit))


def only_axis(ps: list[optable.Parameter]) -> str:
    """The place of the one axis among the parameters, a dim of the first; or none."""
    axes = [i for i, p in enumerate(ps) if p.type in optable.AXIS_TYPES]
    first = bool(ps) and ps[0].type in {"tensor", "operand"} and ps[0].default is None
    usual = first and len(axes) == 1 and ps[axes[0]].type == "axis"
    return str(axes[0]) if usual else "CT_NOWHERE"


def row_data(row: Row, overload: Row | None, is_first: bool) -> str:
    """The ct_op of a row, and the arrays that it points to."""
    ps = row.parameters
    names = row.names
    self = names.index("input") if "input" in names else 0
    values = [default_value(p) != "" for p in ps]
    fields = {
        "name": quoted(row.name),
        "pyname": quoted(row.pyname),
        "signature": quoted(row.signature),
        "doc": quoted(row.doc),
        "flags": " | ".join(
            c for word, c in FLAGS.items() if word in row.forms | row.flags
        )
        or "0",
        "kind": f"CT_KIND_{KIND_IN_C.get(row.kind, row.kind.upper())}",
        "nout": str(row.outputs),
        "nkept": str(len(row.keeps)),
        "nparam": str(len(ps)),
        "params": f"params_{row.name}" if ps else "NULL",
        "positional": str(sum(not p.keyword_only for p in ps)),
        "variadic": str(int(any(p.spread for p in ps))),
        "self": str(self),
        "required": mask_of([p.default is None for p in ps]),
        "defaults": mask_of(values),
        "tensor_args": mask_of([p.type in optable.TENSOR_TYPES for p in ps]),
        **{
            name: str(names.index(name)) if name in names else "CT_NOWHERE"
            for name in FOUND_BY_NAME
        },
        "list_args": mask_of([p.type in optable.LIST_TYPES for p in ps]),
        "axis_args": mask_of([p.type in optable.AXIS_TYPES for p in ps]),
        "axis": only_axis(ps),
        "overload": f"&ct_op_{overload.name}" if overload else "NULL",
        "is_overload": str(int(not is_first)),
    }
    if row.names_results:
        listed = ", ".join(quoted(name) for name in row.results)
        fields["results"] = f"(const char *const[]){{{listed}}}"
    if row.numpy:
        listed = ", ".join(quoted(name) for name in row.numpy)
        fields["numpy"] = f"(const char *const[]){{{listed}, NULL}}"
    if row.spellings:
        listed = "".join(
            f"{{{quoted(other)}, {names.index(own)}}}, " for other, own in row.spellings
        )
        fields["spellings"] = f"(const ct_spelling[]){{{listed}{{NULL, 0}}}}"
    if row.numpy_inexact:
        fields["numpy_inexact"] = "1"
    if row.aliases:
        listed = ", ".join(quoted(name) for name in row.aliases)
        fields["aliases"] = f"(const char *const[]){{{listed}, NULL}}"
    fields |= c_functions(row)
    parts = [parameter_data(row)]
    if row.numpy_calls:
        fields["numpy_calls"] = f"numpy_calls_{row.name}"
        parts.append(numpy_data(row))
    if row.formula:
        parts.append(formula_data(row))
    body = "".join(f"    .{key} = {value},\n" for key, value in fields.items())
    parts.append(f"ct_op ct_op_{row.name} = {{\n{body}}};\n")
    return "\n".join(filter(None, parts))


def c_functions(row: Row) -> dict[str, str]:
    """The fields that name C functions, and what gradients save."""
    if row.kind == "backward":
        return {
            "arity": str(row.arity),
            "formula": f"&formula_{row.name}",
            "result": f"CT_RESULT_{row.formula.result}",
            "check": "ct_backward_check",
            "body": "ct_formula_body",
            "grad": "ct_body_grad",
            "save_args": mask_of([True] * row.arity),
        }
    if row.formula:
        first = row.formula
        why = [g.reason for g in first.gradients]
        return {
            "arity": str(len(first.gradients)),
            "dtype_class": f"CT_CLASS_{first.dtypes}",
            "result": f"CT_RESULT_{first.result}",
            "numbers": f"CT_NUMBERS_{first.numbers.upper()}",
            "formula": f"&formula_{row.name}",
            "check": "ct_pointwise_check",
            "grad": "NULL" if all(why) else "ct_pointwise_grad_rule",
            "no_grad": quoted(why[0]) if all(why) else "NULL",
        }
    if row.kind == "composite":
        return {"check": f"ct_{row.name}_body"}
    if row.step:
        return {"check": "ct_optim_check", "no_grad": quoted(row.no_gradient)}
    fields = {"check": row.function("check")}
    if "body" in row.flags:
        fields["body"] = f"ct_{row.name}_body"
    if row.gradient_of_body:
        tensors = [p.type in optable.TENSOR_TYPES for p in row.parameters]
        return fields | {"grad": "ct_body_grad", "save_args": mask_of(tensors)}
    if row.derives:
        fields["derive"] = f"ct_{row.name}_derive"
    if row.no_gradient:
        fields["no_grad"] = quoted(row.no_gradient)
    elif row.columns.get("gradient") == "zero":
        fields["grad"] = "ct_zero_grad"
    else:
        fields["grad"] = row.function("grad")
        fields["save_args"] = mask_of([name in row.saves for name in row.names])
        fields["save_outs"] = mask_of([name in row.saves for name in row.results])
    return fields


def declarations(row: Row) -> str:
    """The C functions that a row names."""
    functions = c_functions(row)
    text = ""
    if row.kind not in ("formula", "backward"):
        text += f"int {functions['check']}(ct_call *);\n"
    if "body" in row.flags:
        text += f"int {functions['body']}(ct_call *);\n"
    if row.derives:
        text += f"int64_t {functions['derive']}(const ct_call *, int64_t *);\n"
    if row.kind != "backward" and functions.get("grad", "NULL") not in (
        "NULL",
        "ct_pointwise_grad_rule",
        "ct_body_grad",
        "ct_zero_grad",
    ):
        text += f"void {functions['grad']}(ct_rule *);\n"
    return text


def family_source(family: str, rows: list[Row], chain: dict[str, list[Row]]) -> str:
    """rows/FAMILY.c."""
    used = {
        node.name
        for row in rows
        if row.steps
        for node in row.steps.walk()
        if node.arguments and node.kind != "conj"
    }
    used |= {n.name for row in rows if (n := after(row, chain))}
    used -= {row.name for row in rows}
    parts = [HEADER.format(family=family), "#include <math.h>\n"]
    parts.append(f'#include "rows/{family}.h"\n')
    parts += [f"extern ct_op ct_op_{name};" for name in sorted(used)]
    parts.append("int ct_pointwise_check(ct_call *c);")
    parts.append("int ct_backward_check(ct_call *c);")
    parts.append("int ct_formula_body(ct_call *c);")
    parts.append("void ct_pointwise_grad_rule(ct_rule *r);")
    parts.append("void ct_body_grad(ct_rule *r);")
    parts.append("void ct_zero_grad(ct_rule *r);")
    parts += filter(None, map(declarations, rows))
    for row in rows:
        parts.append(row_data(row, after(row, chain), chain[row.pyname][0] is row))
    parts += [scope_definition(row) for row in rows if row.kind != "backward"]
    return "\n".join(parts)


def after(row: Row, chain: dict[str, list[Row]]) -> Row | None:
    """The next row of the same Python name."""
    overloads = chain[row.pyname]
    place = overloads.index(row) + 1
    return overloads[place] if place < len(overloads) else None


def all_source(rows: list[Row]) -> str:
    """rows/all.c."""
    listed = "".join(f"    &ct_op_{row.name},\n" for row in rows)
    externs = "".join(f"extern ct_op ct_op_{row.name};\n" for row in rows)
    return (
        "/* Made by tools/rows.py: all rows, in the order of ops.def. */\n"
        f'#include "ops/op.h"\n\n{externs}\nct_op *const ct_ops[] = {{\n{listed}}};\n'
        f"const int ct_op_count = {len(rows)};\n"
    )


def autocast_source(rows: list[Row]) -> str:
    """rows/autocast.c: what mixed precision does with each row, and all names."""
    kinds = optable.autocast()
    of_rows = ", ".join(kinds.get(row.pyname.lstrip("_"), "NONE") for row in rows)
    numbers = re.sub(r"(\w+)", r"CT_AUTOCAST_\1", of_rows)
    names = "".join(
        f"    {{{quoted(n)}, CT_AUTOCAST_{k}}},\n" for n, k in kinds.items()
    )
    return (
        "/* Made by tools/rows.py of csrc/ops/autocast.def. */\n"
        '#include "autograd/autocast.h"\n\n'
        f"const uint8_t ct_autocast_kinds[] = {{{numbers}}};\n"
        f"const ct_autocast_name ct_autocast_names[] = {{\n{names}"
        "    {NULL, 0},\n};\n"
    )


# ---- the CPU ---------------------------------------------------------------------


def cpu_source(family: str, rows: list[Row]) -> str:
    """rows/cpu/FAMILY.c: the kernels of a family."""
    own = {r: r.function("cpu") for r in rows if r.kind == "op"}
    own |= {r: "ct_optim_cpu" for r in rows if r.step}
    kernels = dict.fromkeys(own.values())
    declared = "".join(f"int {kernel}(ct_call *);\n" for kernel in kernels)
    listed = "".join(f"    {{&ct_op_{r.name}, {own[r]}}},\n" for r in own)
    return (
        HEADER.format(family=family)
        + f'#include "cpu/column.h"\n#include "rows/{family}.h"\n\n{declared}\n'
        f"extern const ct_cpu_kernel ct_cpu_{family}[];\n"
        f"const ct_cpu_kernel ct_cpu_{family}[] = {{\n{listed}    {{NULL, NULL}},\n"
        "};\n"
    )


def cpu_all_source(families: list[str]) -> str:
    """rows/cpu/all.c."""
    externs = "".join(f"extern const ct_cpu_kernel ct_cpu_{f}[];\n" for f in families)
    listed = "".join(f"    ct_cpu_{f},\n" for f in families)
    return (
        "/* Made by tools/rows.py: the CPU's kernels of all families. */\n"
        f'#include "cpu/column.h"\n\n{externs}\n'
        f"const ct_cpu_kernel *const ct_cpu_column[] = {{\n{listed}    NULL,\n}};\n"
    )


def lane_kinds(row: Row) -> set[str]:
    """The kinds of lanes that a row has loops for; integers have no gradients."""
    assert row.formula
    kinds = CLASSES.get(row.formula.dtypes, {"COMPLEX"})
    return kinds & {"REAL", "COMPLEX"} if row.kind == "backward" else kinds


def lanes_of(row: Row, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The lanes (and dtypes) of these kinds that a formula row has loops for."""
    return [
        lane
        for kind in kinds
        if kind in lane_kinds(row)
        for lane in LANES[kind].items()
    ]


def loops_source(family: str, rows: list[Row], kinds: tuple[str, ...]) -> str:
    """rows/cpu/isa/FAMILY_KIND.c."""
    parts = [HEADER.format(family=family), '#include "ops/op.h"']
    parts.append('#include "simd/formula.h"\n')
    for kind in kinds:
        for lane in LANES[kind]:
            parts.append(f"#define CT_LANE {lane}")
            for row in rows:
                if row.formula and kind in lane_kinds(row):
                    parts.append(one_loop(row, lane))
            parts.append("#undef CT_LANE\n")
    return "\n".join(parts)


def lane_text(row: Row, lane: str) -> str:
    """The formula of a row as C for one lane."""
    formula = row.formula
    assert formula
    if lane not in LANES["COMPLEX"] or not formula.tree:
        return formula.text
    attributes = {p.name for p in row.attributes}
    tree = formula.complex or formula.tree
    return ComplexText(lane, attributes).whole(tree, formula.result)


def one_loop(row: Row, lane: str, name: str = "") -> str:
    """The loop of a row for one lane, or two: an include of cpu/isa/loop.h for each."""
    assert row.formula
    attributes = "".join(
        f" X({p.name}, {row.names.index(p.name)}, {ATTRIBUTE_TYPES[p.type]})"
        for p in row.attributes
    )
    second = ""
    if row.formula.second and not name:
        first = replace(row.formula, text=row.formula.second, result="INT32", second="")
        second = "\n" + one_loop(replace(row, formula=first), lane, "second_")
    return (
        f"#define LOOP CT_ISA_SYM({name}{row.name}_{lane})\n"
        f"#define TEXT {lane_text(row, lane)}\n"
        f"#define RESULT {row.formula.result}\n#define OPERANDS {row.arity}\n"
        f"#define ATTRIBUTES(X){attributes}\n"
        f'#include "cpu/isa/loop.h"{second}'
    )


def loops_table(family: str, rows: list[Row]) -> str:
    """rows/cpu/isa/FAMILY.c: the loops of a family by row, operand and dtype."""
    every = tuple(LANES)
    parts = [HEADER.format(family=family), f'#include "rows/{family}.h"']
    parts.append('#include "cpu/kernels.h"\n#include "simd/simd.h"\n')
    entries = []
    for row in rows:
        if not row.formula:
            continue
        lines = []
        for lane, dtype in lanes_of(row, every):
            lines.append(
                entry(parts, f"{row.name}_{lane}", f".forward[CT_DTYPE_{dtype}]")
            )
            if row.formula.second:
                loop = f"second_{row.name}_{lane}"
                lines.append(entry(parts, loop, f".second[CT_DTYPE_{dtype}]"))
        body = "".join(lines)
        entries.append(f"    {{&ct_op_{row.name}, {{\n{body}    }}}},\n")
    table = f"CT_ISA_SYM(loops_{family})"
    parts.append(f"extern const ct_row_loops {table}[];")
    parts.append(
        f"const ct_row_loops {table}[] = {{\n{''.join(entries)}    {{NULL}},\n}};"
    )
    return "\n".join([*parts, ""])


def entry(parts: list[str], loop: str, field: str) -> str:
    """One field of the table; declares the loop."""
    parts.append(
        f"void CT_ISA_SYM({loop})(char *const *ptrs, int64_t n, const ct_value *arg);"
    )
    return f"        {field} = CT_ISA_SYM({loop}),\n"


def loops_all(families: list[str]) -> str:
    """rows/cpu/isa/all.c."""
    externs = "".join(
        f"extern const ct_row_loops CT_ISA_SYM(loops_{f})[];\n" for f in families
    )
    listed = "".join(f"    CT_ISA_SYM(loops_{f}),\n" for f in families)
    return (
        "/* Made by tools/rows.py: the loops of all families. */\n"
        '#include "cpu/kernels.h"\n#include "simd/simd.h"\n\n'
        f"{externs}extern const ct_row_loops *const CT_ISA_SYM(loops)[];\n"
        f"const ct_row_loops *const CT_ISA_SYM(loops)[] = {{\n{listed}    NULL,\n}};\n"
    )


# ---- Python ----------------------------------------------------------------------


def python_source(family: str, rows: list[Row]) -> str:
    """rows/python/FAMILY.c: a function, a method and an in-place method of each row."""
    parts = [HEADER.format(family=family), '#include "python/arguments/trampoline.h"']
    parts.append(f'#include "rows/{family}.h"\n')
    parts += [f"CT_TRAMPOLINES({row.name})" for row in rows]
    listed = "".join(f"    CT_TRAMPOLINES_OF({row.name}),\n" for row in rows)
    parts.append(f"extern const ct_py_trampolines ct_py_{family}[];")
    parts.append(
        f"const ct_py_trampolines ct_py_{family}[] = {{\n{listed}    {{NULL}},\n}};\n"
    )
    return "\n".join(parts)


def python_all(families: list[str]) -> str:
    """rows/python/all.c."""
    externs = "".join(
        f"extern const ct_py_trampolines ct_py_{f}[];\n" for f in families
    )
    listed = "".join(f"    ct_py_{f},\n" for f in families)
    return (
        "/* Made by tools/rows.py: the functions and methods of all families. */\n"
        f'#include "python/arguments/trampoline.h"\n\n{externs}\n'
        f"const ct_py_trampolines *const ct_py_rows[] = {{\n{listed}    NULL,\n}};\n"
    )


def python_names(rows: list[Row]) -> str:
    """rows/python/names.h: how many names rows have in Python."""
    names = sum(1 + len(row.aliases) for row in rows)
    return (
        "/* Made by tools/rows.py. */\n"
        "#ifndef CT_ROWS_NAMES_H\n#define CT_ROWS_NAMES_H\n"
        f"enum {{ CT_ROW_NAMES = {names} }};\n#endif\n"
    )


def ids(rows: list[Row]) -> str:
    """rows/ids.h: the place of each row in ct_ops."""
    listed = "".join(f"    CT_ID_{row.name},\n" for row in rows)
    return (
        "/* Made by tools/rows.py: rows by their places in ct_ops. */\n"
        f"#ifndef CT_ROWS_IDS_H\n#define CT_ROWS_IDS_H\nenum {{\n{listed}"
        "    CT_ID_COUNT\n};\n#endif\n"
    )


def stamp() -> str:
    """rows/stamp.h: of what a backend must have been built that is to fit the core."""
    digest = hashlib.sha256()
    for pattern in ("core/*.h", "ops/*.h", "ops/*.def"):
        for path in sorted(optable.OPS.parent.glob(pattern)):
            digest.update(path.read_bytes())
    return (
        "/* Made by tools/rows.py of the table and the layouts in headers. */\n"
        f'#define CT_STAMP "{digest.hexdigest()[:32]}"\n'
    )


def everything() -> list[Row]:
    """The rows of the table, then those that gradients of formulas are: ct_ops."""
    rows = optable.rows()
    functions = function_rows(rows)
    return rows + [
        replace(backward, steps=as_row(backward, backward.formula.tree, functions))
        for row in rows
        for backward in backward_rows(row)
    ]


def generate(folder: Path) -> list[Path]:
    """Writes all files; those of families that are gone are removed."""
    rows = everything()
    chain: dict[str, list[Row]] = {}
    for row in rows:
        chain.setdefault(row.pyname, []).append(row)
    families = optable.families()
    by_family = {f: [row for row in rows if row.family == f] for f in families}
    pointwise = [f for f in families if any(r.formula for r in by_family[f])]
    files: dict[str, str] = {"all.c": all_source(rows)}
    for family, own in by_family.items():
        files[f"{family}.h"] = header(family, own)
        files[f"{family}.c"] = family_source(family, own, chain)
        files[f"cpu/{family}.c"] = cpu_source(family, own)
        files[f"python/{family}.c"] = python_source(
            family, [row for row in own if row.kind != "backward"]
        )
    for family in pointwise:
        own = by_family[family]
        files[f"cpu/isa/{family}.c"] = loops_table(family, own)
        for shard, kinds in SHARDS.items():
            text = loops_source(family, own, kinds)
            if "LOOP" in text:
                files[f"cpu/isa/{family}_{shard}.c"] = text
    files["ids.h"] = ids(rows)
    files["stamp.h"] = stamp()
    files["autocast.c"] = autocast_source(rows)
    files["steps.c"] = optimizer_steps.rows_source(rows)
    files["cpu/isa/steps.c"] = optimizer_steps.loops_source(rows)
    files["cpu/all.c"] = cpu_all_source(families)
    files["cpu/isa/all.c"] = loops_all(pointwise)
    files["python/all.c"] = python_all(families)
    files["python/names.h"] = python_names(rows)
    paths = [folder / "rows" / name for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        write(path, text)
    for old in set((folder / "rows").rglob("*.[ch]")) - set(paths):
        old.unlink()
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: rows.py FOLDER")
    try:
        generate(Path(sys.argv[1]))
    except optable.TableError as error:
        sys.exit(f"error: op table: {error}")
