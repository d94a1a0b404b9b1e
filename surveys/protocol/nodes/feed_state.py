"""What is known of somebody in the feed: pure steps from what was done to what the next page shows."""

from dataclasses import dataclass, replace
from typing import Any

from scoring.influence.own import Day as Acts
from surveys.protocol.nodes.base import Act, Answers, Did, Levels, Step
from surveys.protocol.nodes.feed_course import score_on, seen, version_of
from surveys.protocol.nodes.feed_parts import Task

MOST_SAID = 5
"""Own texts shown again on the day they were written; the others are stored like these."""


@dataclass(frozen=True, slots=True)
class State:
    """start: the score before the first day. left: the day left last, 0 at first; stood: the score at the end
    of each day that was left. back: the first day met again after a break. lost: points that breaks cost.
    over: finished. before: acts of the days that were left. out: prepared posts published on earlier days.

    Of the day that goes on: done: acts that show on its page, each once and in order; said: own texts by
    their acts; drafts: what was typed into other boxes; count: of all acts; open: the details are.
    """

    start: int | None = None
    name: str = ""
    face: str = ""
    left: int = 0
    stood: tuple[int, ...] = ()
    back: int = 0
    lost: int = 0
    over: bool = False
    before: tuple[tuple[int, ...], ...] = ()
    out: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    drafts: tuple[tuple[str, str], ...] = ()
    count: int = 0
    open: bool = False
    acts: tuple[int, ...] = ()

    def to_json(self) -> Did:
        """What differs from somebody who has just come."""
        pairs = ((name, getattr(self, name)) for name in State.__slots__)
        return {name: _listed(value) for name, value in pairs if value != getattr(NOBODY, name)}


NOBODY = State()
_LISTS = frozenset(name for name in State.__slots__ if isinstance(getattr(NOBODY, name), tuple))


def state_of(did: Did) -> State:
    return State(**{name: _tupled(did[name]) if name in _LISTS else did[name] for name in did})


def score_now(task: Task, levels: Levels, state: State, day: int) -> int | None:
    """The score on this day as things stand; None where the task has none."""
    if state.start is None:
        return None
    acts = tuple(Acts(*each) for each in (*state.before, *((state.acts,) if state.acts else ())))
    return score_on(task, levels, day, start=state.start, lost=state.lost, acts=acts)


def after(task: Task, step: Step, state: State, levels: Levels, act: Act, answers: Answers) -> State:
    """The state that an act or an answer leads to. What is done twice, or by whom it is not offered, shows
    once, or nowhere.
    """
    if step.part == "name":
        return replace(state, name=str(answers["nickname"]), face=str(answers["face"]))
    if act is Act.DO:
        return _did(task, state, levels, answers)
    if step.part == "day":
        return _left(task, step.day, state, levels, str(answers["leave"]))
    return replace(state, done=(), open=False) if step.part == "score" else state


def meets(step: Step, state: State) -> bool:
    """Days of a break are passed over, and all that lies after the day on which somebody finished; a page of
    questions is not passed over by a break.
    """
    if step.part == "day":
        return not state.over and step.day >= state.back
    return not state.over or (step.part == "ask" and step.day <= state.left)


def _did(task: Task, state: State, levels: Levels, answers: Answers) -> State:
    what = str(answers["do"])
    kind = what.partition(".")[0]
    drafts = tuple(sorted(answers.get("drafts", {}).items()))
    state = replace(state, count=state.count + 1, open=False, drafts=drafts)
    if kind in ("check", "reveal") and seen(task, levels) == "hidden":
        return state
    if kind == "check":
        state = replace(state, open=True)
    if task.score is not None and task.score.dynamics:
        state = replace(state, acts=_counted(state.acts or (0, 0, 0, 0), kind))
    if "text" in answers:
        state = replace(state, said=(*state.said, (what, str(answers["text"])))[-MOST_SAID:])
    return state if what in state.done else replace(state, done=(*state.done, what))


def _left(task: Task, day: int, state: State, levels: Levels, leave: str) -> State:
    way, _dot, length = leave.partition(".")
    acts = tuple(state.acts or (0, 0, 0, 0))
    days_off = ((0, 0, 0, 0),) * (int(length) if way == "break" else 0)
    follows = task.score is not None and task.score.dynamics > 0
    posted = [what.partition(".")[2] for what in state.done if what.startswith("post.")]
    prepared = {post.code for post in task.prepared}
    cost = task.breaks.cost_at(levels) if way == "break" and task.breaks else 0
    return replace(
        state,
        left=day,
        stood=(*state.stood, score) if (score := score_now(task, levels, state, day)) is not None else (),
        back=day + int(length) + 1 if way == "break" else state.back,
        lost=state.lost + cost,
        over=way == "finish",
        before=(*state.before, acts, *days_off) if follows else (),
        out=(*state.out, *(code for code in posted if code in prepared)),
        done=(),
        said=(),
        drafts=(),
        count=0,
        open=False,
        acts=(),
    )


def _counted(acts: tuple[int, ...], kind: str) -> tuple[int, ...]:
    kinds = ("post", "reply", "share", "like")
    return tuple(number + (kind == each) for number, each in zip(acts, kinds, strict=True))


def _listed(value: Any) -> Any:
    return [_listed(each) for each in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(each) for each in value) if isinstance(value, list) else value


def standing(task: Task, step: Step, levels: Levels, state: State) -> int | None:
    """The score that this page is about: between two days the one that was seen last."""
    if step.part == "ask":
        return state.stood[-1] if state.stood else state.start
    return score_now(task, levels, state, step.day)


def is_sent(task: Task, levels: Levels, state: State) -> bool:
    """Whether the number is in what the browser gets."""
    way = seen(task, levels)
    return way == "shown" or (way == "request" and "reveal" in state.done)


def fact(task: Task, step: Step, levels: Levels, *, on: State, then: tuple[Step, State] | None) -> Did:
    """What a submission keeps of the score: before, as it stood on this page, and after, as the next page has
    it; whether the number was sent at all, or is a placebo. `then`: the next page, None where it is not of
    the feed.
    """
    before = standing(task, step, levels, on)
    if before is None or task.score is None:
        return {"day": step.day, "acts": on.count, "score": None}
    later = standing(task, then[0], levels, then[1]) if then else before
    return {
        "day": step.day,
        "acts": on.count,
        "score": {
            "system": task.score.system,
            "version": version_of(task),
            "before": before,
            "after": later,
            "shown": is_sent(task, levels, on),
            "placebo": seen(task, levels) == "hidden",
        },
    }
