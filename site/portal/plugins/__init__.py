"""The plugin contract: what a plugin author may import, and nothing else.

A plugin is a Django app whose AppConfig extends `Plugin`. What it contributes stands in modules
of its own; each is optional and exports one thing:

    urls.py            urlpatterns                    mounted under `mount`, in each language
    navigation.py      items: list[NavigationItem]    main menu, footer, my pages
    search_sources.py  sources: list[type[SearchSource]]
    api.py             router: ninja.Router           mounted under /api/v1/<label>/
    slots.py           slots: dict[str, Callable]     components in places of pages that others own
    jobs.py            jobs: list[Job]                run by `manage.py run_schedule`
    health.py          checks: dict[str, Callable]    what /health/ready asks: a sentence, empty if all is well
    personal_data.py   holdings: list[type[PersonalDataHolding]]  what is kept about people, and why
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.apps import AppConfig
from django.utils.functional import Promise

from portal.plugins.addresses import localised
from portal.plugins.jobs import Job

__all__ = ["Job", "NavigationItem", "Plugin", "localised"]


class Plugin(AppConfig):
    """Who a plugin is. `name`, `label` and `verbose_name` are Django's."""

    version: ClassVar[str] = "0.1.0"
    # A PEP 440 specifier that `portal.__version__` must meet.
    requires_core: ClassVar[str] = ">=0.1"
    # Labels of other plugins that must be there too.
    requires: ClassVar[tuple[str, ...]] = ()
    # Public URL prefix by language, for example {"sv": "hitta", "en": "find"}; empty: no pages of its own.
    mount: ClassVar[dict[str, str]] = {}
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Django's own, but broken models name their plugin."""
        from portal.plugins.registry import PluginError

        try:
            super().import_models()
        except Exception as error:
            raise PluginError.at_import(self.name, error) from error


@dataclass(frozen=True)
class NavigationItem:
    """An entry in a menu.

    It leads to `url_name`, reversed without arguments, or to `url`. `order` sorts within the menu:
    the pages that editors put there stand at 100, so below that is before them.
    """

    label: str | Promise
    url_name: str = ""
    menu: Literal["main", "footer", "my-pages"] = "main"
    order: int = 50
    icon: str = ""
    url: str = ""
    # What is there, in a sentence: for the home page's doors where an editor has written none.
    description: str | Promise = ""
