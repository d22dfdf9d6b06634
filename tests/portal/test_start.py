import pytest
from wagtail.models import Page


@pytest.mark.django_db
def test_a_new_database_has_a_root_page():
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_sees_the_root_page():
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db
def test_a_test_after_a_transactional_one_sees_it_too():
    assert Page.objects.filter(depth=1).count() == 1
