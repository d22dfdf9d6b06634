"""The list that every site begins with: words of the field in both languages, and places. Editors change it."""

from django.db import migrations
from django.utils import timezone

# Swedish | English; ~ for what only comes near.
GROUPS = """
civilsamhälle, det civila samhället, ideell sektor, idéburen sektor, föreningsliv | civil society, non-profit sector, third sector, voluntary sector
~ideell förening, förening | association, non-profit association
IOP, idéburet offentligt partnerskap, idéburet-offentligt partnerskap | civil-society public partnership
LÖK, lokal överenskommelse, idéburen överenskommelse | local agreement, local compact
CSR, företagens samhällsansvar, företags sociala ansvar | corporate social responsibility
LSS, lagen om stöd och service |
SoL, socialtjänstlagen | Social Services Act
bidrag, pengar, finansiering, anslag, ekonomiskt stöd | funding, grant, finance, money
~ansöka, söka bidrag, ansökan | apply, application
volontär, frivillig, ideellt engagerad, frivilligarbetare | volunteer
volontärarbete, ideellt arbete, frivilligarbete, ideellt engagemang | volunteering, voluntary work
språkkafé, språkcafé, språkträff, samtalskafé | language café, conversation group
~socialt företag, samhällsentreprenör, socialt entreprenörskap, samhällsentreprenörskap | social enterprise, social entrepreneur, social entrepreneurship
ASF, arbetsintegrerande socialt företag | work integration social enterprise, WISE
kooperativ, ekonomisk förening | cooperative, co-op
~stiftelse, fond | foundation
studieförbund, folkbildning | adult education association, study association
folkhögskola | folk high school
~trossamfund, församling | faith community, congregation
forskarverkstad, vetenskapsbutik | science shop
forskare, vetenskapsperson | researcher, scientist
universitet, högskola, lärosäte | university, higher education
~samverkan, samarbete, partnerskap | collaboration, cooperation, partnership
~medskapande, samskapande, medborgardialog | co-creation, citizen dialogue
social innovation, samhällsinnovation | social innovation
~social hållbarhet, hållbar utveckling | social sustainability, sustainable development
Agenda 2030, globala målen, hållbarhetsmålen, SDG | 2030 Agenda, Sustainable Development Goals
återbruk, återanvändning, begagnat, second hand | reuse, second-hand
cirkulär ekonomi, kretslopp | circular economy
~odling, stadsodling, koloni | growing, gardening, urban farming
~naturvård, miljövård | nature conservation
~klimat, miljö | climate, environment
äldre, senior, pensionär, 65-plus | elderly, older people, seniors
~ungdom, unga, tonåring | youth, young people, teenager
barn | children, child
förälder, föräldrar, vårdnadshavare, mamma, pappa | parent, guardian
läxhjälp, läxläsning, studiestöd | homework help
fritidsgård, ungdomsgård, mötesplats för unga | youth centre
~mötesplats, träffpunkt, allaktivitetshus, träfflokal | meeting place, community centre
nyanländ, nysvensk, invandrare, migrant | newcomer, newly arrived, immigrant
flykting, asylsökande | refugee, asylum seeker
~etablering, integration, inkludering | integration, inclusion
svenska för invandrare, sfi | Swedish for immigrants
~tolk, tolkning, översättning | interpreter, translation
funktionsnedsättning, funktionshinder, funktionsvariation, handikapp | disability, impairment
rullstol, permobil | wheelchair
teckenspråk | sign language
~npf, neuropsykiatrisk funktionsnedsättning, adhd, autism | neurodivergent
~psykisk ohälsa, psykisk hälsa, må dåligt | mental health, mental illness
~ensamhet, ofrivillig ensamhet, social isolering | loneliness, isolation
missbruk, beroende | addiction, substance abuse
demens, alzheimer, minnessjukdom | dementia
~anhörig, närstående | relative, carer
~vård, sjukvård, omsorg | health care, care
hemlös, bostadslös, hemlöshet | homeless, homelessness
~fattigdom, ekonomisk utsatthet, låg inkomst | poverty, low income
skuld, skuldsatt, överskuldsatt | debt
~matkasse, matbank, matsvinn | food bank, food waste
arbetslös, arbetssökande, utan jobb | unemployed, job seeker
~jobb, arbete, sysselsättning | job, work, employment
~praktik, arbetsträning, praktikplats | internship, work placement
våld i nära relation, kvinnovåld, våld i hemmet | domestic violence
kvinnojour, tjejjour | women's shelter
~jämställdhet, jämlikhet | gender equality, equality
hbtq, hbtqi, regnbåge | LGBTQ, LGBTQI
~brottsförebyggande, trygghet, kriminalitet | crime prevention, safety
~demokrati, delaktighet, inflytande | democracy, participation
mänskliga rättigheter, människorätt | human rights
~idrott, sport, träning | sports, exercise
~bad, simning, simhall | swimming
~kultur, konst | culture, arts
laga, reparera | repair, mend
leksak | toy
cykel | bicycle, bike
~landsbygd, glesbygd, byalag | rural, countryside, village
~kommun, offentlig sektor | municipality, public sector
~upphandling, inköp | procurement
~effekt, effektmätning, social effekt, utvärdering | impact, impact measurement, evaluation
samlingslokal, möteslokal | premises, venue
~styrelse, styrelsearbete | board, governance
stadgar, föreningsstadgar | statutes, bylaws
~evenemang, träff, aktivitet | event, meetup
föreläsning, föredrag, seminarium | lecture, seminar, talk
~kurs, utbildning, workshop | course, training, workshop
starta eget, nyföretagande, starta företag | start a business
digitalt utanförskap, digital delaktighet, datahjälp, IT-hjälp | digital inclusion, computer help
"""
# Left finds right as well, not the other way round.
WEAK_ONE_WAY = {
    "medel": "bidrag, finansiering, anslag",
    "stöd, hjälp": "bidrag, rådgivning",
    "support, help": "stöd, rådgivning",
    "pensionärsförening": "äldre",
    "flyktinghjälp": "flykting, nyanländ",
}
PLACES = {
    "Malmö": "Rosengård, Möllevången, Möllan, Hyllie, Kirseberg, Fosie, Limhamn, Bunkeflostrand, Husie, Oxie, Lindängen,"
    " Holma, Kroksbäck, Nydala, Seved, Sofielund, Västra hamnen, Herrgården, Kulladal, Augustenborg, Ribersborg, Sorgenfri",
    "Helsingborg": "Drottninghög, Dalhem, Fredriksdal, Adolfsberg, Planteringen, Råå, Ödåkra, Rydebäck, Påarp, Elineberg,"
    " Husensjö, Gantofta, Mörarp, Kattarp, Vallåkra",
    "Lund": "Norra Fäladen, Linero, Klostergården, Gunnesbo, Nöbbelöv, Brunnshög, Dalby, Södra Sandby, Genarp, Veberöd,"
    " Stångby, Östra Torn",
    "Kristianstad": "Gamlegården, Österäng, Charlottesborg, Åhus, Tollarp, Degeberga, Fjälkinge",
    "Landskrona": "Glumslöv, Häljarp, Asmundtorp, Koppargården",
    "Trelleborg": "Anderslöv, Smygehamn, Klagstorp, Söderslätt",
    "Hässleholm": "Vinslöv, Bjärnum, Sösdala, Tyringe, Vittsjö, Hästveda, Tormestorp",
    "Ängelholm": "Munka-Ljungby, Vejbystrand, Strövelstorp, Hjärnarp, Skälderviken",
    "Ystad, Simrishamn, Tomelilla": "Österlen",
    "Ystad": "Köpingebro, Löderup",
    "Simrishamn": "Kivik, Skillinge, Gärsnäs, Borrby, Hammenhög",
    "Tomelilla": "Brösarp, Smedstorp",
    "Eslöv": "Löberöd, Harlösa, Flyinge",
    "Kävlinge": "Löddeköpinge, Furulund, Dösjebro",
    "Vellinge": "Höllviken, Skanör, Falsterbo",
    "Staffanstorp": "Hjärup",
    "Lomma": "Bjärred",
    "Svedala": "Klågerup",
    "Burlöv": "Arlöv, Åkarp",
    "Höganäs": "Mölle, Jonstorp, Lerberget, Kullabygden",
    "Sjöbo": "Blentarp, Lövestad, Vollsjö",
    "Svalöv": "Teckomatorp, Röstånga, Kågeröd",
    "Bjuv": "Billesholm",
    "Åstorp": "Hyllinge, Kvidinge",
    "Klippan": "Ljungbyhed, Östra Ljungby",
    "Båstad": "Förslöv, Grevie, Torekov, Bjärehalvön",
    "Örkelljunga": "Skånes-Fagerhult, Åsljunga",
    "Osby": "Lönsboda, Killeberg",
    "Östra Göinge": "Broby, Knislinge, Glimåkra, Sibbhult, Hanaskog",
    "Östra Göinge, Hässleholm, Osby": "Göingebygden, Göinge",
    "Bromölla": "Näsum",
    "Höör": "Tjörnarp",
    "Hörby": "Ludvigsborg",
}


def _lines(text):
    return "\n".join(term.strip() for term in text.split(",") if term.strip())


def add(apps, schema_editor):
    SynonymGroup = apps.get_model("search", "SynonymGroup")
    rows = []
    for line in GROUPS.strip().splitlines():
        swedish, english = line.removeprefix("~").split("|")
        strength = "weak" if line.startswith("~") else "strong"
        rows.append(SynonymGroup(swedish=_lines(swedish), english=_lines(english), strength=strength))
    for written, found in WEAK_ONE_WAY.items():
        field = "english" if written.startswith("support") else "swedish"
        rows.append(
            SynonymGroup(**{field: _lines(written)}, leads_to=_lines(found), direction="one-way", strength="weak")
        )
    for found, places in PLACES.items():
        rows.append(SynonymGroup(swedish=_lines(places), leads_to=_lines(found), direction="one-way"))
    now = timezone.now()
    for row in rows:
        row.changed_at = now
    SynonymGroup.objects.bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_synonyms'),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
