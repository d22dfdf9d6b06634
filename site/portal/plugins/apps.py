from django.apps import AppConfig


class PluginsConfig(AppConfig):
    name = "portal.plugins"
    label = "plugins"

    def ready(self) -> None:
        from portal.plugins.registry import CONTRIBUTIONS, contributions

        # Import them all now: a plugin that does not fit stops the command, not a visitor.
        for name in CONTRIBUTIONS:
            contributions(name)
