from django.utils.translation import gettext_lazy as _

from portal.plugins import NavigationItem

items = [
    NavigationItem(
        _("Science shop"),
        "science_shop:start",
        order=25,
        icon="chats-circle",
        description=_("Ask what your organisation needs to know, and meet researchers who look for the answer."),
    ),
    NavigationItem(_("Researcher profile"), "science_shop:my_profile", menu="my-pages", order=40, icon="book-open"),
]
