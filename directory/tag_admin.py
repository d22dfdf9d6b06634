"""The vocabulary in the Wagtail admin: how much each tag is used, synonyms, merging, and proposals."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import DeleteView, EditView, IndexView, SnippetViewSet

from directory.alphabet import sameness_key
from directory.models import Tag, TagMerge, TagProposal
from directory.services import tags
from directory.tag_forms import AnswerForm, MergeForm, TagAdminForm
from directory.viewsets.choosing import ReadableChooserViewSet
from portal.accounts.models import User

MOST_SUGGESTIONS = 10


def with_uses(queryset: QuerySet) -> QuerySet:
    """Count of each tag how many things have it, in the one query."""
    total: Any = Value(0)
    for table in tags.ties():
        used = table._default_manager.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(n=Count("pk"))
        total += Coalesce(Subquery(used.values("n"), output_field=IntegerField()), 0)
    return queryset.annotate(uses=total)


class TagFilterSet(WagtailFilterSet):
    used = ChoiceFilter(
        label=gettext_lazy("Shown"),
        empty_label=gettext_lazy("In use or not"),
        method="by_use",
        choices=[
            ("used", gettext_lazy("In use")),
            ("unused", gettext_lazy("Not in use")),
            ("merged", gettext_lazy("Merged into another")),
        ],
    )

    class Meta:
        model = Tag
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("used") == "merged" else found.filter(merged_into=None)

    def by_use(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "merged":
            return queryset.filter(merged_into__isnull=False)
        return queryset.filter(uses__gt=0) if value == "used" else queryset.filter(uses=0)


def _is_alone(tag: Tag) -> bool:
    """A tag that has been merged leads old addresses on, and one that is led to stays too."""
    return not (tag.merged_into_id or tag.merged.exists())


class TagIndexView(IndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        waiting = TagProposal.objects.filter(state=TagProposal.State.WAITING).count()
        label = ngettext("%(count)s proposal", "%(count)s proposals", waiting) % {"count": waiting}
        url = reverse(f"{PREFIX}:proposals")
        return [*super().header_buttons, HeaderButton(label, url=url, icon_name="comment", priority=20)]


class TagEditView(EditView):
    def get_object(self, *args: Any, **kwargs: Any) -> Tag:
        tag = super().get_object(*args, **kwargs)
        if tag.merged_into_id:
            raise Http404
        return tag

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse(f"{PREFIX}:merge", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Merge into another"), url=url, icon_name="link", priority=5)]


class TagDeleteView(DeleteView):
    def get_object(self, *args: Any, **kwargs: Any) -> Tag:
        tag = super().get_object(*args, **kwargs)
        if not _is_alone(tag):
            raise PermissionDenied
        return tag


class TagViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    delete_view_class = TagDeleteView
    chooser_viewset_class = ReadableChooserViewSet
    index_view_class = TagIndexView
    edit_view_class = TagEditView
    filterset_class = TagFilterSet
    list_display = [
        "name",
        "label_en",
        Column("uses", label=gettext_lazy("Used by"), sort_key="uses"),
        Column("synonyms", label=gettext_lazy("Synonyms"), accessor=lambda tag: ", ".join(tag.synonyms)),
        Column("merged_into", label=gettext_lazy("Merged into")),
    ]
    search_fields = ["name", "label_en", "words__text"]
    ordering = ["sort_key"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", targets=["slug"]),
            FieldPanel("label_en"),
            FieldPanel("synonyms"),
            FieldPanel("slug"),
        ],
        base_form_class=TagAdminForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_uses(Tag.objects.select_related("merged_into").prefetch_related("words"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("merge/<int:pk>/", merge, name="merge"),
            path("unmerge/<int:pk>/", undo_merge, name="undo_merge"),
            path("proposals/", proposals, name="proposals"),
            path("suggestions/", suggestions, name="suggestions"),
        ]


PREFIX = "wagtailsnippets_directory_tag"


def merge_button(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if not isinstance(snippet, Tag) or not user.has_perm("directory.change_tag"):
        return
    if snippet.merged_into_id:
        url = reverse(f"{PREFIX}:undo_merge", args=[snippet.pk])
        yield Button(_("Undo the merge"), url=url, icon_name="undo", priority=20)
    else:
        url = reverse(f"{PREFIX}:merge", args=[snippet.pk])
        yield Button(_("Merge into another"), url=url, icon_name="link", priority=20)


def _crumbs(label: str, sublabel: str = "") -> list[dict[str, Any]]:
    return [
        {"url": reverse(f"{PREFIX}:list"), "label": Tag._meta.verbose_name_plural},
        {"url": "", "label": label, "sublabel": sublabel},
    ]


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the tag that says the same, and see what will happen."""
    if not request.user.has_perm("directory.change_tag"):
        raise PermissionDenied
    tag = get_object_or_404(with_uses(Tag.objects.current()), pk=pk)
    form = MergeForm(request.POST or None, tag=tag)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            tags.merge(tag, into, by=request.user)  # ty: ignore[invalid-argument-type]
        except tags.TagRefused as refused:
            form.add_error("into", str(refused))
        else:
            messages.success(request, _("%(tag)s is now a synonym of %(into)s.") % {"tag": tag.name, "into": into.name})
            return redirect(f"{PREFIX}:list")
    context = {"tag": tag, "form": form, "breadcrumbs_items": _crumbs(_("Merge into another"), tag.name)}
    return render(request, "directory/admin/merge_tag.html", context)


def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """What undoing gives back, and a button that does it. `pk` is the merged tag's."""
    if not request.user.has_perm("directory.change_tag"):
        raise PermissionDenied
    made = get_object_or_404(TagMerge.objects.select_related("tag", "into", "merged_by"), tag=pk)
    if request.method == "POST":
        try:
            tag = tags.undo_merge(made, by=request.user)  # ty: ignore[invalid-argument-type]
        except tags.TagRefused as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        messages.success(request, _("%(tag)s is a tag of its own again.") % {"tag": tag.name})
        return redirect(f"{PREFIX}:list")
    context = {"made": made, "breadcrumbs_items": _crumbs(_("Undo the merge"), made.tag.name)}
    return render(request, "directory/admin/undo_tag_merge.html", context)


def suggestions(request: HttpRequest) -> JsonResponse:
    """Names of current tags of which a word begins so, for the field of tags."""
    term = sameness_key(request.GET.get("term", "")[:60])
    found = Tag.objects.current().filter(words__key__startswith=term).distinct() if term else Tag.objects.none()
    return JsonResponse([tag.name for tag in found[:MOST_SUGGESTIONS]], safe=False)


def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals that wait, each with a form that answers it."""
    if not request.user.has_perm("directory.change_tag"):
        raise PermissionDenied
    waiting = list(TagProposal.objects.filter(state=TagProposal.State.WAITING).select_related("organisation"))
    answered = request.POST.get("proposal", "")
    rows = []
    for proposal in waiting:
        is_this = request.method == "POST" and answered == str(proposal.pk)
        form = AnswerForm(
            request.POST if is_this else None,
            initial={"name": proposal.text[:1].upper() + proposal.text[1:]},
            prefix=f"proposal-{proposal.pk}",
        )
        if is_this and form.is_valid() and _answer(request, proposal, form):
            return redirect(f"{PREFIX}:proposals")
        rows.append((proposal, form))
    if request.method == "POST" and answered not in {str(proposal.pk) for proposal in waiting}:
        messages.warning(request, _("Somebody has answered this proposal already."))
    context = {"rows": rows, "breadcrumbs_items": _crumbs(_("Proposed tags"))}
    return render(request, "directory/admin/proposals.html", context)


def _answer(request: HttpRequest, proposal: TagProposal, form: AnswerForm) -> bool:
    editor: Any = request.user
    name, into = form.cleaned_data["name"], form.cleaned_data["into"]
    try:
        match request.POST.get("action"):
            case "accept" if not name:
                form.add_error("name", _("Write what the tag is called."))
            case "accept":
                tags.accept(proposal, name=name, label_en=form.cleaned_data["label_en"], by=editor)
                messages.success(request, _("%(tag)s is a tag from now on.") % {"tag": name})
            case "merge" if not into:
                form.add_error("into", _("Choose a tag."))
            case "merge":
                tags.accept_as(proposal, into, by=editor)
                messages.success(request, _("%(tag)s is now a synonym of %(into)s.") % {"tag": proposal, "into": into})
            case "turn-down":
                tags.turn_down(proposal, by=editor)
                messages.success(request, _("The proposal is turned down."))
    except tags.TagRefused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()
