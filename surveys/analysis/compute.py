"""Protocol and arrays to results: no rows are read or written here.

The same arrays, the same protocol and the same code give the same numbers to the last digit: every seed
follows from the protocol.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from importlib.metadata import version
from platform import python_version
from typing import Any

import numpy as np

from surveys.analysis import checking, course, describing, manipulation
from surveys.analysis.alone import Alone
from surveys.analysis.asking import Source
from surveys.analysis.data import Data
from surveys.analysis.design import Design, design_of
from surveys.analysis.enough import extent_of
from surveys.analysis.flows import blinded
from surveys.analysis.inferred import Inferred, Told
from surveys.analysis.looking import early
from surveys.analysis.results import Flow, Results
from surveys.analysis.scores import CODE_VERSION as SCORES
from surveys.protocol import Compiled

CODE_VERSION = f"{SCORES}.7"
"""Changes whenever a result would come out differently: every run is then made again."""

PARTS = ("numpy", "scipy")
"""What numbers depend on besides our own code: installed wherever the site runs."""


def compute(
    protocol: Compiled,
    data: Data | None,
    flow: Flow,
    *,
    kind: str,
    planted: dict[str, float] | None = None,
    live: bool = False,
    hung: Collection[str] = (),
    told: Told = lambda part, done, of: None,
) -> Results:
    """data: None where nothing must be known yet. live: the study still runs, and of the data only what the
    plan names is computed, as its way of stopping allows. hung: outcomes at which an earlier try came to the
    end of its time: they count as failed.
    """
    plan = protocol.document.plan
    if data is None:
        return Results(kind=str(kind), planned=plan.planned, extent="live", flow=blinded(flow))
    design = design_of(protocol)
    everybody = Source(protocol, design, data)
    if live:
        rows, looked = early(everybody, plan)
        return Results(
            kind=str(kind), planned=plan.planned, extent="early", flow=blinded(flow), rows=tuple(rows),
            looks=tuple(looked), groups=design.groups, versions=versions(),
        )  # fmt: skip
    alone, source = Alone(), everybody.only(~data.left_out)
    data, extent = source.data, extent_of(source, plan.confirmatory)
    found = Inferred(source, everybody, flow, seed_of(protocol), alone)
    if extent == "full":
        found.run(told, hung=hung)
    told("checks", 0, 0)
    described = {
        name: alone.listed(partial(work, source), part=part) for name, (part, work) in DESCRIBED.items()
    }
    return Results(
        kind=str(kind),
        planned=plan.planned,
        flow=flow,
        extent=extent,
        groups=design.groups,
        exposed=_counts(design, data),
        complete=_counts(design, data.only(data.finished)),
        excluded=tuple(checking.excluded(len(design.groups), everybody)),
        noticing=alone.found(
            lambda: manipulation.noticing(design, data), None, part="noticing, shown against hidden"
        ),
        means=tuple(found.means),
        turns=tuple(found.turns),
        allocation=alone.found(
            lambda: checking.allocation(source, allocated=flow.total("allocated")),
            None,
            part="the random assignment",
        ),
        planted=planted,
        rows=tuple(found.rows),
        bounds=tuple(found.bounds),
        fits=tuple(found.fits),
        crossings=tuple(found.crossings),
        variances=tuple(found.variances),
        group_bounds=found.group_bounds,
        moments=alone.listed(
            lambda: course.moments_of(protocol, design, data, inferred=found.by_group),
            part="means over time",
        ),
        stayings=alone.listed(lambda: course.stayings(protocol, design, data), part="days stayed")
        if found.by_group
        else (),
        reached=alone.listed(
            lambda: course.reached(protocol, design, data), part="who reached later questions"
        )
        if found.by_group
        else (),
        looks=tuple(found.looks),
        failed=tuple(alone.failed),
        seeds={"bootstrap and randomisation inference": found.seed} if extent == "full" else {},
        versions=versions(),
        **described,
    )


Work = Callable[[Source], Iterable[Any]]

DESCRIBED: dict[str, tuple[str, Work]] = {
    "cells": ("means by group", lambda s: describing.cells(s.protocol, s.design, s.data)),
    "spreads": ("distributions", lambda s: describing.spreads(s.protocol, s.design, s.data)),
    "profiles": ("means by profile", lambda s: describing.profile_means(s.protocol, s.design, s.data)),
    "alphas": ("reliability", lambda s: describing.alphas(s.design, s.data)),
    "noticed": ("who noticed the score", lambda s: manipulation.noticed(s.design, s.data)),
    "recalled": ("which score is recalled", lambda s: manipulation.recalled(s.design, s.data)),
    "sight": ("time in view", lambda s: manipulation.sight(s.design, s.data)),
    "balance": ("balance", checking.balance),
}
"""Fields of the results that are told whatever is inferred: what each is called, and how it is made."""


def seed_of(protocol: Compiled) -> int:
    """Of all that is drawn in the analysis."""
    return int(protocol.hash[:8] or "1", 16)


def versions() -> dict[str, str]:
    return {
        "analysis": CODE_VERSION,
        "Python": python_version(),
        **{part: version(part) for part in PARTS},
        "BLAS": blas(),
    }


def blas() -> str:
    """The linear algebra that numpy was built with: another one rounds otherwise in the last digits."""
    found = np.show_config(mode="dicts") or {}
    told = found.get("Build Dependencies", {}).get("blas", {})
    return " ".join(part for key in ("name", "version") if (part := str(told.get(key, "")))) or "unknown"


def _counts(design: Design, data: Data) -> tuple[int, ...]:
    return tuple(np.bincount(data.arm, minlength=len(design.groups)).tolist())
