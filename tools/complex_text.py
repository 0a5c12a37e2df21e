"""The texts of formula rows as C for complex lanes: calls of simd/ops_complex.h.

C has no operators on pairs of vectors. Each part of a formula has a kind: "z" complex,
"r" real vectors, "n" numbers, "c" conditions.
"""

from __future__ import annotations

from formula import Tree

OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "==": "eq", "!=": "ne"}


class ComplexText:
    """A formula for lanes c64 or c128, with these attributes of the row."""

    def __init__(self, lane: str, attributes: set[str]) -> None:
        self.lane, self.attributes = lane, attributes
        self.real = {"c64": "f32", "c128": "f64"}[lane]

    def whole(self, tree: Tree, result: str) -> str:
        """The text of a formula whose result is SAME, REAL or BOOL."""
        kind, text = self.part(tree)
        return self.complex(kind, text) if result == "SAME" else text

    def call(self, name: str, *arguments: str) -> str:
        """A call of the lane's function."""
        return f"{self.lane}_{name}({', '.join(arguments)})"

    def vector(self, kind: str, text: str) -> str:
        """A real part as a vector."""
        return f"{self.real}_set({text})" if kind == "n" else text

    def complex(self, kind: str, text: str) -> str:
        """A part as a complex vector."""
        return text if kind == "z" else self.call("of", self.vector(kind, text))

    def part(self, tree: Tree) -> tuple[str, str]:
        """The kind and text of a tree."""
        if tree.kind in ("whole", "number"):
            return "n", f"K({tree.name})"
        if tree.kind == "variable":
            is_real = tree.name in self.attributes
            return ("r", f"{tree.name}.re") if is_real else ("z", tree.name)
        parts = [self.part(argument) for argument in tree.arguments]
        if tree.kind in ("function", "conj"):
            given = [self.complex(*part) for part in parts]
            kind = "r" if tree.name in ("abs", "real", "imag") else "z"
            return kind, self.call(tree.name, *given)
        if tree.name == "neg":
            kind, text = parts[0]
            return kind, self.call("neg", text) if kind == "z" else f"(-{text})"
        if tree.name == "SEL":
            given = [self.complex(*part) for part in parts[1:]]
            return "z", self.call("sel", parts[0][1], *given)
        return self.operator(tree.name, *parts)

    def operator(
        self, sign: str, left: tuple[str, str], right: tuple[str, str]
    ) -> tuple[str, str]:
        """An operator between two parts."""
        kinds = left[0] + right[0]
        if "z" not in kinds:
            a, b = self.vector(*left), self.vector(*right)
            return "r" if sign in "+-*/" else "c", f"({a} {sign} {b})"
        name = OPERATORS[sign]
        if kinds[1] != "z" and sign in "+-*/":
            return "z", self.call(f"{name}_real", left[1], self.vector(*right))
        if kinds[0] != "z" and sign in "+*":
            return "z", self.call(f"{name}_real", right[1], self.vector(*left))
        if kinds[0] != "z" and sign == "-":
            return "z", self.call("real_sub", self.vector(*left), right[1])
        kind = "z" if sign in "+-*/" else "c"
        return kind, self.call(name, self.complex(*left), self.complex(*right))
