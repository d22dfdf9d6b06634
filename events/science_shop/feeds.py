"""The idea bank as Atom: all of it, under one tag, in one municipality; and what happens to one question."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from directory.models import Municipality, Tag
from events.science_shop.bank_queries import in_order
from events.science_shop.models import Question
from events.science_shop.queries import for_page, history_of
from portal.plugins.feeds import AtomFeed

LATEST = 40
FACETS = ("tag", "municipality")


@dataclass(frozen=True)
class Subject:
    """All questions, or those under a tag or in a municipality."""

    label: str | Promise = ""
    # As the list's address chooses it, and the name of the feed's own address.
    facet: str = ""
    slug: str = ""
    condition: Q = field(default_factory=Q)

    @property
    def title(self) -> str:
        return _("Questions: %(subject)s") % {"subject": self.label} if self.label else _("Questions in the idea bank")

    @property
    def url(self) -> str:
        if not self.facet:
            return reverse("science_shop:atom")
        return reverse(f"science_shop:{self.facet}_atom", args=[self.slug])

    @property
    def page(self) -> str:
        return reverse("science_shop:questions") + (f"?{self.facet}={self.slug}" if self.facet else "")


def subject_of(facet: str, slug: str) -> Subject:
    """Raises Http404 for what is not there."""
    match facet:
        case "":
            return Subject()
        case "tag":
            tag = Tag.objects.at(slug).first()
            if tag is None:
                raise Http404
            return Subject(tag.label, facet, tag.slug, Q(tagged__tag=tag))
    place = get_object_or_404(Municipality, slug=slug)
    return Subject(place.name, facet, slug, Q(municipality=place))


def of_choice(labels: dict[tuple[str, str], str | Promise]) -> list[Subject]:
    """The feeds of a list: of all, and of what is chosen there and has one."""
    chosen = [Subject(label, facet, slug) for (facet, slug), label in labels.items() if facet in FACETS]
    return [Subject(), *chosen]


class BankFeed(AtomFeed):
    """The last moved first: a question that has come on comes up anew."""

    def get_object(self, request: HttpRequest, subject: Subject) -> Subject:
        return subject

    def title(self, subject: Subject) -> str:
        return subject.title

    def link(self, subject: Subject) -> str:
        return settings.BASE_URL + subject.page

    def feed_url(self, subject: Subject) -> str:
        return settings.BASE_URL + subject.url

    feed_guid = feed_url

    def items(self, subject: Subject) -> list[Question]:
        public = Question.objects.public().filter(subject.condition).prefetch_related("tagged__tag")
        return list(in_order(public)[:LATEST])

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return f"{item.stage_in_words}\n{item.problem}"

    def item_link(self, item: Any) -> str:
        return settings.BASE_URL + item.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_categories(self, item: Any) -> list[str]:
        return [item.stage_in_words, *(tagged.tag.label for tagged in item.tagged.all())]

    def item_pubdate(self, item: Any) -> datetime:
        return item.submitted_at or item.created_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.stage_since


class QuestionFeed(AtomFeed):
    """What has happened to one question."""

    def get_object(self, request: HttpRequest, slug: str) -> Question:
        return get_object_or_404(for_page(Question.objects.public()), slug=slug)

    def title(self, question: Question) -> str:
        return question.title

    def link(self, question: Question) -> str:
        return settings.BASE_URL + question.get_absolute_url()

    def feed_url(self, question: Question) -> str:
        return settings.BASE_URL + reverse("science_shop:question_atom", args=[question.slug])

    feed_guid = feed_url

    def items(self, question: Question) -> list[dict[str, Any]]:
        return [{**entry, "question": question} for entry in history_of(question)[:LATEST]]

    def item_title(self, item: Any) -> str:
        return item["heading"]

    def item_description(self, item: Any) -> str:
        return item["text"]

    def item_link(self, item: Any) -> str:
        return self.link(item["question"])

    def item_guid(self, item: Any) -> str:
        return f"{self.link(item['question'])}#{item['when'].isoformat()}"

    def item_pubdate(self, item: Any) -> datetime:
        return item["when"]

    item_updateddate = item_pubdate


bank = BankFeed()
one = QuestionFeed()
