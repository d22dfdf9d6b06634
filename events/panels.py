"""What editors fill in about a meetup in the Wagtail admin."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from directory.panels import DescriptionPanel

EVENT = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("title", targets=["slug"]),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
                FieldPanel("lead"),
                DescriptionPanel("body"),
                MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")),
                FieldPanel("tags"),
                FieldPanel("series"),
            ],
            heading=_("Meetup"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                MultiFieldPanel(
                    [
                        HelpPanel(
                            _("Five minutes after it is published those registered get a mail with your sentence.")
                        ),
                        FieldPanel("status"),
                        FieldPanel("status_note"),
                    ],
                    heading=_("Moved, postponed, cancelled"),
                ),
                FieldPanel("setting"),
                MultiFieldPanel(
                    [
                        FieldPanel("place"),
                        FieldPanel("address"),
                        FieldPanel("municipality"),
                        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                        FieldPanel("directions"),
                        FieldPanel("accessibility"),
                    ],
                    heading=_("On site"),
                ),
                MultiFieldPanel([FieldPanel("online_link")], heading=_("Online")),
                FieldPanel("languages", widget=CheckboxSelectMultiple),
            ],
            heading=_("Time and place"),
        ),
        ObjectList(
            [InlinePanel("agenda", heading=_("Programme"), label=_("Part of the programme"), max_num=30)],
            heading=_("Programme"),
        ),
        ObjectList(
            [
                HelpPanel(
                    _("Visitors register with name and e-mail, without an account, and confirm by a mailed link.")
                ),
                FieldPanel("registration"),
                FieldPanel("registration_url"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("seats_on_site"), FieldPanel("seats_online")]),
                FieldPanel("most_companions"),
                FieldRowPanel([FieldPanel("has_waiting_list"), FieldPanel("hours_to_claim")]),
                InlinePanel("questions", heading=_("Questions"), label=_("Question"), max_num=12),
                FieldPanel("days_kept"),
            ],
            heading=_("Registration"),
        ),
        ObjectList(
            [
                FieldPanel("confirmation_text"),
                FieldRowPanel([FieldPanel("reminds_days_before")]),
                FieldPanel("reminder_text"),
                FieldPanel("thanks_text"),
            ],
            heading=_("Mail"),
        ),
        ObjectList(
            [
                InlinePanel("organisers", heading=_("Organisers"), label=_("Organiser"), max_num=12),
                FieldPanel("organisation"),
                FieldPanel("host"),
                MultiFieldPanel([FieldPanel("contact_name"), FieldPanel("contact_email")], heading=_("Contact")),
            ],
            heading=_("Who"),
        ),
        ObjectList(
            [
                DescriptionPanel("notes"),
                InlinePanel("materials", heading=_("Materials"), label=_("Material"), max_num=30),
            ],
            heading=_("Afterwards"),
        ),
    ]
)
