from django.utils.translation import gettext_lazy as _

from portal.plugins import NavigationItem

items = [
    NavigationItem(_("Overview"), "accounts:my_pages", menu="my-pages", order=0, icon="house"),
    NavigationItem(_("Your name"), "accounts:name", menu="my-pages", order=100, icon="user-circle"),
    NavigationItem(_("Sign-in and security"), "accounts:security", menu="my-pages", order=101, icon="lock-key"),
    NavigationItem(_("Your data"), "accounts:own_data", menu="my-pages", order=102, icon="file-text"),
    NavigationItem(_("Delete your account"), "accounts:delete_account", menu="my-pages", order=103, icon="trash"),
    NavigationItem(_("Personal data"), "own_data:register", menu="footer", order=50),
]
