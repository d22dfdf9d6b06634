"""Words that say little of what a text is about: the search asks for none unless there are no others, and to share
them makes nothing alike."""

_SWEDISH = """
    alla allt andra att av bara blev bli blir bort både båda då de dem den denna deras dess det detta dig din dina
    ditt
    dock du där därför efter ej eller en er era ert ett fick finns flera fram från få får för före genom gör göra ha
    hade
    han hans har hela hennes hit hos hon hur här i igen in ingen inget inga innan inne inte inom ja jag ju kan
    kanske kom
    komma kommer kunde kunna lite man med mellan men mer mig min mina mitt mot mycket måste ni nog nu när någon något
    några nån nåt och ock också om oss på samma se sedan sen ser sig sin sina sitt ska skall skulle som så sådan
    sådana
    sådant till tills under upp ur ut utan vad vara var varför varit varje vars vart vem vems vi vid vilka vilken
    vilket vill
    vår våra vårt vore än ännu är över
"""
_ENGLISH = """
    a about after all also am an and any are as at be been before being between both but by can could did do does
    doing
    each few for from get had has have having he her here hers him his how i if in into is it its just let me more
    most my
    no nor not of off on once only or other our out over own per same she should so some such than that the their
    them then
    there these they this those through to too under until up us very was we were what when where which while who
    whom why
    will with would you your
"""
# What people write around what they look for.
_ASKING = {
    "sv": """
        behöva behöver borde finna finnas funderar gärna göras hitta hittar ge gå går hej hjälp hjälpa händer hända
        hände hänt kontakta leta
        letar någonstans någonting något önskar sök söka söker skulle tack tips veta vet vilja ville via
    """,
    "en": """
        anyone anything find finding happen happening happens information like looking look need needs please
        search searching someone
        something somewhere there thanks want wants
    """,
}
# Numbers, and what stands between the words that tell something.
_BESIDE_THE_POINT = {
    "sv": """
        aldrig alltid andras annars annat antal arbeta arbetar arbetat arbete bakom behövs beror bland blivit
        brukar båda cirka dessa dessutom drygt däremot därför då eftersom egentligen elva emot enda endast
        enligt ens etcetera etta exempel exempelvis faktiskt fast fem femtio femton fjorton fyra fyrtio fått
        förr ganska genast gentemot gjort gott gäller gått haft halv handlar hellre hundra hundratals hälften
        ibland idag igår imorgon istället jobba jobbar knappt kommit kunnat kvar liksom länge längre medan mera
        mest mestadels minst många måste möjligen nio nitton noll numera närmare nästan oavsett oftast omkring
        par procent senare senast sexton sju sjuttio sjutton snarare snart speciellt stundom sällan särskilt
        sättet sådär såsom tidigare tio tjugo tolv totalt tre trettio tretton tror trots tusen tusentals två
        tycker tydligen undan under undrar undre ungefär utifrån utom vanligen vanligtvis verkar visserligen väl
        väldigt ändå även åtminstone åtta åttio övrig övriga övrigt
    """,
    "en": """
        about above across actually again almost already although always among approximately around because
        become becomes behind below besides cannot despite during eight eighteen eighty eleven else enough ever
        fifteen fifty first five forty four fourteen half hardly hence however hundred hundreds indeed instead
        know known knows later least less maybe mostly nearly neither never nine nineteen none nor often one
        perhaps quite rarely rather really say says second seem seems seven several since six sixteen sixty
        sometimes soon still ten third thirteen thirty though thousand thousands three thus today toward towards
        twelve twenty two unless until upon usually whatever whenever wherever whether whose within without
        works yet
    """,
}
# What stands in every second description, whatever it is about: to share it makes nothing alike. In any form.
_FILLING = {
    "sv": """
        annan behov berätta bidra bra börja dag del driva egen engagera engagemang erbjuda fler flest fokus folk
        fungera fråga få färre först första förening ge genomföra gång grupp göra hjälpa hålla idé ihop
        initiativ innebära intresserad kring känna låta långt länge lätt människa människor mycket månad
        möjlighet nya ofta olika ordna ordning organisation person plats projekt prova pröva redan runt samla
        samt skapa själv sluta små svara svaret starta stor stå stödja stötta svår sätt ta testa tid tillsammans
        timme tänka utveckla vanlig varandra verksamhet vecka viktig välkommen år öppen område
    """,
    "en": """
        activity answer area association begin bring build create day develop different every everybody everyone
        first good great group help idea important initiative join keep kind local lot make many month much new
        number often open opportunity organisation organise organization part people person place possible
        project provide question run several share somebody start support take time together try use way week
        welcome well work year
    """,
}
# English function words that are no Swedish words, and the other way: they tell little in either.
_CLEARLY_ENGLISH = "the of and to from how what where when with are you your who which their there this that"
_CLEARLY_SWEDISH = "och att det som på av är om hur vad var när jag vi ni du en ett den de till från"

FUNCTION_WORDS = {
    "sv": frozenset(f"{_SWEDISH} {_CLEARLY_ENGLISH}".split()),
    "en": frozenset(f"{_ENGLISH} {_CLEARLY_SWEDISH}".split()),
}
FILLING_WORDS = {language: frozenset(text.split()) for language, text in _FILLING.items()}
ASKING = {language: frozenset(text.split()) for language, text in _ASKING.items()}
# As they stand here; and FILLING_WORDS in any form.
SAYING_LITTLE = {
    language: FUNCTION_WORDS[language] | ASKING[language] | frozenset(_BESIDE_THE_POINT[language].split())
    for language in FUNCTION_WORDS
}
