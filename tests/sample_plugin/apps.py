from portal.plugins import Plugin


class SampleConfig(Plugin):
    name = "sample_plugin"
    label = "sample"
    verbose_name = "Notes"
    version = "1.0.0"
    requires_core = ">=0.1,<1"
    mount = {"sv": "anteckningar", "en": "notes"}
