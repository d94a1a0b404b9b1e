"""The rows of the API, field by field with their meaning: what is sent, the schema and the codebook agree."""

from typing import Any

from rest_framework import serializers as s

from surveys.api.queries import KINDS
from surveys.models import Participation, ScaleScore, State
from surveys.protocol import Ending

Shape = s.Serializer[Any]
TEXT = "Words by language."


class FaultShape(Shape):
    code = s.CharField(help_text="What went wrong, as a word for programs.")
    message = s.CharField(help_text="What went wrong, as a sentence.")
    field = s.CharField(required=False, help_text="The parameter at fault.")
    cure = s.CharField(required=False, help_text="What to do about it.")


class ErrorShape(Shape):
    error = FaultShape()


class ProtocolShape(Shape):
    number = s.IntegerField(help_text="Counts a study's protocols from 1.")
    hash = s.CharField(help_text="SHA-256 of the protocol's canonical JSON, as `protocol/` sends it.")
    seed_hash = s.CharField(help_text="SHA-256 that commits to the allocation's seed, given at launch.")
    published_at = s.DateTimeField()


class CountsShape(Shape):
    """How many real participants there were, by how it ended."""

    started = s.IntegerField(help_text="All who sent at least their first page.")
    going_on = s.IntegerField(help_text="No ending yet.")
    finished = s.IntegerField()
    stopped = s.IntegerField()
    declined = s.IntegerField()
    screened_out = s.IntegerField()
    withdrawn = s.IntegerField(help_text="Took their answers back: deleted.")


class LinksShape(Shape):
    participations = s.URLField()
    ids = s.URLField(help_text="For the study's owners.")
    answers = s.URLField()
    acts = s.URLField(help_text="What was done in a feed.")
    paradata = s.URLField()
    scores = s.URLField()
    results = s.URLField()
    codebook = s.URLField()
    protocol = s.URLField()


class StudyShape(Shape):
    address = s.CharField(help_text="The study's name in addresses, here and for participants.")
    name = s.CharField(help_text="The internal name.")
    title = s.CharField(allow_blank=True, help_text="What participants read, in the study's language.")
    language = s.CharField()
    time_zone = s.CharField(help_text="Of the study. All times here are UTC.")
    state = s.ChoiceField(choices=[state.value for state in State])
    demonstration = s.BooleanField()
    planned = s.IntegerField(help_text="How many participants are planned.")
    counts = CountsShape()
    protocol = ProtocolShape(allow_null=True, help_text="The newest; null for a draft.")
    seed = s.CharField(allow_null=True, help_text="The allocation's seed (hex), revealed when closed.")
    links = LinksShape()


class ParticipationShape(s.ModelSerializer[Participation]):
    arm = s.SerializerMethodField(
        help_text="The group. Null until the study is closed (always told for simulated participants)."
    )
    protocol = s.IntegerField(source="protocol.number", help_text="Number of the protocol taken.")
    kind = s.ChoiceField(choices=KINDS)
    ending = s.ChoiceField(
        choices=[e.value for e in Ending],
        allow_null=True,
        help_text="Null while it goes on. Drop the answers you hold of whoever has withdrawn.",
    )
    language = s.CharField()
    furthest = s.CharField(allow_blank=True, help_text="The furthest step reached.")
    started_at = s.DateTimeField()
    ended_at = s.DateTimeField(allow_null=True)

    class Meta:
        model = Participation
        fields = (
            "id", "kind", "protocol", "arm", "language", "started_at", "ended_at", "ending", "furthest",
        )  # fmt: skip

    def get_arm(self, row: Participation) -> str | None:
        return row.arm if self.context["revealed"] else None


class IdsShape(s.ModelSerializer[Participation]):
    participation = s.IntegerField(source="id", help_text="`id` in `participations/`.")
    ending = s.ChoiceField(choices=[e.value for e in Ending], allow_null=True)
    code = s.CharField(allow_null=True, help_text="The completion code; null until they have one.")
    ids = s.DictField(
        child=s.CharField(), source="arrival.ids", help_text="By parameter, as the invitation brought them."
    )

    class Meta:
        model = Participation
        fields = ("participation", "ending", "code", "ids")


class AnswerShape(Shape):
    participation = s.IntegerField(help_text="Whose answer: `id` in `participations/`.")
    visit = s.IntegerField(help_text="Which profile visit, from 1; 0 outside visits.")
    page = s.CharField(help_text="The page's id in the protocol.")
    step = s.CharField(help_text="The page as met: at a visit, with its number and part.")
    question = s.CharField(help_text="The question's code: `code` in the codebook.")
    value = s.JSONField(
        allow_null=True,
        help_text="A number, a text, an option's code, a list of codes, or true for a ticked statement; "
        "null where the answer is missing. In CSV, the codes of a list are joined by |.",
    )
    missing = s.ChoiceField(
        choices=["declined", "skipped"], allow_null=True, help_text="Why there is no value. See the codebook."
    )
    profile = s.CharField(allow_null=True, help_text="The profile visited. Blinded like `levels`.")
    levels = s.DictField(
        child=s.JSONField(),
        allow_null=True,
        help_text="Levels in force by factor, hidden ones too; null until the study is closed (always told "
        "for simulated participants), and for whoever never reached random assignment. In CSV a column each, "
        "`factor_NAME`.",
    )
    at = s.DateTimeField(help_text="When the page was sent, UTC.")


BLINDED = "Null until the study is closed."


class ActShape(Shape):
    participation = s.IntegerField(help_text="`id` in `participations/`.")
    n = s.IntegerField(help_text="How many pages and acts they had sent before this one.")
    step = s.CharField(help_text="The page on which it was done.")
    day = s.IntegerField(help_text="Of the feed, from 1; 0 on the page before the first day.")
    at = s.DateTimeField(help_text="When it arrived, UTC.")
    seconds = s.FloatField(
        allow_null=True, help_text="Since the page was first shown, by the server’s clock; Stop included."
    )
    act = s.CharField(allow_null=True, help_text=f"What was done: see `acts` in the codebook. {BLINDED}")
    which = s.CharField(
        allow_null=True, help_text="Which post of the page, prepared post, option, or how many days off."
    )
    post = s.CharField(allow_null=True, help_text=f"The profile whose post it was about. {BLINDED}")
    text = s.BooleanField(
        allow_null=True,
        help_text="Whether they wrote something of their own. What it was is never told: that was promised.",
    )
    before = s.IntegerField(
        allow_null=True, help_text=f"Their score on that page, the placebo of those who have none. {BLINDED}"
    )
    after = s.IntegerField(allow_null=True, help_text="Their score on the page that came next.")
    shown = s.BooleanField(allow_null=True, help_text=f"Whether the number was in what they got. {BLINDED}")
    placebo = s.BooleanField(allow_null=True, help_text=f"Whether it is never sent to them. {BLINDED}")
    system = s.CharField(allow_null=True, help_text="What gave the score.")
    version = s.CharField(allow_null=True, help_text="Its version.")


class ParadataShape(Shape):
    participation = s.IntegerField(help_text="`id` in `participations/`.")
    n = s.IntegerField(help_text="How many pages they had sent before this one.")
    step = s.CharField(help_text="The page as met, as in `answers/`.")
    act = s.CharField(help_text="What was done with it: answer, stop, keep and so on.")
    arrived = s.ChoiceField(
        choices=["complete", "partly", "never"],
        help_text="Whether all that the browser noted arrived: partly where a numbered batch is missing, or "
        "an opening of the page never said that it ended; never also without JavaScript, and for simulated "
        "participants.",
    )
    opened = s.IntegerField(help_text="How often the page was opened, as far as it was told.")
    first_ms = s.IntegerField(
        allow_null=True, help_text="From the page's showing to the first answer; null where a button was it."
    )
    submit_ms = s.IntegerField(allow_null=True, help_text="From the page's showing to its sending.")
    away_ms = s.IntegerField(allow_null=True, help_text="Without focus or in the background, all openings.")
    away_times = s.IntegerField(allow_null=True, help_text="How often that was.")
    score_ms = s.IntegerField(
        allow_null=True,
        help_text="How long the score itself was at least half in view while the tab was visible, all "
        "openings; null where none was shown, and until the study is closed.",
    )


class ScoreShape(s.ModelSerializer[ScaleScore]):
    participation = s.IntegerField(source="participation_id", help_text="`id` in `participations/`.")
    scale = s.CharField(help_text="The scale's name in the codebook.")
    visit = s.IntegerField(help_text="Which profile visit, from 1; 0 where taken once.")
    value = s.FloatField(allow_null=True, help_text="Null where too few items were answered.")
    answered = s.IntegerField(help_text="Items that were answered.")
    code_version = s.CharField(help_text="Of the program that scored; older versions' scores are not sent.")

    class Meta:
        model = ScaleScore
        fields = ("participation", "scale", "visit", "value", "answered", "code_version")


class FeedShape(Shape):
    """A page of a feed. Keep `next`: it leads to the rows that come later."""

    next = s.URLField(help_text="Where to go on, also after the last row: ask it again later.")
    complete = s.BooleanField(help_text="Whether this was all there was when it was read.")


class StudyFeed(FeedShape):
    results = StudyShape(many=True)


class ParticipationFeed(FeedShape):
    results = ParticipationShape(many=True)


class IdsFeed(FeedShape):
    results = IdsShape(many=True)


class AnswerFeed(FeedShape):
    results = AnswerShape(many=True)


class ActFeed(FeedShape):
    results = ActShape(many=True)


class ParadataFeed(FeedShape):
    results = ParadataShape(many=True)


class ScoreFeed(FeedShape):
    results = ScoreShape(many=True)
