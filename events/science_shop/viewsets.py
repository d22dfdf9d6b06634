"""Rounds, and all questions as a list, in the Wagtail admin. Questions are moved on the coordinators' pages alone."""

from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from directory.panels import DescriptionPanel
from directory.viewsets.choosing import ReadableChooserViewSet
from directory.viewsets.common import WAITING, SafeExportMixin
from events.science_shop.board_queries import late
from events.science_shop.models import Question, QuestionQuerySet, Round
from events.science_shop.vocabulary import ResearchField

ROUND = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("title", targets=["slug"]),
                FieldPanel("slug"),
                FieldPanel("lead"),
                DescriptionPanel("body"),
                FieldRowPanel([FieldPanel("municipality"), FieldPanel("questions_until")]),
                FieldPanel("tags"),
            ],
            heading=gettext_lazy("Round"),
        ),
        ObjectList(
            [
                HelpPanel(
                    gettext_lazy(
                        "Plan the meetups under “Meetups” first, and choose them here with what each is for. "
                        "Three, about six weeks apart, are usual."
                    )
                ),
                InlinePanel("meetups", heading=gettext_lazy("Meetups"), label=gettext_lazy("Meetup"), max_num=12),
            ],
            heading=gettext_lazy("Meetups"),
        ),
        ObjectList(
            [
                FieldPanel("coordinator"),
                FieldPanel("contact_email"),
                InlinePanel("partners", heading=gettext_lazy("Partners"), label=gettext_lazy("Partner"), max_num=20),
            ],
            heading=gettext_lazy("Who"),
        ),
    ]
)


def _status(found: Round) -> str:
    return _("Published") if found.live else _("Draft")


class RoundEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        board = f"{reverse('science_shop:board')}?round={self.object.slug}"
        ended = reverse("science_shop:close_round", args=[self.object.slug])
        return [
            *super().header_more_buttons,
            Button(_("Its questions on the board"), url=board, icon_name="list-ul", priority=6),
            Button(_("End the round"), url=ended, icon_name="lock", priority=7),
        ]


class RoundViewSet(SnippetViewSet):
    model = Round
    icon = "group"
    menu_label = gettext_lazy("Rounds")
    copy_view_enabled = False
    chooser_viewset_class = ReadableChooserViewSet
    edit_view_class = RoundEditView
    edit_handler = ROUND
    search_fields = ["title", "lead"]
    list_display = [
        "title",
        Column("coordinator", label=gettext_lazy("Coordinator"), sort_key="coordinator__email"),
        Column("number", label=gettext_lazy("Questions"), sort_key="number"),
        Column(
            "ended",
            label=gettext_lazy("Ended"),
            accessor=lambda found: (
                date_format(timezone.localtime(found.closing.at), "j F Y") if found.is_closed else ""
            ),
        ),
        WAITING,
        Column("live", label=gettext_lazy("Status"), accessor=_status, sort_key="live"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rounds = Round.objects.select_related("coordinator", "closing")
        return rounds.annotate(number=Count("questions", distinct=True)).order_by("-pk")


class QuestionFilterSet(WagtailFilterSet):
    field = ChoiceFilter(
        label=gettext_lazy("Field of research"), choices=ResearchField.choices, field_name="fields__field"
    )
    overdue = ChoiceFilter(label=gettext_lazy("Overdue"), choices=[("yes", gettext_lazy("Yes"))], method="by_overdue")

    class Meta:
        model = Question
        fields = ["stage", "round", "municipality"]

    def by_overdue(self, questions: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        return late(questions)


class QuestionIndexView(SafeExportMixin, IndexView):
    """Its export names nobody."""


class ReadPolicy(ModelPermissionPolicy):
    """Those who coordinate all see them; nothing is added, changed or deleted here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "change")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Question, ReadPolicy(Question))


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = gettext_lazy("Questions")
    copy_view_enabled = False
    chooser_viewset_class = ReadableChooserViewSet
    index_view_class = QuestionIndexView
    filterset_class = QuestionFilterSet
    list_per_page = 50
    ordering = ["next_due_on"]
    search_fields = ["title", "problem"]
    list_display = [
        TitleColumn(
            "title",
            label=gettext_lazy("Question"),
            sort_key="title",
            get_url=lambda question: reverse("science_shop:coordinate", args=[question.slug]),
        ),
        Column(
            "stage", label=gettext_lazy("Stage"), accessor=lambda question: question.stage_in_words, sort_key="stage"
        ),
        Column("days_in_stage", label=gettext_lazy("Days in the stage"), sort_key="stage_since"),
        Column("next_step", label=gettext_lazy("Next")),
        Column("who", label=gettext_lazy("Who has it"), accessor=lambda question: question.next_side_in_words),
        Column("next_due_on", label=gettext_lazy("Until"), sort_key="next_due_on"),
        Column("round", label=gettext_lazy("Round"), sort_key="round__title"),
    ]
    list_export = ["title", "stage", "stage_since", "next_step", "next_side", "next_due_on", "round", "municipality"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        questions = (
            Question.objects.coordinated_by(request.user)
            .with_next_steps(reviews=True)
            .select_related("round", "municipality")
        )
        return questions.order_by(F("next_due_on").asc(nulls_last=True), "pk")


class ScienceShopViewSetGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Science shop")
    menu_icon = "help"
    menu_order = 165
    items = (RoundViewSet, QuestionViewSet)
