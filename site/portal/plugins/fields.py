"""Columns that mean the same in every database."""

from typing import Any

from django.db import models


class BytewiseCharField(models.CharField):
    """Text that is sorted and compared byte by byte, in whatever language a PostgreSQL database sorts."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        return parameters | {"collation": "C"} if connection.vendor == "postgresql" else parameters
