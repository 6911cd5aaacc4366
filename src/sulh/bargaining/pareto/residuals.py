"""What links and spanning positions still ask of the issues that are left, as bits of a state.

Issues are settled one after the other. Of each expression there remains, once some of its issues are
settled, a smaller one; two partial packages with the same remains can be completed in the same ways. A state
is a set of bits: options that are forbidden, expressions that must hold (or, for a position that may be
failed at a cost, that decide whether it is), and charges that are already paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sulh.bargaining.pareto.goal import Vector
from sulh.bargaining.space import Constraint, Space
from sulh.model.errors import TooComplexError
from sulh.model.evaluation import allowed
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or

MOST_BITS = 2_048
"""Bits of a state; expressions that leave more different remains are left to the general solver."""


@dataclass(frozen=True, slots=True)
class Atom:
    """The issue takes one of the options (later: kinds of options) in the mask."""

    issue: int
    mask: int


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold."""

    parts: frozenset[Form]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts holds."""

    parts: frozenset[Form]


Form = Atom | Every | Some
Remains = Form | bool


def formed(space: Space, wants: Node, negated: bool = False) -> Remains:
    """Return *wants* with all negations moved into its atoms."""
    match wants:
        case Compare(issue=name) | OneOf(issue=name):
            at = space.index[name]
            issue = space.issues[at]
            mask = sum(1 << option for option in allowed(wants, issue))
            everything = (1 << len(issue.options)) - 1
            return _atom(at, everything ^ mask if negated else mask, everything)
        case Not(part=part):
            return formed(space, part, not negated)
        case And(parts=parts):
            return _joined((formed(space, part, negated) for part in parts), every=not negated)
        case Or(parts=parts):
            return _joined((formed(space, part, negated) for part in parts), every=negated)
        case Implies(premise=premise, conclusion=conclusion):
            forms = (formed(space, premise, not negated), formed(space, conclusion, negated))
            return _joined(forms, every=negated)


def _atom(issue: int, mask: int, everything: int) -> Remains:
    return mask == everything if mask in (0, everything) else Atom(issue, mask)


def _joined(forms: Iterable[Remains], every: bool) -> Remains:
    parts: set[Form] = set()
    for form in forms:
        if isinstance(form, bool):
            if form != every:
                return form
        elif isinstance(form, Every if every else Some):
            parts |= form.parts
        else:
            parts.add(form)
    if len(parts) <= 1:
        return next(iter(parts), every)
    return Every(frozenset(parts)) if every else Some(frozenset(parts))


def settled(form: Form, issue: int, kind: int) -> Remains:
    """Return what remains of *form* once *issue* takes an option of *kind*."""
    match form:
        case Atom(issue=at, mask=mask):
            return bool(mask >> kind & 1) if at == issue else form
        case Every(parts=parts):
            return _joined((settled(part, issue, kind) for part in parts), every=True)
        case Some(parts=parts):
            return _joined((settled(part, issue, kind) for part in parts), every=False)


def atoms(form: Remains) -> Iterator[Atom]:
    """Yield the atoms of *form*."""
    match form:
        case Atom():
            yield form
        case Every(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from atoms(part)


def _in_kinds(form: Form, kinds: Sequence[Sequence[int]]) -> Form:
    """Return *form* with masks of kinds of options in place of masks of options."""
    match form:
        case Atom(issue=issue, mask=mask):
            seen = {kind for option, kind in enumerate(kinds[issue]) if mask >> option & 1}
            return Atom(issue, sum(1 << kind for kind in seen))
        case Every(parts=parts):
            return Every(frozenset(_in_kinds(part, kinds) for part in parts))
        case Some(parts=parts):
            return Some(frozenset(_in_kinds(part, kinds) for part in parts))


@dataclass
class Step:
    """What settling `issue` by an option of each kind does to a state.

    `dead`: masks of bits with which no package is left (None: none in any case); `adds`: bits that arise;
    `turns`: bit → for each kind the bits that it becomes; `fails`: position → for each kind the bits with
    which it fails (-1: in any case). `forget`: bits that are no longer of use.
    """

    issue: int
    dead: list[int | None]
    adds: list[int]
    turns: dict[int, list[int]] = field(default_factory=dict)
    fails: dict[int, list[int]] = field(default_factory=dict)
    forget: int = 0


@dataclass
class Group:
    """A charge that is paid once. `paid`: its bit; `open`: after each step, the bits that may yet cost it.

    `untouched`: after each step, whether a position that may cost it has not been begun.
    """

    mask: int
    cost: Vector
    paid: int
    open: list[int]
    untouched: list[bool]


class Conditions:
    """The steps that settle the issues in *order*, under *hard* constraints and *soft* ones that may fail.

    `kinds[i][o]`: options of issue i with one kind are alike to all of them. `width` bits make a state; those
    in `weak` belong to positions that may fail, `always` are those that fail in any case.
    Raises TooComplexError where the expressions leave too many different remains.
    """

    def __init__(
        self,
        space: Space,
        order: Sequence[int],
        hard: Sequence[Constraint],
        soft: Sequence[Constraint],
        charges: Sequence[tuple[int, Vector]],
    ) -> None:
        firm = [formed(space, constraint.wants) for constraint in hard]
        weak = {constraint.bit: formed(space, constraint.wants) for constraint in soft}
        self.kinds = _kinds(space, [*firm, *weak.values()])
        self.impossible = False in firm
        self._bits: dict[tuple[object, ...], int] = {}
        self.always = [bit for bit, form in weak.items() if form is False]
        self._steps(order, [f for f in firm if not isinstance(f, bool)], weak)
        self.groups = [
            self._group(mask, cost, order, {b: f for b, f in weak.items() if mask >> b & 1})
            for mask, cost in charges
        ]
        self.groups = [group for group in self.groups if group.mask]
        for number, step in enumerate(self.steps):
            for group in self.groups:
                if not group.open[number] and not group.untouched[number]:
                    step.forget |= group.paid
        self.width = len(self._bits)
        self.weak = sum(1 << at for what, at in self._bits.items() if what[0] in ("soft", "paid"))

    def _bit(self, what: tuple[object, ...]) -> int:
        if what not in self._bits:
            if len(self._bits) >= MOST_BITS:
                raise TooComplexError("the links leave too many cases", hint="leave out links or positions")
            self._bits[what] = len(self._bits)
        return 1 << self._bits[what]

    def _mask(self, form: Remains, position: int) -> int:
        """Return the bits that stand for what remains of a constraint (*position* -1: a hard one)."""
        if isinstance(form, bool):
            return 0
        if position >= 0:
            return self._bit(("soft", position, form))
        match form:
            case Atom(issue=issue, mask=mask):
                kinds = range(max(self.kinds[issue]) + 1)
                return sum(self._bit(("no", issue, kind)) for kind in kinds if not mask >> kind & 1)
            case Every(parts=parts):
                masks = 0
                for part in parts:
                    masks |= self._mask(part, -1)
                return masks
            case Some():
                return self._bit(("hard", form))

    def _steps(self, order: Sequence[int], firm: Sequence[Form], weak: dict[int, Remains]) -> None:
        place = {issue: number for number, issue in enumerate(order)}
        starting: list[list[tuple[int, Form]]] = [[] for _ in order]
        for position, form in [(-1, f) for f in firm] + list(weak.items()):
            if not isinstance(form, bool):
                made = _in_kinds(form, self.kinds)
                places = [place[atom.issue] for atom in atoms(made)]
                starting[min(places)].append((position, made))
        self._starts = {p: at for at, forms in enumerate(starting) for p, _ in forms if p >= 0}
        alive: dict[tuple[int, Form], None] = {}
        self.steps: list[Step] = []
        self._alive: list[dict[int, int]] = []
        for number, issue in enumerate(order):
            step, alive = self._step(issue, starting[number], alive)
            self.steps.append(step)
            masks: dict[int, int] = {}
            for position, form in alive:
                masks[position] = masks.get(position, 0) | self._mask(form, position)
            self._alive.append(masks)

    def _step(
        self, issue: int, starting: Sequence[tuple[int, Form]], alive: dict[tuple[int, Form], None]
    ) -> tuple[Step, dict[tuple[int, Form], None]]:
        kinds = range(max(self.kinds[issue]) + 1)
        dead: list[int | None] = [self._bits_of(("no", issue, kind)) for kind in kinds]
        step = Step(issue, dead, [0 for _ in kinds])
        step.forget = sum(self._bits_of(("no", issue, kind)) for kind in kinds)
        after: dict[tuple[int, Form], None] = {}
        for begun, (position, form) in (*((True, f) for f in alive), *((False, f) for f in starting)):
            if not any(atom.issue == issue for atom in atoms(form)):
                after[position, form] = None
                continue
            here = self._mask(form, position) if begun else 0
            for kind in kinds:
                rest = settled(form, issue, kind)
                self._arrive(step, (position, here, kind), rest, len(kinds))
                for piece in _pieces(rest, position):
                    after[position, piece] = None
            step.forget |= here
        return step, after

    def _arrive(self, step: Step, way: tuple[int, int, int], rest: Remains, kinds: int) -> None:
        position, here, kind = way
        if rest is False:
            if position >= 0:
                row = step.fails.setdefault(position, [0] * kinds)
                row[kind] = -1 if not here or row[kind] < 0 else row[kind] | here
            elif not here:
                step.dead[kind] = None
            elif step.dead[kind] is not None:
                step.dead[kind] = (step.dead[kind] or 0) | here
            return
        made = self._mask(rest, position)
        if here:
            row = step.turns.setdefault(here.bit_length() - 1, [0] * kinds)
            row[kind] |= made
        else:
            step.adds[kind] |= made

    def _bits_of(self, what: tuple[object, ...]) -> int:
        return 1 << self._bits[what] if what in self._bits else 0

    def _group(self, mask: int, cost: Vector, order: Sequence[int], forms: dict[int, Remains]) -> Group:
        members = [bit for bit, form in forms.items() if not isinstance(form, bool)]
        if any(form is False for form in forms.values()) or not members:
            return Group(0, cost, 0, [], [])
        opened, untouched = [], []
        for number in range(len(order)):
            here = 0
            for bit in members:
                here |= self._alive[number].get(bit, 0)
            opened.append(here)
            untouched.append(any(self._starts[bit] > number for bit in members))
        return Group(sum(1 << b for b in members), cost, self._bit(("paid", mask, cost)), opened, untouched)


def _pieces(rest: Remains, position: int) -> Iterator[Form]:
    """Yield what of a hard constraint must be followed on: its disjunctions; of a position, all of it."""
    if isinstance(rest, bool):
        return
    if position >= 0 or isinstance(rest, Some):
        yield rest
    elif isinstance(rest, Every):
        for part in rest.parts:
            yield from _pieces(part, position)


def _kinds(space: Space, forms: Sequence[Remains]) -> list[list[int]]:
    seen: list[list[int]] = [[0] * len(issue.options) for issue in space.issues]
    masks = {(atom.issue, atom.mask) for form in forms for atom in atoms(form)}
    for number, (issue, mask) in enumerate(sorted(masks)):
        for option in range(len(space.issues[issue].options)):
            seen[issue][option] |= (mask >> option & 1) << number
    result = []
    for signatures in seen:
        numbers = {signature: at for at, signature in enumerate(dict.fromkeys(signatures))}
        result.append([numbers[signature] for signature in signatures])
    return result
