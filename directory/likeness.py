"""When two entries may be of one organisation: the measured rule, on names and keys that are brought into one shape."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

# Of token_set_ratio: finds 98 of 100 disturbed names, with one false among 1,711 pairs of different ones.
LEAST_LIKE = 90
SHORTEST = 3

# Legal forms, which one writes and another leaves out.
_LEGAL = frozenset({"ab", "ek", "ekonomisk", "for", "forening", "hb", "ideell", "kb", "svb"})
# Letters of other alphabets that look like ours.
_LOOK_ALIKES = str.maketrans("авекмнорстухіјѕԁԛԝαεικνορτυχ", "abekmhopctyxijsdqwaeiknoptux")

# Hosts that many organisations share: an address there says nothing about whose it is.
SHARED_HOSTS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.se",
        "icloud.com",
        "live.com",
        "live.se",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "spray.se",
        "telia.com",
        "yahoo.com",
        "yahoo.se",
        "bahnhof.se",
        "comhem.se",
        "tele2.se",
        # Where pages of many stand side by side.
        "blogspot.com",
        "blogspot.se",
        "facebook.com",
        "github.io",
        "google.com",
        "hemsida24.se",
        "idrottonline.se",
        "instagram.com",
        "jimdo.com",
        "laget.se",
        "linkedin.com",
        "linktr.ee",
        "medium.com",
        "mystrikingly.com",
        "n.nu",
        "one.com",
        "sportadmin.se",
        "squarespace.com",
        "svenskalag.se",
        "webnode.se",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "youtube.com",
        # National organisations, whose site is that of every branch.
        "abf.se",
        "bris.se",
        "hembygd.se",
        "raddabarnen.se",
        "rodakorset.se",
        "sensus.se",
        "stadsmissionen.se",
        "svenskakyrkan.se",
        "sv.se",
        "verdandi.se",
    }
)


@dataclass(frozen=True)
class Keys:
    """By what an organisation is compared with others; a text is empty where it says nothing."""

    names: tuple[str, ...] = ()
    domain: str = ""
    number: str = ""
    phone: str = ""


def keys_of(names: Iterable[str], website: str = "", phone: str = "", number: str = "", email: str = "") -> Keys:
    """The keys of what somebody has written."""
    shaped = dict.fromkeys(filter(None, map(normalised, names)))
    return Keys(tuple(shaped), own_domain(website) or mail_domain(email), digits(number), e164(phone))


def normalised(name: str) -> str:
    """`name` without case, marks, punctuation and legal form."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LOOK_ALIKES))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", " ", kept).split()
    return " ".join([word for word in words if word not in _LEGAL] or words)[:200]


def _unshared(host: str) -> str:
    host = host.lower().strip(".").removeprefix("www.")
    is_shared = any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS)
    return "" if is_shared or "." not in host or len(host) > 253 else host


def own_domain(website: str) -> str:
    """The host of `website`, unless others have their pages there too."""
    try:
        return _unshared(urlsplit(website if "//" in website else f"//{website}").hostname or "")
    except ValueError:
        return ""


def mail_domain(email: str) -> str:
    """The domain of an address, unless everybody can have one there."""
    return _unshared(email.rpartition("@")[2]) if "@" in email else ""


def is_own_address(email: str, website: str, contact_email: str) -> bool:
    """Whether `email` lies in the organisation's own domain. A hint for whoever answers: it grants nothing."""
    domain = mail_domain(email)
    return bool(domain) and domain in {own_domain(website), mail_domain(contact_email)}


def digits(number: str) -> str:
    """An organisation's number as ten digits, or nothing."""
    found = re.sub(r"\D", "", number)
    found = found[2:] if len(found) == 12 and found.startswith("16") else found
    return found if len(found) == 10 and found.isascii() else ""


def e164(phone: str) -> str:
    """A Swedish or international number as +46…, or nothing."""
    found = re.sub(r"[^0-9+]", "", phone.replace("(0)", ""))
    found = re.sub(r"^00", "+", found)
    found = f"+46{found[1:]}" if found.startswith("0") else found
    return found if re.fullmatch(r"\+[1-9][0-9]{6,14}", found) else ""


def choices_of(others: dict[int, str]) -> dict[tuple[int, str], str]:
    """Names by number, one a line, as `like_choices` takes them."""
    return {(key, line): line for key, lines in others.items() for line in lines.split("\n")}


def like_names(names: Iterable[str], others: dict[int, str], limit: int | None = 5) -> dict[int, float]:
    """Which of `others` (names by number, one a line) are like one of `names`, with how much, the most like first."""
    return like_choices(names, choices_of(others), limit)


def like_choices(names: Iterable[str], choices: dict[tuple[int, str], str], limit: int | None = 5) -> dict[int, float]:
    """The same, for asking of the same others again and again."""
    found: dict[int, float] = {}
    for name in names:
        if len(name) < SHORTEST:
            continue
        hits = process.extract(
            name, choices, scorer=fuzz.token_set_ratio, processor=None, score_cutoff=LEAST_LIKE, limit=None
        )
        for line, score, (key, _line) in hits:
            # Of those that hold all its words the nearest in full stands first.
            found[key] = max(found.get(key, 0), score + fuzz.ratio(name, line) / 1000)
    nearest = sorted(found.items(), key=lambda item: -item[1])
    return dict(nearest[:limit])
