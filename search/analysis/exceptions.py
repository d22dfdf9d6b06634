"""What no rule says of Swedish words: closed lists, written for this project."""


def _words(text: str) -> list[str]:
    return text.split()


# Plurals with another vowel, by their singular; each also takes -na, -s and -nas.
_UMLAUT = """
    and:änder bok:böcker bokstav:bokstäver bonde:bönder brand:bränder broder:bröder dotter:döttrar fader:fäder
    fot:fötter gås:gäss hand:händer land:länder ledamot:ledamöter lus:löss man:män moder:mödrar mus:möss natt:nätter
    nöt:nötter get:getter rand:ränder rot:rötter son:söner spång:spänger stad:städer strand:stränder stång:stänger
    tand:tänder tång:tänger gnet:gnetter
"""
# Those that a longer word may end in without being something else (*allmän* is no man, *sänder* no sand).
_UNAMBIGUOUS = """
    bok bokstav bonde brand dotter fot gås hand land ledamot moder mus natt rot stad strand tand broder son man
"""
# Single forms: form:stem.
_SINGLE = """
    bon:bo bor:bo bodde:bo bott:bo går:gå gick:gå gått:gå får:får står:stå stod:stå stått:stå syr:sy sydde:sy sytt:sy
    byn:by byar:by ån:å åar:å öar:ö ön:ö åarna:å öarna:ö åns:å öns:ö ön:ö bron:bro broar:bro broarna:bro brons:brons
    kon:ko kor:ko korna:ko skon:sko skor:sko skorna:sko tån:tå tår:tå tårna:tå klor:klo klon:klo klorna:klo
    knän:knä knät:knä knäna:knä knäet:knä gjorde:gör gjort:gör göra:gör gjorts:gör görs:gör gör:gör sjöns:sjö iden:ide
    idens:ide ideer:ide ideerna:ide ide:ide iders:ide
    lilla:lit liten:lit litet:lit små:lit mindre:lit minst:lit stor:stor större:stor störst:stor största:stor
    gammal:gammal gammalt:gammal gamla:gammal gamlas:gammal ung:ung unga:ung ungt:ung ungas:ung yngre:ung yngst:ung
    yngsta:ung
    äldre:äldr äldres:äldr äldst:äldr äldsta:äldr ny:ny nytt:ny nya:ny nyare:ny nyaste:ny nyast:ny
    fri:fri fritt:fri fria:fri god:god gott:god goda:god bred:bred brett:bred breda:bred röd:röd rött:röd röda:röd
    blå:blå blått:blå blåa:blå grå:grå grått:grå gråa:grå grönt:grön skönt:skön rent:ren känt:känd stort:stor
    klart:klar
    hårt:hård djupt:djup tomt:tom sjukt:sjuk mjukt:mjuk starkt:stark nyanlänt:nyanländ helt:hel allt:all allas:all
    vatten:vatt far:fader fadern:fader faderns:fader fars:fader fäder:fader mor:moder modern:modern moderns:moder
    mors:moder
    bror:broder brors:broder brodern:broder broderns:broder
    hus:hus husen:hus huset:hus husets:hus husens:hus lus:lus lusen:lus mus:mus musen:mus
    gås:gås gåsen:gås gäss:gås gässen:gås gässens:gås män:man männen:man männens:man mannens:man mäns:man mans:man
    löss:lus lössen:lus möss:mus mössen:mus
    skrev:skriv gav:giv ger:giv ge:giv gett:giv givit:giv tog:tag tagit:tag ta:tag tar:tag drev:driv kom:komm
    kommit:komm
    hjälpte:hjälp hjälpt:hjälp hjälpts:hjälp sökte:sök sökt:sök byggde:bygg byggt:bygg lärde:lär lärt:lär lär:lär
    köpte:köp köpt:köp läste:läs läst:läs läser:läs läsa:läs stödde:stöd stött:stöd stödja:stöd stödjer:stöd
    stöder:stöd
    arbetar:arbet arbetade:arbet arbetat:arbet sålde:sälj sålt:sälj säljer:sälj sälja:sälj
    funnit:finn fann:finn växte:väx växt:växt möttes:möt mötte:möt mött:möt mötts:möt möts:möt träffas:träff
    träffades:träff
    barnets:barn barnens:barn barns:barn barnen:barn barnet:barn barn:barn
    vänner:vän vännerna:vän vännen:vän vänners:vän vännens:vän vänners:vän män:man
    löner:lön sönerna:son soner:son museum:musei museet:musei museer:musei museerna:musei museets:musei museums:musei
    ting:ting tinget:ting tingen:ting yrken:yrk yrke:yrk yrket:yrk
    bättre:bra bäst:bra bästa:bra sämre:dålig sämst:dålig sämsta:dålig fler:mång flera:mång flest:mång många:mång
    centra:cent centrum:cent centrumet:cent center:cent centret:cent centren:cent centrets:cent centers:cent
    ansökningar:ansök ansökningarna:ansök ansökningars:ansök ansökningarnas:ansök ansökningen:ansök
    anmälningar:anmäl anmälningarna:anmäl anmälningen:anmäl anmälningars:anmäl
    begäran:begär begärans:begär
    medier:medi media:medi medium:medi mediet:medi medierna:medi
    data:dat datan:dat datat:dat öga:ög ögat:ög ögon:ög ögonen:ög öra:ör örat:ör öron:ör öronen:ör hjärta:hjärt
    hjärtat:hjärt hjärtan:hjärt hjärtana:hjärt
    fabriken:fabrik månad:månad månads:månad skåne:skåne skånes:skåne
    sommar:somr sommars:somr sommaren:somr sommarens:somr somrar:somr somrarna:somr somrars:somr
    moder:moder broder:broder fader:fader cafe:kaf cafeer:kaf cafeet:kaf cafeerna:kaf cafeets:kaf cafes:kaf
    cafeernas:kaf bin:bi bina:bi bis:bi delta:deltag deltar:deltag deltog:deltag deltagit:deltag modernt:modern
    moderna:modern
"""

# Stems that look as if they had an ending; also as the last part of a longer word. Regular expressions.
INHERENT = _words(r"""
    barn \bfören \baren planet ktor motor mentor doktor kontor professor sponsor senior junior humor major tenor
    (?<!g)(?<!pl)(?<!m)ator editor kurator terror auditor monitor
    svar dollar altar hektar kaviar seminar bazar \bpar (?<!b)bar
    rutin maskin termin bensin gardin delfin latin kusin medicin vitamin disciplin magasin protein heroin kokain
    apelsin
    marin kabin vin  doktrin turbin
    plan roman vulkan orkan tulpan veteran kran klan organ charlatan
    byggnad kostnad marknad månad skillnad tystnad levnad promenad olympiad limonad sallad fasad ballad choklad stad
    mandat format automat diplomat kamrat soldat kandidat certifikat apparat internat mat stat advokat demokrat
    plakat referat citat privat adekvat stipendiat resultat klimat sekretariat
    itet het magnet komet poet diet paket staket alfabet budget internet kabinett siden
    lön kön bön grön skön rön lån mån spån rån syn län vän dyn
    kurs surs plats sats dans chans balans distans instans substans tolerans ambulans leverans finans allians nyans
    glans
    relevans ferens llerens rrens kompetens licens existens resistens assistens audiens intelligens tendens residens
    evidens frekvens sekvens influens essens demens potens latens abstinens transparens
    gräns lins prins puls hals \bvals \bmars \bkors \bfors \bvers börs
    pris kris gris dis spis bevis vis polis praxis basis remis dagis fritids
    ljus rus krus campus virus fokus status cirkus bonus \bros \bdos kaos glas \bgas \bfas kalas atlas ananas
    ås buss klass press adress intress process analys dialys mys kyss väss hiss miss remiss succes
    koncern intern extern kasern cistern lantern
    panel hotell modell parallell minut debut institut statut attribut
""")
# Verbs whose past has -de or -te and no vowel before it: *hyrde, hyrt*; with any prefix.
WEAK_VERBS = _words("""
    hyr kör hör lär styr följ ring häng ställ fyll bygg behöv gräv böj brygg skilj svälj tänk sök köp läs hjälp lyft
    lås
    lös mät byt stek rök väck släck tryck ryck skänk märk stärk åk möt häls
""")
# Strong ones: present:past.
_STRONG_VERBS = """
    bjud:bjöd brinn:brann bryt:bröt drick:drack driv:drev fall:föll finn:fann flyg:flög
    frys:frös giv:gav grip:grep gråt:grät håll:höll knyt:knöt kryp:kröp ligg:låg
    ljug:ljög njut:njöt riv:rev sjung:sjöng sjunk:sjönk
    skriv:skrev slit:slet sprid:spred spring:sprang stig:steg
    stryk:strök tig:teg vinn:vann rinn:rann sitt:satt känn:kände välj:valde slå:slog rid:red vik:vek vrid:vred
    vänd:vände sänd:sände
    bliv:blev gnid:gned
"""
# Neuters and others in -o: *kontot, konton*.
IN_O = _words("kont fot vide radi studi kil pian log disk aut inf dem koll makr mikr kasin pop")

# The e comes and goes: *syster, systrar*; *säker, säkra*.
SYNCOPATED_ER = _words("""
    syst vint teat läg fönst åld föräld åk fing papp semest minist regist klost mönst orkest klust fost filt hind
    kvart num+ säk vack nykt bitt mag tapp sock offent kalend dott
""")
# *öppen, öppet, öppna*; *vatten, vattnet*.
SYNCOPATED_EN = _words("""
    öpp brut skriv bur vux bund fall gång håll tag giv slag stul funn driv eg mog nak nyfik trog
    tvung sprung vunn spun drag grav vatt teck vap bott sock
""")


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


_BY_SINGULAR = _pairs(_UMLAUT)
_SUFFIXES = ("", "na", "s", "nas", "en", "ens")


def _forms(plural: str) -> list[str]:
    return [plural + suffix for suffix in _SUFFIXES]


LAST_PARTS = {form: single for single in _UNAMBIGUOUS.split() for form in _forms(_BY_SINGULAR[single])}
UMLAUT = {form: single for single, plural in _BY_SINGULAR.items() for form in _forms(plural)}
IRREGULAR = {past: stem for stem, past in (pair.split(":") for pair in _STRONG_VERBS.split())} | _pairs(_SINGLE)
