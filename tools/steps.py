"""Rows of kind `step`: one step of an optimizer, over a list of parameters.

    step adam_step(step: number, exp_avg: state, lr: float, amsgrad: bool)
        "One step of Adam; see ctensor.optim.Adam."
        when       max_exp_avg_sq: amsgrad
        initial    mu_product: 1, eta: lr
        once       step = step + 1; size = lr / (1 - F(pow)(beta1, step))
        each       exp_avg = beta1 * exp_avg + left1 * grad;
                   param = param - size * exp_avg

A `number` is a 0-d tensor per parameter, a `state` a tensor of the parameter's shape;
both are lists in the row's signature, behind params and grads. `when` says which option
must hold for a state to be there, `initial` what it begins with (default: 0; a number
or an option). `once` is worked out for each parameter in float64 and may change the
numbers; `each` for each element, in the parameter's precision, and changes `param` and
the states. What `once` names, and the options, are the same for all elements: `each`
may read them but should not compute with them alone, which would round. What `each`
compares with `!= 0` is what is seldom set: while none of it is, and no state that waits
for an option is there, a loop without these runs. Both are texts of formula.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formula import FormulaError, parse

if TYPE_CHECKING:
    from optable import Parameter, Row

LANES = ("f32", "f64")
FIELDS = {"float": "f", "int": "i", "bool": "i"}  # of ct_value
LIMITS = {"lists": 6, "constants": 8}  # CT_OPTIM_LISTS and CT_OPTIM_CONSTANTS


@dataclass(frozen=True)
class Step:
    """What a row of kind `step` has beside the columns of an op.

    numbers, states: the lists behind params and grads; when: the option of each state
    that may be lacking; initial: what a list's tensors begin with; once, each: the
    assignments, in order.
    """

    numbers: tuple[str, ...]
    states: tuple[str, ...]
    when: tuple[tuple[str, str], ...]
    initial: tuple[tuple[str, str], ...]
    once: tuple[tuple[str, str], ...]
    each: tuple[tuple[str, str], ...]

    @property
    def constants(self) -> list[str]:
        """What `once` works out and `each` reads, in order."""
        used = read(self.each)
        found = dict.fromkeys(name for name, _ in self.once if name in used)
        return [name for name in found if name not in self.numbers]


def step_parameters(inside: str) -> tuple[str, dict[str, str]]:
    """The signature of the row, and which of its lists are of which kind."""
    lists = dict(re.findall(r"(\w+): (number|state)\b", inside))
    rest = re.sub(r"(\w+): (?:number|state)\b", r"\1: written", inside)
    return f"params: written, grads: tensors, {rest}", lists


def make_step(
    found: tuple[Parameter, ...], lists: dict[str, str], columns: dict[str, str]
) -> Step:
    """The step of a row with these parameters; FormulaError says what is wrong."""
    options = {p.name for p in found if p.type in FIELDS}
    numbers = tuple(name for name, kind in lists.items() if kind == "number")
    states = tuple(name for name, kind in lists.items() if kind == "state")
    once = assignments(columns.get("once", ""), options | set(numbers))
    constants = {name for name, _ in once} - set(numbers)
    known = options | constants | {"param", "grad", *states}
    each = assignments(columns["each"], known)
    if changed := {name for name, _ in each} & (options | constants):
        raise FormulaError(f"each: {sorted(changed)} are the same for all elements")
    if [p.name for p in found[2 : 2 + len(lists)]] != [*numbers, *states]:
        raise FormulaError("a step has numbers, then states, then options")
    when, initial = pairs("when", columns, states), pairs("initial", columns, lists)
    step = Step(numbers, states, when, initial, tuple(once), tuple(each))
    if len(lists) > LIMITS["lists"] or len(step.constants) > LIMITS["constants"]:
        raise FormulaError(f"a step has at most {LIMITS}")
    return step


def pairs(
    key: str, columns: dict[str, str], known: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """The column "name: value, name: value"."""
    found = [tuple(part.split(": ")) for part in columns.get(key, "").split(", ")]
    found = [part for part in found if part != ("",)]
    if wrong := [part for part in found if len(part) != 2 or part[0] not in known]:
        raise FormulaError(f"{key}: expected 'list: value', got {wrong}")
    return tuple((name, value) for name, value in found)


def assignments(text: str, known: set[str]) -> list[tuple[str, str]]:
    """The parts of "name = formula; ..."; each name is known from then on."""
    found, names = [], set(known)
    for part in filter(None, map(str.strip, text.split(";"))):
        name, _, value = part.partition(" = ")
        if not name.isidentifier() or not value:
            raise FormulaError(f"expected 'name = formula', got {part!r}")
        parse(value, names)
        names.add(name)
        found.append((name, value))
    return found


def read(texts: Iterable[tuple[str, str]]) -> set[str]:
    """The words in the formulas."""
    return {word for _, text in texts for word in re.findall(r"[a-z_]\w*", text)}


# ---- C ----------------------------------------------------------------------------


def rows_source(rows: list[Row]) -> str:
    """rows/steps.c: the table of all steps, with what is worked out per parameter."""
    parts = ["/* Made by tools/rows.py: the steps of optimizers. */"]
    parts.append(
        '#include <math.h>\n\n#include "ops/optim.h"\n#include "rows/optim.h"\n'
    )
    parts.append(
        "#define F(fn) ONCE_##fn\n#define ONCE_pow pow\n#define ONCE_sqrt sqrt"
    )
    parts.append("#define ONCE_maximum fmax\n#define K(number) (number)")
    parts.append("#define SEL(c, a, b) ((c) ? (a) : (b))\n")
    entries = []
    for row in rows:
        if row.step:
            parts += [once_source(row, row.step), lists_source(row, row.step)]
            entries.append(
                f"    {{&ct_op_{row.name}, {len(row.step.numbers)}, "
                f"{len(row.step.numbers + row.step.states)}, "
                f"{row.names.index('first') if 'first' in row.names else -1}, "
                f"lists_{row.name}, once_{row.name}}},\n"
            )
    entries.append("    {NULL, 0, 0, 0, NULL, NULL},\n")
    parts.append(f"const ct_optim_row ct_optim_rows[] = {{\n{''.join(entries)}}};\n")
    return "\n".join(parts)


def once_source(row: Row, step: Step) -> str:
    """The function that works out the constants of one parameter."""
    used = read(step.once)
    lines = ["(void)arg, (void)number, (void)constant;"]
    for name in row.names:
        if name in used and name in [p.name for p in row.attributes]:
            lines.append(f"const double {name} = (double){argument(row, name)};")
    lines += [f"double {n} = number[{i}];" for i, n in enumerate(step.numbers)]
    known = set(step.numbers)
    for name, text in step.once:
        lines.append(f"{'' if name in known else 'double '}{name} = {text};")
        known.add(name)
    lines += [f"number[{i}] = {n};" for i, n in enumerate(step.numbers)]
    lines += [f"constant[{i}] = {n};" for i, n in enumerate(step.constants)]
    body = "\n    ".join(lines)
    return (
        f"static void once_{row.name}(const ct_value *arg, double *number, "
        f"double *constant)\n{{\n    {body}\n}}\n"
    )


def argument(row: Row, name: str) -> str:
    """An option of the row in a call's arguments."""
    place = row.names.index(name)
    return f"arg[{place}].{FIELDS[row.parameters[place].type]}"


def lists_source(row: Row, step: Step) -> str:
    """The table of the row's lists: their keys in an optimizer's state."""
    when, initial = dict(step.when), dict(step.initial)
    lines = []
    for name in step.numbers + step.states:
        value = initial.get(name, "0")
        place = row.names.index(value) if value in row.names else -1
        needs = row.names.index(when[name]) if name in when else -1
        constant = value if place < 0 else "0"
        lines.append(f'    {{"{name}", {needs}, {place}, {constant}}},\n')
    lines.append("    {NULL, -1, -1, 0},\n")
    return f"static const ct_optim_list lists_{row.name}[] = {{\n{''.join(lines)}}};\n"


def loops_source(rows: list[Row]) -> str:
    """rows/cpu/isa/steps.c: the loops, in the order of ct_optim_rows."""
    parts = ["/* Made by tools/rows.py: the loops of optimizers' steps. */"]
    parts.append('#include "cpu/optim_kernels.h"\n#include "simd/formula.h"\n')
    own = [row for row in rows if row.step]
    for lane in LANES:
        parts.append(f"#define CT_LANE {lane}")
        parts += [loop_source(row, row.step, lane) for row in own if row.step]
        parts.append("#undef CT_LANE\n")
    table = "".join(
        "    {" + ", ".join(f"{row.name}_{lane}" for lane in LANES) + "},\n"
        for row in own
    )
    parts.append(f"static const ct_optim_loop loops[][2] = {{\n{table}}};")
    parts.append("extern const ct_optim_kernels CT_ISA_SYM(optim_kernels);")
    parts.append("const ct_optim_kernels CT_ISA_SYM(optim_kernels) = {loops};\n")
    return "\n".join(parts)


def loop_source(row: Row, step: Step, lane: str) -> str:
    """One loop: an include of cpu/isa/step.h."""
    used, known = read(step.each), {"param", "grad", *step.states}
    lists = ["param", "grad", *step.states]
    constants = [(n, f"constant[{i}]") for i, n in enumerate(step.constants)]
    constants += [(p.name, argument(row, p.name)) for p in row.attributes]
    constants = [part for part in constants if part[0] in used]
    tested = {n for _, text in step.each for n in re.findall(r"(\w+) != 0", text)}
    sometimes = [name for name, _ in step.when]
    statements = []
    for name, text in step.each:
        declared = "" if name in known else "const CT_LANE_TYPE "
        known.add(name)
        statements.append(f"    {declared}{name} = {text};")
    macros = {
        "LISTS": [f"{n}, {i}, {int(n not in sometimes)}" for i, n in enumerate(lists)],
        "STATES": [f"{n}, {i}" for i, n in enumerate(lists) if n != "grad"],
        "CONSTANTS": [f"{n}, {value}" for n, value in constants if n not in tested],
        "OPTIONS": [f"{n}, {value}" for n, value in constants if n in tested],
    }
    defined = [
        f"#define {macro}(X) {' '.join(f'X({part})' for part in parts)}".rstrip()
        for macro, parts in macros.items()
    ]
    return "\n".join(
        [f"#define STEP {row.name}_{lane}", *defined, "#define EACH \\"]
        + [" \\\n".join(statements), '#include "cpu/isa/step.h"']
    )
