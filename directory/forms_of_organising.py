"""The forms that social innovation takes, as keys that stay and labels in both languages (by gettext)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationForm(models.TextChoices):
    """Keys as in the taxonomy of the region's civil-society sector."""

    ASSOCIATION = "ideell-forening", _("Non-profit association")
    COOPERATIVE = "ekonomisk-forening", _("Cooperative (economic association)")
    FOUNDATION = "stiftelse", _("Foundation")
    FAITH_COMMUNITY = "trossamfund", _("Registered faith community")
    LIMITED_PROFIT_COMPANY = "ab-svb", _("Limited company with profit restriction")
    COMPANY = "ab", _("Limited company")
    WORK_INTEGRATION = "asf", _("Work integration social enterprise")
    SOCIAL_ENTERPRISE = "socialt-foretag", _("Social enterprise")
    CIVIL_SOCIETY = "ideburen", _("Civil-society organisation")
    NETWORK = "natverk", _("Informal network")
    UMBRELLA = "paraply", _("Umbrella organisation")
    ADULT_EDUCATION = "studieforbund", _("Adult education association")
    FOLK_HIGH_SCHOOL = "folkhogskola", _("Folk high school")
    VILLAGE = "byalag", _("Village association")
    PUBLIC = "offentlig", _("Public body")
    UNIVERSITY = "larosate", _("University")


class InitiativeForm(models.TextChoices):
    VOLUNTARY = "initiativ", _("Voluntary initiative")
    PROJECT = "projekt", _("Project")
    ACTIVITY = "verksamhet", _("Activity of an organisation")
    MEETING_PLACE = "motesplats", _("Meeting place")
    PARTNERSHIP = "iop", _("Civil-society–public partnership")
    SERVICE = "tjanst", _("Service or method")


class Stage(models.TextChoices):
    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Being tried")
    RUNNING = "running", _("Running")
    SCALED = "scaled", _("Spread to more places")
    TAKEN_OVER = "taken-over", _("Taken over by the public sector")
    ENDED = "ended", _("Ended")


class OfferKind(models.TextChoices):
    """What an initiative may be helped with."""

    ADVICE = "advice", _("Advice")
    FUNDING = "funding", _("Funding")
    PREMISES = "premises", _("Premises")
    TRAINING = "training", _("Training")
    NETWORK = "network", _("Networks")
    PROCESS = "process", _("Process support")


# The kind of a stage's badge, of the design system's.
STAGE_TONES = {
    Stage.IDEA: "heather",
    Stage.PILOT: "raps",
    Stage.RUNNING: "beech",
    Stage.SCALED: "beech",
    Stage.TAKEN_OVER: "sea",
    Stage.ENDED: "",
}
