"""What the results page shows, ready to be rendered: words, numbers as text, and drawn charts."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as the run stored it. `svg` is our own and safe in a page; `alternative` says it in words."""

    key: str
    title: str
    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the sentences at the top. `topic`: credibility, behaviour or anxiety; `chart` may be absent."""

    topic: str
    title: str
    text: str
    chart: Drawing | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One estimate as text, a dash where there is none. `notes`: what is estimated, how, and warnings."""

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


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """An outcome's estimates: `main` first, `more` (single scores, averages, controls) to be folded."""

    outcome: str
    unit: str
    main: tuple[TableRow, ...]
    more: tuple[TableRow, ...]


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
class AlphaRow:
    """`group` is '' where all groups are taken together."""

    scale: str
    group: str
    items: str
    n: str
    alpha: str
    interval: str
    note: str


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

    @property
    def steps(self) -> tuple[FlowRow, ...]:
        return tuple(row for row in self.rows if not row.detail)

    @property
    def pages(self) -> tuple[FlowRow, ...]:
        return tuple(row for row in self.rows if row.detail)


@dataclass(frozen=True, slots=True)
class ResultsContext:
    """Everything on the results page of one study and kind of participant.

    `status`: "zero" (nobody has come), "live" (effects not shown until closed), "waiting" (effects may be
    shown, none computed yet), "few" (descriptives only) or "shown". `top` is the line under the title.
    `notice` is the sentence that stands in the answers' place where there are none.
    `band`: the words of the band across a page of simulated participants, else ''.
    `run_state`: of the newest run: "" (none yet), wanted, running, done, failed; `run_error` says
    so in a sentence.
    `computed_at`: of the results shown, in the study's time zone (`zone`), None before the first.
    `share_path`: the participants' address from the root; with the site's own address before it, the link.
    `simulated`: whether this page is about simulated participants; `other_kind` names the other page, and
    `other_text` is the link's text ('' where there is nothing to see).
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
    computed: str = ""
    computed_at: datetime | None = None
    zone: str = "UTC"
    next_refresh: str = ""
    refresh_seconds: int | None = None
    run_state: str = ""
    run_error: str = ""
    simulated: bool = False
    band: str = ""
    notice: str = ""
    answers: tuple[Answer, ...] = ()
    doubts: tuple[str, ...] = ()
    estimates: tuple[OutcomeTable, ...] = ()
    estimates_note: str = ""
    cells: tuple[CellRow, ...] = ()
    alphas: tuple[AlphaRow, ...] = ()
    flow: FlowTable = field(default_factory=FlowTable)
    flow_chart: Drawing | None = None
    share_path: str = ""
    other_kind: str = ""
    other_text: str = ""
    refresh_text: str = "Refresh now"
