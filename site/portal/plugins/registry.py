"""Which plugins there are, and what they contribute."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from traceback import extract_tb
from types import ModuleType
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from packaging.specifiers import InvalidSpecifier, SpecifierSet

import portal
from portal.plugins import Plugin

# Module name → the one thing that it exports.
CONTRIBUTIONS = {
    "urls": "urlpatterns",
    "navigation": "items",
    "search_sources": "sources",
    "api": "router",
    "slots": "slots",
    "jobs": "jobs",
    "health": "checks",
    "personal_data": "holdings",
}

LANGUAGES = frozenset({"sv", "en"})
# First words of addresses that the core has.
CORE_ADDRESSES = frozenset(
    {"account", "admin", "api", "documents", "en", "health", "konto", "media", "mina-sidor", "my-pages", "outbox"}
    | {"personal-data", "personuppgifter", "static", "style"}
)
_MOUNT = re.compile(r"[a-z0-9-]+")


class PluginError(ImproperlyConfigured):
    """A plugin that does not fit. The message is one line: which, why, and the mend."""

    @classmethod
    def at_import(cls, path: str, error: Exception) -> "PluginError":
        """What to say of a plugin one of whose modules raised `error` when it was imported."""
        told = " ".join(str(error).split())
        frames = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith("<")]
        place = "" if isinstance(error, SyntaxError) or not frames else f" ({frames[-1].filename}:{frames[-1].lineno})"
        return cls(
            f"Plugin {path!r} fails to import: {type(error).__name__}: {told}{place}. "
            "Mend it or take it out of PORTAL_PLUGINS."
        )


def _config_class(path: str) -> type[Plugin]:
    try:
        found = find_spec(path) is not None and find_spec(f"{path}.apps") is not None
    except ModuleNotFoundError:
        found = False
    except Exception as error:
        raise PluginError.at_import(path, error) from error
    if not found:
        raise PluginError(
            f"Plugin {path!r} is not installed (no module {path}.apps): install it or take it out of PORTAL_PLUGINS."
        )
    try:
        module = import_module(f"{path}.apps")
    except Exception as error:
        raise PluginError.at_import(path, error) from error
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
    labels: dict[str, str] = {}
    for path, config in configs.items():
        if (other := labels.setdefault(_label(config), path)) != path:
            raise PluginError(f"Plugins {other!r} and {path!r} are both called {_label(config)!r}: change one's label.")
    mounts: dict[tuple[str, str], str] = {}
    for path, config in configs.items():
        _check_version(path, config)
        if missing := sorted(set(config.requires) - labels.keys()):
            raise PluginError(f"Plugin {path!r} requires {', '.join(missing)}: add it to PORTAL_PLUGINS.")
        if config.mount and config.mount.keys() != LANGUAGES:
            raise PluginError(f"Plugin {path!r} needs a mount in each of {', '.join(sorted(LANGUAGES))}: add it.")
        for mount in config.mount.items():
            if not _MOUNT.fullmatch(mount[1]) or mount[1] in CORE_ADDRESSES:
                raise PluginError(f"Plugin {path!r} cannot have the address /{mount[1]}/: change its mount.")
            if (other := mounts.setdefault(mount, path)) != path:
                raise PluginError(f"Plugins {other!r} and {path!r} both want the address /{mount[1]}/: change one.")
    return [f"{config.__module__}.{config.__name__}" for config in configs.values()]


def _check_version(path: str, config: type[Plugin]) -> None:
    try:
        fits = SpecifierSet(config.requires_core).contains(portal.__version__, prereleases=True)
    except InvalidSpecifier as error:
        raise PluginError(
            f"Plugin {path!r}: requires_core {config.requires_core!r} is no version specifier: mend it."
        ) from error
    if not fits:
        raise PluginError(
            f"Plugin {path!r} {config.version} needs portal {config.requires_core}, this is {portal.__version__}: "
            "install a version that fits or take it out of PORTAL_PLUGINS."
        )


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
        raise PluginError.at_import(config.name, error) from error


@cache
def contributions(name: str) -> list[tuple[AppConfig, Any]]:
    """What each app exports in its module `name`, as (app, exported thing), core first.

    Raises PluginError when a module exists but fails to import or exports nothing of the kind.
    """
    found = []
    for config in _contributors():
        if (module := _module(config, name)) is None:
            continue
        exported = getattr(module, CONTRIBUTIONS[name], None)
        if not isinstance(exported, _type_of(name)):
            raise PluginError(
                f"Plugin {config.name!r}: {module.__name__} exports no {CONTRIBUTIONS[name]!r} "
                f"of type {_type_of(name).__name__}: add it or remove the module."
            )
        if name == "urls" and isinstance(config, Plugin) and not config.mount:
            raise PluginError(f"Plugin {config.name!r} has urls but no mount: say where in its AppConfig.")
        found.append((config, exported))
    return found


def _type_of(name: str) -> type:
    if name == "api":
        from ninja import Router  # needs the settings, which need this module

        return Router
    if name in {"slots", "health"}:
        return dict
    # Entries of a menu may be asked of the database each time.
    return Iterable if name == "navigation" else list


def each_contribution(name: str) -> Iterator[tuple[AppConfig, Any]]:
    """Single contributions of modules that export lists (`navigation`, `jobs` and so on), as (app, item)."""
    for config, items in contributions(name):
        for item in items:
            yield config, item
