"""What is worked out from the facts. Every row here can be deleted and made again."""

from enum import StrEnum

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.fields import XidField
from surveys.models.participation import Kind, Participation
from surveys.models.study import Protocol, Study
from surveys.models.user import User


class JobState(StrEnum):
    WANTED = "wanted"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """A row that asks for work. The database is the list of work; Celery only says when to look at it.

    `attempts` is committed before the work, so that work which kills its worker stops after a few tries.
    """

    state = models.CharField(_("state"), max_length=10, default=JobState.WANTED)
    wanted_at = models.DateTimeField(_("wanted"), default=timezone.now)
    wanted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(_("error"), default="", blank=True)

    class Meta:
        abstract = True


class ScaleScore(models.Model):
    """One scale of one participation: at a visit (from 1), or once (visit 0). Null where too few items."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="scores")
    scale = models.CharField(max_length=70)
    visit = models.PositiveSmallIntegerField(default=0)
    value = models.FloatField(null=True)
    answered = models.PositiveSmallIntegerField()
    code_version = models.CharField(max_length=40)
    xid = XidField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "scale", "visit", "code_version"], name="one_score_a_scale_and_visit"
            ),
        ]
        indexes = [models.Index(fields=["xid", "id"], name="score_feed")]


class Run(Job):
    """One pass of the analysis over the participations of one kind that had ended when it began."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="runs")
    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=10, default=Kind.REAL)
    code_version = models.CharField(max_length=40, default="")
    covered = models.PositiveIntegerField(_("participants"), default=0)
    covered_hash = models.CharField(max_length=64, default="")
    results = models.JSONField(default=dict)
    results_hash = models.CharField(max_length=64, default="")
    """Of everything found: the same facts, protocol and code give the same hash."""
    progress = models.JSONField(default=dict)
    """What is being worked on (`part`), and which of how many that is (`done`, `of`)."""
    xid = XidField()

    class Meta:
        verbose_name = _("computation")
        verbose_name_plural = _("computations")
        indexes = [models.Index(fields=["study", "kind", "-id"], name="run_of_study")]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "kind"],
                condition=models.Q(state__in=[JobState.WANTED.value, JobState.RUNNING.value]),
                name="one_open_run_a_study_and_kind",
            ),
        ]


class Estimate(models.Model):
    """One row of a run's results, in the outcome's own units."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="estimates")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=120)
    outcome = models.CharField(max_length=70)
    contrast = models.CharField(max_length=60)
    at = models.JSONField(default=list)
    """The displayed scores that it is about; none where about all."""
    sides = models.JSONField(null=True)
    """Who is compared: of and against, factor -> levels; null where displayed scores are."""
    variant = models.CharField(max_length=60, default="", blank=True)
    """Which other way of computing the same; '' for the main analysis."""
    comparison = models.CharField(max_length=40, default="", blank=True)
    """What the plan calls it; '' where it is exploratory."""
    estimand = models.TextField()
    estimate = models.FloatField(null=True)
    se = models.FloatField(null=True)
    df = models.FloatField(null=True)
    """Null beside a statistic: of the normal distribution."""
    statistic = models.FloatField(null=True)
    p = models.FloatField(null=True)
    p_adjusted = models.FloatField(null=True)
    """After Holm's correction within the plan's family, or the outcome's single scores; else null."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    level = models.FloatField(default=0.95)
    simultaneous_low = models.FloatField(null=True)
    simultaneous_high = models.FloatField(null=True)
    """At 1 - alpha/m: the interval that agrees with the adjusted p."""
    effect = models.FloatField(null=True)
    effect_low = models.FloatField(null=True)
    effect_high = models.FloatField(null=True)
    standardiser = models.CharField(max_length=200, default="")
    participants = models.PositiveIntegerField()
    profiles = models.PositiveIntegerField(null=True)
    ratings = models.PositiveIntegerField(null=True)
    confirmatory = models.BooleanField(default=False)
    equivalence = models.JSONField(null=True)
    """Two one-sided tests against the plan's smallest effect, where it names one."""
    seed = models.BigIntegerField(null=True)
    method = models.TextField(default="")
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["run", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="one_estimate_a_key")]


class Chart(models.Model):
    """A drawn result: the Vega-Lite specification is the source, the SVG what pages show at once."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="charts")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    alternative = models.TextField()
    specification = models.JSONField()
    svg = models.TextField()

    class Meta:
        ordering = ["run", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="one_chart_a_key")]


class Simulation(Job):
    """Simulated participants that somebody asked for: how many, with which effects planted."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="simulations")
    participants = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    effects = models.JSONField(default=dict)
    dropout = models.FloatField(default=0)
    seed = models.BigIntegerField(default=1)
    pause = models.FloatField(default=0)
    """Seconds between arrivals, so that a page can be watched filling."""


class PowerCheck(Job):
    """Studies drawn from a draft as it stood, and how often each comparison was found in them."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="power_checks")
    content = models.TextField()
    """The draft's canonical bytes."""
    repeats = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    participants = models.PositiveIntegerField(null=True)
    profiles = models.PositiveIntegerField(null=True)
    """With how many of both; null: as many as the draft plans and has."""
    effects = models.JSONField(default=dict)
    assumed = models.JSONField(default=dict)
    seed = models.BigIntegerField(default=1)
    results = models.JSONField(default=dict)


class Heartbeat(models.Model):
    """When each part of the site last said that it lives."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(default=timezone.now)
