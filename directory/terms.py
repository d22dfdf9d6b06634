"""Closed lists that profiles choose from: keys that stay, and labels in both languages (by gettext)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.IntegerChoices):
    """The United Nations' goals for sustainable development."""

    NO_POVERTY = 1, _("No poverty")
    ZERO_HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    EQUALITY = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    SEA = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")

    @property
    def numbered(self) -> str:
        """ "3. Good health and well-being"."""
        return f"{self.value}. {self.label}"


class Language(models.TextChoices):
    """What one can speak with an organisation: Sweden's national minority languages and those most spoken here."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    SIGN = "swl", _("Swedish sign language")
    EASY = "sv-x-easy", _("Easy Swedish")
    ALBANIAN = "sq", _("Albanian")
    ARABIC = "ar", _("Arabic")
    BOSNIAN = "bs", _("Bosnian, Croatian, Serbian")
    DANISH = "da", _("Danish")
    DARI = "prs", _("Dari")
    FINNISH = "fi", _("Finnish")
    FRENCH = "fr", _("French")
    KURDISH = "ku", _("Kurdish")
    MEANKIELI = "fit", _("Meänkieli")
    PASHTO = "ps", _("Pashto")
    PERSIAN = "fa", _("Persian")
    POLISH = "pl", _("Polish")
    ROMANI = "rom", _("Romani")
    ROMANIAN = "ro", _("Romanian")
    RUSSIAN = "ru", _("Russian")
    SAMI = "se", _("Sami")
    SOMALI = "so", _("Somali")
    SPANISH = "es", _("Spanish")
    THAI = "th", _("Thai")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turkish")
    GERMAN = "de", _("German")
    UKRAINIAN = "uk", _("Ukrainian")
    VIETNAMESE = "vi", _("Vietnamese")
    YIDDISH = "yi", _("Yiddish")


class Audience(models.TextChoices):
    """For whom an organisation is there."""

    EVERYBODY = "alla", _("Everybody")
    CHILDREN = "barn", _("Children")
    YOUTH = "unga", _("Young people")
    FAMILIES = "familjer", _("Families")
    OLDER = "aldre", _("Older people")
    WOMEN = "kvinnor", _("Women")
    MEN = "man", _("Men")
    NEWCOMERS = "nyanlanda", _("Newcomers to Sweden")
    DISABILITY = "funktionsratt", _("People with disabilities")
    MENTAL_HEALTH = "psykisk-ohalsa", _("People with mental ill health")
    UNEMPLOYED = "arbetssokande", _("People looking for work")
    HOMELESS = "hemlosa", _("People without a home")
    VIOLENCE = "valdsutsatta", _("People subjected to violence")
    LGBTQI = "hbtqi", _("LGBTQI people")
    RELATIVES = "anhoriga", _("Relatives")
    ASSOCIATIONS = "foreningar", _("Associations")
    ENTREPRENEURS = "entreprenorer", _("Those who start something")
    PUBLIC_SECTOR = "offentlig-sektor", _("The public sector")
    RESEARCHERS = "forskare", _("Researchers and students")


class ChannelKind(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    LINKEDIN = "linkedin", "LinkedIn"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    THREADS = "threads", "Threads"
    VIMEO = "vimeo", "Vimeo"
    SPOTIFY = "spotify", "Spotify"
    X = "x", "X"


# Where each kind of channel is; Mastodon is wherever somebody runs it.
HOSTS: dict[str, tuple[str, ...]] = {
    ChannelKind.FACEBOOK: ("facebook.com", "fb.com", "fb.me"),
    ChannelKind.INSTAGRAM: ("instagram.com",),
    ChannelKind.LINKEDIN: ("linkedin.com",),
    ChannelKind.YOUTUBE: ("youtube.com", "youtu.be"),
    ChannelKind.TIKTOK: ("tiktok.com",),
    ChannelKind.BLUESKY: ("bsky.app", "bsky.social"),
    ChannelKind.THREADS: ("threads.net", "threads.com"),
    ChannelKind.VIMEO: ("vimeo.com",),
    ChannelKind.SPOTIFY: ("spotify.com",),
    ChannelKind.X: ("x.com", "twitter.com"),
}
