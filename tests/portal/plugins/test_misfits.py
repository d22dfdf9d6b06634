"""A plugin that does not fit stops every command with one line that names it and the mend."""

import sys
from pathlib import Path

import pytest
from django.apps import AppConfig

from portal.plugins import registry
from portal.plugins.registry import CONTRIBUTIONS, PluginError, contributions, load_plugins
from tests.portal.plugins.site import Site

APP = """
from portal.plugins import Plugin

class OddConfig(Plugin):
    name = "{name}"
    {line}
"""


def plugin(folder: Path, name: str, line: str = "pass", **modules: str) -> None:
    """A plugin's folder: its AppConfig with one line of its own, and modules."""
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").touch()
    (folder / name / "apps.py").write_text(APP.format(name=name, line=line))
    for module, code in modules.items():
        (folder / name / f"{module}.py").write_text(code)


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("odd_new", 'requires_core = ">=99"', "needs portal >=99"),
        ("odd_words", 'requires_core = "the newest"', "is no version specifier"),
        ("odd_lonely", 'requires = ("friend",)', "requires friend: add it to PORTAL_PLUGINS"),
        ("odd_half", 'mount = {"sv": "udda"}', "needs a mount in each of en, sv"),
        ("odd_door", 'mount = {"sv": "admin", "en": "odd"}', "cannot have the address /admin/"),
        ("odd_slash", 'mount = {"sv": "a/b", "en": "odd"}', "cannot have the address /a/b/"),
        ("odd_search", 'mount = {"sv": "sok", "en": "odd"}', "both want the address /sok/"),
        ("odd_twin", 'label = "search"', "are both called 'search'"),
        ("odd_broken", "name = no_such_thing", "fails to import: NameError"),
    ],
)
def test_what_the_class_says_is_checked(tmp_path, monkeypatch, name, line, told):
    plugin(tmp_path, name, line)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginError) as error:
        load_plugins(["search", name])
    assert name in str(error.value)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_one_that_is_not_installed_says_so():
    with pytest.raises(PluginError, match=r"'nowhere' is not installed .*: install it or take it out"):
        load_plugins(["nowhere"])


def test_an_app_that_is_no_plugin_says_so():
    with pytest.raises(PluginError, match=r"no AppConfig that extends portal.plugins.Plugin"):
        load_plugins(["taggit"])


@pytest.fixture
def odd(tmp_path, monkeypatch):
    """Makes a plugin `odd` with these modules the only contributor."""

    def make(**modules: str) -> Path:
        plugin(tmp_path, "odd", 'mount = {"sv": "udda", "en": "odd"}', **modules)
        monkeypatch.setattr(registry, "_contributors", lambda: [AppConfig.create("odd.apps.OddConfig")])
        return tmp_path / "odd"

    monkeypatch.syspath_prepend(tmp_path)
    registry.contributions.cache_clear()
    yield make
    registry.contributions.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "odd"]:
        del sys.modules[name]


@pytest.mark.parametrize("module", CONTRIBUTIONS)
def test_a_module_that_fails_to_import_is_named_with_its_line(odd, module):
    folder = odd(**{module: "import no_such_library\n"})
    with pytest.raises(PluginError) as error:
        contributions(module)
    assert str(error.value) == (
        "Plugin 'odd' fails to import: ModuleNotFoundError: No module named 'no_such_library' "
        f"({folder}/{module}.py:1). Mend it or take it out of PORTAL_PLUGINS."
    )


@pytest.mark.parametrize("module", CONTRIBUTIONS)
def test_a_module_that_exports_something_else_is_told_what_is_missing(odd, module):
    odd(**{module: f"{CONTRIBUTIONS[module]} = 1\n"})
    with pytest.raises(PluginError, match=f"odd.{module} exports no '{CONTRIBUTIONS[module]}' of type"):
        contributions(module)


@pytest.mark.parametrize("module", CONTRIBUTIONS)
def test_a_module_that_is_not_there_is_no_fault(odd, module):
    odd()
    assert contributions(module) == []


@pytest.mark.processes
@pytest.mark.parametrize(
    ("command", "module"),
    [
        ("migrate", "urls"),
        ("check", "api"),
        ("start", "slots"),
        ("run_schedule", "models"),
        ("load_demonstration", "navigation"),
        ("shell", "apps"),
    ],
)
def test_every_command_is_stopped_with_one_line(tmp_path, command, module):
    (tmp_path / "data").mkdir()
    site = Site(tmp_path / "data", tmp_path / "plugins", ["search", "odd"])
    plugin(site.plugins_folder, "odd", 'mount = {"sv": "udda", "en": "odd"}')
    (site.plugins_folder / "odd" / f"{module}.py").write_text("import no_such_library\n")
    stopped = site.manage(command)
    assert stopped.returncode == 1
    assert stopped.stdout == ""
    assert len(stopped.stderr.splitlines()) == 1, stopped.stderr
    assert stopped.stderr.startswith("Plugin 'odd' fails to import: ModuleNotFoundError")
