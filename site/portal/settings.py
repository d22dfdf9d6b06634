"""Every setting of the portal, from `PORTAL_*` variables.

The variables and their defaults stand in `env` below; docs/operators/settings.md explains each,
and a test holds the two together. Without any variable this is a production site, and one that is
not safely configured does not start.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal.operations.secret_key import generated_secret
from portal.plugins.registry import load_plugins

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env(
    PORTAL_DEMONSTRATION=(bool, False),
    PORTAL_DEBUG=(bool, False),
    PORTAL_PORT=(int, 8000),
    PORTAL_SECRET_KEY=(str, ""),
    PORTAL_BASE_URL=(str, ""),
    PORTAL_DATA_DIR=(str, str(BASE_DIR / "data")),
    PORTAL_DATABASE_URL=(str, ""),
    PORTAL_CACHE_URL=(str, ""),
    PORTAL_EMAIL_URL=(str, ""),
    PORTAL_EMAIL_FROM=(str, ""),
    PORTAL_MAIL_KEPT_DAYS=(int, 30),
    PORTAL_PROFILE_FRESH_MONTHS=(int, 12),
    PORTAL_REPORT_KEPT_DAYS=(int, 90),
    PORTAL_REGISTRATIONS_PER_MINUTE=(int, 120),
    PORTAL_SEARCH_URL=(str, "embedded://"),
    PORTAL_PLUGINS=(list, ["directory", "events", "events.science_shop", "search"]),
    PORTAL_PROXY_HEADER=(bool, False),
    PORTAL_SITE_NAME=(str, "Social Innovation Skåne"),
)

DEMONSTRATION = env("PORTAL_DEMONSTRATION")
DEBUG = env("PORTAL_DEBUG")
RELAXED = DEMONSTRATION or DEBUG
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

DATA_DIR = Path(env("PORTAL_DATA_DIR")).resolve()
# What is in it is the site's and its people's: for the owner alone.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
PORT = env("PORTAL_PORT")
BASE_URL = env("PORTAL_BASE_URL").rstrip("/") or (f"http://127.0.0.1:{PORT}" if RELAXED else "")
SECRET_KEY = env("PORTAL_SECRET_KEY") or (generated_secret(DATA_DIR) if RELAXED else "")


def _unsafe_values() -> list[str]:
    """Every reason why this configuration must not serve the public, as sentences with the mend."""
    reasons = []
    if not re.match(r"postgres(ql)?://[^/]*/.|$", env("PORTAL_DATABASE_URL")):
        reasons.append("PORTAL_DATABASE_URL: name a PostgreSQL database, as in postgres://user:password@host/name.")
    if DEBUG and urlsplit(BASE_URL).hostname not in LOCAL_HOSTS:
        reasons.append("PORTAL_DEBUG: leave it out, it shows the site's insides to the public.")
    if RELAXED:
        return reasons
    if len(SECRET_KEY) < 50:
        reasons.append("PORTAL_SECRET_KEY: set a random text of at least 50 characters.")
    if not re.fullmatch(r"https://[\w.-]+(:\d+)?", BASE_URL):
        reasons.append("PORTAL_BASE_URL: set the public address, as in https://portal.example.org.")
    if not env("PORTAL_EMAIL_URL"):
        reasons.append("PORTAL_EMAIL_URL: set the mail server, for example smtp+tls://user:password@host:587.")
    if "@" not in env("PORTAL_EMAIL_FROM"):
        reasons.append("PORTAL_EMAIL_FROM: set the sender's address of all mail.")
    return reasons


if reasons := _unsafe_values():
    raise ImproperlyConfigured(
        "The portal does not start in production with these values:\n- "
        + "\n- ".join(reasons)
        + "\ndocs/operators/settings.md explains each; `make run` starts a demonstration."
    )

ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname]
if RELAXED:
    ALLOWED_HOSTS += LOCAL_HOSTS
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "portal.content",
    "portal.accounts",
    "portal.design",
    "portal.operations",
    *load_plugins(env("PORTAL_PLUGINS")),
    *(["demonstration"] if DEMONSTRATION else []),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    # Last: its ready() looks into the plugins' modules, when every model is there.
    "portal.plugins",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.middleware.NoNulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.AdminPolicyMiddleware",
    "portal.accounts.middleware.AdminDoorMiddleware",
    "portal.accounts.middleware.RequireSecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.AtomicAdminMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.content.context_processors.site_chrome",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ----------------------------------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "portal.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
        ),
    },
}


def _postgresql() -> dict:
    """The database that PORTAL_DATABASE_URL names; what stands after its `?` is for libpq."""
    named = env.db_url("PORTAL_DATABASE_URL")
    # A server that is away is told within seconds; opening a connection costs as much as a small page.
    options = {"connect_timeout": 5, **named.get("OPTIONS", {})}
    return {**named, "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _postgresql() if env("PORTAL_DATABASE_URL") else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In files by default, so that all processes count the same failed sign-ins.
CACHES = {
    "default": env.cache_url("PORTAL_CACHE_URL")
    if env("PORTAL_CACHE_URL")
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
# A demonstration serves static files from where they lie, collected nowhere.
STATIC_ROOT = None if RELAXED else BASE_DIR / "staticfiles"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = RELAXED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if RELAXED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SEARCH_URL = env("PORTAL_SEARCH_URL")

# Mail ----------------------------------------------------------------------------------------

EMAIL_BACKEND = "portal.operations.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("PORTAL_EMAIL_FROM") or "portalen@localhost"
# None: a demonstration keeps its mail, to be read at /outbox/.
OUTBOX_DELIVERY = env.email_url("PORTAL_EMAIL_URL") if env("PORTAL_EMAIL_URL") else None
MAIL_KEPT_DAYS = env("PORTAL_MAIL_KEPT_DAYS")

# Who has been erased, for the time after a copy of the database has been restored (`manage.py replay_erasures`).
ERASURES = DATA_DIR / "erasures.txt"

# The directory -------------------------------------------------------------------------------

PROFILE_FRESH_MONTHS = max(1, env("PORTAL_PROFILE_FRESH_MONTHS"))
REPORT_KEPT_DAYS = env("PORTAL_REPORT_KEPT_DAYS")

# Language ------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "site" / "portal" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
FORMAT_MODULE_PATH = "portal.formats"

# Accounts ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:my_pages"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# Not …_SUPPORTS_CHANGE: it is offered to new addresses alone, which tells them from known ones.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
# Changing the password ends every other session; this one goes on.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Beside allauth's own limits, and those of `portal.plugins.unasked`.
ACCOUNT_RATE_LIMITS = {"error_report": "20/h/ip", "own_data": "20/h/ip", "question": "60/h/ip", "follow": "60/h/ip"}
# A library or a lecture hall shares one address: there many register at once, and none is refused for good.
if OUTBOX_DELIVERY and env("PORTAL_REGISTRATIONS_PER_MINUTE"):
    ACCOUNT_RATE_LIMITS["registration"] = f"{env('PORTAL_REGISTRATIONS_PER_MINUTE')}/m/ip"
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_USER_DISPLAY = "portal.accounts.models.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env("PORTAL_SITE_NAME")
# A demonstration's sign-ins are for all to try: a second factor would be somebody's own.
SECOND_FACTOR_REQUIRED_FOR_ADMIN = not RELAXED

# Wagtail -------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env("PORTAL_SITE_NAME")
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.content.images.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# What a browser would run in the name of this site is no document.
WAGTAILDOCS_EXTENSIONS = ["csv", "doc", "docx", "ics", "odp", "ods", "odt", "pdf"]
WAGTAILDOCS_EXTENSIONS += ["ppt", "pptx", "rtf", "txt", "xls", "xlsx", "zip"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# Both would ask another host on an editor's behalf.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TAGGIT_CASE_INSENSITIVE = True

# Safety --------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # Films, once a visitor has asked for one.
        "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
if not RELAXED:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if env("PORTAL_PROXY_HEADER"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else everybody would share the proxy's address, and one attacker lock all out.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains and the preload list bind other sites of the operator's domain: the operator's choice.
    "security.W005",
    "security.W021",
    # Wagtail's admin shows a page's preview in a frame: of the same origin, which is what we allow.
    "security.W019",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.operations.log_lines.TextLines",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
        if RELAXED
        else {"()": "portal.operations.log_lines.JsonLines"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "faults": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        # The worker would tell of every task that begins and ends.
        "django_tasks": {"handlers": ["faults"], "propagate": False},
        "django_tasks_db": {"handlers": ["faults"], "propagate": False},
        # The search's client would tell of each attempt, with all that led to it; what it leads to, the search tells.
        "elastic_transport": {"handlers": ["faults"], "propagate": False},
    },
}
