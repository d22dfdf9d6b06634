"""A component that raises costs only its own part."""

import logging

from django.apps import apps
from django.utils.safestring import mark_safe

from portal.plugins import slots


def _contributed(monkeypatch, *components):
    config = apps.get_app_config("search")
    monkeypatch.setattr(slots, "contributions", lambda name: [(config, {"here": made}) for made in components])


def _raise(request, subject):
    raise ValueError("torn")


def test_one_that_raises_is_left_out_and_named_in_the_log(monkeypatch, caplog):
    _contributed(monkeypatch, lambda request, subject: mark_safe("<p>one</p>"), _raise, lambda request, subject: "two")
    with caplog.at_level(logging.ERROR, "portal.plugins"):
        assert slots.render_slot("here", None) == ["<p>one</p>", "two"]
    assert "Plugin search failed in slot here" in caplog.text


def test_a_text_that_is_not_marked_safe_is_escaped(monkeypatch):
    _contributed(monkeypatch, lambda request, subject: f"<b>{subject}</b>")
    assert slots.render_slot("here", None, "x") == ["&lt;b&gt;x&lt;/b&gt;"]


def test_one_with_nothing_to_show_leaves_no_trace(monkeypatch):
    _contributed(monkeypatch, lambda request, subject: None)
    assert slots.render_slot("here", None) == []
