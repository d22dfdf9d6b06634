"""The demonstration's news. All of it is invented, and so are the organisations that it is about."""

from typing import Any

from demonstration.knowledge import bullets, text

# Days ago (negative: to come), title, lead, tags, image or not, featured, blocks.
NEWS: list[dict[str, Any]] = [
    {
        "days_ago": 1,
        "slug": "byar-delar-pa-fruktpress",
        "title": "Tre byar delar på en fruktpress",
        "lead": "Bygdebolaget Åsarna köpte en begagnad press. Nu går den runt mellan byarna efter ett schema på kylskåpet.",
        "tags": ["landsbygd", "dela"],
        "image": "Fyra fält möts vid en vägkorsning, sedda från luften.",
        "featured": True,
        "body": [
            text(
                "Pressen stod oanvänd i en lada. I höst har den gett ungefär en flaska must till varje hushåll som "
                "hjälpte till att plocka.",
                "Det svåra var inte pressen, säger de som höll i det, utan vem som tvättar den. Lösningen blev ett "
                "schema och en kaka till den som har veckan.",
            ),
            (
                "quote",
                {
                    "text": "Vi trodde att vi delade på en maskin. Det blev en anledning att ses.",
                    "source": "En av grannarna i Åsarna (påhittad)",
                },
            ),
        ],
    },
    {
        "days_ago": 5,
        "slug": "lagningsbussen-far-en-rutt-till",
        "title": "Lagningsbussen får en rutt till",
        "lead": "Från och med januari stannar den även på torget på onsdagar. Ta med det som är trasigt.",
        "tags": ["återbruk"],
        "image": "En gul åker bredvid en grön, med en rad pilträd emellan.",
        "featured": False,
        "body": [
            text("Lagningskooperativet Nålsögat lagar kläder, blixtlås och väskor medan man väntar."),
            bullets("Tisdagar: biblioteket", "Onsdagar: torget", "Torsdagar: skolan, efter klockan tre"),
        ],
    },
    {
        "days_ago": 9,
        "slug": "kommunen-soker-fler-till-handlingsplan",
        "title": "Fler föreningar behövs kring bordet",
        "lead": "Arbetet med en handlingsplan börjar, och de minsta föreningarna saknas. Så här är du med.",
        "tags": ["överenskommelse"],
        "image": "",
        "featured": False,
        "body": [
            text(
                "De som har anställda kommer på dagtid. De som inte har det kommer inte alls. Därför hålls de två nästa "
                "mötena på kvällstid, med mat och barnpassning."
            )
        ],
    },
    {
        "days_ago": 16,
        "slug": "onsdagssoppan-fyller-ett-ar",
        "title": "Onsdagssoppan fyller ett år",
        "lead": "Ett år, 46 grytor och ett recept som ingen har skrivit ner. Grannskafferiet berättar vad de lärt sig.",
        "tags": ["mat", "mötesplats"],
        "image": "Fält i fyra färger med smala vägar emellan.",
        "featured": False,
        "body": [
            text(
                "Tre råd till den som vill börja: samma tid varje vecka, samma bord, och låt den som kom sist skala morötterna."
            )
        ],
    },
    {
        "days_ago": 24,
        "slug": "bankvardar-pa-taget",
        "title": "Bänkvärdar på tåget: vad hände?",
        "lead": "Föreningen Pratbänken provade i tre månader. Resenärerna pratade, men inte med värdarna.",
        "tags": ["ensamhet"],
        "image": "",
        "featured": False,
        "body": [
            text(
                "Försöket är avslutat och räknas som lyckat: resenärerna började prata med varandra så snart någon hade "
                "sagt hej. Nu provar föreningen samma sak på sex bänkar."
            )
        ],
    },
    {
        "days_ago": 33,
        "slug": "fran-fraga-till-examensarbete",
        "title": "Från fråga till examensarbete",
        "lead": "Klubbhuset Fyren undrade varför volontärer slutar efter första året. En student tog frågan vidare.",
        "tags": ["forskarverkstad"],
        "image": "En åker med lila ljung intill ett ljust kornfält.",
        "featured": False,
        "body": [
            text(
                "Frågan kom upp på en forskarverkstad i våras. I juni läggs arbetet fram, på vanlig svenska och med fika."
            )
        ],
    },
    {
        "days_ago": -10,
        "slug": "nya-tider-for-studieverkstaden",
        "title": "Nya tider för Studieverkstaden",
        "lead": "Efter nyår är det öppet även på söndagar.",
        "tags": [],
        "image": "",
        "featured": False,
        "body": [text("Läxor, ansökningar och tyst sällskap. Ingen anmälan.")],
    },
]

DRAFT: dict[str, Any] = {
    "slug": "utkast-om-skolskjuts",
    "title": "Utkast: skolskjuts åt alla",
    "lead": "En text som ännu inte är klar, för att visa hur ett utkast ser ut i redaktionen.",
    "body": [text("Här saknas ännu siffrorna.")],
}
