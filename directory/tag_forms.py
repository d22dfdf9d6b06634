"""Choosing tags, and what editors fill in about them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.forms.models import WagtailAdminModelForm, register_form_field_override
from wagtail.admin.forms.tags import TagField
from wagtail.admin.widgets import AdminTagWidget

from directory.alphabet import sameness_key
from directory.models import Tag, TagWord
from directory.models.vocabulary import word_of_another
from directory.services.tags import set_synonyms
from directory.tidy_fields import TidyCharField

MOST_SYNONYMS = 40


def tag_called(word: str) -> Tag | None:
    """The tag that `word` names, or is a synonym of."""
    found = TagWord.objects.filter(key=sameness_key(word)).select_related("tag").first()
    return found.tag if found else None


class TagChoices(forms.CheckboxSelectMultiple):
    """Checkboxes that know the words of their tags: tags.js makes a field with suggestions of them."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if tag := getattr(value, "instance", None):
            option["attrs"]["data-words"] = "|".join(word.text for word in tag.words.all())
        return option


class TagsField(forms.ModelMultipleChoiceField):
    """Chosen tags; a number that no database knows is a wrong choice like any other."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset.prefetch_related("words"), **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": "…"}) from None


class ProposalField(TidyCharField):
    """A word that may become a tag."""

    def clean(self, value: Any) -> str:
        word = super().clean(value)
        if word and not (sameness_key(word) and slugify(word)):
            raise ValidationError(_("Write a word with letters or digits."))
        return word


class TagAdminForm(WagtailAdminModelForm):
    """A tag with its synonyms."""

    synonyms = forms.CharField(
        label=_("Synonyms"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What people say instead, in either language, one a line. The search finds by them."),
    )

    class Meta:
        model = Tag
        fields = ["name", "label_en", "slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["synonyms"] = "\n".join(self.instance.synonyms)

    def clean_synonyms(self) -> list[str]:
        words = {sameness_key(word): " ".join(word.split()) for word in self.cleaned_data["synonyms"].splitlines()}
        words.pop("", None)
        if len(words) > MOST_SYNONYMS:
            raise ValidationError(_("At most %(most)s synonyms fit.") % {"most": MOST_SYNONYMS})
        for word in words.values():
            if len(word) > 60:
                raise ValidationError(_("“%(word)s” is too long: at most 60 characters.") % {"word": word})
            if taken := word_of_another(word, self.instance):
                raise ValidationError(taken)
        return list(words.values())

    def save(self, commit: bool = True) -> Tag:
        tag = super().save(commit=commit)
        if commit:
            set_synonyms(tag, self.cleaned_data["synonyms"])
        return tag


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Tag.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Tag.objects.current().exclude(pk=tag.pk)  # ty: ignore[missing-attribute]


class AnswerForm(forms.Form):
    """An editor's answer to a proposal: as a new tag, or as another that says the same."""

    name = TidyCharField(label=_("Name in Swedish"), max_length=60, required=False)
    label_en = TidyCharField(label=_("Name in English"), max_length=60, required=False)
    into = forms.ModelChoiceField(
        label=_("Or it is a synonym of"), queryset=Tag.objects.current(), required=False, empty_label=_("Choose")
    )


class CurrentTagWidget(AdminTagWidget):
    """Offers, while one types, the current tags by all their words; Wagtail's own offers merged ones too."""

    def get_context(self, *args: Any) -> dict[str, Any]:
        context = super().get_context(*args)
        context["widget"]["attrs"]["data-w-tag-url-value"] = reverse("wagtailsnippets_directory_tag:suggestions")
        return context


class CurrentTagField(TagField):
    """A merged tag that is written all the same is the one that it was merged into."""

    widget = CurrentTagWidget

    def clean(self, value: Any) -> list[str]:
        found = Tag.objects.filter(name__in=super().clean(value)).select_related("merged_into")
        return list(dict.fromkeys((tag.merged_into or tag).name for tag in found))


def _as_current_tags(tags: ClusterTaggableManager) -> dict[str, Any]:
    form_class = CurrentTagField if tags.related_model is Tag else TagField
    return {"form_class": form_class, "tag_model": tags.related_model}


register_form_field_override(ClusterTaggableManager, override=_as_current_tags)
