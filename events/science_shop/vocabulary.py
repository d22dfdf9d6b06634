"""The words by which questions, rounds and what comes of them are told apart."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a question stands. `stages` says which moves lead from one to another."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    INTAKE = "intake", _("Being sharpened")
    REFERRED = "referred", _("Referred")
    DECLINED = "declined", _("Declined with a reason")
    PARKED = "parked", _("Rests in the idea bank")
    FORMULATED = "formulated", _("Formulated")
    SEEKING = "seeking", _("Seeking researchers")
    NO_COMPETENCE = "no-competence", _("No competence found")
    TAKEN = "taken", _("Taken")
    LOOKING = "looking", _("Looking for knowledge")
    PRESENTED = "presented", _("Findings presented")
    ANSWERED = "answered", _("Answered")
    PARTLY_ANSWERED = "partly-answered", _("Partly answered")
    PROJECT = "project", _("Became a research project")
    EVALUATED = "evaluated", _("Evaluated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Review(models.TextChoices):
    """What those who ask have changed in public, for a coordinator to read."""

    WORDS = "words", _("proposed words")
    NAME = "name", _("a shown name")


class Side(models.TextChoices):
    """Who acts on a question, or has its next step."""

    ORGANISATION = "organisation", _("Whoever asks")
    COORDINATOR = "coordinator", _("The coordinator")
    RESEARCHER = "researcher", _("The researchers")


class Criterion(models.TextChoices):
    """What a question should meet to be taken up (Living Knowledge; domain.md). Grey areas are judged case by case."""

    NOT_COMMERCIAL = "not-commercial", _("Nobody earns by it, and the results are public")
    CAN_USE = "can-use", _("Those who ask can use the answer")
    NO_MEANS = "no-means", _("They have no means of their own to find out")
    FOR_MANY = "for-many", _("An organisation asks, or a wider group gains by it")
    RESEARCHABLE = "researchable", _("It can be researched, in time and without harm to anybody")


class Phase(models.TextChoices):
    """What a meetup of a round is for (domain: the pop-up science shop of Malmö)."""

    IDEA = "idea", _("Idea phase: challenges become questions")
    MATCHMAKING = "matchmaking", _("Matchmaking: questions meet research")
    RETURN = "return", _("Return: what has been found")
    START = "start", _("Research start: new projects")


class Remedy(models.TextChoices):
    """What is tried to answer a question, in this order."""

    EXISTING = "existing", _("Existing research or advice")
    ENVIRONMENT = "environment", _("A research environment")
    RESEARCHER = "researcher", _("An interested researcher")
    THESIS = "thesis", _("A student thesis")
    PROJECT = "project", _("A new research project")


class Attempt(models.TextChoices):
    """What came of trying a remedy."""

    WAITING = "waiting", _("Waiting for an answer")
    HELPED = "helped", _("Helped")
    NOT_FOUND = "not-found", _("Did not help")


class ParticipantRole(models.TextChoices):
    ORGANISATION = "organisation", _("From an organisation")
    RESEARCHER = "researcher", _("Researcher")
    STUDENT = "student", _("Student")
    PUBLIC_SECTOR = "public-sector", _("From a municipality, the region or the state")
    OTHER = "other", _("Somebody else")


class Decision(models.TextChoices):
    """What a participant decides after the first meetup."""

    UNDECIDED = "undecided", _("Has not answered")
    GOES_ON = "goes-on", _("Goes on")
    LEAVES = "leaves", _("Does not go on")


class ResearcherRole(models.TextChoices):
    RESEARCHER = "researcher", _("Researcher")
    DOCTORAL_STUDENT = "doctoral-student", _("Doctoral student")
    STUDENT = "student", _("Student")
    SUPERVISOR = "supervisor", _("Supervisor of student theses")


class Help(models.TextChoices):
    """What a researcher can offer."""

    REFERENCE = "reference", _("Tell where to read")
    TALK = "talk", _("A talk")
    SEARCH = "search", _("Look for what is known")
    SUPERVISION = "supervision", _("Supervise a student thesis")
    THESIS = "thesis", _("Write a thesis")
    RESEARCH = "research", _("Research of one's own")


class TakingState(models.TextChoices):
    ACTIVE = "active", _("Works on it")
    HANDED_BACK = "handed-back", _("Handed back")
    EXPIRED = "expired", _("The time ran out")
    FINISHED = "finished", _("Finished")


class FindingKind(models.TextChoices):
    EXISTING = "existing", _("Existing knowledge")
    ADVICE = "advice", _("A piece of advice")
    NEW = "new", _("New research")


class Certainty(models.TextChoices):
    HIGH = "high", _("Well supported: several studies say the same")
    MEDIUM = "medium", _("Likely: some studies point this way")
    LOW = "low", _("Uncertain: few studies, or they differ")
    UNKNOWN = "unknown", _("Nobody knows yet")


class Occasion(models.TextChoices):
    """When a follow-up form is sent."""

    AT_CLOSE = "close", _("At the close")
    HALF_A_YEAR = "half-year", _("Six months later")


class Grade(models.IntegerChoices):
    NOT_AT_ALL = 1, _("Not at all")
    LITTLE = 2, _("A little")
    PARTLY = 3, _("Partly")
    WELL = 4, _("Mostly")
    FULLY = 5, _("Fully")


class ResearchField(models.TextChoices):
    """Fields of research: the groups of the Swedish national standard (SCB and UKÄ, 2016), by their codes."""

    MATHEMATICS = "101", _("Mathematics")
    COMPUTING = "102", _("Computer and information sciences")
    PHYSICS = "103", _("Physical sciences")
    CHEMISTRY = "104", _("Chemical sciences")
    EARTH = "105", _("Earth and environmental sciences")
    BIOLOGY = "106", _("Biological sciences")
    OTHER_NATURAL = "107", _("Other natural sciences")
    CIVIL_ENGINEERING = "201", _("Civil engineering")
    ELECTRICAL_ENGINEERING = "202", _("Electrical and electronic engineering")
    MECHANICAL_ENGINEERING = "203", _("Mechanical engineering")
    CHEMICAL_ENGINEERING = "204", _("Chemical engineering")
    MATERIALS = "205", _("Materials engineering")
    MEDICAL_ENGINEERING = "206", _("Medical engineering")
    ENVIRONMENTAL_ENGINEERING = "207", _("Environmental engineering")
    ENVIRONMENTAL_BIOTECHNOLOGY = "208", _("Environmental biotechnology")
    INDUSTRIAL_BIOTECHNOLOGY = "209", _("Industrial biotechnology")
    NANOTECHNOLOGY = "210", _("Nanotechnology")
    OTHER_ENGINEERING = "211", _("Other engineering")
    BASIC_MEDICINE = "301", _("Basic medicine")
    CLINICAL_MEDICINE = "302", _("Clinical medicine")
    HEALTH = "303", _("Health sciences")
    MEDICAL_BIOTECHNOLOGY = "304", _("Medical biotechnology")
    OTHER_MEDICAL = "305", _("Other medical and health sciences")
    AGRICULTURE = "401", _("Agriculture, forestry and fisheries")
    ANIMALS = "402", _("Animal and dairy science")
    VETERINARY = "403", _("Veterinary science")
    AGRICULTURAL_BIOTECHNOLOGY = "404", _("Agricultural biotechnology")
    OTHER_AGRICULTURAL = "405", _("Other agricultural sciences")
    PSYCHOLOGY = "501", _("Psychology")
    ECONOMICS = "502", _("Economics and business")
    EDUCATION = "503", _("Educational sciences")
    SOCIOLOGY = "504", _("Sociology, social work and anthropology")
    LAW = "505", _("Law")
    POLITICS = "506", _("Political science")
    GEOGRAPHY = "507", _("Social and economic geography")
    MEDIA = "508", _("Media and communications")
    OTHER_SOCIAL = "509", _("Other social sciences")
    HISTORY = "601", _("History and archaeology")
    LANGUAGES = "602", _("Languages and literature")
    PHILOSOPHY = "603", _("Philosophy, ethics and religion")
    ARTS = "604", _("Arts")
    OTHER_HUMANITIES = "605", _("Other humanities")


# What the first digit of a field's code says.
AREAS: dict[str, str | Promise] = {
    "1": _("Natural sciences"),
    "2": _("Engineering and technology"),
    "3": _("Medicine and health"),
    "4": _("Agriculture and animals"),
    "5": _("Social sciences"),
    "6": _("Humanities and arts"),
}
