"""The document that is a study: its types, checks, steps, draws, codebook and notations. Pure."""

from surveys.protocol.advance import STOP, Place, Sent, advance, replay, start
from surveys.protocol.checks import Finding, Severity, checks
from surveys.protocol.codebook import MISSING, Column, Deed, columns, deeds
from surveys.protocol.compiled import Compiled, Measure
from surveys.protocol.document import SCHEMA, Document
from surveys.protocol.draws import Arm, Draws, Visit
from surveys.protocol.nodes import Act, Answers, Ending, Errors, Step
from surveys.protocol.notation import (
    Problem,
    Unreadable,
    canonical,
    compiled,
    digest,
    from_yaml,
    frozen,
    read,
    to_yaml,
)

__all__ = [
    "MISSING",
    "SCHEMA",
    "STOP",
    "Act",
    "Answers",
    "Arm",
    "Column",
    "Compiled",
    "Deed",
    "Document",
    "Draws",
    "Ending",
    "Errors",
    "Finding",
    "Measure",
    "Place",
    "Problem",
    "Sent",
    "Severity",
    "Step",
    "Unreadable",
    "Visit",
    "advance",
    "canonical",
    "checks",
    "columns",
    "compiled",
    "deeds",
    "digest",
    "from_yaml",
    "frozen",
    "read",
    "replay",
    "start",
    "to_yaml",
]
