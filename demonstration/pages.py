"""The demonstration's pages: a Swedish tree at /, its main pages in English at /en/."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from demonstration.about import ABOUT, ACCESSIBILITY, CONTACT, COOKIES, DOORS, LEADS, PARTNERS
from demonstration.knowledge import GUIDANCE, RELATED, WHAT_IN_ENGLISH
from demonstration.news import DRAFT, NEWS
from demonstration.pictures import fields
from portal.content.models import (
    AccessibilityStatementPage,
    GuidanceIndexPage,
    GuidancePage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    Partner,
    RelatedGuidance,
    SiteSettings,
    StandardPage,
)


def load() -> None:
    home = HomePage.objects.get(locale__language_code="sv")
    _home(home, "sv", "Här möts de som gör Skåne bättre.")
    _home(HomePage.objects.get(locale__language_code="en"), "en", "Where those who make Skåne better meet.")
    _news(home)
    guidance = _guidance(home)
    about = _standard(home, ABOUT["sv"])
    contact, cookies = (_standard(home, texts["sv"], in_footer=True) for texts in (CONTACT, COOKIES))
    statement = _add(home, AccessibilityStatementPage(locale=home.locale, **_statement_fields("sv")))
    _english(guidance["vad-ar-en-social-innovation"], [about, contact, cookies], statement)
    _frame()


def _home(home: HomePage, language: str, title: str) -> None:
    home.title, home.lead = title, LEADS[language]
    home.doors = _blocks([("door", door) for door in DOORS[language]])
    home.save_revision().publish()


def _add(parent: Page, page: Any, *, live: bool = True) -> Any:
    """Put `page` below `parent` as an editor would: with a revision, published unless it is a draft."""
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def _blocks(blocks: list[tuple[str, Any]]) -> list[dict]:
    """Blocks as a StreamField stores them."""
    return [{"type": kind, "value": _stored(kind, value)} for kind, value in blocks]


def _stored(kind: str, value: Any) -> Any:
    if kind != "table":
        return value
    columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
    rows = [{"values": row} for row in value["rows"]]
    return {"caption": value["caption"], "columns": columns, "rows": rows}


def _sections(sections: list[tuple[str, list]]) -> list[dict]:
    return [
        {"type": "section", "value": {"heading": heading, "body": _blocks(content)}} for heading, content in sections
    ]


def _news(home: HomePage) -> None:
    index = _add(
        home,
        NewsIndexPage(
            title="Nyheter",
            slug="nyheter",
            locale=home.locale,
            show_in_menus=True,
            lead="Påhittade nyheter om påhittade föreningar, för att visa hur det kan se ut.",
        ),
    )
    for number, content in enumerate(reversed(NEWS)):
        day = timezone.localdate() - timedelta(days=content["days_ago"])
        page = NewsPage(
            title=content["title"],
            slug=content["slug"],
            locale=home.locale,
            date=day,
            author="Redaktionen (demonstration)",
            lead=content["lead"],
            featured=content["featured"],
            image=_image(content["title"], number) if content["image"] else None,
            image_alt=content["image"],
            body=_blocks(content["body"]),
        )
        page.tags.add(*content["tags"])
        if content["days_ago"] < 0:
            page.go_live_at = timezone.now() - timedelta(days=content["days_ago"])
        _add(index, page)
    _add(
        index,
        NewsPage(
            title=DRAFT["title"],
            slug=DRAFT["slug"],
            locale=home.locale,
            lead=DRAFT["lead"],
            body=_blocks(DRAFT["body"]),
        ),
        live=False,
    )


def _guidance(home: HomePage) -> dict[str, GuidancePage]:
    index = _add(
        home,
        GuidanceIndexPage(
            title="Kunskap",
            slug="kunskap",
            locale=home.locale,
            show_in_menus=True,
            lead="Det som andra redan har lärt sig, så att ni slipper börja från början.",
        ),
    )
    today = timezone.localdate()
    pages = {
        content["slug"]: _add(
            index,
            GuidancePage(
                title=content["title"],
                slug=content["slug"],
                locale=home.locale,
                lead=content["lead"],
                sections=_sections(content["sections"]),
                last_reviewed=today - timedelta(days=40),
                next_review=today + timedelta(days=325),
            ),
        )
        for content in GUIDANCE
    }
    for slug, others in RELATED.items():
        page = pages[slug]
        page.related.set([RelatedGuidance(guidance=pages[other]) for other in others])
        page.save_revision().publish()
    return pages


def _standard(parent: Page, content: dict, **fields: Any) -> StandardPage:
    return _add(
        parent,
        StandardPage(
            title=content["title"],
            slug=content["slug"],
            locale=parent.locale,
            lead=content["lead"],
            body=_blocks(content["body"]),
            show_in_menus=content.get("show_in_menus", False),
            **fields,
        ),
    )


def _statement_fields(language: str) -> dict[str, Any]:
    content = ACCESSIBILITY[language]
    return {
        **{name: value for name, value in content.items() if name != "faults"},
        "faults": _blocks([("fault", fault) for fault in content["faults"]]),
        "assessed_on": date(2026, 11, 25),
        "updated_on": date(2026, 11, 25),
        "method": f"<p>{content['method']}</p>",
        "report_email": "tillganglighet@example.org",
        "in_footer": True,
    }


def _english(what: GuidancePage, plain: list[StandardPage], statement: AccessibilityStatementPage) -> None:
    """The main pages in English, each as the translation of its Swedish one."""
    english = Locale.objects.get(language_code="en")

    def translate(page: Any, **fields: Any) -> None:
        copy = page.copy_for_translation(english)
        for name, value in fields.items():
            setattr(copy, name, value)
        copy.save_revision().publish()

    index = what.get_parent().specific
    translate(index, title="Knowledge", slug="knowledge", lead="What others have learnt already.")
    translate(
        what,
        title=WHAT_IN_ENGLISH["title"],
        slug="what-is-a-social-innovation",
        lead=WHAT_IN_ENGLISH["lead"],
        sections=_sections(WHAT_IN_ENGLISH["sections"]),
    )
    for page, texts in zip(plain, (ABOUT, CONTACT, COOKIES), strict=True):
        content = texts["en"]
        translate(
            page, title=content["title"], slug=content["slug"], lead=content["lead"], body=_blocks(content["body"])
        )
    translate(statement, **_statement_fields("en"))


def _frame() -> None:
    frame = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    frame.contact_email = "redaktionen@example.org"
    frame.facebook, frame.instagram = "https://www.facebook.com/", "https://www.instagram.com/"
    frame.footer_sv = (
        "En demonstration av en portal för social innovation. Den vill göra det lättare att hitta varandra och det som "
        "redan är känt."
    )
    frame.footer_en = (
        "A demonstration of a portal for social innovation: to find each other, and what is known already."
    )
    frame.partners_heading_sv = "Samarbetade i projektet, som slutade 2018"
    frame.partners_heading_en = "Partners in the project, which ended in 2018"
    frame.partners.set([Partner(sort_order=order, **partner) for order, partner in enumerate(PARTNERS)])
    frame.save()


def _image(title: str, number: int) -> Image:
    name = f"falt-{number}"
    return Image.objects.create(title=title, file=ImageFile(BytesIO(fields(name)), name=f"{name}.jpg"))
