"""Docs that cannot lie: examples run, links resolve, every command and option has its words."""

import doctest
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("**/*.md"))]
MATCH = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_FENCE = re.compile(r"^```(?P<kind>\w+)(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_SECTION = re.compile(r'\bSection\(\s*"[\w-]+",\s*"([^"]+)"')
_COMMAND_HEADING = re.compile(r"^#+ `?sulh ([a-z-]+)", re.M)


class Example(NamedTuple):
    """A fenced block. `info` is what follows its kind: "fails" where commands are to end with an error."""

    page: Path
    line: int
    kind: str
    info: str
    body: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def examples(*kinds: str) -> list[Example]:
    """Return the blocks of the *kinds* in all pages."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        for fence in _FENCE.finditer(text):
            if fence["kind"] in kinds:
                line = text.count("\n", 0, fence.start()) + 1
                found.append(Example(page, line, fence["kind"], fence["info"], fence["body"]))
    return found


def sessions(body: str) -> Iterator[tuple[str, str]]:
    """Yield each ``$ command`` of a console block with the output printed below it."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = command[:-1] + more.removeprefix("> ")
        yield command, output


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder like a fresh clone, as far as the examples use it."""
    place = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "examples", place / "examples")
    return place


def environment() -> dict[str, str]:
    """Return an environment in which `sulh` is the one under test and prints plain text."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    return os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}


def test_there_are_examples_to_run() -> None:
    assert any(example.page.name == "README.md" for example in examples("console"))
    assert any(example.page.parent.name == "docs" for example in examples("console"))


@pytest.mark.parametrize("example", examples("console"), ids=str)
def test_console_example(example: Example, workplace: Path) -> None:
    ran, fails = list(sessions(example.body)), "fails" in example.info
    assert ran, "a console block has lines that begin with $"
    for command, wanted in ran:
        assert re.match(r"(python -m )?sulh\b", command), f"{command}: blocks that are not run are marked sh"
        done = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", command],
            cwd=workplace,
            env=environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}{done.stderr}"
        got = done.stdout + (done.stderr if fails else "")
        if wanted.strip() and not doctest.OutputChecker().check_output(wanted, got, MATCH):
            pytest.fail(f"$ {command}\nthe page says:\n{wanted}\nit printed:\n{got}")


@pytest.mark.parametrize("example", examples("python"), ids=str)
def test_python_example(example: Example, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    names: dict[str, Any] = {"__name__": "example"}
    if ">>>" not in example.body:
        exec(compile(example.body, str(example), "exec"), names)  # noqa: S102
        return
    parser = doctest.DocTestParser()
    found = parser.get_doctest(example.body, names, str(example), str(example.page), example.line)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=MATCH).run(found, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("example", [e for e in examples("yaml") if "case" in e.info], ids=str)
def test_case_file_example(example: Example, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(example.body, "utf-8")
    sulh = importlib.import_module("sulh")
    assert sulh.Case.open([file]).obstacles().complete is True


@pytest.mark.parametrize("example", [e for e in examples("json") if "move" in e.info], ids=str)
def test_move_example(example: Example) -> None:
    sulh = importlib.import_module("sulh")
    move = sulh.Move.model_validate_json(example.body)
    assert set(sulh.Move.model_fields) == set(json.loads(example.body))
    assert move.end - move.start == len(move.quote)
    assert all(term.end - term.start == len(term.text) for term in move.terms)


def test_every_section_of_a_brief_is_explained() -> None:
    guide = (ROOT / "docs" / "index.md").read_text("utf-8")
    sources = sorted((ROOT / "src" / "sulh" / "brief").glob("*.py"))
    titles = {title for path in sources for title in _SECTION.findall(path.read_text("utf-8"))}
    assert len(titles) > 10
    assert not {title for title in titles if f"**{title}.**" not in guide}


def test_every_key_of_a_brief_and_of_a_case_file_is_named() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    sulh = importlib.import_module("sulh")
    outside = (sulh.Brief, sulh.Move, sulh.Term, sulh.Evidence)
    values = (*outside, sulh.Problem, sulh.Issue, sulh.Position, sulh.Offer)
    assert not {key for value in values for key in value.model_fields if f"`{key}`" not in page}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text("utf-8"))
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = page.parent / place if place else page
        assert target.exists(), f"{link}: no such file"
        assert target.resolve().is_relative_to(ROOT.resolve()), f"{link}: leads out of the project"
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), f"{link}: no such heading"


def anchors(text: str) -> set[str]:
    """Return the anchors that the headings of a Markdown page have."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_page_is_linked_from_the_first_ones() -> None:
    first = [ROOT / "README.md", ROOT / "docs" / "index.md"]
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in first
        for link in _LINK.findall(page.read_text("utf-8"))
    }
    lost = [page for page in PAGES if page not in first and page.resolve() not in linked]
    assert not lost


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def commands() -> dict[str, Any]:
    """Return the commands of the CLI by name (click objects)."""
    typer = importlib.import_module("typer")
    cli = importlib.import_module("sulh.cli")
    app = next(value for value in vars(cli).values() if isinstance(value, typer.Typer))
    top = importlib.import_module("typer.main").get_command(app)
    found = {name: command for name, command in top.commands.items() if not command.hidden}
    return {"": top, **found}


def sections() -> dict[str, str]:
    """Return the part of docs/commands.md on each command; the empty name is what stands before them."""
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    starts = [(found[1], found.start()) for found in _COMMAND_HEADING.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    parts = {name: text[start:end] for (name, start), end in zip(starts, ends, strict=True)}
    return {"": text[: starts[0][1]] if starts else text, **parts}


def test_every_command_and_option_is_documented() -> None:
    told = sections()
    missing = []
    for name, command in commands().items():
        if name not in told:
            missing.append(f"sulh {name}")
            continue
        words = told[""] + told[name]
        for parameter in command.params:
            if getattr(parameter, "hidden", False) or parameter.param_type_name == "argument":
                continue
            names = [*parameter.opts, *parameter.secondary_opts]
            missing += [f"sulh {name} {option}" for option in names if not named(option, words)]
    assert not missing


def named(option: str, words: str) -> bool:
    """Return whether *words* name *option*, and not only a longer one that begins like it."""
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", words) is not None


def test_no_command_is_documented_that_does_not_exist() -> None:
    there = commands()
    invented = []
    for name, words in sections().items():
        if name not in there:
            invented.append(f"sulh {name}")
            continue
        known = {option for command in (there[""], there[name]) for p in command.params for option in p.opts}
        known |= {option for p in there[name].params for option in p.secondary_opts} | {"--help"}
        if name:
            used = re.findall(r"^[^\n]*?`(--[a-z][a-z-]*)", words, re.M)
            invented += [f"sulh {name} {option}" for option in used if option not in known]
    assert not invented


def test_the_changelog_has_this_version() -> None:
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version
    assert f"[{version[1]}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_interpreter_under_test_has_the_command() -> None:
    assert shutil.which("sulh", path=sysconfig.get_path("scripts")), sys.executable
