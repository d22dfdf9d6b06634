"""Every block shows what an editor wrote, and what is unsafe or gone is left out."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.content.blocks import BodyBlock, EmbedBlock, film_of
from portal.content.links import LinkBlock
from tests.portal.content import factories

LINK = {"page": None, "address": "/hitta/", "label": "Se vilka som finns"}


def every_block(image: int) -> list[dict]:
    values = {
        "text": "<h2>En rubrik</h2><p>En <b>fet</b> text.</p>",
        "quote": {"text": "Formen är inte given.", "source": "En eldsjäl"},
        "steps": {"steps": [{"heading": "Samla frågor", "text": "<p>Alla får vara med.</p>"}]},
        "table": {
            "columns": [{"type": "text", "heading": "Form"}, {"type": "rich_text", "heading": "Bärs av"}],
            "rows": [{"values": ["Socialt företag", "<p>Försäljning</p>"]}],
            "caption": "Vanliga former",
        },
        "accordion": {"items": [{"heading": "Kostar det något?", "body": "<p>Nej, inget alls.</p>"}]},
        "image": {"image": {"image": image, "decorative": False, "alt_text": "Ett rapsfält"}, "caption": "Vid Ystad"},
        "cards": {"cards": [{"heading": "Ett kort", "text": "Med text", "image": image, "link": LINK}]},
        "figures": {"figures": [{"value": "33", "label": "kommuner"}], "source": "SCB"},
        "call_to_action": {"heading": "Bär ni på en idé?", "text": "Hör av er.", "link": LINK},
        "contact": {"name": "Rut Redaktör", "role": "Redaktör", "email": "rut@example.org", "phone": "", "image": None},
        "embed": {"title": "En film", "address": "https://youtu.be/abcdefghijk"},
        "plugin_content": {"component": "gone", "options": [{"name": "number", "value": "3"}]},
    }
    return [{"type": name, "value": value} for name, value in values.items()]


SHOWN = [
    "<h2>En rubrik</h2>",
    "<b>fet</b>",
    "Formen är inte given.",
    "En eldsjäl",
    "Samla frågor",
    "Vanliga former",
    "Socialt företag",
    "Kostar det något?",
    'alt="Ett rapsfält"',
    "Vid Ystad",
    "Ett kort",
    "kommuner",
    "Bär ni på en idé?",
    "rut@example.org",
    "https://www.youtube.com/watch?v=abcdefghijk",
]


@pytest.mark.django_db
def test_every_block_is_shown_on_a_page(client: Client):
    blocks = every_block(factories.image().pk)
    assert {block["type"] for block in blocks} == set(BodyBlock().child_blocks)
    page = factories.standard(body=blocks)
    html = client.get(page.url).content.decode()
    assert [words for words in SHOWN if words not in html] == []
    assert "<iframe" not in html
    assert "gone" not in html


@pytest.mark.parametrize(
    ("address", "film"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3", ("YouTube", "abcdefghijk")),
        ("https://youtu.be/abcdefghijk", ("YouTube", "abcdefghijk")),
        ("https://vimeo.com/123456", ("Vimeo", "123456")),
        ("https://player.vimeo.com/video/123456", ("Vimeo", "123456")),
        ("https://youtube.com.example.org/watch?v=abcdefghijk", None),
        ("https://vimeo.com/about", None),
    ],
)
def test_a_film_is_known_by_its_address(address: str, film: tuple[str, str] | None):
    assert film_of(address) == film


def test_an_address_of_no_film_is_refused():
    block = EmbedBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"title": "En film", "address": "https://example.org/film"}))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//example.org/", "hitta", ""])
def test_a_link_that_leads_nowhere_safe_is_refused(address: str):
    block = LinkBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"page": None, "address": address, "label": "Läs mer"}))
