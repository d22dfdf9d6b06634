"""One address for each kind of public page of the demonstration, in both languages."""

import re
from functools import cache
from urllib.request import urlopen

FIXED = [
    "/",
    "/en/",
    "/hitta/",
    "/en/find/",
    "/hitta/?type=organisation",
    "/hitta/?view=map",
    "/en/find/?view=map",
    "/hitta/stod/",
    "/en/find/support/",
    "/hitta/stod/?municipality=bjuv&kind=advice",
    "/hitta/stod/landskapet/",
    "/en/find/support/landscape/",
    "/kalender/",
    "/en/calendar/",
    "/kalender/tidigare/",
    "/sok/",
    "/sok/?q=forskarverkstad",
    "/sok/?q=finnsinte",
    "/en/search/?q=skane",
    "/forskarverkstad/",
    "/en/science-shop/",
    "/forskarverkstad/fragor/",
    "/en/science-shop/questions/?stage=seeking",
    "/forskarverkstad/omgangar/",
    "/forskarverkstad/svar/",
    "/forskarverkstad/forskare/",
    "/forskarverkstad/siffror/",
    "/personuppgifter/",
    "/en/personal-data/",
    "/personuppgifter/dina/",
    "/personuppgifter/titta-i-mejlen/",
    "/personuppgifter/raderade/",
    "/konto/login/",
    "/konto/signup/",
    "/finns-inte/",
]
# Beginnings of addresses of which the first one stands for its kind.
KINDS = [
    r"/kalender/(?!tidigare)[^/]+/$",
    r"/en/calendar/(?!past)[^/]+/$",
    r"/hitta/organisationer/[^/]+/$",
    r"/hitta/initiativ/[^/]+/$",
    r"/hitta/stod/(?!landskapet)[^/]+/$",
    r"/en/find/support/(?!landscape)[^/]+/$",
    r"/en/find/organisations/[^/]+/$",
    r"/en/find/initiatives/[^/]+/$",
    r"/forskarverkstad/fragor/[^/]+/$",
    r"/en/science-shop/questions/[^/]+/$",
]


@cache
def public_addresses(site_url: str) -> list[str]:
    """The fixed ones, every Wagtail page of the sitemap, and one for each kind of thing of a plugin."""
    sitemap = urlopen(f"{site_url}/sitemap.xml").read().decode()
    paths = ["/" + address.split("/", 3)[3] for address in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    firsts = [next(path for path in paths if re.match(kind, path)) for kind in KINDS]
    of_plugins = (
        *("/hitta/", "/kalender/", "/sok/", "/forskarverkstad/"),
        *("/en/find/", "/en/calendar/", "/en/search/", "/en/science-shop/"),
    )
    pages = [path for path in paths if not path.startswith(of_plugins)]
    return list(dict.fromkeys([*FIXED, *firsts, *pages]))
