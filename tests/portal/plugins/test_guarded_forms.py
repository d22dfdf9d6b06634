"""The traps for robots that every form of strangers has."""

import time

import pytest
import time_machine
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from portal.plugins.guarded_forms import LONGEST_SECONDS, GuardedForm, mark

STALE = LONGEST_SECONDS + 60


class Letter(GuardedForm):
    """Some form that anybody fills in."""

    subject = "letter"
    text = forms.CharField()
    colours = forms.MultipleChoiceField(choices=[("red", "red"), ("blue", "blue")], required=False)


def sent(seconds: float = 5, **more: str) -> Letter:
    return Letter({"text": "Hej", "opened": mark("letter", seconds)} | more)


def value_of(form: Letter) -> str:
    return (
        render_to_string("design/components/traps.html", {"form": form}).split('name="opened" value="')[1].split('"')[0]
    )


def test_what_a_person_sends_is_taken():
    form = sent()
    assert form.is_valid()
    assert not form.is_by_a_robot


def test_a_page_holds_what_a_person_sends_back():
    opened = value_of(Letter())
    with time_machine.travel(time.time() + 5):
        assert not sent(opened=opened).is_by_a_robot


def test_a_robot_is_known():
    assert sent(leave_empty="x").is_by_a_robot


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"seconds": 0.2}, "väldigt fort"),
        # A clock that goes wrong.
        ({"seconds": -3600}, "väldigt fort"),
        # What has another's seal, or one of a key that was changed meanwhile.
        ({"opened": ""}, "öppen länge"),
        ({"opened": "made up"}, "öppen länge"),
        ({"opened": mark("another letter", 5)}, "öppen länge"),
    ],
)
def test_what_comes_too_fast_or_from_elsewhere_is_sent_once_more_and_nothing_is_taken_or_lost(given, why):
    form = sent(**given)
    assert not form.is_by_a_robot
    assert not form.is_valid()
    assert why in str(form.non_field_errors())
    assert form["text"].value() == "Hej"
    with time_machine.travel(time.time() + 5):
        assert sent(opened=value_of(form)).is_valid()


def test_who_has_something_to_mend_is_not_told_that_it_went_fast():
    assert list(sent(text="", seconds=0.2).errors) == ["text"]


def test_a_page_that_was_open_for_long_is_sent_once_more_with_all_that_was_written():
    data = QueryDict(mutable=True)
    data.update({"text": "Hej", "opened": mark("letter", STALE)})
    data.setlist("colours", ["red", "blue"])
    form = Letter(data)
    assert not form.is_by_a_robot
    assert not form.is_valid()
    assert "öppen länge" in str(form.non_field_errors())
    assert (form["text"].value(), form["colours"].value()) == ("Hej", ["red", "blue"])
    with time_machine.travel(time.time() + 5):
        assert sent(opened=value_of(form)).is_valid()
