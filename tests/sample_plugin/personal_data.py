from sample_plugin.models import Note

from portal.plugins.personal_data import PersonalDataHolding, Row, row_of


class NoteWriters(PersonalDataHolding):
    label = "Those who write notes"
    whose = "Whoever writes a note and leaves an e-mail address."
    what = "The address, beside the note."
    purpose = "So that we can ask you about the note."
    legal_basis = "Your consent: you leave the address if you like."
    retention = "Until the note is removed."
    fields = {"sample.Note": ("email",)}

    def held(self, address: str) -> list[Row]:
        return [row_of(note, "title", "email") for note in Note.objects.filter(email__iexact=address)]

    def erase(self, address: str) -> None:
        Note.objects.filter(email__iexact=address).update(email="")


holdings = [NoteWriters]
