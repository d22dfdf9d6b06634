"""What Wagtail's history says of what people do with questions, beside the moves. Names nobody."""

from django.utils.translation import gettext_lazy as _

# Name, as an order, as what was done.
ACTIONS = [
    ("science_shop.raise", _("Raise a question"), _("Raised the question")),
    ("science_shop.reword", _("Put in other words"), _("Put the question in other words")),
    ("science_shop.agree", _("Agree on a step"), _("Agreed on a step")),
    ("science_shop.finish", _("Take a step"), _("Took a step")),
]
