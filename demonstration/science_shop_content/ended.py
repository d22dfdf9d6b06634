"""The questions of the round that has ended: all that can come of one."""

from typing import Any

from demonstration.people import RESEARCHER

INVENTED = "(påhittad källa)"
# The days on which a question that goes all the way in the closed round is moved.
IN_TIME = [("submit", 420), ("begin", 415), ("formulate", 399), ("seek", 396)]

ENDED: list[dict[str, Any]] = [
    {
        "title": "Varför kommer en del tillbaka efter första besöket, och andra inte?",
        "first": "Varför kommer folk inte tillbaka?",
        "reason": "Vid bordet märkte vi att det är första besöket som avgör.",
        "problem": "Av dem som kliver in hos oss första gången ser vi knappt hälften igen. Vi vet inte vad det är de möter "
        "som gör att de stannar eller går.",
        "affected": "Människor som lever med psykisk ohälsa, och som har tagit mod till sig.",
        "known": "Vi har räknat besök i två år, men aldrig frågat dem som inte kom tillbaka.",
        "use": "Vi vill ändra hur vi tar emot den som är ny.",
        "organisation": "Klubbhuset Fyren",
        "municipality": "Lund",
        "tags": ["Psykisk hälsa", "Mötesplatser"],
        "fields": ["504", "501"],
        "round": "att-hora-till",
        "taker": RESEARCHER,
        "named": True,
        "findings": [
            (
                "Den som får en egen uppgift redan första dagen kommer oftare tillbaka än den som bara blir visad runt.",
                "medium",
                f"Almlöv och Bergåker, 2021. Första dagen på klubbhuset {INVENTED}.",
                "10.5555/demo.2021.11",
            ),
            (
                "Att samma person möter vid de tre första besöken betyder mer än vad man gör där.",
                "high",
                f"Cedervind m.fl., 2019. Igenkänning och återkomst: en kunskapsöversikt {INVENTED}.",
                "10.5555/demo.2019.07",
            ),
            (
                "Påminnelser per sms gör ingen skillnad för den som inte själv har bett om dem.",
                "low",
                f"Dalstig, 2022. Mejl, sms och vykort {INVENTED}.",
                "",
            ),
        ],
        "knowledge": {
            "summary": "Det är mötet med människor som avgör, inte lokalen eller programmet. Flera studier pekar åt samma "
            "håll: den som möter samma person vid de tre första besöken, och som får något eget att göra redan första "
            "dagen, kommer oftare tillbaka. Det behöver inte vara en stor uppgift. Att koka kaffet räcker.\n\n"
            "Påminnelser i telefonen verkar däremot inte hjälpa den som inte själv har bett om dem.\n\n"
            "Klubbhuset Fyren har sedan dess en vän vid dörren varje dag, och ett kort med tre små uppgifter som den som "
            "är ny får välja bland.",
            "remains": "Ingen har frågat dem som aldrig kom tillbaka. Studierna gäller klubbhus, inte andra mötesplatser.",
            "methods": "Litteratursökning i tre databaser, och samtal med nio medlemmar i Klubbhuset Fyren.",
            "whom_to_ask": "Påhittade universitetet, institutionen för socialt arbete",
        },
        "moves": [
            *IN_TIME,
            ("take", 355),
            ("look", 345),
            ("present", 270, "Fynden lades fram på återträffen."),
            ("answer", 262, "Klubbhuset tyckte att det räckte för att ändra mottagandet."),
            ("evaluate", 70),
        ],
        "evaluated": [("close", 5, 5, 5, True), ("half-year", 5, 5, 4, True)],
        "same_here": [("Grannskafferiet", "Vi undrar detsamma om dem som handlar en gång och aldrig mer.")],
    },
    {
        "title": "Hjälper en samtalsbänk mot ensamhet, eller flyttar den bara på den?",
        "problem": "Vi ställer ut bänkar där man får sätta sig om man vill prata. Folk sätter sig. Men blir någon mindre "
        "ensam av det, eller är det samma tre som kommer varje vecka?",
        "affected": "Äldre som bor ensamma i centrala Eslöv.",
        "use": "Kommunen vill veta innan den betalar fler bänkar.",
        "organisation": "Föreningen Pratbänken",
        "municipality": "Eslöv",
        "tags": ["Ensamhet", "Mötesplatser"],
        "fields": ["504"],
        "round": "att-hora-till",
        "taker": RESEARCHER,
        "named": True,
        "findings": [
            (
                "Korta samtal med främlingar höjer humöret samma dag. Om ensamheten minskar över tid är inte visat.",
                "medium",
                f"Ekhage, 2020. Småprat {INVENTED}.",
                "10.5555/demo.2020.31",
            ),
        ],
        "knowledge": {
            "summary": "En bänk gör dagen bättre för den som sätter sig. Det är väl belagt att korta samtal med främlingar "
            "höjer humöret samma dag. Om någon blir mindre ensam på sikt vet man inte: ingen har följt samma människor "
            "längre än några veckor.",
            "remains": "Om samma personer kommer tillbaka, och om de är mindre ensamma efter ett år.",
            "methods": "Genomgång av elva studier.",
        },
        "moves": [
            *IN_TIME,
            ("take", 354),
            ("look", 340),
            ("present", 270),
            ("answer_partly", 255, "Vad som händer på längre sikt vet ingen än. Den delen går vidare som en ny fråga."),
        ],
    },
    {
        "title": "Vad är ett byabolag värt för en kommun, utöver pengarna?",
        "problem": "När vi ber om stöd får vi frågan vad kommunen får tillbaka. Vi vet att vi gör nytta, men inte hur man "
        "räknar den.",
        "affected": "Byar som äger sin egen service, och kommuner som ska fatta beslut.",
        "use": "Ett underlag som politiker förstår.",
        "organisation": "Bygdebolaget Åsarna",
        "municipality": "Östra Göinge",
        "tags": ["Landsbygd"],
        "fields": ["502", "507"],
        "round": "att-hora-till",
        "taker": "doktorand@example.org",
        "findings": [
            (
                "Det finns sätt att räkna, men inget som passar så små verksamheter.",
                "medium",
                f"Bergåker, 2018. Att mäta det lilla {INVENTED}.",
                "10.5555/demo.2018.02",
            ),
        ],
        "project": {
            "title": "Byns balansräkning",
            "url": "https://byns-balansrakning.example.org/",
            "funding": "Påhittade forskningsrådet, tre år",
            "partners": "Påhittade universitetet, Bygdebolaget Åsarna",
        },
        "moves": [
            *IN_TIME,
            ("take", 352),
            ("look", 341),
            ("make_project", 240, "Frågan var större än en kunskapsöversikt. Nu finns pengar för tre år."),
        ],
    },
    {
        "title": "Hur tar man emot den som inte pratar något av våra språk?",
        "problem": "Allt fler som kommer talar språk som ingen av oss kan. Vi pekar och ler, men vet inte om det räcker.",
        "affected": "Nyanlända som söker sig till en mötesplats.",
        "use": "En enkel rutin för våra volontärer.",
        "organisation_name": "Kvällskaféet i Norrevång",
        "municipality": "Malmö",
        "tags": ["Språk och integration"],
        "fields": ["602", "503"],
        "round": "att-hora-till",
        "findings": [
            (
                "Bildstöd och tre inövade meningar räcker långt vid det första mötet.",
                "medium",
                f"Almlöv, 2017. Bilder i mottagandet {INVENTED}.",
                "",
            ),
        ],
        "knowledge": {
            "summary": "Det fanns redan svar. Bildstöd och några inövade meningar räcker långt vid det första mötet, och "
            "det finns färdiga bilder att skriva ut. Viktigast är att säga sitt namn och fråga efter den andras.",
            "methods": "Råd från en språkforskare, efter ett samtal.",
        },
        "moves": [
            ("submit", 418),
            ("begin", 412),
            ("formulate", 399),
            ("present", 380, "Det fanns redan kunskap: ingen behövde leta vidare."),
            ("answer", 372),
            ("evaluate", 180),
        ],
        "evaluated": [("close", 4, 5, 5, True)],
    },
    {
        "title": "Går det att se på en plats om människor känner sig välkomna där?",
        "problem": "Vi har fått en ny lokal. Den är fin, men något gör att folk inte slår sig ner.",
        "affected": "Alla som kommer till oss.",
        "use": "Möblera om, eller byta lokal.",
        "organisation": "Grannskafferiet",
        "municipality": "Malmö",
        "tags": ["Mötesplatser"],
        "fields": ["604", "201"],
        "round": "att-hora-till",
        "moves": [
            *IN_TIME,
            ("no_competence", 300, "Vi frågade sex institutioner. Ingen arbetar med det här i Skåne just nu."),
            ("park", 268, "Vi söker igen när arkitekturskolan har nya examensarbeten.", {"look_again": 60}),
        ],
        "attempts": [
            ("environment", "Två institutioner för arkitektur", "not-found"),
            ("thesis", "Studenter i design", ""),
        ],
    },
]
