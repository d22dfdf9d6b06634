"""The form by which several meetups are planned in one go."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.tidy_fields import TidyCharField
from events.models import Event
from events.services import planning


class PlanForm(forms.Form):
    """On which days. `days` of it, once it is valid, is a list of dates."""

    repeats = forms.ChoiceField(
        label=_("When"),
        choices=[
            ("days", _("On the days that I write")),
            ("weekly", _("Every week")),
            ("fortnightly", _("Every second week")),
            ("monthly", _("Every month, the same weekday (such as the second Tuesday)")),
        ],
        initial="days",
        widget=forms.RadioSelect,
    )
    written_days = forms.CharField(
        label=_("Days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One day on each line, like 2027-03-14. The time of day is the same."),
    )
    times = forms.IntegerField(
        label=_("How many more"),
        required=False,
        min_value=1,
        max_value=planning.MOST,
        help_text=_("When they repeat: how many come after this one."),
    )
    series_title = TidyCharField(
        label=_("Title of the series"),
        max_length=150,
        required=False,
        help_text=_("With a title they become a series, this one among them. Empty: each stands on its own."),
    )

    def __init__(self, *args: Any, event: Event, may_begin_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = timezone.localtime(event.starts_at).date()
        if event.series_id or not may_begin_series:
            del self.fields["series_title"]
        elif not self.is_bound:
            self.initial["series_title"] = event.title

    def clean_written_days(self) -> list[date]:
        found = []
        for line in self.cleaned_data["written_days"].split():
            try:
                found.append(datetime.strptime(line.strip(",;"), "%Y-%m-%d").date())  # noqa: DTZ007
            except ValueError:
                raise ValidationError(
                    _("“%(line)s” is no day: write year, month and day, like 2027-03-14."), params={"line": line[:40]}
                ) from None
        if len(found) > planning.MOST:
            raise ValidationError(_("At most %(most)s at once."), params={"most": planning.MOST})
        if any(not 0 <= (day - timezone.localdate()).days <= 3660 for day in found):
            raise ValidationError(_("Write days to come, at most ten years from now."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        repeats, times = cleaned.get("repeats"), cleaned.get("times")
        if repeats == "days":
            if "written_days" in cleaned and not cleaned["written_days"]:
                self.add_error("written_days", _("Write at least one day."))
        elif repeats and not times and "times" not in self.errors:
            self.add_error("times", _("Say how many."))
        return cleaned

    @property
    def days(self) -> list[date]:
        times = self.cleaned_data.get("times") or 0
        match self.cleaned_data["repeats"]:
            case "weekly":
                return planning.weekly(self.first, times)
            case "fortnightly":
                return planning.weekly(self.first, times, weeks=2)
            case "monthly":
                return planning.monthly(self.first, times)
        return self.cleaned_data["written_days"]
