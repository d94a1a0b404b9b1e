"""Design, allocation and masking: what was varied, how chance dealt it, and who knew."""

from collections.abc import Iterator

from surveys.protocol.nodes import Debriefing
from surveys.report.document.known import Known, listed
from surveys.report.document.parts import Block, Pairs, Para, Section, Table


def design(known: Known) -> Section:
    parts = (
        Section("varied", "What was varied", tuple(varied(known))),
        Section("allocation", "Random allocation", tuple(allocation(known))),
        Section("masking", "Masking", tuple(map(Para, masking(known)))),
    )
    return Section("design", "Design and allocation", parts=parts)


def varied(known: Known) -> Iterator[Block]:
    factors = known.document.factors
    if not factors:
        yield Para("Nothing was varied: every participant met the same pages.")
        return
    rows = tuple(
        (
            known.say(factor.label) or factor.name,
            ", ".join(map(str, factor.levels)),
            "between participants, by lot" if factor.varies == "between" else "within participants, rotated",
            ":".join(map(str, factor.weights)) or "equal",
        )
        for factor in factors
    )
    yield Table("Factors", ("Factor", "Levels", "Varies", "Shares"), rows)
    if len(known.protocol.arms) > 1:
        groups = listed(known.group(arm) for arm in known.protocol.arms)
        yield Para(f"This makes {len(known.protocol.arms)} groups: {groups}.")


def allocation(known: Known) -> Iterator[Block]:
    """The unit, how the sequence was made and restricted, how it was concealed, who dealt it."""
    if known.protocol.lot is None:
        yield Para("There is no lot: nobody was allocated to anything.")
        return
    items = [
        ("Unit", "The participant."),
        ("Sequence", sequence(known)),
        ("Restriction", restriction(known)),
        ("Itineraries", itineraries(known)),
        ("Concealment", CONCEALED),
        ("Who allocated", "The program, at random assignment, after consent and every page before it."),
        ("Commitment", commitment(known)),
    ]
    yield Pairs(tuple((term, words) for term, words in items if words))


CONCEALED = (
    "The list was made before anybody came and is kept in the database; a participant takes its next free "
    "place at the moment of random assignment, and no page tells a researcher which that is."
)


def sequence(known: Known) -> str:
    return (
        "A list made from a secret random seed of 32 bytes, by HMAC-SHA256: the same seed gives the same "
        "list on every machine."
    )


def restriction(known: Known) -> str:
    if len(known.protocol.arms) < 2:
        return ""
    unit = sum(known.protocol.weights.values())
    sizes = listed(str(unit * multiple) for multiple in sorted(set(known.plan.blocks)))
    return f"Permuted blocks of {sizes} places, their order drawn at random; no stratification."


def itineraries(known: Known) -> str:
    visits = known.protocol.visits
    if visits is None:
        return ""
    return (
        f"Each place also holds one of {known.protocol.rows} itineraries, in which profiles, levels and "
        f"positions are rotated over one another: {visits.count} of {len(known.document.profiles)} profiles."
    )


def commitment(known: Known) -> str:
    facts = known.facts
    start = f"The seed’s SHA-256, published with the protocol: {facts.seed_hash}."
    if not facts.seed:
        return f"{start} The seed itself is told when the study is closed."
    agrees = "which has that hash" if facts.seed_agrees else "which does NOT have that hash"
    return f"{start} The seed: {facts.seed}, {agrees}."


def masking(known: Known) -> Iterator[str]:
    yield "Participants were not told which groups there are, nor in which one they were."
    if known.document.cue is not None and known.design.hidden:
        yield (
            "Where the score was hidden, a score was drawn all the same and never sent to the browser: "
            "no participant could find it."
        )
    yield "Nobody met participants: the program gave every page and scored every answer by the same key."
    if any(isinstance(page, Debriefing) for page in known.document.pages):
        yield "The debriefing told what was made up, after the last question."
    yield _researchers(known)
    yield (
        "Whether masking held is shown by the manipulation check."
        if known.plan.noticed
        else "The plan names no question by which it could be checked whether the display was noticed."
    )


def _researchers(known: Known) -> str:
    if known.facts.simulated:
        return "Of simulated participants, effects are shown at once."
    if known.plan.stopping.kind == "fixed":
        return (
            "Researchers saw no effects before the study was closed; who exported data when is listed below."
        )
    return "Researchers saw effects before the end only as the plan lets them; exports are listed below."
