"""The house rules that a program can check."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").glob("**/*.py"))
PROGRAMS = [*SOURCES, *sorted((ROOT / "benchmarks").glob("*.py"))]
MODULES = [*PROGRAMS, *sorted((ROOT / "tests").glob("**/*.py"))]
MOST_LINES, MOST_FUNCTION_LINES, MOST_PARAMETERS = 500, 60, 6

HEAVY = frozenset([
    "charset_normalizer", "dateparser", "htmldate", "jinja2", "justext", "lark", "lxml", "numpy",
    "onnxruntime", "ortools", "pysat", "rapidfuzz", "sqlalchemy", "starlette", "tokenizers",
    "trafilatura", "yaml",
])  # fmt: skip
"""What only the verb that needs it may import."""

CROSS_CHECKS = frozenset({"cpmpy", "negmas", "fitz", "pymupdf"})
"""Libraries of the test extra, some under the AGPL: no part of sulh itself."""

# Put together here so that this file does not hold what it looks for.
_HOMES = "|".join(["work", "root", "home", "Users", "mnt", "srv"])
_MACHINE_PATH = re.compile(rf"(?<![\w.])/(?:{_HOMES})/\w")
_ISSUE_NUMBER = re.compile(r"\b(?:issue|ticket|PR|pull request)\s*" + "#" + r"\s*\d+", re.I)


def relative(path: Path) -> str:
    """Return *path* as the project knows it."""
    return path.relative_to(ROOT).as_posix()


def tracked() -> Iterator[Path]:
    """Yield the project's files: all but hidden folders and what a build leaves behind."""
    left_out = {"build", "dist", "__pycache__", "node_modules", "venv"}
    for top in sorted(ROOT.iterdir()):
        if top.is_file():
            yield top
        elif top.name == ".ci" or not (top.name in left_out or top.name.startswith(".")):
            yield from (
                p
                for p in sorted(top.rglob("*"))
                if p.is_file() and not left_out & set(p.relative_to(top).parts)
            )


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of the module at *path*."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_modules_are_short() -> None:
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert not {name: lines for name, lines in lengths.items() if lines >= MOST_LINES}


def test_functions_are_short() -> None:
    long = []
    for path in PROGRAMS:
        if path.parent.name == "cli":
            continue
        for node in functions(path):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            arguments = node.args
            names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
            parameters = len([name for name in names if name not in ("self", "cls")])
            if lines >= MOST_FUNCTION_LINES or parameters > MOST_PARAMETERS:
                long.append(f"{relative(path)} {node.name}: {lines} lines, {parameters} parameters")
    assert not long


def test_what_is_public_says_what_it_means() -> None:
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        owners: list[ast.Module | ast.ClassDef] = [tree]
        owners += [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
        for owner in owners:
            if not ast.get_docstring(owner):
                silent.append(f"{relative(path)} {getattr(owner, 'name', '')}")
            silent += [
                f"{relative(path)} {node.name}"
                for node in owner.body
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and node.name[0] != "_"
                and not ast.get_docstring(node)
            ]
    assert not silent


def imported(path: Path) -> set[str]:
    """Return the top names of the packages that the module at *path* imports anywhere."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"sulh"}


def test_no_cross_check_is_part_of_sulh() -> None:
    assert not [relative(path) for path in SOURCES if imported(path) & CROSS_CHECKS]


def test_every_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(line for name in extras if name != "test" for line in extras[name])]
    declared = {plain(match[0]) for line in wanted if (match := re.match(r"[\w.-]+", line))}
    owners = packages_distributions()
    undeclared = [
        f"{relative(path)}: {name}"
        for path in SOURCES
        for name in sorted(imported(path))
        if not declared & {plain(owner) for owner in owners.get(name, [name])}
    ]
    assert not undeclared


def plain(name: str) -> str:
    """Return a distribution's name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_files_stay_clear_of_the_machine_they_were_made_on() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for pattern in (_MACHINE_PATH, _ISSUE_NUMBER):
            found += [f"{relative(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert not found


HELP = """\
from sulh.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


@pytest.mark.parametrize("program", ["import sulh", "import sulh.cli", HELP], ids=["package", "cli", "help"])
def test_starting_is_light(program: str) -> None:
    first = "import sys\nsys.argv = ['sulh', '--help']\n"
    last = "\nsys.stderr.write(' '.join(sorted(sys.modules)))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", first + program + last],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    tops = {name.partition(".")[0] for name in done.stderr.split()}
    assert "sys" in tops
    assert not tops & HEAVY
