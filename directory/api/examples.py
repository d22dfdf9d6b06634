"""What the page of the open data shows as answers. Nobody in them is real."""

from typing import Any

_LUND = {"code": "1281", "name": "Lund", "slug": "lund"}
_PUBLISHED = {
    "id": "6f1c2d0e-0d0b-4f6f-9d53-0a4c1f6f0b11",
    "summary_sv": "Lagar cyklar tillsammans.",
    "summary_en": "",
    "tags": [{"slug": "aterbruk", "name": "Återbruk", "label_en": "Reuse"}],
    "website": "https://www.example.org/",
    "is_demonstration": True,
    "source_url": "",
    "published_at": "2026-01-12T08:30:00Z",
    "updated_at": "2026-03-02T14:05:00Z",
}
_ADDRESS = "https://portal.example.org/hitta"
_NEXT = "https://portal.example.org/api/v1/directory/{kind}?after=WyJjeWtlbGvDtmtldCIsIDQyXQ"

EXAMPLES: dict[str, dict[str, Any]] = {
    "organisations": {
        "items": [
            {
                **_PUBLISHED,
                "slug": "cykelkoket",
                "url": f"{_ADDRESS}/organisationer/cykelkoket/",
                "name": "Cykelköket",
                "form": "ideell-forening",
                "municipality": _LUND,
                "is_partner": False,
            }
        ],
        "count": 128,
        "next": _NEXT.format(kind="organisations"),
    },
    "initiatives": {
        "items": [
            {
                **_PUBLISHED,
                "slug": "lanecykeln",
                "url": f"{_ADDRESS}/initiativ/lanecykeln/",
                "title": "Lånecykeln",
                "form": "projekt",
                "stage": "pilot",
                "municipality": _LUND,
            }
        ],
        "count": 64,
        "next": _NEXT.format(kind="initiatives"),
    },
    "offers": {
        "items": [
            {
                **_PUBLISHED,
                "slug": "ett-forsta-samtal",
                "url": f"{_ADDRESS}/stod/ett-forsta-samtal/",
                "title": "Ett första samtal",
                "kind": "advice",
                "organisation": "cykelkoket",
                "organisation_name": "Cykelköket",
                "municipalities": [_LUND],
                "deadline": None,
                "is_open": True,
                "is_free": True,
                "cost_sv": "",
                "cost_en": "",
            }
        ],
        "count": 1,
        "next": None,
    },
    "map": {
        "zoom": 9,
        "box": [12.65625, 55.371094, 13.359375, 55.722656],
        "clusters": [
            {"latitude": 55.7, "longitude": 13.19, "count": 12, "box": [13.1, 55.6, 13.3, 55.8], "name": None},
            {"latitude": 55.6, "longitude": 13.0, "count": 1, "box": [13.0, 55.6, 13.0, 55.6], "name": "Cykelköket"},
        ],
    },
}


def example(name: str) -> dict[str, Any]:
    """As an operation's `openapi_extra`."""
    return {"responses": {200: {"content": {"application/json": {"example": EXAMPLES[name]}}}}}
