"""What editors fill in about an organisation beside its content."""

from django import forms

from directory.models import OrganisationStanding


class StandingForm(forms.ModelForm):
    class Meta:
        model = OrganisationStanding
        fields = ["is_trusted", "is_partner", "is_demonstration"]
