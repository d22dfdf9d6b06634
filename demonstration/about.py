"""What the demonstration says of itself, in both languages, and the partners with their parts."""

from typing import Any

from demonstration.knowledge import bullets, text


def _link(url: str, label: str) -> dict:
    return {"page": None, "address": url, "label": label}


DOORS: dict[str, Any] = {
    "sv": [
        {
            "heading": "Hitta",
            "text": "Organisationer, initiativ och stöd i hela Skåne.",
            "link": _link("/hitta/", "Bläddra i katalogen"),
        },
        {
            "heading": "Träffas",
            "text": "Verkstäder, föreläsningar och nätverksmöten. Alltid gratis, inget konto behövs.",
            "link": _link("/kalender/", "Se kalendern"),
        },
        {
            "heading": "Lär",
            "text": "Det andra redan har lärt sig, om former, avtal och forskarverkstäder.",
            "link": _link("/kunskap/", "Öppna kunskapsbanken"),
        },
        {
            "heading": "Berätta",
            "text": "Visa vad ni gör, så att andra slipper börja från början.",
            "link": _link("/kontakt/", "Hör av er"),
        },
    ],
    "en": [
        {
            "heading": "Find",
            "text": "Organisations, initiatives and support all over Skåne.",
            "link": _link("/en/find/", "Browse the directory"),
        },
        {
            "heading": "Meet",
            "text": "Workshops, lectures and network meetings. Always free, no account needed.",
            "link": _link("/en/calendar/", "See the calendar"),
        },
        {
            "heading": "Learn",
            "text": "What others know already.",
            "link": _link("/en/knowledge/", "Open the knowledge bank"),
        },
        {
            "heading": "Tell",
            "text": "Show what you do, so that others need not begin from the beginning.",
            "link": _link("/en/contact/", "Get in touch"),
        },
    ],
}

LEADS = {
    "sv": "Förskolan och biblioteket var en gång någons nya svar på ett behov. Här hittar du dem som prövar nästa "
    "svar, och stöd för ditt eget.",
    "en": "Preschools and libraries were once somebody's new answer to a need. Here you find those who try the next "
    "ones, and support for your own.",
}

ABOUT: dict[str, Any] = {
    "sv": {
        "title": "Om portalen",
        "slug": "om",
        "show_in_menus": True,
        "lead": "Det här är en demonstration av en portal för social innovation i Skåne.",
        "body": [
            text(
                "Projektet Social Innovation Skåne, som portalen har fått sitt namn av, avslutades i augusti 2018. Den här "
                "webbplatsen är en demonstration av hur en sådan portal kan fungera. Den drivs inte av någon av "
                "organisationerna som nämns, och den talar inte för dem.",
                "Uppgifterna om verkliga organisationer är offentliga och kommer från de källor som står vid var och en. "
                "De kan vara inaktuella. Nyheter, initiativ, träffar och personer är påhittade och hör till påhittade "
                "organisationer.",
            ),
            ("text", "<h2>Vad portalen vill</h2>"),
            bullets(
                "att den som har ett behov hittar den som redan har ett svar",
                "att idéburna organisationer och forskare formulerar frågor tillsammans",
                "att det som har lärts en gång inte behöver läras om",
            ),
            (
                "text",
                "<h2>Vilka samarbetade</h2><p>I projektet samarbetade Centrum för Publikt Entreprenörskap, "
                "Coompanion Skåne, Mötesplats Social Innovation vid Malmö universitet och Nätverket Idéburen sektor Skåne. "
                "Region Skåne tog aktiv del.</p>",
            ),
        ],
    },
    "en": {
        "title": "About the portal",
        "slug": "about",
        "lead": "This is a demonstration of a portal for social innovation in Skåne.",
        "body": [
            text(
                "The project Social Innovation Skåne, which gave the portal its name, ended in August 2018. This site "
                "demonstrates how such a portal can work. None of the organisations named runs it, and it does not speak "
                "for them.",
                "Facts about real organisations are public and come from the sources named at each; they may be out of "
                "date. News, initiatives, meetups and people are invented and belong to invented organisations.",
            )
        ],
    },
}

CONTACT: dict[str, Any] = {
    "sv": {
        "title": "Kontakt",
        "slug": "kontakt",
        "lead": "Har ni sett ett fel, saknar ni er organisation, eller vill ni berätta något? Skriv.",
        "body": [
            (
                "contact",
                {
                    "name": "Redaktionen",
                    "role": "Demonstrationens påhittade redaktion",
                    "email": "redaktionen@example.org",
                    "phone": "",
                },
            ),
            text("Adresserna på den här webbplatsen slutar på example.org, så breven kommer inte fram till någon."),
        ],
    },
    "en": {
        "title": "Contact",
        "slug": "contact",
        "lead": "Have you seen a mistake, or is your organisation missing? Write to us.",
        "body": [
            (
                "contact",
                {
                    "name": "The editors",
                    "role": "Invented, for the demonstration",
                    "email": "redaktionen@example.org",
                    "phone": "",
                },
            ),
            text("The addresses of this site end in example.org: letters reach nobody."),
        ],
    },
}

COOKIES: dict[str, Any] = {
    "sv": {
        "title": "Kakor",
        "slug": "kakor",
        "lead": "Inga kakor innan du loggar in. Ingen spårning, inga anrop till andra webbplatser.",
        "body": [
            (
                "text",
                "<h2>När du läser</h2><p>Vi sätter inga kakor och hämtar inget från andra. En film från YouTube eller "
                "Vimeo visas först när du själv trycker på den.</p>",
            ),
            (
                "text",
                "<h2>När du har ett konto</h2><p>En kaka håller dig inloggad och en skyddar formulären.</p>",
            ),
            (
                "text",
                "<h2>Uppgifter om dig</h2><p>Vad vi sparar om människor, varför och hur länge står på sidan "
                "<a href='/personuppgifter/'>Personuppgifter</a>. Där kan du också se och radera det vi har om dig.</p>",
            ),
        ],
    },
    "en": {
        "title": "Cookies",
        "slug": "cookies",
        "lead": "No cookies before you sign in. No tracking, no requests to other sites.",
        "body": [
            ("text", "<h2>When you read</h2><p>We set no cookies and fetch nothing from others.</p>"),
            (
                "text",
                "<h2>When you have an account</h2><p>One cookie keeps you signed in, one protects the forms.</p>",
            ),
            (
                "text",
                "<h2>Data about you</h2><p>What we keep about people, why and for how long, stands on the page "
                "<a href='/en/personal-data/'>Personal data</a>. There you can also see and erase what we keep about "
                "you.</p>",
            ),
        ],
    },
}

ACCESSIBILITY: dict[str, Any] = {
    "sv": {
        "title": "Tillgänglighets\u00adredogörelse",
        "slug": "tillganglighet",
        "lead": "Alla ska kunna använda portalen: med tangentbord, skärmläsare, förstoring och på telefonen.",
        "actor": "Demonstrationens redaktion",
        "service": "den här webbplatsen",
        "conformance": "partial",
        "faults": [
            {
                "what": "Portalen är inte provad av användare av skärmläsare.",
                "why": "Den är ny, och en demonstration.",
                "mended_by": "innan en skarp portal öppnar",
            }
        ],
        "method": "Egen granskning: axe-core på alla slags sidor i ljust och mörkt läge vid 360 och 1280 bildpunkters bredd, "
        "och genomgång med bara tangentbord.",
    },
    "en": {
        "title": "Accessibility statement",
        "slug": "accessibility",
        "lead": "Everybody should be able to use the portal: by keyboard, screen reader, magnification and on a phone.",
        "actor": "The demonstration's editors",
        "service": "this site",
        "conformance": "partial",
        "faults": [
            {
                "what": "The portal has not been tried by users of screen readers.",
                "why": "It is new, and a demonstration.",
                "mended_by": "before a real portal opens",
            }
        ],
        "method": "Our own review: axe-core on every kind of page, light and dark, at 360 and 1280 pixels, and a walk "
        "through it by keyboard alone.",
    },
}

PARTNERS: list[dict[str, Any]] = [
    {
        "name": "Centrum för Publikt Entreprenörskap",
        "url": "https://www.publiktentreprenorskap.se/",
        "role_sv": "Mobilisering och rådgivning",
        "role_en": "Mobilisation and advice",
    },
    {
        "name": "Coompanion Skåne",
        "url": "https://skane.coompanion.se/",
        "role_sv": "Kooperativ rådgivning",
        "role_en": "Advice on cooperatives",
    },
    {
        "name": "Mötesplats Social Innovation",
        "url": "https://socialinnovation.se/",
        "role_sv": "Kunskap och forskning, Malmö universitet",
        "role_en": "Knowledge and research, Malmö University",
    },
    {
        "name": "Nätverket Idéburen sektor Skåne",
        "url": "https://natverket.org/",
        "role_sv": "Överenskommelser och paraply",
        "role_en": "Agreements and umbrella",
    },
]
