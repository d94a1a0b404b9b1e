"""The boxes of a form, which keep what was not touched exactly as it was."""

import re
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

LONGEST = 20_000
LONGEST_LINE = 500
Choices = list[tuple[str, Any]]


def lines(text: str) -> str:
    """Browsers send the ends of lines as two characters."""
    return re.sub(r"\r\n?", "\n", text)


class Words(forms.CharField):
    """Text as it was typed. What was shown and came back is no change, whatever blanks it holds."""

    def __init__(self, *, rows: int = 1, longest: int = LONGEST, **options: Any) -> None:
        attributes: dict[str, Any] = {"dir": "auto"} | ({"rows": rows} if rows > 1 else {})
        widget = UnfoldAdminTextareaWidget if rows > 1 else UnfoldAdminTextInputWidget
        super().__init__(
            required=False, strip=False, max_length=longest, widget=widget(attrs=attributes), **options
        )

    def to_python(self, value: Any) -> str:
        return lines(str(super().to_python(value) or ""))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and lines(str(initial or "")) != lines(str(data or ""))


def words(value: str, *, rows: int = 1, **options: Any) -> Words:
    # A single line cannot hold the end of one: what has some keeps a larger box.
    rows = max(rows, 2 if "\n" in lines(value) else 1)
    longest = max(LONGEST if rows > 1 else LONGEST_LINE, len(value))
    return Words(rows=rows, longest=longest, initial=value, **options)


def tick(value: bool, **options: Any) -> forms.Field:
    return forms.BooleanField(required=False, initial=value, widget=UnfoldBooleanWidget(), **options)


def whole(value: int | None, *, required: bool, low: Any, high: Any, **options: Any) -> forms.Field:
    return forms.IntegerField(
        required=required,
        initial=value,
        min_value=low,
        max_value=high,
        widget=UnfoldAdminIntegerFieldWidget(),
        **options,
    )


def decimal(value: float | None, *, required: bool, **options: Any) -> forms.Field:
    widget = UnfoldAdminDecimalFieldWidget(attrs={"step": "any"})
    return forms.FloatField(required=required, initial=value, widget=widget, **options)


def one_of(value: Any, choices: Choices, **options: Any) -> forms.Field:
    shown = "" if value is None else str(value)
    return forms.ChoiceField(
        required=False, initial=shown, choices=choices, widget=UnfoldAdminSelectWidget(), **options
    )


def some_of(values: list[str], choices: Choices, **options: Any) -> forms.Field:
    widget = UnfoldAdminCheckboxSelectMultipleWidget()
    return forms.MultipleChoiceField(
        required=False, initial=values, choices=choices, widget=widget, **options
    )


def tagged(box: forms.Field, **tags: Any) -> forms.Field:
    """A box that stands for a case of a choice: what its page is drawn by, apart from what it holds."""
    box.widget.attrs |= {f"data-{name}": value for name, value in tags.items() if value not in ("", None)}
    return box


def tag(box: forms.Field, name: str) -> Any:
    return box.widget.attrs.get(f"data-{name}")
