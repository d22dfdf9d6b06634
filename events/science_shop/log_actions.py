"""What Wagtail's history says of what people do with questions, beside the moves. Names nobody."""

from django.utils.translation import gettext_lazy as _

# Name, as an order, as what was done.
ACTIONS = [
    ("science_shop.raise", _("Raise a question"), _("Raised the question")),
    ("science_shop.came_in", _("Tell of a new question"), _("Told those who coordinate of the new question")),
    ("science_shop.change", _("Correct a question"), _("Corrected what was written about the question")),
    ("science_shop.show", _("Say what may be shown"), _("Changed what may be shown of the question, or the contact")),
    ("science_shop.reword", _("Put in other words"), _("Put the question in other words")),
    ("science_shop.ask_to_read", _("Want to change a question"), _("Wanted to change what everybody reads of it")),
    ("science_shop.sort", _("Sort the question"), _("Changed fields, subjects, place, round or organisation")),
    ("science_shop.close", _("End the round"), _("Ended the round")),
    ("science_shop.open_again", _("Let the round go on"), _("Let the round go on again")),
    ("science_shop.agree", _("Agree on a step"), _("Agreed on a step")),
    ("science_shop.put_on_agenda", _("Put on an agenda"), _("Put the question on a meetup's agenda")),
    ("science_shop.take_off_agenda", _("Take off an agenda"), _("Took the question off a meetup's agenda")),
    ("science_shop.decide", _("Write down what is decided"), _("Wrote down what was decided at a meetup")),
    ("science_shop.finish", _("Take a step"), _("Took a step")),
    ("science_shop.invite", _("Invite a researcher"), _("Invited a researcher")),
    ("science_shop.say", _("Answer whether to meet"), _("Answered whether the two want to meet")),
    ("science_shop.attempt", _("Try a remedy"), _("Wrote down that a remedy is tried")),
    ("science_shop.attempted", _("Tell what a remedy came to"), _("Told what a remedy came to")),
    ("science_shop.describe", _("Describe oneself as a researcher"), _("Described themselves as a researcher")),
    ("science_shop.confirm_researcher", _("Confirm a researcher"), _("Confirmed the researcher")),
    ("science_shop.unconfirm_researcher", _("Vouch no longer"), _("Vouched for the researcher no longer")),
    ("science_shop.join", _("Join those who work on it"), _("Joined those who work on it")),
    ("science_shop.extend", _("Take more time"), _("Took more time")),
    ("science_shop.hand_back", _("Hand back"), _("Handed it back")),
    ("science_shop.find", _("Write a finding"), _("Wrote a finding")),
    ("science_shop.change_finding", _("Change a finding"), _("Changed a finding")),
    ("science_shop.remove_finding", _("Take a finding away"), _("Took a finding away")),
    ("science_shop.answer", _("Write the answer"), _("Wrote the answer")),
    ("science_shop.correct", _("Correct the answer"), _("Corrected the answer")),
    ("science_shop.project", _("Describe the research project"), _("Described the research project")),
    ("science_shop.evaluated", _("Tell how it went"), _("Somebody told how it went")),
    ("science_shop.same_here", _("Say that it has the same question"), _("Said that it has the same question")),
    (
        "science_shop.same_here_no_more",
        _("Say no longer that it has the same question"),
        _("Said no longer that it has the same question"),
    ),
]
