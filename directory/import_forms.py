"""The form that takes a file in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.exchange.reading import MOST_BYTES


class ImportForm(forms.Form):
    """Only what can be told at once is told here: the worker reads the file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB, 20,000 rows and 200 columns."),
        max_length=120,
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
        if not file.name.lower().endswith((".csv", ".txt", ".xlsx")):
            raise forms.ValidationError(
                _("Choose a CSV or XLSX file. A workbook of another kind can be saved as XLSX.")
            )
        return file
