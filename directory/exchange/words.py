"""What sources call forms and places, and how several values share a cell."""

from directory.alphabet import sameness_key
from directory.forms_of_organising import InitiativeForm, OrganisationForm

Form = OrganisationForm | InitiativeForm

WHOLE_REGION = {"", "skåne", "skåne (regional)", "hela skåne", "the whole of skåne"}

# What a form in the words of a source begins with or holds, the telling ones first. What is done in
# cooperation or by an organisation is an initiative, not an organisation.
FORMS: list[tuple[str, Form]] = [
    ("idéburet offentligt partnerskap", InitiativeForm.PARTNERSHIP),
    ("verksamhet vid", InitiativeForm.ACTIVITY),
    ("mötesplats", InitiativeForm.MEETING_PLACE),
    ("initiativ", InitiativeForm.VOLUNTARY),
    ("arbetsintegrerande socialt företag", OrganisationForm.WORK_INTEGRATION),
    ("socialt företag", OrganisationForm.SOCIAL_ENTERPRISE),
    ("kooperativ", OrganisationForm.COOPERATIVE),
    ("paraply", OrganisationForm.UMBRELLA),
    ("folkhögskola", OrganisationForm.FOLK_HIGH_SCHOOL),
    ("studieförbund", OrganisationForm.ADULT_EDUCATION),
    ("folkuniversitetet", OrganisationForm.ADULT_EDUCATION),
    ("universitet", OrganisationForm.UNIVERSITY),
    ("akademi", OrganisationForm.UNIVERSITY),
    ("stiftelse", OrganisationForm.FOUNDATION),
    ("trossamfund", OrganisationForm.FAITH_COMMUNITY),
    ("särskild vinstutdelningsbegränsning", OrganisationForm.LIMITED_PROFIT_COMPANY),
    ("aktiebolag", OrganisationForm.COMPANY),
    ("ekonomisk förening", OrganisationForm.COOPERATIVE),
    ("byalag", OrganisationForm.VILLAGE),
    ("ideell förening", OrganisationForm.ASSOCIATION),
    ("idrottsförening", OrganisationForm.ASSOCIATION),
    ("nätverk", OrganisationForm.NETWORK),
    ("offentlig", OrganisationForm.PUBLIC),
    ("kommun", OrganisationForm.PUBLIC),
    ("ideell", OrganisationForm.CIVIL_SOCIETY),
    ("idéburen", OrganisationForm.CIVIL_SOCIETY),
    ("projekt", InitiativeForm.PROJECT),
]


def form_in_words(words: str) -> Form | None:
    """What a source means by `words`."""
    return next((form for part, form in FORMS if part in words.casefold()), None)


def is_whole_region(name: str) -> bool:
    return sameness_key(name) in WHOLE_REGION


def joined(parts: list[str], sign: str) -> str:
    """`parts` in one cell, from which `parted` makes the same again. Empty ones at the end are left out."""
    kept = [part.replace("\\", "\\\\").replace(sign, f"\\{sign}") for part in parts]
    while kept and not kept[-1]:
        kept.pop()
    return f"{sign} ".join(kept) if sign == ";" else f" {sign} ".join(kept)


def parted(text: str, sign: str) -> list[str]:
    """The parts of a cell, without the blanks around them."""
    parts, letters = [""], iter(text)
    for letter in letters:
        if letter == sign:
            parts.append("")
        else:
            parts[-1] += next(letters, "") if letter == "\\" else letter
    return [part.strip() for part in parts]
