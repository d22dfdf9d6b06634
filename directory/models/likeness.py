"""By what two entries of one organisation are known: beside the organisation, so that no revision sets it back."""

from typing import ClassVar

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import Organisation
from directory.name_keys import LEAST_LONG, MOST_LONG, asked_exactly, asked_nearly


def _filled(name: str) -> models.Index:
    return models.Index(fields=[name], condition=~models.Q(**{name: ""}), name=f"organisations_by_{name}")


class OrganisationKeys(models.Model):
    """What is compared: normalised names (one a line), the website's own domain, the number, the phone in E.164."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="keys")
    names = models.TextField()
    domain = models.CharField(max_length=253, blank=True)
    number = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    # Whether the job has looked for likely duplicates since they last changed.
    is_compared = models.BooleanField(default=False)

    class Meta:
        indexes = [
            _filled("domain"),
            _filled("number"),
            _filled("phone"),
            models.Index(fields=["organisation"], condition=models.Q(is_compared=False), name="keys_to_compare"),
        ]

    def __str__(self) -> str:
        return self.names


# Of those under one key, in either direction of length: so many have a common word that most must be left out.
MOST_SHARING, MOST_NEARLY = 100, 50
_SHARING = "key = %s AND length {} %s ORDER BY length {} LIMIT " + str(MOST_SHARING)
_ARMS = {
    "longer": _SHARING.format(">=", "ASC"),
    "shorter": _SHARING.format("<", "DESC"),
    "nearly": f"key = %s AND length BETWEEN %s AND %s LIMIT {MOST_NEARLY}",
}


class NameKeyManager(models.Manager):
    def near(self, name: str) -> set[int]:
        """Whose names are worth comparing with a normalised `name`: few, however many there are.

        One question of as many parts as the name has keys, each of which reads an index no further than its limit.
        """
        exact, nearly, length = asked_exactly(name), asked_nearly(name), len(name)
        about = int(LEAST_LONG * length), int(MOST_LONG * length) + 1
        arms: list[tuple] = [(arm, key, length) for key in exact for arm in ("longer", "shorter")]
        arms += [("nearly", key, *about) for key in nearly]
        table = connection.ops.quote_name(self.model._meta.db_table)
        parts = [f"SELECT * FROM (SELECT keys_id FROM {table} WHERE {_ARMS[arm[0]]}) AS found" for arm in arms]  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(" UNION ".join(parts), [value for arm in arms for value in arm[1:]])
            return {pk for (pk,) in cursor.fetchall()}


class NameKey(models.Model):
    """A key that a name is found under (`directory.name_keys`), so that not every name must be compared."""

    keys = models.ForeignKey(OrganisationKeys, models.CASCADE, related_name="name_keys")
    key = models.BigIntegerField()
    # How many letters the name has: of many under one key those about as long are the likeliest.
    length = models.PositiveSmallIntegerField()

    objects: ClassVar[NameKeyManager] = NameKeyManager()

    class Meta:
        indexes = [models.Index(fields=["key", "length", "keys"], name="names_by_key")]

    def __str__(self) -> str:
        return f"{self.key}"


class LikelyPair(models.Model):
    """Two entries that may be of one organisation, and whether an editor has said that they are not."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    # What is alike, as `directory.likeness` names it; separated by blanks.
    alike = models.CharField(max_length=40)
    is_distinct = models.BooleanField(default=False)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_per_likely_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="likely_pair_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
