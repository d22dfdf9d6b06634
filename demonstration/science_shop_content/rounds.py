"""Researchers, and three rounds with their meetups: one has ended, one is running, one is planned."""

from typing import Any

from demonstration.people import RESEARCHER

# E-mail, first name, last name, and how they describe themselves.
RESEARCHERS: list[dict[str, Any]] = [
    {
        "email": RESEARCHER,
        "names": ("Freja", "Forskare"),
        "role": "researcher",
        "affiliation": "Påhittade universitetet, institutionen för socialt arbete",
        "about": "Jag forskar om mötesplatser, ensamhet och vad som gör att människor kommer tillbaka.",
        "fields": ["504", "501"],
        "tags": ["Ensamhet", "Mötesplatser", "Psykisk hälsa"],
        "offers": ["reference", "talk", "search", "supervision"],
        "orcid": "0000-0002-1825-0097",
        "is_public": True,
    },
    {
        "email": "doktorand@example.org",
        "names": ("Dilan", "Doktorand"),
        "role": "doctoral-student",
        "affiliation": "Påhittade universitetet, ekonomihögskolan",
        "about": "Jag skriver om kooperativ, byabolag och vad som räknas när en kommun räknar.",
        "fields": ["502", "507"],
        "tags": ["Landsbygd", "Arbete", "Återbruk"],
        "offers": ["search", "research"],
        "is_public": False,
    },
    {
        "email": "student@example.org",
        "names": ("Sixten", "Student"),
        "role": "student",
        "affiliation": "Påhittade högskolan, folkhälsoprogrammet",
        "about": "Jag söker en fråga att skriva mitt examensarbete om.",
        "fields": ["303"],
        "tags": ["Psykisk hälsa"],
        "offers": ["thesis"],
        "is_public": True,
        "waits": True,
    },
]

ROUNDS: list[dict[str, Any]] = [
    {
        "slug": "att-hora-till",
        "title": "Att höra till",
        "lead": "Vad gör att människor kommer in, stannar kvar och saknas när de är borta?",
        "body": "<p>Omgången är avslutad. Fem frågor ställdes. Tre fick svar, en växte till ett forskningsprojekt och en "
        "vilar i idébanken tills någon kan den.</p>",
        "municipality": "Lund",
        "tags": ["Ensamhet", "Mötesplatser"],
        "partners": ["Klubbhuset Fyren", "Föreningen Pratbänken"],
        "meetups": [
            ("idea", "att-hora-till-1"),
            ("matchmaking", "att-hora-till-2"),
            ("return", "att-hora-till-3"),
        ],
        "closed": 230,
    },
    {
        "slug": "vardagen-som-skaver",
        "title": "Vardagen som skaver",
        "lead": "Föreningar tar med det som skaver i vardagen, och forskare letar efter det man redan vet.",
        "body": "<p>Kom med en fråga som ni behöver svar på för att kunna göra ert arbete bättre. Ni behöver inte veta hur "
        "forskning går till. Det ordnar vi tillsammans.</p>",
        "municipality": "Lund",
        "tags": ["Psykisk hälsa", "Demokrati", "Arbete"],
        "partners": ["Klubbhuset Fyren", "Grannskafferiet"],
        "meetups": [
            ("idea", "forskarverkstad-1-fragorna"),
            ("matchmaking", "forskarverkstad-2-fragan-moter-forskaren"),
            ("return", "forskarverkstad-3-vem-tar-vilken"),
        ],
    },
    {
        "slug": "landsbygdens-nya-affarer",
        "title": "Landsbygdens nya affärer",
        "lead": "Mackar, butiker, fiber och skolor som byar äger själva: vad håller, och vad går sönder?",
        "body": "<p>Omgången börjar till våren. Det går redan att skicka in frågor.</p>",
        "municipality": "Östra Göinge",
        "tags": ["Landsbygd", "Arbete"],
        "partners": ["Bygdebolaget Åsarna"],
        "meetups": [
            ("idea", "landsbygdens-nya-affarer-1"),
            ("matchmaking", "landsbygdens-nya-affarer-2"),
            ("return", "landsbygdens-nya-affarer-3"),
        ],
    },
]

FYREN = {
    "kind": "science-shop",
    "place": "Klubbhuset Fyren",
    "address": "Påhittade gatan 4",
    "municipality": "Lund",
    "seats_on_site": 30,
    "organisers": ["Klubbhuset Fyren"],
    "tags": ["Ensamhet"],
}
BYN = {
    "kind": "science-shop",
    "place": "Gamla skolan",
    "municipality": "Östra Göinge",
    "seats_on_site": 30,
    "organisers": ["Bygdebolaget Åsarna"],
    "tags": ["Landsbygd"],
}
MEETUPS: list[dict[str, Any]] = [
    FYREN
    | {
        "title": "Att höra till 1: Utmaningar blir frågor",
        "slug": "att-hora-till-1",
        "when": (-400, 13, 3),
        "lead": "Nio föreningar och sju forskare vid samma bord.",
        "seated": 24,
    },
    FYREN
    | {
        "title": "Att höra till 2: Frågor möter forskning",
        "slug": "att-hora-till-2",
        "when": (-355, 13, 3),
        "lead": "Forskarna berättade vad de visste, och tog frågor med sig hem.",
        "seated": 21,
    },
    FYREN
    | {
        "title": "Att höra till 3: Återträff",
        "slug": "att-hora-till-3",
        "when": (-270, 13, 3),
        "lead": "Fynden lades fram på vanlig svenska, med fika.",
        "seated": 26,
    },
    BYN
    | {
        "title": "Landsbygdens nya affärer 1: Utmaningar blir frågor",
        "slug": "landsbygdens-nya-affarer-1",
        "when": (75, 17, 3),
        "lead": "Ta med det ni undrar över. Vi gör frågor av det tillsammans, över en tallrik soppa.",
    },
    BYN
    | {
        "title": "Landsbygdens nya affärer 2: Frågor möter forskning",
        "slug": "landsbygdens-nya-affarer-2",
        "when": (117, 17, 3),
        "lead": "Forskare berättar vad som redan är känt, och tar med sig resten.",
    },
    BYN
    | {
        "title": "Landsbygdens nya affärer 3: Återträff",
        "slug": "landsbygdens-nya-affarer-3",
        "when": (172, 17, 3),
        "lead": "Vad har hittats, och vad gör vi av det?",
    },
]
