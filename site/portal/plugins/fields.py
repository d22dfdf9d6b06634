"""Columns that mean the same in every database."""

from typing import Any

from django.db import models


class BytewiseCharField(models.CharField):
    """Text that is sorted and compared byte by byte, in whatever language a PostgreSQL database sorts."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        return parameters | {"collation": "C"} if connection.vendor == "postgresql" else parameters


class SameRowField(models.OneToOneField):
    """A primary key that is another row's.

    In SQLite it is the number by which the table itself is sorted, which only the type `integer` gives: where
    Django says `bigint` for a reference, each look-up would go through a second index.
    """

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        super().__init__(to, on_delete, **(options | {"primary_key": True}))

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
