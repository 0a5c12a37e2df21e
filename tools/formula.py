"""The texts of formula rows: one grammar, parsed into trees.

    condition  comparison { (& | ^) comparison }
    comparison sum [ (< <= > >= == !=) sum ]
    sum        product { (+ -) product }
    product    term { (* /) term }
    term       -term, ( condition ), a whole number, a variable,
               F(fn)(..)  SEL(c, a, b)  K(number)  CONJ(z)

or, of a complex result made of real operands, COMPLEX(sum, sum).

Variables are the operands (x, or a b c d) and the row's attributes by their names, in
gradients also g and y. There are no casts, no ?:, no && and ||, which vectors lack.
The compiler reads the same text as C (csrc/simd/formula.h says how); from the tree come
what a gradient reads and the ops that it stands for.

What F names are functions of csrc/simd, and no rows: a function has a row where the
formula of one is nothing but that function (tools/rows.py finds it), and only then may
a gradient use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/<>&|^(),]))"
)
COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
JOINS = ("&", "|", "^")
# The functions of csrc/simd/ that a text may call, by the number of their operands.
FUNCTIONS = {
    name: operands
    for operands, names in enumerate(
        (
            "abs acos acosh asin asinh atan atanh bitwise_not cbrt ceil cos cosh"
            " digamma erf erfc erfcx erfinv exp exp2 expm1 exponent floor gelu"
            " gelu_tanh i0 i0e i1 i1e imag is_negative lgamma log log10 log1p log2"
            " log_ndtr logit mantissa ndtr ndtri real round rsqrt sigmoid sign silu sin"
            " sinc sinh sqrt tan tanh tgamma trunc",
            "atan2 bitwise_left_shift bitwise_right_shift copysign floor_divide fmax"
            " fmin fmod gcd hypot igamma igammac lcm ldexp maximum minimum nextafter"
            " pow remainder trunc_divide zeta",
            "fma",
        ),
        1,
    )
    for name in names.split()
}
CONSTANTS = {"INFINITY": "INFINITY", "NAN": "NAN"}


class FormulaError(ValueError):
    """A text that the grammar does not allow."""


@dataclass(frozen=True)
class Tree:
    """A number, a variable, or a call of `name` on other trees.

    kind: "whole" or "number" (name: as it was written), "variable", "function" (name:
    one of FUNCTIONS), "operator" (its sign, "SEL", or "neg" for a lone "-") or "conj".
    """

    kind: str
    name: str = ""
    arguments: tuple[Tree, ...] = ()

    def walk(self) -> Iterator[Tree]:
        """The tree's nodes, arguments before what is made of them."""
        for argument in self.arguments:
            yield from argument.walk()
        yield self

    def depth(self) -> int:
        """How many values wait at once when the tree is run in postfix order."""
        return max([1, *(i + a.depth() for i, a in enumerate(self.arguments))])

    def variables(self) -> set[str]:
        """The names of the variables that are read."""
        return {t.name for t in self.walk() if t.kind == "variable"}

    def read_by_derivative(self, x: str) -> set[str]:
        """The names of the variables that the derivative for variable x reads."""
        found = [a.read_by_derivative(x) for a in self.arguments]
        on_x = [x in a.variables() for a in self.arguments]
        read = set[str]().union(*(f for f, on in zip(found, on_x, strict=True) if on))
        if self.kind == "conj" or self.name in ("+", "-", "neg"):
            return read
        if self.kind == "operator" and self.name == "*":
            a, b = self.arguments
            return (
                read
                | (b.variables() if on_x[0] else set())
                | (a.variables() if on_x[1] else set())
            )
        if self.kind == "operator" and self.name == "/" and not on_x[1]:
            return read | (self.arguments[1].variables() if on_x[0] else set())
        if self.kind == "operator" and self.name == "SEL":
            return read | (self.arguments[0].variables() if any(on_x[1:]) else set())
        return read | (self.variables() if any(on_x) else set())


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, variables: set[str]) -> None:
        self.text, self.variables, self.at = text, variables, 0
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while text[position:].strip():
            match = TOKEN.match(text, position)
            if not match:
                raise FormulaError(f"cannot read {text[position:]!r}")
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            position = match.end()

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """The next token if it is one of those, else nothing."""
        token = self.peek()
        if token and token in wanted:
            self.at += 1
            return token
        return ""

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            raise FormulaError(f"expected {wanted!r} before {self.peek()!r}")

    def condition(self) -> Tree:
        tree = self.comparison()
        while sign := self.take(*JOINS):
            tree = Tree("operator", sign, (tree, self.comparison()))
        return tree

    def comparison(self) -> Tree:
        tree = self.sum()
        if sign := self.take(*COMPARISONS):
            return Tree("operator", sign, (tree, self.sum()))
        return tree

    def sum(self) -> Tree:
        tree = self.product()
        while sign := self.take("+", "-"):
            tree = Tree("operator", sign, (tree, self.product()))
        return tree

    def product(self) -> Tree:
        tree = self.term()
        while sign := self.take("*", "/"):
            tree = Tree("operator", sign, (tree, self.term()))
        return tree

    def term(self) -> Tree:
        if self.take("-"):
            tree = self.term()
            if tree.kind in ("whole", "number"):
                return Tree(tree.kind, "-" + tree.name)
            return Tree("operator", "neg", (tree,))
        if self.take("("):
            tree = self.condition()
            self.need(")")
            return tree
        if self.at == len(self.tokens):
            raise FormulaError("it ends too early")
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            if not token.isdigit():
                raise FormulaError(f"write K({token}): it is not a whole number")
            return Tree("whole", token)
        if kind == "word":
            return self.word(token)
        raise FormulaError(f"unexpected {token!r}")

    def word(self, name: str) -> Tree:
        if name in self.variables:
            return Tree("variable", name)
        if name == "F":
            return self.function()
        if name == "K":
            return self.literal()
        arguments = self.arguments() if name in ("SEL", "CONJ") else ()
        if name == "SEL" and len(arguments) == 3:
            return Tree("operator", "SEL", arguments)
        if name == "CONJ" and len(arguments) == 1:
            return Tree("conj", "conj", arguments)
        raise FormulaError(f"{name!r} is no variable of this row and no function")

    def function(self) -> Tree:
        self.need("(")
        name = self.peek()
        self.at += 1
        self.need(")")
        arguments = self.arguments()
        if name not in FUNCTIONS:
            raise FormulaError(f"F({name}): is no function (FUNCTIONS in formula.py)")
        if len(arguments) != FUNCTIONS[name]:
            raise FormulaError(
                f"F({name}): expected {FUNCTIONS[name]} operands, got {len(arguments)}"
            )
        return Tree("function", name, arguments)

    def literal(self) -> Tree:
        self.need("(")
        sign = self.take("-")
        kind, token = self.tokens[self.at]
        self.at += 1
        self.need(")")
        if kind != "number" and token not in CONSTANTS:
            raise FormulaError(f"K({token}): expected a number")
        return Tree("number", sign + token)

    def arguments(self) -> tuple[Tree, ...]:
        self.need("(")
        found = [self.condition()]
        while self.take(","):
            found.append(self.condition())
        self.need(")")
        return tuple(found)


def parse(text: str, variables: set[str]) -> Tree:
    """The tree of a text over these variables; FormulaError says what is wrong."""
    try:
        parser = _Parser(text, variables)
        if parser.take("COMPLEX"):
            tree = Tree("operator", "COMPLEX", parser.arguments())
        else:
            tree = parser.condition()
    except IndexError:
        raise FormulaError(f"{text!r}: it ends too early") from None
    except FormulaError as error:
        raise FormulaError(f"{text!r}: {error}") from None
    if parser.at < len(parser.tokens):
        raise FormulaError(f"{text!r}: unexpected {parser.peek()!r}")
    return tree
