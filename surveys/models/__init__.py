"""Rows: what is shared, counted or a fact. What a study *is* stands in its document."""

from surveys.models.analysis import Chart, Estimate, Heartbeat, Job, JobState, Run, ScaleScore, Simulation
from surveys.models.participation import (
    ARRIVED,
    Arrival,
    EventBatch,
    Kind,
    Participation,
    Slot,
    Submission,
)
from surveys.models.study import (
    REHEARSED,
    Ability,
    Draft,
    DraftChange,
    Log,
    Membership,
    Protocol,
    Role,
    State,
    Study,
)
from surveys.models.user import User

__all__ = [
    "ARRIVED",
    "REHEARSED",
    "Ability",
    "Arrival",
    "Chart",
    "Draft",
    "DraftChange",
    "Estimate",
    "EventBatch",
    "Heartbeat",
    "Job",
    "JobState",
    "Kind",
    "Log",
    "Membership",
    "Participation",
    "Protocol",
    "Role",
    "Run",
    "ScaleScore",
    "Simulation",
    "Slot",
    "State",
    "Study",
    "Submission",
    "User",
]
