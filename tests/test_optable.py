"""What tools/optable.py refuses: a row that makes no sense is an error of the build."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import formula
import optable
import rows as rows_tool

HEAD = 'formula f(input: tensor) FLOATS\n    "A row."\n    value      x\n'


def nested(depth: int) -> str:
    """A gradient during which so many values wait."""
    return "g * (x + " * (depth // 2 - 1) + "g * x" + ")" * (depth // 2 - 1)


def rows(text: str) -> list[optable.Row]:
    return list(optable.read_rows("family", text))


def test_a_gradient_is_as_deep_as_the_stack_at_most() -> None:
    (row,) = rows(f"{HEAD}    gradient   {nested(16)}\n")
    assert row.formula.gradients[0].tree.depth() == 16
    with pytest.raises(optable.TableError, match=r"def:1: f: gradient x: nested"):
        rows(f"{HEAD}    gradient   {nested(18)}\n")


def test_results_are_as_many_as_a_call_holds_at_most() -> None:
    op = 'op f(input: tensor) -> ({})\n    "A row."\n'
    assert rows(op.format("a, b, c, d"))[0].outputs == 4
    with pytest.raises(optable.TableError, match="at most 4 results"):
        rows(op.format("a, b, c, d, e"))


def test_hidden_results_are_as_many_as_a_call_holds_at_most() -> None:
    op = 'op f(input: tensor)\n    "A row."\n    keeps      {}\n'
    assert rows(op.format("mean rstd"))[0].keeps == ("mean", "rstd")
    with pytest.raises(optable.TableError, match="keeps: at most 2 tensors"):
        rows(op.format("mean rstd more"))


ROW = 'formula f({}) FLOATS\n    "A row."\n    value      {}\n    gradient   {}\n'


@pytest.mark.parametrize(
    ("parameters", "value", "gradient", "message"),
    [
        ("input: tensor, other: operand = 2", "x", "g", "other: an operand has no def"),
        ("input: tensor, other: scalar = 2", "x", "g", "other: an operand has no def"),
        ("input: tensor?", "x", "g", "input: an operand has no default"),
        ("alpha: float, input: tensor", "x", "g", "operands and then attributes"),
        ("input: tensor, dim: axis", "x", "g", "operands and then attributes"),
        ("input: tensor, g: float = 1", "x", "g", "g: C has another use"),
        ("input: tensor, arg: float = 1", "x", "g", "arg: C has another use"),
        ("input: tensor, n: int? = None", "x", "g", "n: C has another use"),
        ("input: tensor, count: int? = None", "x", "g", "only 'float. = None'"),
        ("input: tensor, alpha: float = 1", "x", "g", "tests: is missing"),
        ("input: tensor", "x * alpha", "g", "'alpha' is no variable"),
        ("input: tensor", "F(nosuch)(x)", "g", "nosuch.: is no function"),
        ("input: tensor", "F(relu)(x)", "g", "relu.: is no function"),
        ("input: tensor", "F(pow)(x)", "g", "expected 2 operands, got 1"),
        ("input: tensor", "x & & x", "g", "is no variable|unexpected"),
        ("input: tensor", "COMPLEX(x, x)", "g", "a result COMPLEX has the value"),
        ("input: tensor", "1 + COMPLEX(x, x)", "g", "'COMPLEX' is no variable"),
    ],
)
def test_a_formula_that_makes_no_sense_is_refused(
    parameters, value, gradient, message
) -> None:
    with pytest.raises(optable.TableError, match=f"family.def:1: f: .*{message}"):
        rows(ROW.format(parameters, value, gradient))


def test_tests_of_a_row_give_its_attributes() -> None:
    text = ROW.format("input: tensor, alpha: float = 1", "x * alpha", "g * alpha")
    (row,) = rows(text + "    tests      alpha=2, alpha=3\n")
    assert [p.name for p in row.attributes] == ["alpha"]
    with pytest.raises(optable.TableError, match="tests: expected 'attribute=number'"):
        rows(text + "    tests      beta=2\n")


def test_an_operand_may_be_called_by_a_letter() -> None:
    """Of another place, too: texts read places and attributes, not names."""
    text = ROW.format(
        "b: tensor, a: operand, alpha: float = 1", "a * b", "a  g * b * alpha"
    )
    (row,) = rows(text + "    gradient   b  g * a\n    tests      alpha=2\n")
    assert rows_tool.gradient_data(row, 0).startswith("{CT_GRADIENT_TREE, 2, 4, ")
    assert rows_tool.gradient_data(row, 1).startswith("{CT_GRADIENT_TREE, 1, 0, ")


def steps(text: str) -> formula.Tree:
    (row,) = rows(text)
    (backward,) = rows_tool.backward_rows(row)
    functions = rows_tool.function_rows(optable.rows())
    return rows_tool.as_row(backward, backward.formula.tree, functions)


def test_functions_and_rows_have_names_of_their_own() -> None:
    """A gradient's function is run as the row that is this function and no more."""
    fused = steps(ROW.format("input: tensor", "x", "F(fma)(g, x, 1)"))
    assert fused.name == "add_alpha"
    assert [tree.name for tree in fused.arguments] == ["1", "a", "b"]
    assert steps(ROW.format("input: tensor", "x", "g * F(gelu)(x)")).name == "mul"
    with pytest.raises(
        optable.TableError, match=r"family.def:1: .*F\(tgamma\): no row"
    ):
        steps(ROW.format("input: tensor", "x", "g * F(tgamma)(x)"))
    with pytest.raises(optable.TableError, match="no arithmetic of numbers alone"):
        steps(ROW.format("input: tensor", "x", "g * (K(0.5) + 1)"))


def test_every_text_of_the_table_is_parsed() -> None:
    for row in optable.rows():
        if row.formula:
            assert row.formula.tree.variables() >= set(optable.letters(row.arity))


def test_a_second_result_has_a_column() -> None:
    head = 'formula f(input: tensor) -> (a, b) FLOATS\n    "A row."\n    value      x\n'
    head += "    gradient   g\n"
    assert rows(head + "    forms      out\n    second     x < 0\n")[0].outputs == 2
    with pytest.raises(optable.TableError, match="one result, or a second"):
        rows(head + "    forms      out\n")
    with pytest.raises(optable.TableError, match="has no in-place form"):
        rows(head + "    second     x < 0\n")
    with pytest.raises(optable.TableError, match="nosuch"):
        rows(head + "    forms      out\n    second     F(nosuch)(x)\n")


def test_overloads_have_the_same_results() -> None:
    op = 'op {}(input: tensor) -> ({})\n    "A row."\n    python     f\n'
    optable.check_overloads(rows(op.format("f", "a, b") + op.format("g", "a, b")))
    with pytest.raises(
        optable.TableError, match=r"g: expected the results \('a', 'b'\)"
    ):
        optable.check_overloads(rows(op.format("f", "a, b") + op.format("g", "b, a")))


BODY = 'op f(input: tensor, others: tensors)\n    "A row."\n'


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("gradient   body", "expected the flag body"),
        ("flags      body\n    gradient   body", "with a list of tensors"),
        ("flags      body\n    saves      input\n    gradient   body", "saves: a gra"),
        ("gradient   other", "of an op a C function, body, zero, or none"),
        ("gradient   zero\n    saves input", "a gradient of zero reads nothing"),
    ],
)
def test_a_body_is_refused_where_it_cannot_be(columns: str, message: str) -> None:
    with pytest.raises(optable.TableError, match=message):
        rows(f"{BODY}    {columns}\n")
    with pytest.raises(optable.TableError, match="may have a body beside"):
        rows(f"{HEAD}    flags      body\n    gradient   g\n")


def test_a_gradient_of_the_body_saves_all_tensors() -> None:
    text = BODY.replace("others: tensors", "other: tensor, p: float")
    (row,) = rows(f"{text}    flags      body\n    gradient   body\n")
    found = rows_tool.c_functions(row)
    assert (found["body"], found["grad"]) == ("ct_f_body", "ct_body_grad")
    assert found["save_args"] == rows_tool.mask_of([True, True, False])


def shared(head: str, columns: str) -> optable.Row:
    """A row with these columns that shares the rule of another, checked."""
    op = 'op {}\n    "A row."\n    saves      {}\n'
    text = op.format("f(input: tensor, dim: axis) -> (values, indices)", "indices")
    other, row = rows(text + op.format(head, columns))
    for what, name in row.shares:
        optable.check_shared(row, what, {"f": other}.get(name))
    return row


def test_rows_share_functions() -> None:
    head = "g(input: tensor, k: int) -> (values, indices)"
    row = shared(head, "indices\n    shares     grad of f")
    found = rows_tool.c_functions(row)
    assert (found["check"], found["grad"]) == ("ct_g_check", "ct_f_grad")
    with pytest.raises(optable.TableError, match="g: shares: expected a row with"):
        shared(head, "indices\n    shares     grad of f; check of nosuch")
    with pytest.raises(optable.TableError, match=r"expected .'check', 'grad', 'cpu'."):
        shared(head, "indices\n    shares     body of f")


@pytest.mark.parametrize(
    ("head", "saves"),
    [
        ("g(input: tensor) -> (values, indices)", "values"),
        ("g(input: tensor) -> (indices, values)", "indices"),
    ],
)
def test_a_shared_rule_finds_what_it_reads(head: str, saves: str) -> None:
    """Another tensor in its place would be a wrong gradient."""
    with pytest.raises(optable.TableError, match="expected saves of f's in their plac"):
        shared(head, f"{saves}\n    shares     grad of f")


STEP = """step f(step: number, exp_avg: state, lr: float, on: bool)
    "A step."
    once       step = step + 1; size = lr / step
    each       exp_avg = exp_avg + grad; param = param - size * exp_avg
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("size * exp_avg", "sise * exp_avg", "'sise' is no variable of this row"),
        ("size = lr / step", "size = lr / exp_avg", "'exp_avg' is no variable"),
        ("param = param", "size = param", r"\['size'\] are the same for all elements"),
        ("param = param", "lr = param", r"\['lr'\] are the same for all elements"),
        ("exp_avg = exp_avg + grad", "exp_avg + grad", "expected 'name = formula'"),
        ("    once", "    when       lr: on\n    once", "when: expected 'list: value'"),
        ("    once", "    initial    exp_avg\n    once", "initial: expected 'list:"),
        (
            "step: number, exp_avg: state",
            "exp_avg: state, step: number",
            "numbers, then",
        ),
        ("lr: float", "lr: float, b: state", "numbers, then states, then options"),
        ("step = step + 1", "step = F(nosuch)(step)", "is no function"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(
    old: str, new: str, message: str
) -> None:
    (row,) = optable.read_rows("family", STEP)
    assert row.step and row.step.constants == ["size"]
    assert row.names == ["params", "grads", "step", "exp_avg", "lr", "on"]
    assert old in STEP
    with pytest.raises(optable.TableError, match=f"family.def:1: f: .*{message}"):
        list(optable.read_rows("family", STEP.replace(old, new)))


def test_names_in_mixed_precision_stand_in_one_list(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(optable, "OPS", tmp_path)
    for text, message in (
        ("lower a b\nfloat32 a", "a stands there twice"),
        ("half a", "expected a list, got 'half'"),
    ):
        (tmp_path / "autocast.def").write_text(text)
        with pytest.raises(optable.TableError, match=message):
            optable.autocast()
    (tmp_path / "autocast.def").write_text("# none\n\nlower a b  # c\nwidest d\n")
    assert optable.autocast() == {"a": "LOWER", "b": "LOWER", "d": "WIDEST"}
