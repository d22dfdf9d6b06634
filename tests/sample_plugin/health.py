from sample_plugin.models import Note


def hidden() -> str:
    """A sentence for the operator, empty if all is well."""
    count = Note.objects.filter(public=False).count()
    return f"{count} hidden notes wait to be removed: does the schedule run?" if count > 1000 else ""


checks = {"sample.hidden": hidden}
