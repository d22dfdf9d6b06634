"""docs/plugin-authors.md says what holds: every type of contribution, with the sample plugin's own code."""

import re

import pytest

from portal.plugins.registry import CONTRIBUTIONS
from tests.portal.plugins.site import ROOT, SAMPLE

TEXT = (ROOT / "docs" / "plugin-authors.md").read_text()
EXAMPLES = dict(re.findall(r"`sample_plugin/(\S+)`:\n\n```python\n(.*?)```", TEXT, re.DOTALL))


def test_each_type_of_contribution_has_its_section():
    assert re.findall(r"^### `(\w+)\.py`$", TEXT, re.MULTILINE) == list(CONTRIBUTIONS)


def test_each_section_has_an_example():
    assert {f"{name}.py" for name in CONTRIBUTIONS} <= EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_what_the_tests_run(name):
    assert EXAMPLES[name] == (SAMPLE / name).read_text()
