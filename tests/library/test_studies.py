"""The shipped studies: whole but for what is the laboratory's, neutral to participants, told as they are."""

import re
from collections.abc import Iterator

import pytest

from surveys import library
from surveys.protocol import Compiled, Document, Step, checks, compiled, from_yaml, read, to_yaml
from surveys.protocol.duration import duration
from surveys.protocol.nodes import Attention, Consent, Debriefing, Feed, Randomise
from surveys.protocol.outcomes import State
from surveys.texts import Text, say

CODES = [entry["study"] for entry in library.catalogue()]
STUDIES = {code: read(library.studies(code)) for code in CODES}
EACH = pytest.mark.parametrize("code", CODES)
OWN = [code for code in CODES if any(isinstance(page, Feed) for page in STUDIES[code].pages)]

LABORATORY = {
    "about.institution",
    "about.contact",
    "about.approval",
    "about.pay",
    "about.minutes",
    "help",
}
TOLD_MINUTES = {
    "first-impressions": 12,
    "your-score-just-dropped": 13,
    "sixty-five": 7,
    "unplug": 12,
    "three-ways-up": 9,
    "what-the-number-means": 10,
    "one-profile": 4,
}
"""What the laboratory is expected to tell; each is near the estimate."""


def protocol(code: str) -> Compiled:
    return compiled(STUDIES[code])


def english(text: Text) -> str:
    return say(text, "en", "en")


def test_every_study_that_is_shipped_is_offered_the_flagship_first() -> None:
    assert sorted(CODES) == library.names("studies")
    assert CODES[0] == "first-impressions"


@EACH
def test_nothing_is_missing_but_what_is_the_laboratorys_to_say(code: str) -> None:
    found = checks(STUDIES[code])
    assert {f.path for f in found if f.severity == "error"} == LABORATORY
    doubts = {f.path for f in found if f.severity == "warning" and not f.path.startswith("instruments.")}
    assert doubts == ({"pool"} if code == "one-profile" else set())  # one page is what that study is about


@EACH
def test_it_is_the_same_after_being_written_and_read(code: str) -> None:
    assert from_yaml(to_yaml(STUDIES[code])) == STUDIES[code]


@EACH
def test_the_minutes_told_are_near_the_estimate(code: str) -> None:
    estimate = duration(protocol(code)).minutes
    assert abs(estimate - TOLD_MINUTES[code]) <= max(1, 0.1 * TOLD_MINUTES[code])


def test_titles_and_addresses_are_their_own_and_name_nothing_that_is_varied() -> None:
    titles = [english(study.title) for study in STUDIES.values()]
    addresses = [study.address for study in STUDIES.values()]
    assert len(set(titles)) == len(set(addresses)) == len(CODES)
    given_away = re.compile(
        r"score|influen|klout|anxi|credib|drop|dip|fall|65|unplug|break|robot|celebr|mean"
    )
    assert not [words for words in (*titles, *addresses) if given_away.search(words.lower())]


@EACH
def test_no_address_or_html_id_names_a_factor_or_a_level(code: str) -> None:
    study = STUDIES[code]
    words = {str(word) for factor in study.factors for word in (factor.name, *factor.levels)}
    # Levels such as 0 and 20 are numbers that codes contain for other reasons; as words of an id they count.
    ids = {part for page in study.pages for part in re.split(r"[_\W]+", page.id)}
    assert not ids & words
    ids = {part for step in protocol(code).steps for part in re.split(r"[_\W]+", step.key) if part.isalpha()}
    assert not ids & words


def before(study: Document) -> Iterator[str]:
    """Everything that is read before the lot, consent first."""
    for page in study.pages:
        if isinstance(page, Randomise):
            return
        yield from (english(text) for _field, text in page.texts())
        for step in page.steps(study.library):
            yield from (english(question.text) for question in step.questions)


@EACH
def test_nothing_before_the_lot_gives_away_what_is_compared(code: str) -> None:
    told = " ".join(before(STUDIES[code])).lower()
    assert not re.search(r"compar|randomi|by lot|group|believ|robot|celebrit|popular|influenc", told)
    if code not in OWN:
        assert "score" not in told


@EACH
def test_adults_take_part_who_are_told_that_stopping_costs_nothing(code: str) -> None:
    consent = STUDIES[code].pages[0]
    assert isinstance(consent, Consent)
    assert english(consent.statements[0].text) == "I am 18 or older."
    said = english(consent.text)
    assert "You can stop on any page. It costs you nothing: you get the same code and the same pay." in said
    assert "{minutes} minutes" in said and "We will explain all of them." in said
    assert ("Some people find such numbers uncomfortable." in said) == (code in OWN)


@EACH
def test_the_attention_check_and_what_is_adjusted_for_stand_before_the_lot(code: str) -> None:
    study = STUDIES[code]
    lot = next(i for i, page in enumerate(study.pages) if isinstance(page, Randomise))
    assert any(isinstance(page, Attention) for page in study.pages[:lot])
    asked = {
        q.code for page in study.pages[:lot] for step in page.steps(study.library) for q in step.questions
    }
    unsettles = any(isinstance(o, State) and "anxiety" in o.name for o in study.outcomes)
    assert ({"gad1", "filler_sleep", "filler_screen"} <= asked) == unsettles
    assert ("anxiety_before_tense" in asked) == unsettles


@EACH
def test_it_asks_what_was_noticed_and_what_it_was_about_before_it_tells(code: str) -> None:
    steps = [step for step in protocol(code).steps if step.node.is_page]
    codes = [q.code for step in steps for q in step.questions]
    assert {"noticed", "recalled", "funnel"} <= set(codes)
    asked = {q.code: i for i, step in enumerate(steps) for q in step.questions}
    assert asked["funnel"] < asked["noticed"] <= asked["recalled"]
    assert isinstance(steps[-1].node, Debriefing)


@pytest.mark.parametrize("code", OWN)
def test_one_s_own_score_is_debriefed_line_by_line_and_pauses_itself(code: str) -> None:
    study = STUDIES[code]
    debriefing = next(page for page in study.pages if isinstance(page, Debriefing))
    assert debriefing.table and english(debriefing.lingers) and debriefing.understood
    assert study.plan.safety is not None and (study.plan.safety.rise, study.plan.safety.first) == (15, 50)
    for arm in protocol(code).arms.values():
        lines = [debriefing.table[i] for i in debriefing.told(arm.levels)]
        told = " ".join(english(line.seen) for line in lines)
        assert "Likes for your posts" in told and re.search(r"[Yy]our score|no score", told), arm.name


@pytest.mark.parametrize("code", OWN)
def test_nobody_is_told_of_a_day_that_they_did_not_reach(code: str) -> None:
    """Every line says from which page on it holds; of a fall, that is the day of the fall."""
    study, steps = STUDIES[code], protocol(code)
    debriefing = next(page for page in study.pages if isinstance(page, Debriefing))
    feed = next(page for page in study.pages if isinstance(page, Feed))
    assert all(line.since for line in debriefing.table)
    for arm in steps.arms.values():
        assert not debriefing.told(arm.levels, ())
        first = [debriefing.table[i] for i in debriefing.told(arm.levels, (f"{feed.id}.score",))]
        assert first and not any("fell" in english(line.seen) for line in first)
    falls = {change.day for course in feed.courses for change in course.changes if course.exists}
    told = {line.since for line in debriefing.table if "fell" in english(line.seen)}
    assert told == ({f"{feed.id}.{min(falls)}.day"} if falls else set())


@pytest.mark.parametrize("code", OWN)
def test_the_legend_is_the_same_wherever_a_score_is_shown_but_for_a_tier_that_is_drawn(code: str) -> None:
    feed = next(page for page in STUDIES[code].pages if isinstance(page, Feed))
    assert feed.score is not None
    legend = feed.score.legend
    texts = [legend] if isinstance(legend, dict) else list(legend.texts.values())
    assert all(english(text).startswith("1-100; the average account has 40.") for text in texts)
    assert {factor for _field, part in feed.score.assigned() for factor in [part.factor]} <= {
        factor.name for factor in STUDIES[code].factors
    }


def test_what_the_header_says_of_a_study_that_only_resembles_another() -> None:
    told = library.opening("one-profile")
    for said in (
        "10.1016/j.chb.2012.12.034",
        "only the abstract was read",
        "are not known to us",
        "nothing here is a replication",
        "The scores 20, 42 and 85 are ours",
        "true of this one page",
    ):
        assert said in told
    with pytest.raises(LookupError, match="no 'edwards'"):
        library.opening("edwards")


def test_unplug_says_that_the_effect_of_a_break_is_not_identified() -> None:
    assert "What a break does to anxiety is not identified" in library.opening("unplug")


def days(steps: tuple[Step, ...]) -> list[int]:
    return [step.day for step in steps if step.part == "day"]


def test_the_two_falls_differ_by_one_point_at_the_start_and_in_nothing_else() -> None:
    study = STUDIES["your-score-just-dropped"]
    feed = next(page for page in study.pages if isinstance(page, Feed))
    falls = [feed.course_called(code) for code in ("dip_65", "dip_64")]
    one, other = (course for course in falls if course)
    assert one.changes == other.changes and (one.start, other.start) == (69, 68)
    assert days(protocol("your-score-just-dropped").steps) == list(range(1, 11))
    shares = [w / sum(study.factors[0].weights) for w in study.factors[0].weights]
    assert shares == [0.25, 0.125, 0.125, 0.25, 0.25]


def test_titles_and_addresses_tell_studies_apart_and_count_days_rightly() -> None:
    titles = {code: english(study.title) for code, study in STUDIES.items()}
    assert len(set(titles.values())) == len(titles)
    assert len({study.address for study in STUDIES.values()}) == len(titles)
    for code, title in titles.items():
        feed = next((page for page in STUDIES[code].pages if isinstance(page, Feed)), None)
        assert feed is None or "week" not in title.lower() or feed.days == 7
        assert feed is None or "Ten days" not in title or feed.days == 10


@EACH
def test_consent_says_what_the_browser_notes_and_keeps(code: str) -> None:
    """Whether a page is in view, which its script notes, and the cookie that finds the way back."""
    told = english(STUDIES[code].pages[0].text)
    assert "how long pages take and whether they are in view" in told
    assert "cookie in your browser lets you come back" in told and "IP address" in told
