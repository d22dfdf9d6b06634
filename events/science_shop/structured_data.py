"""What machines read of a page: schema.org as JSON-LD. Names organisations, and who has said yes."""

import json
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from directory.structured_data import ESCAPES
from events.models import Event
from events.science_shop.models import KnowledgeItem, Question, Researcher, Round


def round_json_ld(round: Round, meetups: list[Event]) -> SafeString:
    """The round as the content of a script element: a series of `meetups`."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "@id": _absolute(round),
        "url": _absolute(round),
        "name": round.title,
        "description": round.lead,
        "startDate": timezone.localtime(meetups[0].starts_at).isoformat() if meetups else "",
        "endDate": timezone.localtime(max(one.ends_at for one in meetups)).isoformat() if meetups else "",
        "location": {"@type": "Place", "name": round.municipality.name} if round.municipality else None,
        "organizer": [
            {"@type": "Organization", "name": partner.organisation.name, "url": _absolute(partner.organisation)}
            for partner in round.partners.all()
            if partner.organisation.live
        ],
        "subEvent": [
            {
                "@type": "Event",
                "name": event.title,
                "url": _absolute(event),
                "startDate": timezone.localtime(event.starts_at).isoformat(),
            }
            for event in meetups
        ],
    }
    return _written(_filled(data))


def answer_json_ld(item: KnowledgeItem, url: str) -> SafeString:
    """A question with its answer, as the content of a script element; `url` is the page's whole address.

    Names nobody but an organisation that has said yes to be shown.
    """
    question, organisation = item.question, item.question.organisation
    author = None
    if question.shows_organisation and organisation and organisation.live:
        author = {"@type": "Organization", "name": organisation.name, "url": _absolute(organisation)}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "@id": url,
        "url": url,
        "inLanguage": question.language,
        "mainEntity": _filled(
            {
                "@type": "Question",
                "name": question.title,
                "text": question.title,
                "author": author,
                "answerCount": 1,
                "keywords": ", ".join(tagged.tag.name for tagged in question.tagged.all()),
                "acceptedAnswer": _filled(
                    {
                        "@type": "Answer",
                        "url": url,
                        "text": item.summary,
                        "datePublished": timezone.localtime(item.published_at).isoformat(),
                        "dateModified": timezone.localtime(item.changed_at).isoformat(),
                        "citation": [
                            _filled({"@type": "CreativeWork", "name": source.title, "url": source.address})
                            for finding in question.findings.all()
                            for source in finding.sources.all()
                        ],
                    }
                ),
            }
        ),
    }
    return _written(data)


def person_json_ld(researcher: Researcher, url: str) -> SafeString:
    """Only what the page says to everybody."""
    data = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": url,
        "url": url,
        "name": researcher.name,
        "affiliation": {"@type": "Organization", "name": researcher.affiliation},
        "knowsAbout": [str(field) for field in researcher.fields.all()],
    }
    if researcher.orcid:
        data["sameAs"] = f"https://orcid.org/{researcher.orcid}"
    return _written(data)


def question_json_ld(question: Question, request: HttpRequest) -> SafeString:
    """The question, with its answer if it has one, as the content of a script element."""
    answer = question.answer
    author = question.shown_organisation_name
    main = _filled(
        {
            "@type": "Question",
            "name": question.title,
            "text": question.problem,
            "inLanguage": question.language,
            "datePublished": (question.submitted_at or question.created_at).isoformat(),
            "author": {"@type": "Organization", "name": author} if author else None,
            "keywords": [tagged.tag.label for tagged in question.tagged.all()],
            "acceptedAnswer": answer
            and {"@type": "Answer", "text": answer.summary, "datePublished": answer.published_at.isoformat()},
        }
    ) | {"answerCount": 1 if answer else 0}
    data = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "@id": request.build_absolute_uri(question.get_absolute_url()),
        "mainEntity": main,
    }
    return _written(data)


def _absolute(thing: Any) -> str:
    return urljoin(settings.BASE_URL, thing.get_absolute_url())


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _written(data: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
