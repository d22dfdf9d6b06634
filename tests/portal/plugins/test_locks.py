import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from portal.plugins.locks import one_at_a_time


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_who_names_the_same_waits_until_the_other_transaction_has_ended():
    happened: list[str] = []
    is_in, comes = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            one_at_a_time("test", 1)
            is_in.set()
            comes.wait()
            time.sleep(0.3)
            happened.append("first")
        connection.close()

    def second() -> None:
        is_in.wait()
        comes.set()
        with transaction.atomic():
            one_at_a_time("test", 1)
            happened.append("second")
        connection.close()

    threads = [Thread(target=first), Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert happened == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_would_hold_nothing():
    with pytest.raises(TransactionManagementError):
        one_at_a_time("test")
