"""What the history of a meetup says of its hosts' doings. Names nobody who is registered."""

from django.utils.translation import gettext_lazy as _

# Name, as an order, as what was done.
ACTIONS = [
    ("events.add", _("Add somebody"), _("Added somebody to the list")),
    ("events.invite", _("Invite somebody"), _("Invited somebody, and held a seat")),
    ("events.approve", _("Approve an application"), _("Approved an application")),
    ("events.decline", _("Decline an application"), _("Declined an application")),
    ("events.cancel", _("Cancel for somebody"), _("Cancelled for somebody")),
    ("events.move", _("Move to another way of taking part"), _("Let somebody take part in another way")),
    ("events.note", _("Write a note"), _("Wrote a note on a registration")),
    ("events.mail_group", _("Mail those registered"), _("Mailed those registered")),
    ("events.undo_check_in", _("Undo a check-in"), _("Undid a check-in")),
]
