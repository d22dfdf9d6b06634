"""What all of the API has in common."""

import pytest

LISTS = ("directory/organisations", "directory/initiatives", "directory/offers", "directory/map", "events/", "search")


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["ordering=contact_email", "contact_email__startswith=a", "fields=contact_email"])
def test_a_parameter_that_is_not_listed_is_refused_by_name(client, path, query):
    response = client.get(f"/api/v1/{path}?{query}")
    assert response.status_code == 400
    assert response.json()["detail"].startswith(f"Not known: {query.partition('=')[0]}. Known: ")


@pytest.mark.django_db
def test_those_that_are_listed_are_taken(client):
    assert client.get("/api/v1/events/?kind=workshop&limit=5").status_code == 200
    assert client.get("/api/v1/directory/organisations?limit=5").status_code == 200
    # As the map asks under a list that is sorted.
    assert client.get("/api/v1/directory/map?bbox=12.9,55.5,13.4,55.8&zoom=9&near=lund&sort=new").status_code == 200
