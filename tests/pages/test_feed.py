"""What somebody in the feed gets to see, and what those without a score never receive."""

import re
from dataclasses import replace
from typing import Any

import pytest

from surveys.pages import page
from surveys.pages.cache import BODIES
from surveys.pages.feed import sight
from surveys.protocol import Act, Compiled, Draws, Errors, Step, compiled
from surveys.protocol.nodes.feed_parts import Task
from surveys.protocol.nodes.feed_state import State
from tests.pages.markup import attributes, buttons, elements, filled
from tests.protocol.own import own

PLACEBOS = (58, 64, 65, 72)


@pytest.fixture(scope="module")
def study() -> Compiled:
    """None of the groups' starts is the course's own: the factor `start` decides, for a placebo too."""
    courses = [
        {"code": "none", "exists": False, "changes": [{"day": 3, "by": -4}]},
        {"code": "flat_68"},
        {"code": "dip_65", "changes": [{"day": 3, "by": -4}]},
        {"code": "dip_64", "changes": [{"day": 3, "by": 2}]},
    ]
    content = own(courses=courses, score={"start": {"factor": "start"}})
    factors = (
        *content.factors,
        content.factors[0].model_copy(update={"name": "start", "levels": PLACEBOS}),
    )
    return compiled(content.model_copy(update={"factors": factors}))


def task(study: Compiled) -> Task:
    assert study.feed is not None
    return study.feed


def draws(study: Compiled, course: str, start: int = 68) -> Draws:
    return study.draws(f"{course}-{start}" if start in PLACEBOS else f"{course}-64", 2)


def of(study: Compiled, step: Step, drawn: Draws, **known: Any) -> str:
    """The page of a step for somebody of whom this is known."""
    start = int(drawn.levels["start"])
    state = State(start=start, name="quiet_otter", face="face3", **known)
    return page(study, drawn, step, "en", did=state.to_json()).body


def undrawn(body: str) -> str:
    """Without drawings, which are full of numbers."""
    return re.sub(r"<svg.*?</svg>", "", body, flags=re.S)


def everything(study: Compiled, drawn: Draws) -> list[str]:
    """All pages of the feed, and days with all that can be done on them."""
    start = int(drawn.levels["start"])
    found = [of(study, step, drawn) for step in study.steps if step.node is study.feed]
    day = study.step("week.3.day")
    for done in (("like.1", "share.2"), ("post.bread", "post.own"), ("check", "reveal")):
        said = (("post.own", "Mine."),)
        stood = (start, start - 4)
        found.append(of(study, day, drawn, done=done, said=said, left=2, stood=stood, lost=3, count=2))
    return found


@pytest.mark.parametrize("kept", [True, False])
def test_two_without_a_score_who_differ_in_the_placebo_alone_get_the_same_bytes(
    study: Compiled, kept: bool
) -> None:
    found = set()
    for start in PLACEBOS:
        if not kept:
            BODIES.clear()
        found.add(tuple(everything(study, draws(study, "none", start))))
    assert len(found) == 1


def test_errors_keep_the_secret_too(study: Compiled) -> None:
    step = study.step("week.3.day")
    bodies = {
        page(
            study,
            drawn,
            step,
            "en",
            did=State(start=int(drawn.levels["start"])).to_json(),
            typed={"own": ["words"]},
            errors={"own": "Shorter."},
        ).body
        for drawn in (draws(study, "none", start) for start in PLACEBOS)
    }
    assert len(bodies) == 1


def test_those_with_a_score_get_theirs(study: Compiled) -> None:
    assert everything(study, draws(study, "flat_68", 58)) != everything(study, draws(study, "flat_68", 72))


def test_nothing_without_a_score_hints_at_one(study: Compiled) -> None:
    for body in everything(study, draws(study, "none")):
        named = {value for _tag, name, value in attributes(body) if name in ("class", "id", "value", "name")}
        assert not named & {"figure", "own-score", "peek", "moved", "great", "check", "reveal", "score"}
        for hint in ("score", "influenc", "yesterday", "68", "64"):
            assert hint not in undrawn(body).lower(), hint


def test_a_hidden_score_is_as_none(study: Compiled) -> None:
    hidden = compiled(own(score={"visibility": "hidden"}))
    step = hidden.step("week.3.day")
    state = State(start=68, name="quiet_otter").to_json()
    bodies = {page(hidden, hidden.draws(arm, 2), step, "en", did=state).body for arm in hidden.arms}
    assert len(bodies) == 1 and "68" not in undrawn(bodies.pop())


def test_groups_differ_in_the_scores_own_box_alone(study: Compiled) -> None:
    """The same page before the dip, but for the number; after it the words of the change."""
    first = study.step("week.1.day")
    a, b = (of(study, first, draws(study, "flat_68", start)) for start in (64, 72))
    assert a.replace(">64<", ">72<").replace(": 64", ": 72") == b
    without = of(study, first, draws(study, "none"))
    strip = slice(without.index("</header>"), None)
    assert without[strip] == a[a.index("</header>") :]


@pytest.mark.parametrize(
    ("course", "day", "said"),
    [
        ("flat_68", 3, "same as yesterday"),
        ("dip_65", 3, "down 4 since yesterday"),
        ("dip_64", 3, "up 2 since yesterday"),
    ],
)
def test_the_score_line_says_what_happened_since_yesterday(
    study: Compiled, course: str, day: int, said: str
) -> None:
    drawn = draws(study, course, 64)
    body = of(study, study.step(f"week.{day}.day"), drawn, left=day - 1, stood=(64,) * (day - 1))
    assert said in body


def test_after_a_break_the_change_is_told_from_before_it(study: Compiled) -> None:
    drawn = draws(study, "dip_65", 64)
    body = of(study, study.step("week.4.day"), drawn, left=2, stood=(64, 64), back=4, lost=3)
    assert "down 7 since your break" in body and ">57<" in body


def test_details_open_on_the_check_and_close_with_the_next_act(study: Compiled) -> None:
    drawn, step = draws(study, "flat_68", 64), study.step("week.2.day")
    closed = of(study, step, drawn, left=1, stood=(64,), done=("check",), count=2)
    opened = of(study, step, drawn, left=1, stood=(64,), done=("check",), count=1, open=True)
    assert "average 40" not in closed and "average 40" in opened
    assert "The last 16 days: 64 all along" in opened


def test_a_score_on_request_is_not_sent_before_it_was_asked_for() -> None:
    study = compiled(own(score={"visibility": "request"}))
    drawn, step = study.draws("flat_68", 2), study.step("week.2.day")
    known = {"start": 68, "left": 1, "stood": [68]}
    before = page(study, drawn, step, "en", did=known).body
    asked = page(study, drawn, step, "en", did={**known, "done": ["reveal"]}).body
    assert "68" not in undrawn(before) and ("deed", "reveal") in buttons(before)
    assert ">68<" in asked and ("deed", "reveal") not in buttons(asked)
    first = page(study, drawn, study.step("week.score"), "en", did={"start": 68}).body
    assert "68" not in undrawn(first) and ("deed", "reveal") in buttons(first)


def test_what_was_done_today_shows_once(study: Compiled) -> None:
    drawn, step = draws(study, "flat_68", 64), study.step("week.1.day")
    said = (("reply.2", "Good <one>."), ("post.own", "Mine & yours."))
    body = of(study, step, drawn, done=("like.1", "reply.2", "post.own", "post.bread"), said=said, count=4)
    assert ("deed", "like.1") not in buttons(body) and ("deed", "like.2") in buttons(body)
    assert "Good &lt;one&gt;." in body and "Mine &amp; yours." in body and "It rose, I rose" in body
    assert ("deed", "post.bread") not in buttons(body) and ("deed", "post.bus") in buttons(body)
    assert body.count("3 likes") == 2


def test_what_others_do_is_the_same_whatever_was_drawn(study: Compiled) -> None:
    step = study.step("week.1.day")
    bodies = [of(study, step, draws(study, course), done=("post.bread",)) for course in ("none", "dip_64")]
    marks = [body[body.index('id="mine"') : body.index("</article>")] for body in bodies]
    assert marks[0] == marks[1] and "3 likes" in marks[0]


def test_drafts_stand_in_their_boxes_which_are_open(study: Compiled) -> None:
    drawn, step = draws(study, "flat_68"), study.step("week.1.day")
    body = of(study, step, drawn, drafts=(("own", "half"), ("reply_2", "a </textarea> b")))
    fields = filled(body)
    assert fields["own"] == ["half"] and fields["reply_1"] == [""]
    opened = [("open" in given, given.get("class")) for given in elements(body, "details")]
    assert opened[:3] == [(False, "answering"), (True, "answering"), (False, "answering")]
    assert "&lt;/textarea&gt;" in body


def test_a_mistake_is_said_at_its_box(study: Compiled) -> None:
    drawn, step = draws(study, "flat_68"), study.step("week.1.day")
    shown = page(
        study,
        drawn,
        step,
        "en",
        did={"start": 64},
        typed={"reply_1": [""], "own": ["kept"]},
        errors={"reply_1": "Write something first."},
    )
    assert shown.headline == "Nothing was sent yet"
    assert [problem.field for problem in shown.problems] == ["q-reply_1"]
    assert 'id="e-reply_1"' in shown.body and filled(shown.body)["own"] == ["kept"]


def test_each_day_shows_its_own_people_in_the_order_drawn(study: Compiled) -> None:
    drawn = draws(study, "flat_68")
    met = [
        post.profile
        for day in range(1, 6)
        for post in sight(study, drawn, study.step(f"week.{day}.day"), {"start": 68}).posts
    ]
    shown = [
        code for i, code in enumerate(drawn.feed) if i != 11
    ]  # the third of day 4, on which dinner calls
    assert met == shown and len(met) == 14


def test_somebody_met_again_has_written_something_else(study: Compiled) -> None:
    profiles = study.document.profiles
    two = profiles[0].model_copy(update={"posts": (profiles[0].posts[0],) * 2})
    pool = study.document.pool
    assert pool is not None
    short = pool.model_copy(update={"profiles": (two, *profiles[1:3])})
    again = compiled(study.document.model_copy(update={"pool": short}))
    drawn = again.draws("flat_68-64", 0)
    at = [
        post.at
        for day in (1, 2, 3)
        for post in sight(again, drawn, again.step(f"week.{day}.day"), {"start": 68}).posts
        if post.profile == two.code
    ]
    assert at == [0, 1, 0]


@pytest.mark.parametrize(("day", "ways"), [(1, ["next"]), (3, ["next", "break.1", "finish"]), (5, ["next"])])
def test_a_day_has_the_ways_on_that_it_offers(study: Compiled, day: int, ways: list[str]) -> None:
    body = of(study, study.step(f"week.{day}.day"), draws(study, "none"))
    assert [value for name, value in buttons(body) if name == "leave"] == ways


def test_the_aside_is_there_on_its_day_until_it_is_answered(study: Compiled) -> None:
    drawn, step = draws(study, "none"), study.step("week.4.day")
    assert ("deed", "aside.coming") in buttons(of(study, step, drawn))
    answered = of(study, step, drawn, done=("aside.coming",), count=1)
    assert ("deed", "aside.coming") not in buttons(answered) and "dinner is on the table" in answered
    assert "dinner" not in of(study, study.step("week.3.day"), drawn)


def test_that_nobody_reads_along_stands_on_every_day(study: Compiled) -> None:
    for step in study.steps:
        if step.node is study.feed and step.part in ("score", "day"):
            assert "Nobody else sees what you write." in of(study, step, draws(study, "none")), step.key


def test_pages_between_days_keep_name_and_score_in_sight_where_the_study_says_so() -> None:
    study = compiled(own())
    drawn, step = study.draws("dip_64", 2), study.step("week.4.ask")
    known = {"start": 68, "name": "quiet_otter", "left": 4, "stood": [68, 68, 64, 64]}
    body = page(study, drawn, step, "en", did=known).body
    assert ">64<" in body and "@quiet_otter" in body and ("deed", "check") not in buttons(body)
    without = compiled(own(header=False))
    plain = page(without, without.draws("dip_64", 2), without.step("week.4.ask"), "en", did=known).body
    assert "64" not in undrawn(plain) and "quiet_otter" not in plain


def test_the_page_is_kept_for_the_hash_that_its_act_stores(study: Compiled) -> None:
    drawn, step = draws(study, "flat_68"), study.step("week.1.day")
    did = State(start=68, done=("like.1",), count=1).to_json()
    BODIES.clear()
    first = page(study, drawn, step, "en", did=did)
    assert page(study, drawn, step, "en", did=did) is first and len(BODIES) == 1
    other = replace(drawn, feed=drawn.feed[::-1])
    assert page(study, other, step, "en", did=did).hash != first.hash


def test_one_day_is_counted_as_one() -> None:
    courses = [{"code": "none", "exists": False}, {"code": "flat_68"}, {"code": "dip_65"}, {"code": "dip_64"}]
    more: dict[str, Any] = {"happenings": [], "aside": None, "ask": [], "breaks": None}
    one = compiled(own(days=1, free_after=None, courses=courses, **more))
    body = page(one, one.draws("none", 0), one.step("week.score"), "en").body
    assert "It is one day, on one page." in body and "days" not in undrawn(body)


def test_a_score_that_was_level_is_drawn_level(study: Compiled) -> None:
    """What the words call 65 all along may not waver beside them."""
    drawn = draws(study, "flat_68", start=65)
    days: dict[str, dict[str, Any]] = {
        "week.score": {},
        "week.2.day": {"left": 1, "stood": (65,), "open": True},
    }
    for key, known in days.items():
        body = of(study, study.step(key), drawn, **known)
        (line,) = elements(body, "polyline")
        heights = {point.split(",")[1] for point in (line["points"] or "").split()}
        assert len(heights) == 1 and "65 all along" in body


def test_finishing_says_where_it_leads(study: Compiled) -> None:
    """It stands near Stop, and is something else."""
    body = of(study, study.step("week.3.day"), draws(study, "flat_68"))
    assert "Finish: last questions" in body


def test_somebody_is_met_with_their_shortest_words_first_and_their_quotes_last(study: Compiled) -> None:
    drawn = study.draws("none-64", 0)
    met: dict[str, list[int]] = {}
    for step in (step for step in study.steps if step.part == "day"):
        for post in sight(study, drawn, step, {}).posts:
            met.setdefault(post.profile, []).append(post.at)
    assert met
    for code, places in met.items():
        profile = study.document.profile(code)
        assert profile is not None
        keys = [(post.quote is not None, len(post.text["en"])) for post in profile.posts]
        turn = [keys[at] for at in places[: len(keys)]]
        assert turn == sorted(keys)[: len(turn)]


def test_the_day_of_the_aside_shows_one_post_less_and_offers_nothing_on_it(study: Compiled) -> None:
    drawn = draws(study, "none")
    posts = {step.day: len(sight(study, drawn, step, {}).posts) for step in study.steps if step.part == "day"}
    assert posts == {1: 3, 2: 3, 3: 3, 4: 2, 5: 3}
    step = study.step("week.4.day")
    with pytest.raises(Errors):
        step.node.read(step, Act.DO, {"deed": ["like.3"]})
    assert step.node.read(step, Act.DO, {"deed": ["like.2"]}) == {"do": "like.2"}
