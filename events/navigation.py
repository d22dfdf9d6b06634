from django.utils.translation import gettext_lazy as _

from portal.plugins import NavigationItem

items = [NavigationItem(_("Calendar"), "events:coming", order=20, icon="calendar-blank")]
