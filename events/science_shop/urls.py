from events.science_shop import (
    asking_urls,
    bank_urls,
    coordinating_urls,
    matching_urls,
    researcher_urls,
    result_urls,
    round_urls,
)

urlpatterns = [
    # First: a meetup may be called as a part of a question's address is.
    *round_urls.urlpatterns,
    *asking_urls.urlpatterns,
    *bank_urls.urlpatterns,
    *researcher_urls.urlpatterns,
    *result_urls.urlpatterns,
    *matching_urls.urlpatterns,
    # Last: below "samordna/" any word may be a question's.
    *coordinating_urls.urlpatterns,
]
