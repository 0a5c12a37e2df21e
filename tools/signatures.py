"""Signatures of PyTorch's functions beside ctensor's: what a call would find missing.

`torch_signatures.txt` lists PyTorch's, by module as the lists of names; coverage.py
makes it anew. A signature is what `inspect` says, or of what is written in C++ the line
in its documentation, without arguments that its schema does not have. `differences`
compares: arguments that are missing, another order, other defaults.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

LIST = Path(__file__).resolve().parent / "torch_signatures.txt"


class Parameter(NamedTuple):
    """One argument; the default is None where there is none, else its text."""

    name: str
    default: str | None
    kind: str  # 'position', 'keyword', '*' or '**'


# ---- reading -----------------------------------------------------------------------


def split(text: str) -> list[str]:
    """The parts between commas that are in no brackets or quotes."""
    parts, depth, quote = [""], 0, ""
    for c in text:
        if quote or c in "'\"":
            quote = "" if c == quote else quote or c
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        if c == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += c
    return [part.strip() for part in parts if part.strip()]


def parsed(text: str) -> list[Parameter] | None:
    """The arguments of `(a, b=1, *, c)`, annotations left out; None if unreadable."""
    found: list[Parameter] = []
    kind = "position"
    for part in split(re.sub(r"\s+", " ", text).strip()[1:-1]):
        if part == "/":
            continue
        if part == "*":
            kind = "keyword"
            continue
        left, _, default = part.partition("=")
        name, _, note = left.partition(":")
        stars = len(name) - len(name.lstrip("*"))
        name, default = name.strip("* "), default.strip()
        if not name.isidentifier():
            return None
        if not default and "Optional" in note:
            default = "None"
        own = ("", "*", "**")[stars] or kind
        found.append(Parameter(name, default or None, own))
        kind = "keyword" if stars else kind
    return [p for p in found if p.name not in ("self", "cls")]


def text_of(parameters: list[Parameter]) -> str:
    """The arguments as one text."""
    parts, starred = [], False
    for p in parameters:
        if p.kind == "keyword" and not starred:
            parts.append("*")
        starred = starred or p.kind in ("keyword", "*")
        stars = p.kind if p.kind in ("*", "**") else ""
        parts.append(stars + p.name + (f"={p.default}" if p.default else ""))
    return f"({', '.join(parts)})"


def inspected(function: Any) -> list[Parameter] | None:
    """What `inspect` says; None where it says nothing, or (*args, **kwargs)."""
    own = isinstance(function, type) and "__init__" in vars(function)
    try:
        text = str(inspect.signature(function.__init__ if own else function))
    except (TypeError, ValueError):
        return None
    found = parsed(re.sub(r"\)\s*->.*$", ")", text, flags=re.S))
    vague = found is not None and [p.kind for p in found] == ["*", "**"]
    return None if vague else found


def documented(
    name: str, text: str | None, every: bool = False
) -> Iterator[list[Parameter]]:
    """The signatures that a documentation begins its paragraphs with.

    With `every` all lines that look like one, as of ctensor's C.
    """
    text = text or ""
    head = rf"(?:^|\n)\s*(?:\.\. \w+::\s*)?(?:\w+\.)*{re.escape(name)}\("
    for match in re.finditer(head, text):
        depth = 0
        for end in range(match.end() - 1, len(text)):
            depth += (text[end] in "([{") - (text[end] in ")]}")
            if not depth:
                break
        first = every or not text[: match.start()].strip()
        if first or "::" in match[0] or text[end + 1 : end + 5].strip()[:2] == "->":
            found = parsed(text[match.end() - 1 : end + 1])
            if found is not None:
                yield found


# ---- the list ----------------------------------------------------------------------


FACTORY = ("layout", "device", "pin_memory", "requires_grad", "memory_format")


def schema(path: str, name: str) -> dict[str, list[Any]]:
    """The arguments that PyTorch's parser knows, of all overloads; empty: unknown."""
    import torch

    part = path.rpartition(".")[2]
    prefix = f"{part}_" if part in ("linalg", "fft", "special") else ""
    found: dict[str, list[Any]] = {}
    for one in torch._C._jit_get_schemas_for_operator(f"aten::{prefix}{name}"):
        for argument in one.arguments:
            place = "out" if argument.is_out else argument.name
            found.setdefault(place, []).append(argument)
    if found:
        for usual in (*FACTORY, "input", "axis", "generator"):
            found.setdefault(usual, [])
    return found


def real(p: Parameter, known: dict[str, list[Any]]) -> Parameter | None:
    """An argument of a documentation as the parser has it; None if it has it not.

    One that is given by position is `_`, whatever it is called.
    """
    if p.name not in known:
        return p._replace(name="_") if p.kind == "position" else None
    arguments = known[p.name]
    if arguments and all(a.kwarg_only for a in arguments):
        p = p._replace(kind="keyword")
    defaults = {str(a.default_value) for a in arguments if a.has_default_value()}
    if p.default is not None and len(defaults) == 1:
        value = defaults.pop()
        p = p._replace(default=value) if re.fullmatch(r"-?[\d.]+", value) else p
    return p


def written(path: str, name: str, function: Any) -> list[str]:
    """PyTorch's signatures of a function, as texts."""
    found = inspected(function)
    if found is not None:
        return [text_of(found)]
    known = schema(path, name)
    texts = []
    for one in documented(name, getattr(function, "__doc__", None)):
        if known:
            one = [q for p in one if (q := real(p, known)) is not None]
            one.sort(key=lambda p: p.kind == "keyword")
        texts.append(text_of(one))
    return list(dict.fromkeys(texts))


def write(names: dict[str, list[str]]) -> None:
    """Writes the list; needs torch."""
    import torch

    lines = []
    for path, listed in names.items():
        place: Any = torch
        for part in filter(None, path.split(".")):
            place = getattr(place, part)
        lines.append(f"[{path}]")
        for name in listed:
            function = getattr(place, name, None)
            if callable(function) and " at 0x" not in name:
                texts = written(path, name, function)
                texts = [re.sub(r"<[^<>]*(<[^<>]*>)?[^<>]*>", "...", t) for t in texts]
                lines += [name + text for text in texts]
    LIST.write_text("\n".join(lines) + "\n")


def read() -> Iterator[tuple[str, str, list[Parameter]]]:
    """Path, name and arguments of each signature in the list."""
    path = ""
    for line in LIST.read_text().splitlines():
        if line.startswith("["):
            path = line[1:-1]
            continue
        name, _, rest = line.partition("(")
        arguments = parsed(f"({rest}")
        if arguments is not None:
            yield path, name, arguments


# ---- comparing ---------------------------------------------------------------------

# Names that PyTorch takes for others, and so does ctensor.
ALIASES = {"axis": "dim", "axis0": "dim0", "axis1": "dim1", "keepdims": "keepdim"}
# Defaults that mean the same where a layout or a place is meant.
USUAL = {"None", "strided", "preserve_format", "contiguous_format", "'cpu'", "..."}
FORMS = ("layout", "memory_format", "device", "dtype", "generator")


def ours(function: Any, name: str) -> list[list[Parameter]]:
    """The signatures of a function of ctensor's: one, or those of its overloads."""
    text = function.__doc__ if callable(function) else None
    listed = list(
        documented(name, text, inspect.isbuiltin(function) or _is_row(function))
    )
    one = inspected(function)
    if len(listed) > 1:  # what one of them requires, another does without
        listed = [
            [p._replace(default=p.default or "...") for p in form] for form in listed
        ]
        one = [p._replace(default="...") for p in one] if one is not None else None
    return [*([one] if one is not None else []), *listed]


def _is_row(function: Any) -> bool:
    return type(function).__name__ == "method_descriptor"


def same_default(name: str, ours: str | None, theirs: str | None) -> bool:
    """Whether two defaults mean the same, as far as texts can tell."""
    if theirs is None or ours == theirs:
        return True
    a, b = (re.sub(r"\b(torch|ctensor)\.", "", text or "") for text in (ours, theirs))
    if "..." in (a, b) or " at 0x" in a:
        return True
    if name in FORMS and a in USUAL | {""}:
        return True
    try:
        return bool(_value(a) == _value(b))
    except (ValueError, SyntaxError):
        return a == b


def _value(text: str) -> Any:
    numerator, slash, denominator = text.partition("/")
    if slash:
        return float(numerator) / float(denominator)
    return ast.literal_eval(text)


def missing(want: list[Parameter], have: list[Parameter]) -> list[str]:
    """What a call by the one signature lacks in the other."""
    own = {p.name: p for p in have}
    kinds = {p.kind for p in have}
    found = []
    for p in want:
        name = p.name if p.name in own else ALIASES.get(p.name, p.name)
        taken = "**" in kinds or ("*" in kinds and p.kind == "position")
        if p.kind in ("*", "**") or p.name.startswith("_"):
            continue
        if name not in own:
            found += [] if taken else [f"lacks `{p.name}`"]
        elif own[name].kind in ("position", "keyword") and not same_default(
            name, own[name].default, p.default
        ):
            found.append(f"`{p.name}` is {own[name].default} and not {p.default}")
    return found + _order(want, have, found)


def _order(want: list[Parameter], have: list[Parameter], found: list[str]) -> list[str]:
    positions = [p.name for p in have if p.kind == "position"]
    if any(p.kind == "*" for p in have) or found:
        return []
    for place, p in enumerate(p for p in want if p.kind == "position"):
        name = p.name if p.name in positions else ALIASES.get(p.name, p.name)
        if p.name[0] != "_" and positions[place : place + 1] != [name]:
            return [f"`{p.name}` is not argument {place + 1}"]
    return []


def differences(part: Any) -> tuple[int, dict[str, list[str]]]:
    """How many signatures were compared, and those that differ, by dotted name.

    `part` gives what ctensor has at a path.
    """
    compared, found = 0, {}
    for path, name, want in read():
        function = getattr(part(path), name, None)
        if function is None:
            continue
        own = ours(function, name)
        if path == "Tensor":
            own = [[p for p in one if p.name != "input"] for one in own]
        if not own:
            continue
        compared += 1
        best = min((missing(want, have) for have in own), key=len)
        if best:
            found.setdefault(f"{path}.{name}".lstrip("."), []).extend(best)
    return compared, {name: list(dict.fromkeys(lacks)) for name, lacks in found.items()}
