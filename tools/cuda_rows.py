"""Makes the CUDA kernels of formula rows, beside what rows.py makes of the table for C.

rows/cuda/FAMILY_KIND.cu   the kernels of a family's rows, for each kind of lane
rows/cuda/steps.cu         the steps of optimizers
rows/cuda/formulas.c       all of them by row and dtype

usage: cuda_rows.py page    writes the list of what is lacking into docs/cuda.md
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

import rows as made
import steps as optimizer_steps
from optable import ATTRIBUTE_TYPES, Row, write

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- Written by tools/cuda_rows.py. -->\n"


# Functions of a few instructions; a formula that calls others is a function of its own,
# which kernels call for each element: else each would hold it up to seventeen times.
SHORT = {
    *(
        "abs",
        "bitwise_not",
        "bitwise_left_shift",
        "bitwise_right_shift",
        "ceil",
        "conj",
    ),
    *("copysign", "floor", "fma", "imag", "is_negative", "maximum", "minimum", "real"),
    *("round", "rsqrt", "sign", "sqrt", "trunc"),
}
# Families of formulas so long that 16-bit floats are converted before and after.
IN_FLOAT32 = {"special"}


def is_long(text: str, lane: str) -> bool:
    """Whether a formula is more than a few instructions."""
    return lane.startswith("c") or bool(set(re.findall(r"F\((\w+)\)", text)) - SHORT)


def loop(row: Row, lane: str, *, second: bool = False) -> str:
    """One include of kernels/loop.cuh."""
    formula = row.formula
    assert formula
    attributes = "".join(
        f" X({p.name}, {row.names.index(p.name)}, {ATTRIBUTE_TYPES[p.type]})"
        for p in row.attributes
    )
    text = formula.second if second else made.lane_text(row, lane)
    return (
        f"#define LOOP {'second_' * second}{row.name}_{lane}\n#define TEXT {text}\n"
        f"#define RESULT {'INT32' if second else formula.result}\n"
        f"#define LONG {str(is_long(text, lane)).lower()}\n"
        f"#define HALVES {str(row.family not in IN_FLOAT32).lower()}\n"
        f"#define OPERANDS {row.arity}\n#define ATTRIBUTES(X){attributes}\n"
        '#include "kernels/loop.cuh"\n'
    )


def kernels(family: str, rows: list[Row], shard: str) -> str:
    """rows/cuda/FAMILY_KIND.cu; empty where no row has such lanes."""
    parts, entries = [], []
    for kind in made.SHARDS[shard]:
        for lane, dtype in made.LANES[kind].items():
            own = [r for r in rows if r.formula and kind in made.lane_kinds(r)]
            parts.append(f"#define CT_LANE {lane}\n")
            for row in own:
                parts.append(loop(row, lane))
                entries.append((row.name, "forward", dtype, f"{row.name}_{lane}"))
                if row.formula and row.formula.second:
                    parts.append(loop(row, lane, second=True))
                    name = f"second_{row.name}_{lane}"
                    entries.append((row.name, "second", dtype, name))
            parts.append("#undef CT_LANE\n")
    if not entries:
        return ""
    listed = "".join(
        f"    row[CT_ID_{row}].{field}[CT_DTYPE_{dtype}] = {name}_launch;\n"
        for row, field, dtype, name in entries
    )
    if family in IN_FLOAT32:
        listed += "".join(
            f"    row[CT_ID_{name}].in_float32 = true;\n"
            for name in dict.fromkeys(entry[0] for entry in entries)
        )
    return (
        made.HEADER.format(family=family)
        + "#define CT_COMPLEX_LANES\n" * (shard == "complex")
        + '#include "kernels/formula.cuh"\n#include "rows/ids.h"\n\n'
        + "".join(parts)
        + f"\nCT_KERNELS void ct_cuda_{family}_{shard}(ct_device_row *row);\n"
        f"void ct_cuda_{family}_{shard}(ct_device_row *row)\n{{\n{listed}}}\n"
    )


def steps(rows: list[Row]) -> str:
    """rows/cuda/steps.cu."""
    own = [row for row in rows if row.step]
    parts = ["/* Made by tools/cuda_rows.py: the kernels of optimizers' steps. */"]
    parts.append('#include "steps.h"\n')
    for lane in optimizer_steps.LANES:
        parts.append(f"#define CT_LANE {lane}")
        for row in own:
            text = optimizer_steps.loop_source(row, row.step, lane)
            parts.append(text.replace("cpu/isa/step.h", "kernels/step.cuh"))
        parts.append("#undef CT_LANE\n")
    listed = "".join(
        "    {"
        + ", ".join(f"{r.name}_{n}_launch" for n in optimizer_steps.LANES)
        + "},\n"
        for r in own
    )
    parts.append(f"static const ct_step_launch kernels[][2] = {{\n{listed}}};")
    parts.append(
        "CT_KERNELS const ct_step_launch (*ct_cuda_step_kernels(void))[2]\n"
        "{\n    return kernels;\n}\n"
    )
    return "\n".join(parts)


def table(shards: list[str]) -> str:
    """rows/cuda/formulas.c."""
    declared = "".join(f"void ct_cuda_{name}(ct_device_row *row);\n" for name in shards)
    called = "".join(f"    ct_cuda_{name}(row);\n" for name in shards)
    return (
        "/* Made by tools/cuda_rows.py: the kernels of all formulas. */\n"
        f'#include "loop.h"\n\n{declared}\n'
        "void ct_cuda_formulas(ct_device_row *row);\n"
        f"void ct_cuda_formulas(ct_device_row *row)\n{{\n{called}}}\n"
    )


def lacking(rows: list[Row]) -> dict[str, list[str]]:
    """By family, the ops that have neither a kernel in cuda/ nor a body."""
    tables = "".join(path.read_text() for path in sorted(ROOT.glob("cuda/*.c")))
    there = set(re.findall(r"\{CT_ID_(\w+),", tables))
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.kind == "op" and row.name not in there and "body" not in row.flags:
            found.setdefault(row.family, []).append(row.name)
    return found


def lacking_text(rows: list[Row]) -> str:
    """The list of docs/cuda.md."""
    lines = []
    for family, names in lacking(rows).items():
        text = f"- {family}: " + ", ".join(f"`{name}`" for name in names)
        lines += textwrap.wrap(text, 88, subsequent_indent="  ", break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def write_page() -> None:
    """Brings the list in docs/cuda.md up to date."""
    page = ROOT / "docs" / "cuda.md"
    before, mark, _ = page.read_text().partition(MARK)
    page.write_text(before + mark + lacking_text(made.everything()))


def generate(folder: Path, rows: list[Row]) -> None:
    """Writes all files; those of families that are gone are removed."""
    files, shards = {}, []
    for family in dict.fromkeys(row.family for row in rows):
        own = [row for row in rows if row.family == family]
        for shard in made.SHARDS:
            if text := kernels(family, own, shard):
                files[f"{family}_{shard}.cu"] = text
                shards.append(f"{family}_{shard}")
    files["formulas.c"] = table(shards)
    files["steps.cu"] = steps(rows)
    for name, text in files.items():
        write(folder / "rows" / "cuda" / name, text)
    for old in set((folder / "rows" / "cuda").glob("*")):
        if old.name not in files:
            old.unlink()


if __name__ == "__main__":
    if sys.argv[1:] != ["page"]:
        sys.exit("usage: cuda_rows.py page    (the list of what is lacking)")
    write_page()
