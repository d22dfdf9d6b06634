"""Which plugins there are, and what they contribute."""

import logging
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from packaging.specifiers import InvalidSpecifier, SpecifierSet

import portal
from portal.plugins import Plugin

logger = logging.getLogger("portal.plugins")

# Module name → the one thing that it exports.
CONTRIBUTIONS = {
    "urls": "urlpatterns",
    "navigation": "items",
    "search_sources": "sources",
    "api": "router",
    "slots": "slots",
    "jobs": "jobs",
}


class PluginError(ImproperlyConfigured):
    """A plugin that does not fit. The message is one line: which, why, and the mend."""


def _config_class(path: str) -> type[Plugin]:
    try:
        found = find_spec(path) is not None and find_spec(f"{path}.apps") is not None
    except ModuleNotFoundError:
        found = False
    except Exception as error:
        raise PluginError(f"Plugin {path!r} fails to import: {type(error).__name__}: {error}.") from error
    if not found:
        raise PluginError(
            f"Plugin {path!r} is not installed (no module {path}.apps): install it or take it out of PORTAL_PLUGINS."
        )
    try:
        module = import_module(f"{path}.apps")
    except Exception as error:
        raise PluginError(
            f"Plugin {path!r} fails to import: {type(error).__name__}: {error}. "
            "Mend it or take it out of PORTAL_PLUGINS."
        ) from error
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Plugin) and value.__module__ == module.__name__:
            return value
    raise PluginError(f"Plugin {path!r} has no AppConfig that extends portal.plugins.Plugin in {path}/apps.py.")


def _label(config: type[Plugin]) -> str:
    return getattr(config, "label", config.name.rpartition(".")[2])


def load_plugins(paths: list[str]) -> list[str]:
    """Check the plugins at `paths` and return their entries for INSTALLED_APPS, in the same order.

    Raises PluginError for the first that does not fit.
    """
    configs = {path: _config_class(path) for path in paths}
    labels = {_label(config) for config in configs.values()}
    mounts: dict[tuple[str, str], str] = {}
    for path, config in configs.items():
        try:
            fits = SpecifierSet(config.requires_core).contains(portal.__version__, prereleases=True)
        except InvalidSpecifier as error:
            raise PluginError(f"Plugin {path!r}: requires_core {config.requires_core!r} is no specifier.") from error
        if not fits:
            raise PluginError(
                f"Plugin {path!r} {config.version} needs portal {config.requires_core}, this is {portal.__version__}: "
                "install a version that fits or take it out of PORTAL_PLUGINS."
            )
        if missing := sorted(set(config.requires) - labels):
            raise PluginError(f"Plugin {path!r} requires {', '.join(missing)}: add it to PORTAL_PLUGINS.")
        for mount in config.mount.items():
            if (other := mounts.setdefault(mount, path)) != path:
                raise PluginError(f"Plugins {other!r} and {path!r} both want the address /{mount[1]}/: change one.")
    return [f"{config.__module__}.{config.__name__}" for config in configs.values()]


def plugins() -> list[Plugin]:
    """The installed plugins, in the order of PORTAL_PLUGINS."""
    return [config for config in apps.get_app_configs() if isinstance(config, Plugin)]


def mounts() -> dict[str, set[str]]:
    """The first words of addresses that plugins hold, by language code: no page may have them."""
    taken: dict[str, set[str]] = {"sv": set(), "en": set()}
    for plugin in plugins():
        for language, mount in plugin.mount.items():
            taken[language].add(mount)
    return taken


def _contributors() -> list[AppConfig]:
    """The core's own apps contribute in the same way, first."""
    core = [apps.get_app_config(label) for label in ("content", "accounts", "operations")]
    return [*core, *plugins()]


def _module(config: AppConfig, name: str) -> ModuleType | None:
    """The contribution module, or None if there is no such module; a broken one is an error."""
    dotted = f"{config.name}.{name}"
    if find_spec(dotted) is None:
        return None
    try:
        return import_module(dotted)
    except Exception as error:
        raise PluginError(
            f"Plugin {config.name!r}: {dotted} fails to import: {type(error).__name__}: {error}. "
            "Mend it or take the plugin out of PORTAL_PLUGINS."
        ) from error


@cache
def contributions(name: str) -> list[tuple[AppConfig, Any]]:
    """What each app exports in its module `name`, as (app, exported thing), core first.

    Raises PluginError when a module exists but fails to import or exports nothing.
    """
    found = []
    for config in _contributors():
        if (module := _module(config, name)) is None:
            continue
        if not hasattr(module, CONTRIBUTIONS[name]):
            raise PluginError(f"Plugin {config.name!r}: {module.__name__} exports no `{CONTRIBUTIONS[name]}`.")
        found.append((config, getattr(module, CONTRIBUTIONS[name])))
    return found


def each_contribution(name: str) -> Iterator[tuple[AppConfig, Any]]:
    """Single contributions of list-like modules (`navigation`, `search_sources`, `jobs`), as (app, item)."""
    for config, items in contributions(name):
        for item in items:
            yield config, item
