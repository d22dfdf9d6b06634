"""What the history of an organisation says of who keeps it."""

from django.utils.translation import gettext_lazy as _

# Name, as an order, as what was done.
ACTIONS = [
    ("directory.begin", _("Begin a draft"), _("Began a draft")),
    ("directory.write", _("Write in the draft"), _("Wrote in the draft")),
    ("directory.discard", _("Throw the draft away"), _("Threw the draft away")),
    ("directory.change_role", _("Change a role"), _("Changed the role of somebody who keeps the profile")),
    ("directory.leave", _("Leave"), _("Left: no longer keeps the profile")),
    ("directory.hand_over", _("Hand the profile over"), _("Handed the profile over")),
    ("directory.claim", _("Ask to keep the profile"), _("Asked to keep the profile")),
    ("directory.withdraw_claim", _("Take a request back"), _("Took a request to keep the profile back")),
    ("directory.approve_claim", _("Approve a request"), _("Approved a request to keep the profile")),
    ("directory.decline_claim", _("Decline a request"), _("Declined a request to keep the profile")),
    ("directory.apply", _("Ask for a new profile"), _("Asked for the profile, or sent it again")),
    ("directory.approve_application", _("Approve a new profile"), _("Approved the new profile")),
    ("directory.send_application_back", _("Send a new profile back"), _("Sent the new profile back")),
    ("directory.decline_application", _("Decline a new profile"), _("Declined the new profile")),
    ("directory.confirm", _("Confirm the profile"), _("Confirmed that the profile is still right")),
    ("directory.report", _("Report an error"), _("Reported an error")),
    ("directory.take_up_report", _("Take a report up"), _("Began to look into a reported error")),
    ("directory.settle_report", _("Settle a report"), _("Settled a reported error")),
    ("directory.withdraw", _("End the profile"), _("Ended the profile")),
    ("directory.merge", _("Merge organisations"), _("Made one profile of this one and another")),
    ("directory.merged", _("Be merged into another"), _("Was merged into another: its addresses lead there")),
    ("directory.undo_merge", _("Undo a merge"), _("Undid that this and another were made one profile")),
    ("directory.undo_merge_tag", _("Undo a merge of tags"), _("Undid that a tag was merged into this one")),
    ("directory.not_a_duplicate", _("Tell two apart"), _("Said that another organisation is not the same")),
]
