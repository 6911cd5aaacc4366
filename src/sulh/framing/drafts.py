"""A draft package as people write it: the id of an offer, an expression, or names with options in YAML."""

from __future__ import annotations

from sulh.framing.casefile_nodes import compose
from sulh.model.errors import ExpressionError
from sulh.model.evaluation import check, did_you_mean
from sulh.model.expressions import And, Compare, Node, parse
from sulh.model.problem import Package, Problem

HINT = "write it like: price = low and date = May; or name an offer; or a YAML file with issue: option"


def read_package(text: str, problem: Problem, file: str | None = None) -> Package:
    """Return the package that *text* describes; it may leave issues open.

    With *file*, the file's name, *text* is YAML or JSON: issue: option. Else it is the id of an offer, or an
    expression that gives each issue its option with ``=`` and ``and``. Raises CaseFileError (ExpressionError
    in an expression) for whatever cannot be meant, with the line in a file.
    """
    if file is not None:
        return _from_file(text, problem, file)
    for offer in problem.offers:
        if offer.id == text.strip():
            return dict(offer.package)
    if not any(sign in text for sign in "=<>{"):
        known = [offer.id for offer in problem.offers]
        hint = f"{did_you_mean(text, known)} {HINT}" if known else HINT
        raise ExpressionError(f"{text!r} is neither an offer of the case nor a package", hint=hint)
    package: Package = {}
    for part in _parts(parse(text)):
        if not isinstance(part, Compare) or part.operator != "=":
            message = f"a package says which option each issue takes, not {str(part)!r}"
            raise ExpressionError(message, hint=HINT)
        check(part, problem.issues)
        if package.setdefault(part.issue, part.option) != part.option:
            raise ExpressionError(
                f"the package gives {part.issue!r} two options", hint="leave one of them out"
            )
    return package


def _parts(node: Node) -> list[Node]:
    return [leaf for part in node.parts for leaf in _parts(part)] if isinstance(node, And) else [node]


def _from_file(text: str, problem: Problem, file: str) -> Package:
    package: Package = {}
    issues = problem.by_name
    for key, value in compose(text, file).named("the package").entries():
        name, option = key.text(), value.text()
        if name not in issues:
            raise key.wrong(f"there is no issue {name!r}", did_you_mean(name, issues))
        if option not in issues[name].options:
            message = f"the issue {name!r} has no option {option!r}"
            raise value.wrong(message, did_you_mean(option, issues[name].options))
        package[name] = option
    return package
