"""What the results page shows, ready to be rendered: words, numbers as text, and drawn charts."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as the run stored it. `svg` is our own and safe in a page; `alternative` says it in words;
    `numbers`: what it is drawn from, None of one drawn before that was kept.
    """

    key: str
    title: str
    svg: str
    alternative: str
    numbers: "SmallTable | None" = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the sentences at the top. `topic`: credibility, behaviour, anxiety or said; `chart` may be
    absent. `also`: what else the plan names, or was built into simulated people, on this topic; a sentence
    each. `named`: how many of these, from the first on, are about what the plan names. `faults`: of outcomes
    that failed, the program's own words.
    """

    topic: str
    title: str
    text: str
    chart: Drawing | None = None
    also: tuple[str, ...] = ()
    named: int = 0
    faults: tuple[str, ...] = ()

    @property
    def at_once(self) -> tuple[str, ...]:
        """What stands below the first sentence without opening anything."""
        return self.also[: self.named]

    @property
    def further(self) -> tuple[str, ...]:
        return self.also[self.named :]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One estimate as text, a dash where there is none. `interval`: of the plan's comparisons the one that
    holds for all of them together. `unit`, `verdict`: only beside what the plan names. `why`: the reason
    where there is no number. `notes`: what is estimated, how, and warnings.
    """

    key: str
    contrast: str
    estimate: str
    interval: str
    p: str
    p_adjusted: str
    effect: str
    effect_interval: str
    n: str
    notes: tuple[str, ...]
    unit: str = ""
    verdict: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Estimates to be folded under a title."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """An outcome's exploratory estimates: `main` first, the rest folded. `said`: what its shape says, a
    sentence each; `means`: the model's; `problem`: why there are no estimates.
    """

    outcome: str
    unit: str
    main: tuple[TableRow, ...]
    folds: tuple[Fold, ...] = ()
    said: tuple[str, ...] = ()
    means: "SmallTable | None" = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NamedTable:
    """What the plan names, in its order. `note`: how the family is corrected; `interval`: the column's title;
    `looks`: how each comparison stood at each look, where the plan has some.
    """

    rows: tuple[TableRow, ...]
    note: str
    interval: str
    looks: "SmallTable | None" = None


@dataclass(frozen=True, slots=True)
class SmallTable:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Whether one thing went as it should. state: "good", "note" (look at it), "bad", or "none" (nothing to
    check); `said`: the result in a line; `lines`, `tables`: what it rests on; `rule`: how the tables judge,
    to be read before them.
    """

    key: str
    title: str
    state: str
    said: str
    lines: tuple[str, ...] = ()
    tables: tuple[SmallTable, ...] = ()
    rule: str = ""

    @property
    def mark(self) -> str:
        """The state as a shape and a word, for whoever sees no colour."""
        return {"good": "✓ Fine", "note": "▲ Look", "bad": "✕ Wrong", "none": "–"}[self.state]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of the descriptives as text: an outcome and its unit, a group, a displayed score ('' where
    once)."""

    outcome: str
    group: str
    level: str
    n: str
    mean: str
    sd: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """`by_group` stands in the order of `FlowTable.groups`; None before groups exist."""

    label: str
    total: int
    by_group: tuple[int, ...] | None
    detail: bool = False
    """A single page among the main steps: to be folded."""


@dataclass(frozen=True, slots=True)
class FlowTable:
    groups: tuple[str, ...] = ()
    rows: tuple[FlowRow, ...] = ()
    minutes: str = ""
    """How long those who finished took, as a sentence; '' where nobody has, or where they are simulated."""
    note: str = ""
    """Of whom the counts by group are, where not of everybody."""

    @property
    def steps(self) -> tuple[FlowRow, ...]:
        return tuple(row for row in self.rows if not row.detail)

    @property
    def pages(self) -> tuple[FlowRow, ...]:
        return tuple(row for row in self.rows if row.detail)


@dataclass(frozen=True, slots=True)
class ResultsContext:
    """Everything on the results page of one study and kind of participant.

    `status`: "zero" (nobody has come), "live" (effects not shown until closed), "early" (the study still
    runs, and the plan lets its comparisons be looked at), "waiting" (effects may be shown, none computed
    yet), "few" (descriptives only) or "shown". `top` is the line under the title.
    `notice` is the sentence that stands in the answers' place where there are none, or above early ones.
    `band`: the words of the band across a page of simulated participants, else ''; `found`: how many of the
    effects that were built in the analysis found, in a sentence.
    `run_state`: of the newest run: "" (none yet), wanted, running, done, failed; `progress`: what it is at,
    in words; `run_error` says that it failed, in a sentence.
    `run`, `extent`: of the results shown, None and '' before the first; `computed_at`: when, in the study's
    time zone (`zone`).
    `share_path`: the participants' address from the root; with the site's own address before it, the link.
    `simulated`: whether this page is about simulated participants; `other_kind` names the other page, and
    `other_text` is the link's text ('' where there is nothing to see).
    `sets`: who is counted, in a sentence; `charts`: those that stand beside no answer.
    `made_with`: seeds and versions: what is needed to compute the same again.
    `refresh_seconds`: the page may look again after so many; None where nothing will change by itself.
    """

    study_id: int
    title: str
    kind: str
    status: str
    top: str
    took_part: str
    finished: int
    planned: int
    run: int | None = None
    extent: str = ""
    computed: str = ""
    computed_at: datetime | None = None
    zone: str = "UTC"
    next_refresh: str = ""
    refresh_seconds: int | None = None
    run_state: str = ""
    progress: str = ""
    run_error: str = ""
    simulated: bool = False
    band: str = ""
    found: str = ""
    notice: str = ""
    answers: tuple[Answer, ...] = ()
    doubts: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    sets: str = ""
    named: NamedTable | None = None
    estimates: tuple[OutcomeTable, ...] = ()
    estimates_note: str = ""
    cells: tuple[CellRow, ...] = ()
    flow: FlowTable = field(default_factory=FlowTable)
    flow_chart: Drawing | None = None
    charts: tuple[Drawing, ...] = ()
    made_with: tuple[str, ...] = ()
    share_path: str = ""
    other_kind: str = ""
    other_text: str = ""
    refresh_text: str = "Refresh now"

    @property
    def checked(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state != "none")

    @property
    def unchecked(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state == "none")
