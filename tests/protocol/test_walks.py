"""Over generated studies and participants: what was sent leads to the place, and every walk ends."""

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from surveys.pages import offered
from surveys.protocol import (
    STOP,
    Act,
    Answers,
    Compiled,
    Document,
    Draws,
    Ending,
    Errors,
    Place,
    Sent,
    Severity,
    Step,
    advance,
    checks,
    columns,
    compiled,
    replay,
    start,
)
from surveys.protocol.advance import onward
from surveys.protocol.nodes import Consent, Debriefing, Feed, Visits
from surveys.protocol.nodes.feed_acts import DEED, FIELDS, box_of, boxes, deeds, leaves
from tests.protocol.documents import documents

STUDIES = settings(
    deadline=None,
    max_examples=70,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a whole study takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
MOST_STOPS = 4
MOST_ACTS = 12


class Walk:
    """One participant as the flow moves them: the lot is drawn in the same breath as it is reached."""

    def __init__(self, data: st.DataObject, protocol: Compiled) -> None:
        self.draw, self.protocol = data.draw, protocol
        self.place: Place | Ending = start(protocol)
        self.draws: Draws | None = None
        self.sent: list[Sent] = []
        self.met: list[str] = []
        self.did: list[Mapping[str, Any]] = []

    def go(self) -> Ending:
        while isinstance(self.place, Place):
            self.met.append(self.place.at)
            self.did.append(self.place.did)
            act, answers = self._answer(self.place)
            self._send(act, answers)
        return self.place

    def _send(self, act: Act, answers: Answers) -> None:
        assert isinstance(self.place, Place)
        sent = Sent(len(self.sent), act, answers)
        self.sent.append(sent)
        to = advance(self.protocol, self.draws, self.place, sent)
        lot = self.protocol.lot
        if isinstance(to, Place) and self.protocol.positions.get(to.at) == lot is not None:
            assert self.draws is None, "drawn twice"
            arm = self.draw(st.sampled_from(list(self.protocol.arms)))
            self.draws = self.protocol.draws(arm, self.draw(st.integers(0, self.protocol.rows - 1)))
            to = onward(self.protocol, self.draws, self.protocol.positions[to.at], to.kept)
        self.place = Place.from_json(to.to_json()) if isinstance(to, Place) else to

    def _answer(self, place: Place) -> tuple[Act, Answers]:
        if place.at == STOP:
            return self.draw(st.sampled_from([Act.RETURN, Act.RETURN, Act.KEEP, Act.DELETE])), {}
        step = self.protocol.step(place.at)
        acts = sorted(offered(self.protocol, self.draws, step, place.did))
        if sum(s.act is Act.STOP for s in self.sent) >= MOST_STOPS:
            acts = [act for act in acts if act is not Act.STOP]
        if not self._can_do(step):
            acts = [act for act in acts if act is not Act.DO]
        usual: list[Act] = [act for act in acts if act in (Act.ANSWER, Act.KEEP)]
        usual += [act for act in acts if act is Act.DO]
        act = self.draw(st.sampled_from([*usual * 6, *acts]))
        return act, self._read(step, act)

    def _can_do(self, step: Step) -> bool:
        feed = step.node
        if sum(s.act is Act.DO for s in self.sent) >= MOST_ACTS:
            return False
        return bool(self._deeds(feed, step)) if isinstance(feed, Feed) else isinstance(feed, Visits)

    def _deeds(self, feed: Feed, step: Step) -> list[str]:
        if step.part == "score":
            return ["reveal"]
        return list(deeds(feed, step.day)) if step.part == "day" else []

    def _read(self, step: Step, act: Act) -> Answers:
        """What is stored of a form: an answer, a skip or a refusal to each question, as each allows."""
        try:
            fields = self._fields(step) | self._in_feed(step, act)
            if isinstance(step.node, Visits) and act is Act.DO:
                fields |= {"do": ["reveal"]}
            return step.node.read(step, act, fields)
        except Errors as errors:
            assert act is Act.STOP, errors.messages
            return errors.answers

    def _in_feed(self, step: Step, act: Act) -> dict[str, Any]:
        """What a day's buttons and boxes send: boxes also where another button is pressed."""
        feed = step.node
        if not isinstance(feed, Feed) or step.part not in ("day", "score"):
            return {}
        typed = {box: [self.draw(st.sampled_from(["", "words\r\nof mine"]))] for box in boxes(feed)}
        if act is not Act.DO:
            return typed | ({"leave": [self.draw(st.sampled_from(list(leaves(feed, step.day))))]})
        what = self.draw(st.sampled_from(self._deeds(feed, step)))
        return typed | {DEED: [what]} | ({box_of(what): ["said"]} if box_of(what) else {})

    def _fields(self, step: Step) -> dict[str, Any]:
        if isinstance(step.node, Consent):
            return {s.code: ["1"] for s in step.node.statements}
        fields: dict[str, Any] = {}
        for question in step.questions:
            ways = ["answer"] * 4 + ["skip"] * (not question.required) + ["decline"] * question.declinable
            way = self.draw(st.sampled_from(ways))
            if way == "answer":
                fields |= question.fields_at(self.draw(st.sampled_from([0, 0.25, 0.5, 1])))
            elif way == "decline":
                fields[f"{question.code}.declined" if question.own_decline_box else question.code] = [
                    "declined"
                ]
        if isinstance(step.node, Feed) and step.part == "name":
            fields["nickname"] = [self.draw(st.sampled_from(["quiet otter", "@x_1", "Åsa"]))]
        return fields


@STUDIES
@given(documents(), st.data())
def test_replaying_what_was_sent_gives_every_place_on_the_way(
    document: Document, data: st.DataObject
) -> None:
    walk = Walk(data, compiled(document))
    ending = walk.go()
    note(f"{walk.met} {ending}")
    for n in range(len(walk.sent)):
        assert replay(walk.protocol, walk.draws, walk.sent[:n]) == _place(walk, n)
    assert replay(walk.protocol, walk.draws, walk.sent) is ending


def _place(walk: Walk, n: int) -> Place:
    """The n-th place, worked out a second time from nothing but the rules."""
    kept: dict[str, Any] = {}
    typed: int | None = None
    for sent, at in zip(walk.sent[:n], walk.met, strict=False):
        if sent.act in (Act.ANSWER, Act.DO):
            kept |= {c: a for c, a in sent.answers.items() if c in walk.protocol.kept}
            typed = None
        elif sent.act is Act.STOP:
            typed = sent.n
        elif sent.act is Act.RETURN:
            assert at == STOP
    origin = walk.met[n - 1] if walk.met[n] == STOP else ""
    return Place(walk.met[n], kept, origin, typed, walk.did[n])  # of what was done see test_feed_state


@STUDIES
@given(documents(), st.data())
def test_a_walk_goes_forward_and_ends_as_its_last_act_says(document: Document, data: st.DataObject) -> None:
    walk = Walk(data, compiled(document))
    ending = walk.go()
    positions = [walk.protocol.positions[at] for at in walk.met if at != STOP]
    stays = sum(sent.act in (Act.STOP, Act.DO) for sent in walk.sent)
    assert positions == sorted(positions) and len(positions) <= len(walk.protocol.steps) + stays
    last = walk.sent[-1].act
    expected = {Act.DECLINE: Ending.DECLINED, Act.DELETE: Ending.WITHDRAWN, Act.ANSWER: Ending.SCREENED_OUT}
    kept = Ending.STOPPED if walk.met[-1] == STOP else Ending.FINISHED
    assert ending is expected.get(last, kept)
    assert (walk.draws is not None) == (walk.protocol.lot is not None and positions[-1] > walk.protocol.lot)


@STUDIES
@given(documents(), st.data())
def test_a_page_is_met_exactly_where_its_condition_holds(document: Document, data: st.DataObject) -> None:
    walk = Walk(data, compiled(document))
    walk.go()
    given_answers = {c: a for sent in walk.sent if sent.act is Act.ANSWER for c, a in sent.answers.items()}
    furthest = max(walk.protocol.positions[at] for at in walk.met if at != STOP)
    for step in walk.protocol.steps[: furthest + 1]:
        when = step.node.when
        levels = walk.draws.levels if walk.draws else {}
        holds = when is None or when.holds(given_answers, levels)
        if isinstance(step.node, Feed) and step.part in ("day", "ask"):
            assert holds or step.key not in walk.met  # breaks and finishing pass over days too
        else:
            assert (step.key in walk.met) == (holds and step.node.is_page), step.key


@STUDIES
@given(documents(), st.data())
def test_every_answer_that_is_stored_has_its_column(document: Document, data: st.DataObject) -> None:
    walk = Walk(data, compiled(document))
    walk.go()
    known = [(column.step, column.code) for column in columns(walk.protocol)]
    names = [column.name.lower() for column in columns(walk.protocol)]
    assert len(set(known)) == len(known) and len(set(names)) == len(names)
    stored = {(at, code) for at, sent in zip(walk.met, walk.sent, strict=True) for code in sent.answers}
    acts = {
        (step.key, code) for step in walk.protocol.steps if step.part in ("day", "score") for code in FIELDS
    }
    acts |= {(step.key, "do") for step in walk.protocol.steps if step.part == "look"}
    assert stored <= set(known) | acts  # what was done on a page that stayed has a table of its own


@settings(STUDIES, max_examples=40)
@given(documents())
def test_generated_studies_could_be_published(document: Document) -> None:
    """So that the properties above speak of studies that people take."""
    assert not [f for f in checks(document) if f.severity is Severity.ERROR]
    assert isinstance(document.pages[-2], Debriefing)
