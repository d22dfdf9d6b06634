import re

from django import forms
from django.template.loader import render_to_string

from portal.design.specimens import SpecimenForm


def rendered(form: forms.Form) -> str:
    return render_to_string("design/components/form.html", {"form": form})


def test_every_control_has_a_label_of_its_own():
    html = rendered(SpecimenForm())
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    controls = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html)
    assert controls
    assert set(controls) <= labelled


def test_only_what_may_be_left_empty_says_so():
    html = rendered(SpecimenForm())
    optional = [name for name, field in SpecimenForm().fields.items() if not field.required and name != "remember"]
    assert html.count('class="optional"') == len(optional)


def test_the_summary_leads_to_controls_that_are_there():
    html = rendered(SpecimenForm({}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 4
    for target in targets:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', html), target


def test_a_control_in_error_is_described_by_its_help_and_its_error():
    html = rendered(SpecimenForm({"email": "nej"}))
    control = re.search(r'<input type="email"[^>]*>', html)
    assert control
    assert 'aria-describedby="id_email_helptext id_email_error"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in rendered(SpecimenForm())
