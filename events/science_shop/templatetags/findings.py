"""Findings in templates: whether the reader may change one."""

from django import template

from events.science_shop.services.findings import may_change

register = template.Library()
register.filter("may_be_changed_by", may_change)
