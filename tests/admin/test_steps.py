"""Pages of one title are told apart in lists."""

from surveys.admin.steps import step_labels
from surveys.protocol import compiled, read
from surveys.protocol.operations import apply
from tests.people import flagship


def test_a_page_asked_before_and_after_says_so() -> None:
    labels = step_labels(compiled(flagship()))
    assert labels["now_before"] == "Right now, before" and labels["now_after"] == "Right now, after"
    assert len(set(labels.values())) == len(labels)
    assert labels["person.1.look"] == "Profile 1: look", "what is alone keeps its name"


def test_pages_on_one_side_of_the_lot_are_numbered() -> None:
    content = flagship().model_dump(mode="json", by_alias=True)
    titles = [
        {"op": "set", "path": f"pages.{page}.title", "value": {"en": "Some"}}
        for page in ("weeks", "about_you", "now_after")
    ]
    labels = step_labels(compiled(read(apply(content, titles))))
    found = [labels[key] for key in ("weeks", "about_you", "now_after")]
    assert found == ["Some (1)", "Some (2)", "Some (3)"]
