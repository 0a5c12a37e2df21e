"""The architecture, read from the source tree: layers, file sizes, function sizes."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
CSRC = ROOT / "csrc"

# What each layer stands on, beside itself: no device is below ops.
LAYERS = {
    "core": [],
    "simd": ["core"],
    "ops": ["core"],
    "autograd": ["core", "ops"],
    "cpu": ["core", "simd", "ops"],
    "meta": ["core", "ops"],
    "python": ["core", "ops", "autograd"],
}
MADE = ROOT / "build" / "made"  # what tools/rows.py made of the op table
# The op table and its call are the contract that kernels are written to.
TABLE = re.compile(r"ops/op\.h|ops/\w+\.def|rows/\w+\.h")
# What a row names is declared where the table becomes C.
ROW_FUNCTION = re.compile(r"ct_\w+_(check|cpu|grad|grad_rule|body|derive)")
# A function's head: its result, its name, parameters with function pointers among them.
SIGNATURE = re.compile(
    r"(?P<result>[\w\s*]*?)\b(?P<name>\w+)\s*\((?:[^()]|\([^()]*\))*\)\s*$"
)
MAX_FILE_LINES = 800
MAX_FUNCTION_LINES = 80
LABELS = {"fail", "done", "default"}
DOCS = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md"))

C_FILES = sorted([*CSRC.rglob("*.c"), *CSRC.rglob("*.h"), *CSRC.rglob("*.def")])
each_c_file = pytest.mark.parametrize(
    "path", C_FILES, ids=[str(path.relative_to(CSRC)) for path in C_FILES]
)


class Function(NamedTuple):
    """A function or macro: its name, where it is, and whether other files see it."""

    name: str
    first: int
    last: int
    exported: bool


def blank(match: re.Match) -> str:
    """Spaces in place of what matched, so that line numbers stay."""
    return re.sub(r"[^\n]", " ", match[0])


def code_of(text: str) -> str:
    """C text with its comments, strings and characters blanked."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, blank, text, flags=re.DOTALL)


def macros_of(code: str) -> list[Function]:
    """The macros defined in comment-free C text."""
    found = []
    for match in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(?:.*\\\n)*", code, re.M):
        first = code.count("\n", 0, match.start()) + 1
        found.append(Function(match[1], first, first + match[0].count("\n"), False))
    return found


def functions_of(code: str) -> list[Function]:
    """The functions defined in comment-free C text.

    A function is what stands between braces after `name(...)` at depth 0. The
    preprocessor's lines are left out: both branches of an #if have to close what they
    open. So are attributes, and macros called before the function.
    """
    code = re.sub(r"^[ \t]*#(?:.*\\\n)*.*", blank, code, flags=re.M)
    code = re.sub(r"__attribute__\(\(.*?\)\)", blank, code, flags=re.S)
    found, depth, head, first = [], 0, 0, 0
    for match in re.finditer(r"[{};]", code):
        if match[0] == "{":
            if depth == 0:
                first = code.count("\n", 0, match.start()) + 1
                before = " ".join(code[head : match.start()].split())
                signature = SIGNATURE.search(before[-400:])
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0 and signature:
                exported = "static" not in signature["result"]
                last = code.count("\n", 0, match.start()) + 1
                name = signature["name"]
                if name == "CT_PY_FAST":  # the macro that declares such a function
                    name = re.search(r"\((\w+)\)", signature[0])[1]
                if name == "CT_BODY":  # a composite's, by the row
                    name = "ct_" + re.search(r"\((\w+)\)", signature[0])[1] + "_body"
                found.append(Function(name, first, last, exported))
        if depth == 0:
            head = match.end()
    assert depth == 0, "braces do not balance: is an #if branch left open?"
    return found


def includes_of(text: str) -> list[str]:
    """The files of ours that C text includes."""
    return re.findall(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', text, re.M)


def is_excused(text: str, function: Function) -> bool:
    """Whether a reason for its length stands in a function or just before it."""
    lines = text.splitlines()[max(0, function.first - 4) : function.last]
    return any(re.search(r"/\* long: \w+", line) for line in lines)


def test_scanner_sees_functions() -> None:
    text = (
        'M(1)\nM(2)\nstatic int f(int (*p)(void))\n{\n    return "}"[0]; /* { */\n}\n'
    )
    text += "int g(int a)\n{\n}\n"
    assert functions_of(code_of(text)) == [
        Function("f", 4, 6, False),
        Function("g", 8, 9, True),
    ]
    macro = "#define M(a) \\\n    a \\\n    a\n"
    assert macros_of(macro) == [Function("M", 1, 3, False)]
    assert functions_of("struct s {\n    int a;\n};\nint a[] = {1};\n") == []


def test_every_folder_is_a_layer() -> None:
    assert C_FILES, f"no C sources under {CSRC}"
    assert {path.relative_to(CSRC).parts[0] for path in C_FILES} <= set(LAYERS)


@each_c_file
def test_includes_point_down(path: Path) -> None:
    name = str(path.relative_to(CSRC))
    layer = name.split("/")[0]
    below = {layer, *LAYERS[layer]}
    for included in includes_of(path.read_text()):
        if included.startswith("rows/"):
            continue
        assert (CSRC / included).exists(), f'"{included}": write it from csrc/ on'
        assert included.split("/")[0] in below, f'"{included}" is not below {layer}'


def test_table_includes_only_itself_and_core() -> None:
    for path in C_FILES:
        if TABLE.fullmatch(str(path.relative_to(CSRC))):
            for included in includes_of(path.read_text()):
                assert included.startswith("core/") or TABLE.fullmatch(included)


@each_c_file
def test_python_stays_on_top(path: Path) -> None:
    name = str(path.relative_to(CSRC))
    if not name.startswith("python/") and name != "core/object.h":
        assert not re.search(r"#\s*include\s*<(Python|numpy/)", path.read_text())


@each_c_file
def test_file_opens_with_a_comment_and_is_short(path: Path) -> None:
    text = path.read_text()
    assert text.startswith(("/*", "//", "# ")), "say what the file is for"
    lines = text.count("\n")
    assert lines <= MAX_FILE_LINES, f"{lines} lines: split it by concept"


@each_c_file
def test_functions_are_short(path: Path) -> None:
    text = path.read_text()
    code = code_of(text)
    for function in [*functions_of(code), *macros_of(code)]:
        lines = function.last - function.first + 1
        assert lines <= MAX_FUNCTION_LINES or is_excused(text, function), (
            f"{function.name}: {lines} lines; split it or say `/* long: reason */`"
        )


@each_c_file
def test_exports_are_named_and_declared(path: Path) -> None:
    if path.suffix != ".c" or path.parent.name == "isa":
        return  # isa/ pastes its names, one for each instruction set
    text = path.read_text()
    names = [name for name in includes_of(text) if name.endswith(".h")]
    headers = [(MADE if name.startswith("rows/") else CSRC) / name for name in names]
    declared = "".join(header.read_text() for header in headers)
    for function in functions_of(code_of(text)):
        name = function.name
        if not function.exported or name.startswith("PyInit_"):
            continue
        assert name.startswith("ct_"), f"{name}: make it static or call it ct_"
        assert ROW_FUNCTION.fullmatch(name) or re.search(rf"\b{name}\b", declared), (
            f"{name}: declared in no header that the file includes"
        )


@each_c_file
def test_labels_are_fail_and_done(path: Path) -> None:
    code = code_of(path.read_text())
    assert set(re.findall(r"^\s*(\w+):\s*$", code, re.M)) <= LABELS


def test_nothing_is_left_to_do() -> None:
    words = "TO" + "DO|FIX" + "ME|XX" + "X"
    sources = [*C_FILES, *(ROOT / "ctensor").rglob("*.py"), *ROOT.glob("tests/*.py")]
    left = [path.name for path in sources if re.search(words, path.read_text())]
    assert left == []


@pytest.mark.parametrize("page", ["README.md", *DOCS])
def test_docs_name_paths_that_exist(page):
    folders = "csrc|cuda|ctensor|tests|benchmarks|examples|docs|tools"
    named = re.findall(rf"`((?:{folders})/[\w./*]*)", (ROOT / page).read_text())
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []


RULES = sorted((ROOT / "csrc" / "autograd").glob("rules_*.c"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_rules_read_arguments_by_name(path: Path) -> None:
    literal = r"\b(?:[XYV]|HAS|NEEDS|EDGE|ct_needs|ct_rule_\w+)\(r, [0-9]"
    allowed = r"ct_rule_(?:info|grad|out_info)\(r, [0-9]"  # of edges and results
    found = re.findall(literal, re.sub(allowed, "", path.read_text()))
    assert not found


# Arguments and results by their place: a row has names for them (CT_AT, OUT, EDGE),
# and what serves any row takes FIRST, which op.h defines, or a place that it computes.
LITERALS = r"\barg\[[0-9]\]|\bout\[[1-9]\]|\bgx\[[1-9]\]|ct_given\(&?\w+, [0-9]"
LITERALS += r"|ct_call_(?:tensors?|int|float|dims|str|object|some)\([^,()]+, [0-9]"
LITERALS += r"|ct_rule_\w+\(r, [1-9]"
ROW_FILES = [
    path
    for layer in ("ops", "cpu", "autograd")
    for path in sorted((CSRC / layer).rglob("*.[ch]"))
]


@pytest.mark.parametrize("path", ROW_FILES, ids=lambda path: path.name)
def test_arguments_have_names_in_c(path: Path) -> None:
    code = code_of(path.read_text())
    if path.name == "op.h":
        code = re.sub(r"#define (?:FIRST|SECOND).*", "", code)
    assert re.findall(LITERALS, code) == []


@each_c_file
def test_the_host_reads_tensors_in_one_place(path: Path) -> None:
    """csrc/core/device.c, where it waits for a device and tells those who listen."""
    reads = r"ct_scalar_load\([^;]*->data\)|\bct_event_read\("
    if path.parent.parts[-1] not in ("cpu", "isa") and path.name != "device.c":
        code = code_of(path.read_text()).replace(
            "static inline void ct_event_read(", ""
        )
        assert not re.search(reads, code)


def test_a_call_has_no_side_fields() -> None:
    """What a check finds out is derived again, what a kernel computes is a tensor."""
    call = re.search(
        r"struct ct_call \{(.*?)\n\};", (CSRC / "ops/op.h").read_text(), re.S
    )
    assert call
    names = re.findall(r"\**(\w+)(?:\[[^]]+\])*;", code_of(call[1]))
    arguments = ["op", "arg", "given", "form", "axes", "outer"]
    results = ["nout", "specified", "out", "outs", "part", "parts", "spec", "sizes"]
    ways = ["device", "device_index", "compute", "original"]
    assert sorted(names) == sorted(arguments + results + ways)


CHECK = re.compile(r"ct_(?!call_may)\w+_check")
MAKES = r"\b(?:ct_tensor_(?:new|make|zeros|view|alias|from|contiguous|cast|prepare)\w*|"
MAKES += r"ct_tensor_(?:copy_data|fill)|ct_s_\w+|ct_scope_\w+|malloc|calloc)\("


@pytest.mark.parametrize(
    "path", sorted((CSRC / "ops").glob("*.c")), ids=lambda p: p.name
)
def test_checks_only_say_what_results_are(path: Path) -> None:
    """NOTE [Infer, then allocate]: the funnel makes them, kernels fill them."""
    text = code_of(path.read_text())
    lines = text.splitlines()
    for function in functions_of(text):
        inside = "\n".join(lines[function.first - 1 : function.last])
        if CHECK.fullmatch(function.name):
            assert not re.search(MAKES, inside), function.name
            assert "c->out[" not in inside.replace("if (c->out[0]", ""), function.name


def test_marks_stand_in_the_files_of_their_tests() -> None:
    """Where a mark is asked for, tests/conftest.py leaves out files that lack it."""
    for path in (ROOT / "tests").glob("*.py"):
        marks = re.findall(r"([\w.]*)mark\.(?:isa|cuda)\b", path.read_text())
        assert set(marks) <= ({"pytest."} if path.name[:5] == "test_" else set()), path
