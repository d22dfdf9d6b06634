"""The demonstration's knowledge bank: our own words on what is known of social innovation in Skåne.

Each page: title, lead, sections (heading, blocks). A block is (kind, value), as in portal.content.blocks.
"""

from typing import Any


def text(*paragraphs: str) -> tuple[str, str]:
    return "text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def bullets(*items: str) -> tuple[str, str]:
    return "text", "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def steps(*items: tuple[str, str]) -> tuple[str, Any]:
    return "steps", {"steps": [{"heading": heading, "text": f"<p>{body}</p>"} for heading, body in items]}


def accordion(*items: tuple[str, str]) -> tuple[str, Any]:
    return "accordion", {"items": [{"heading": heading, "body": f"<p>{body}</p>"} for heading, body in items]}


def call(heading: str, body: str, address: str, label: str) -> tuple[str, Any]:
    link = {"page": None, "address": address, "label": label}
    return "call_to_action", {"heading": heading, "text": body, "link": link}


WHAT: dict[str, Any] = {
    "slug": "vad-ar-en-social-innovation",
    "title": "Vad är en social innovation?",
    "lead": "Ett nytt svar på ett behov som de vanliga systemen inte möter. Det nya kan vara en tjänst, ett arbetssätt "
    "eller att människor som inte brukar mötas gör något ihop.",
    "sections": [
        (
            "Det självklara var nytt en gång",
            [
                text(
                    "Förskolan, biblioteket och brandkåren började som någons försök att lösa ett problem där de bodde. "
                    "I dag märker vi dem knappt. En social innovation är ett sådant försök medan det fortfarande är ett "
                    "försök: någon har sett ett behov, provat ett svar och lärt sig något på vägen."
                ),
                text(
                    "Det som skiljer den från en bra idé är att den används. Det som skiljer den från en vanlig tjänst är "
                    "att den ändrar något: vem som får hjälp, vem som hjälper, eller vem som bestämmer."
                ),
            ],
        ),
        (
            "Fyra frågor att ställa sig",
            [
                steps(
                    ("Vilket behov möter vi?", "Beskriv det med orden hos dem som har det, inte med era egna."),
                    (
                        "Vem har provat förut?",
                        "Sök i portalen. Det finns ofta någon som kan berätta vad som inte gick.",
                    ),
                    ("Vad är nytt här?", "Ny plats räcker. Ni behöver inte hitta på något som ingen har sett."),
                    ("Hur märker vi att det fungerar?", "Bestäm en sak att hålla ögonen på innan ni börjar."),
                )
            ],
        ),
        (
            "Varför det behövs stöd runt omkring",
            [
                text(
                    "De flesta nya svar kommer från föreningar, grupper och eldsjälar. Få av dem har anställda, och "
                    "mötena hålls på kvällar. Därför behövs det som är tråkigt men avgörande: någon att fråga, en lokal, "
                    "pengar till ett första försök, och forskare som vill titta på samma fråga."
                )
            ],
        ),
    ],
}

FORMS: dict[str, Any] = {
    "slug": "former-for-sociala-innovationer",
    "title": "Former: förening, företag, nätverk eller något emellan",
    "lead": "Ingen form är given från början. Låt den växa fram med verksamheten, och byt när den skaver.",
    "sections": [
        (
            "Vanliga former i Skåne",
            [
                accordion(
                    (
                        "Ideell förening",
                        "Lätt att starta och bygger på medlemmar. Passar språkkaféer, odlingar och "
                        "mötesplatser. Stadgar, styrelse och årsmöte räcker.",
                    ),
                    (
                        "Arbetsintegrerande socialt företag",
                        "Säljer varor eller tjänster för att människor som står "
                        "långt från arbetsmarknaden ska få ett arbete. Överskottet går tillbaka in i verksamheten.",
                    ),
                    ("Ekonomisk förening", "Ägs av dem som använder den eller arbetar i den. En medlem, en röst."),
                    (
                        "Aktiebolag med särskild vinstutdelningsbegränsning",
                        "Ett bolag där vinsten i huvudsak stannar. Ovanligt, men känt av banker och upphandlare.",
                    ),
                    ("Stiftelse", "En förmögenhet som ska tjäna ett bestämt ändamål, länge."),
                    (
                        "Nätverk utan juridisk form",
                        "Duger långt. Den som ska söka pengar behöver någon annans "
                        "organisationsnummer att hålla i så länge.",
                    ),
                )
            ],
        ),
        (
            "När det är dags att byta",
            [
                bullets(
                    "När någon ska få lön, och ingen vet vem som är arbetsgivare.",
                    "När kommunen vill köpa det som ni hittills har gjort av god vilja.",
                    "När de som startade inte längre är de som gör arbetet.",
                ),
                text("Fråga någon som har bytt. Rådgivning om företagsform och stadgar är ofta gratis."),
            ],
        ),
    ],
}

SHOP: dict[str, Any] = {
    "slug": "forskarverkstad",
    "title": "Forskarverkstad: så går det till",
    "lead": "Idéburna organisationer och forskare formulerar frågor tillsammans. Forskarna tar med dem hem, letar efter "
    "kunskap, och sedan möts alla igen.",
    "sections": [
        (
            "Tre träffar med tid emellan",
            [
                steps(
                    (
                        "Idéfas",
                        "Utmaningar läggs på bordet och blir frågor. Efter träffen bestämmer var och en om de går vidare.",
                    ),
                    ("Efterforskning", "Forskarna letar i sina ämnen: finns svaret redan, och vem vet mer?"),
                    ("Matchning", "Befintlig forskning läggs fram, och frågor som saknar svar möter nya ämnen."),
                    (
                        "Forskningsstart",
                        "En del frågor är besvarade. Andra blir examensarbeten eller forskningsprojekt. "
                        "Resten vilar i en idébank, med skälet nedskrivet.",
                    ),
                ),
                text(
                    "Vid den första i Malmö 2017 hölls tre möten om tre timmar, sex veckor isär. Tiden emellan är inte "
                    "väntan: det är då arbetet görs."
                ),
            ],
        ),
        (
            "Vad som brukar gå snett",
            [
                bullets(
                    "Frågan är för stor. Dela den, eller fråga vad svaret ska användas till.",
                    "Ingen vet om någon har tagit frågan. Skriv namn, nästa steg och datum, redan vid bordet.",
                    "Svaret stannar hos dem som var med. Be om en sida på vanlig svenska.",
                    "Terminerna styr. Ett examensarbete börjar i januari eller september, inte när ni har tid.",
                )
            ],
        ),
        (
            "Vilka frågor passar",
            [
                text(
                    "Frågor där svaret kommer en större grupp till godo, där resultatet får bli offentligt, där "
                    "organisationen kan använda det, och där den inte har råd att undersöka saken själv.",
                    'I <a href="/forskarverkstad/fragor/">idébanken</a> ser ni vad andra har frågat, och vad det blev '
                    "av det.",
                ),
                call(
                    "Har ni en sådan fråga?",
                    "Skriv den med egna ord. Det behövs inget konto, och ingen väntar sig en forskningsfråga.",
                    "/forskarverkstad/stall-en-fraga/",
                    "Ställ en fråga",
                ),
            ],
        ),
    ],
}

AGREEMENT: dict[str, Any] = {
    "slug": "lokala-overenskommelser",
    "title": "Lokala överenskommelser mellan det offentliga och idéburna",
    "lead": "En lokal överenskommelse säger hur kommunen och de idéburna organisationerna vill arbeta tillsammans. "
    "Texten är det minst viktiga: samtalen fram till den är det som håller.",
    "sections": [
        (
            "Vägen dit tar ungefär två år",
            [
                steps(
                    (
                        "Förfas",
                        "Kartlägg vilka som finns. I Helsingborg väntade man sig omkring 200 föreningar och fann över 600.",
                    ),
                    ("Samlingsfas", "Samla en bredd: flera partier, flera förvaltningar, stora och små föreningar."),
                    ("Formuleringsfas", "Skriv tillsammans. Principer först, åtaganden sedan."),
                    ("Förankring och beslut", "Remiss, ändringar, beslut på båda sidor, underskrift."),
                    ("Dialog som fortsätter", "Handlingsplan, uppföljning och ett datum då texten ses över."),
                )
            ],
        ),
        (
            "Sex principer som brukar återkomma",
            [
                bullets(
                    "självständighet och oberoende",
                    "dialog",
                    "kvalitet",
                    "långsiktighet",
                    "öppenhet och insyn",
                    "mångfald",
                ),
                text("Orden skiljer sig mellan kommuner. Välj dem som ni kan stå för när ni är oense."),
            ],
        ),
        (
            "Vad som får den att stanna",
            [
                bullets(
                    "Ingen på den idéburna sidan har tid betald för att driva processen.",
                    "Man skriver under utan en plan för vad som ska hända sedan.",
                    "De som kom överens har bytt arbete, och ingen har tagit över.",
                )
            ],
        ),
    ],
}

PARTNERSHIP: dict[str, Any] = {
    "slug": "ideburet-offentligt-partnerskap",
    "title": "Idéburet offentligt partnerskap, IOP",
    "lead": "Varken upphandling eller bidrag: en kommun och en idéburen organisation löser något ihop och betalar var sin del.",
    "sections": [
        (
            "Prova om det är ett IOP",
            [
                bullets(
                    "Båda ser samma behov, och initiativet kommer från den idéburna sidan.",
                    "Båda bidrar: med pengar, lokaler, personal eller ideell tid.",
                    "Kommunen styr inte i detalj hur arbetet görs.",
                    "Det finns ingen marknad att konkurrera på, eller så säger ni öppet hur ni ser på den.",
                    "Samarbetet är tänkt att vara länge, och ni följer upp det tillsammans.",
                ),
                text(
                    "Det finns ingen egen lag om IOP. Varje fall får prövas för sig, så ta in någon som kan juridiken tidigt."
                ),
            ],
        ),
        (
            "Det här behöver avtalet säga",
            [
                (
                    "table",
                    {
                        "caption": "Punkter i ett avtal om partnerskap",
                        "columns": ["Punkt", "Fråga att svara på"],
                        "rows": [
                            ["Bakgrund och värdegrund", "Varför gör vi det här tillsammans?"],
                            ["Parter och grupper", "Vilka sitter i styrgruppen, och vem kallar?"],
                            ["Mål", "Vad ska vara annorlunda om tre år?"],
                            ["Åtaganden", "Vad lovar var och en att göra?"],
                            ["Ekonomi", "Vem betalar vad, och vad är den ideella tiden värd?"],
                            ["Uppföljning", "När, hur och inför vem?"],
                            ["Ändringar och tvister", "Hur gör vi när det inte blir som vi tänkt?"],
                        ],
                    },
                )
            ],
        ),
    ],
}

BEGIN: dict[str, Any] = {
    "slug": "kom-igang",
    "title": "Kom igång med en idé",
    "lead": "Fem saker som de flesta önskar att de hade gjort den första månaden.",
    "sections": [
        (
            "Första månaden",
            [
                steps(
                    ("Prata med tio som har behovet", "Skriv ner vad de säger, ord för ord."),
                    ("Sök efter dem som redan gör det", "I katalogen, och i kommunen bredvid."),
                    ("Prova i liten skala", "En kväll, en lokal, en gryta. Vänta med loggan."),
                    ("Hitta en till", "Två håller längre än en."),
                    ("Fråga om råd innan ni söker pengar", "Den som ger råd vet ofta vilka pengar som passar."),
                )
            ],
        ),
        (
            "Var ni kan fråga",
            [
                (
                    "cards",
                    {
                        "cards": [
                            {
                                "heading": "Se vilka som finns",
                                "text": "Organisationer och initiativ i alla kommuner.",
                                "link": {"page": None, "address": "/hitta/", "label": "Öppna katalogen"},
                            },
                            {
                                "heading": "Kom på en träff",
                                "text": "Gratis, och utan konto.",
                                "link": {"page": None, "address": "/kalender/", "label": "Se kalendern"},
                            },
                        ]
                    },
                )
            ],
        ),
    ],
}

GUIDANCE: list[dict[str, Any]] = [WHAT, FORMS, BEGIN, SHOP, AGREEMENT, PARTNERSHIP]
RELATED = {
    "vad-ar-en-social-innovation": ["former-for-sociala-innovationer", "kom-igang"],
    "former-for-sociala-innovationer": ["kom-igang"],
    "kom-igang": ["vad-ar-en-social-innovation", "forskarverkstad"],
    "lokala-overenskommelser": ["ideburet-offentligt-partnerskap"],
    "ideburet-offentligt-partnerskap": ["lokala-overenskommelser"],
}

WHAT_IN_ENGLISH: dict[str, Any] = {
    "title": "What is a social innovation?",
    "lead": "A new answer to a need that the usual systems do not meet: a service, a way of working, or people who "
    "rarely meet doing something together.",
    "sections": [
        (
            "What we take for granted was new once",
            [
                text(
                    "Preschools, libraries and fire brigades began as somebody's attempt to solve a problem where they "
                    "lived. A social innovation is such an attempt while it is still one: somebody has seen a need, tried "
                    "an answer and learnt something on the way."
                )
            ],
        ),
        (
            "Four questions to ask",
            [
                steps(
                    ("Which need do we meet?", "In the words of those who have it."),
                    ("Who has tried before?", "Search the portal. Somebody can often tell you what did not work."),
                    ("What is new here?", "A new place is enough."),
                    ("How shall we know that it works?", "Choose one thing to watch before you begin."),
                )
            ],
        ),
    ],
}
