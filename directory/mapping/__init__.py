"""Entries on the map: where they are, how they are gathered into clusters, and how many each municipality has."""
