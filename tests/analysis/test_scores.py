import math

import pytest
from django.db import connection

from surveys.analysis import scores
from surveys.models import Kind, Participation, ScaleScore, State, Study, Submission
from tests.analysis import make

pytestmark = pytest.mark.django_db

Found = dict[tuple[int, str, int], tuple[float | None, int]]


def stored() -> Found:
    return {(s.participation_id, s.scale, s.visit): (s.value, s.answered) for s in ScaleScore.objects.all()}


def by_hand(study: Study) -> Found:
    """Every score worked out with plain arithmetic, from the submissions."""
    assert study.protocol is not None
    found: Found = {}
    for person in Participation.objects.filter(ending__in=["finished", "stopped"]):
        sent = {s.step: s.answers for s in person.submissions.filter(act="answer")}
        for i in range(1, 6):
            given = [sent.get(f"person.{i}.rate", {}).get(c) for c in ("mc1", "mc2", "mc3")]
            found[person.pk, "message_credibility", i] = mean([x for x in given if isinstance(x, int)])
        for name, step in (("before", "earlier"), ("after", "later")):
            answers = sent.get(step, {})
            given = [answers.get(f"{name}_{c}") for c in ("tense", "worried", "at_ease")]
            if isinstance(given[2], int):
                given[2] = 100 - given[2]
            found[person.pk, name, 0] = mean([x for x in given if isinstance(x, int)])
    return found


def mean(given: list[int]) -> tuple[float | None, int]:
    return (sum(given) / len(given) if len(given) >= 2 else None), len(given)


def agree(a: Found, b: Found) -> bool:
    return a.keys() == b.keys() and all(
        a[key][1] == b[key][1]
        and (a[key][0] is None) == (b[key][0] is None)
        and (a[key][0] is None or math.isclose(a[key][0], b[key][0], rel_tol=1e-12))  # type: ignore[arg-type]
        for key in a
    )


def mixed(study: Study) -> None:
    make.people(study, range(7))
    make.person(study, 7, ending="stopped", pages=5)
    make.person(study, 8, ending="stopped", pages=1)
    make.person(study, 9, answers={"person.2.rate": {"mc1": 3, "mc2": {"missing": "skipped"}, "mc3": 6}})
    make.person(study, 10, answers={"person.2.rate": {"mc1": 3, "mc2": {"missing": "skipped"}}})
    make.person(study, 11, kind=Kind.SIMULATED)


def test_scores_equal_a_reckoning_by_hand() -> None:
    study = make.study()
    mixed(study)
    assert scores.write_scores(study) == 12
    assert agree(stored(), by_hand(study))


def test_who_never_got_there_has_a_row_without_a_value() -> None:
    study = make.study()
    left = make.person(study, 0, ending="stopped", pages=1)
    scores.write_scores(study)
    assert {key[1:]: value for key, value in stored().items() if key[0] == left.pk} == {
        **{("message_credibility", i): (None, 0) for i in range(1, 6)},
        ("before", 0): (None, 0),
        ("after", 0): (None, 0),
    }


def test_nobody_who_has_not_ended_or_took_all_back_is_scored() -> None:
    study = make.study(State.LIVE)
    for i, ending in enumerate((None, "withdrawn", "declined", "screened_out")):
        make.person(study, i, ending=ending)
    assert scores.write_scores(study) == 0
    assert not ScaleScore.objects.exists()


def test_who_left_without_a_word_is_scored_once_nobody_can_come_back() -> None:
    study = make.study()
    left = make.person(study, 0, ending=None, pages=6)
    assert scores.write_scores(study) == 1
    assert {s.participation_id for s in ScaleScore.objects.all()} == {left.pk}
    assert ScaleScore.objects.filter(value__isnull=False).exists()
    # Opened again, they may come back and answer more: what was scored is forgotten, and made again later.
    study.state = State.LIVE
    study.save()
    assert scores.write_scores(study) == 0
    assert not ScaleScore.objects.exists()


def test_a_second_pass_finds_nothing_to_do() -> None:
    study = make.study()
    mixed(study)
    scores.write_scores(study)
    assert scores.write_scores(study) == 0


def test_a_new_version_of_the_code_scores_everybody_again(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study()
    make.people(study, range(3))
    scores.write_scores(study)
    monkeypatch.setattr(scores, "CODE_VERSION", "next")
    assert scores.write_scores(study) == 3


def test_the_same_batch_written_twice_is_there_once() -> None:
    study = make.study()
    ids = [p.pk for p in make.people(study, range(4))]
    for _ in range(2):
        scores.write_batch(make.protocol(), ids)
    assert agree(stored(), by_hand(study))


def test_who_withdrew_after_the_list_was_made_is_not_scored() -> None:
    study = make.study()
    first, second = make.people(study, range(2))
    Submission.objects.filter(participation=first).delete()
    Participation.objects.filter(pk=first.pk).update(ending="withdrawn")
    assert scores.write_batch(make.protocol(), [first.pk, second.pk]) == 1
    assert {key[0] for key in stored()} == {second.pk}


@pytest.mark.django_db(transaction=True)
def test_killed_after_a_batch_the_next_pass_completes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study()
    mixed(study)
    monkeypatch.setattr(scores, "BATCH", 5)
    real = scores.write_batch
    written: list[list[int]] = []

    def dies(protocol: object, ids: list[int]) -> int:
        if written:
            raise KeyboardInterrupt
        written.append(ids)
        return real(protocol, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(scores, "write_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        scores.write_scores(study)
    assert len({key[0] for key in stored()}) == 5
    monkeypatch.setattr(scores, "write_batch", real)
    scores.write_scores(study)
    assert agree(stored(), by_hand(study))


@pytest.mark.django_db(transaction=True)
def test_killed_within_a_batch_nothing_of_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make.study()
    mixed(study)

    def dies(*_: object) -> None:
        raise SystemExit(9)

    connection.execute_wrappers.append(
        lambda execute, statement, *rest: dies() if "'after'" in str(rest[0]) and "INSERT" in statement
        else execute(statement, *rest)
    )  # fmt: skip
    try:
        with pytest.raises(SystemExit):
            scores.write_scores(study)
    finally:
        connection.execute_wrappers.clear()
    assert not ScaleScore.objects.exists()
    scores.write_scores(study)
    assert agree(stored(), by_hand(study))
