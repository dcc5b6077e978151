"""Settings. Everything that differs between two installations comes from the environment."""

import os
import socket
import sys
from pathlib import Path

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import third_party_modules

from . import environment as env

django_stubs_ext.monkeypatch()  # lets QuerySet[Order] be written where Python reads it

BASE_DIR = Path(__file__).resolve().parents[2]
TESTING = "pytest" in sys.modules
_OWN = f"var/test/{env.text('PYTEST_XDIST_WORKER', 'main')}" if TESTING else "var"
DATA_DIR = Path(env.text("DATA", str(BASE_DIR / _OWN))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.flag("DEBUG")

_keys = env.keys(DATA_DIR)
SECRET_KEY = _keys["SECRET_KEY"]
FIELD_KEYS = _keys["FIELD_KEYS"]  # the first seals, all unseal
BLIND_KEY = _keys["BLIND_KEY"]

# ------------------------------------------------------------------ who answers where

ALLOWED_HOSTS = [
    "localhost", "127.0.0.1", "[::1]", ".local", socket.gethostname(),
    *env.words("YINGLOU_HOSTS"),
]  # fmt: skip
HTTPS = env.flag("YINGLOU_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.words("YINGLOU_HOSTS")] if HTTPS else []
CSRF_FAILURE_VIEW = "yinglou.kernel.doors.csrf_failed"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ROOT_URLCONF = "yinglou.config.urls"
WSGI_APPLICATION = "yinglou.config.wsgi.application"

# ------------------------------------------------------------------ the house

# From the ground up; the floors themselves stand in pyproject.toml.
OUR_MODULES = [
    f"yinglou.modules.{name}"
    for name in (
        "branches", "access", "customers", "catalog", "staff", "ledger", "messaging",
        "approvals", "timeline", "folios", "booking", "payments", "orders", "production",
        "bookkeeping", "notices", "reports", "operations",
    )
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "django_linear_migrations",
    "yinglou.kernel",
    "yinglou.ui",
    *OUR_MODULES,
    *third_party_modules(),
    "allauth",  # last: the words of the house come before those of its libraries
    "allauth.account",
    "allauth.mfa",
]
AUTH_USER_MODEL = "access.User"
YINGLOU_IS_DEMO = (DATA_DIR / "demo-logins.txt").exists()  # written by the demo builder
# Whether a customer may press “paid” without paying: in a demo and in tests, nowhere else.
YINGLOU_TRIAL_PAYMENTS = env.flag("YINGLOU_TRIAL_PAYMENTS", default=YINGLOU_IS_DEMO or TESTING)
YINGLOU_BASE_URL = env.text("YINGLOU_BASE_URL", "http://localhost:8000")  # of links in messages
# Who knows the actor behind a signed-in user, and behind a token of the API.
YINGLOU_ACTOR = "yinglou.modules.access.queries.actor_for"
YINGLOU_SHELL_FACTS = "yinglou.modules.access.queries.shell_facts"
YINGLOU_TOKEN_ACTOR = "yinglou.modules.access.queries.actor_by_token"  # noqa: S105 a path

MIDDLEWARE = [
    "yinglou.kernel.security.SecurityHeaders",  # outermost: errors get the headers too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yinglou.kernel.doors.HouseMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yinglou.ui.shell.shell",
            ],
        },
    }
]

# ------------------------------------------------------------------ data

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA_DIR)}
if TESTING and "sqlite3" not in DATABASES["default"]["ENGINE"]:
    # Two test runs beside each other keep their databases apart.
    _run = env.text("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
    DATABASES["default"]["TEST"] = {"NAME": f"test_yinglou_{_run}"}
if TESTING and "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, because threads of one test share it as people share a shop's; a test needs no fsync.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    _pragmas = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = _pragmas.replace("=FULL", "=OFF")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {  # in the database, so that all workers share the limits kept in it
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "yinglou_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MEDIA_ROOT = DATA_DIR / "files"

# ------------------------------------------------------------------ languages and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")),
             ("en", _("English"))]  # fmt: skip
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = env.text("YINGLOU_TIME_ZONE", "Asia/Shanghai")
USE_I18N = USE_TZ = True

# ------------------------------------------------------------------ signing in

PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING  # a test signs in hundreds of times
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
_JUDGES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_JUDGES}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_JUDGES}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_JUDGES}.CommonPasswordValidator"},
    {"NAME": f"{_JUDGES}.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "yinglou.modules.access.pages.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip"}
MFA_ADAPTER = "yinglou.modules.access.pages.adapter.MFAAdapter"
YINGLOU_IDLE_S = 4 * 3600  # a desk nobody has touched for so long asks who it is
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "影楼"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
EMAIL_URL = env.text("EMAIL_URL")  # smtp://user:word@host:587/?tls=1&from=studio@example.com
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# ------------------------------------------------------------------ browser files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("YINGLOU_STATIC", str(BASE_DIR / "static-collected")))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "yinglou.ui.assets.NpmFinder",
]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
NPM_ROOT = BASE_DIR / "node_modules"
# What is served of all that npm brings: address under /static/ → file in node_modules.
NPM_FILES = {
    "npm/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "npm/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "npm/htmax.min.js": "htmx.org/dist/htmax.min.js",
    "npm/alpine-csp.min.js": "@alpinejs/csp/dist/cdn.min.js",
    "npm/event-calendar.min.css": "@event-calendar/build/dist/event-calendar.min.css",
    "npm/event-calendar.min.js": "@event-calendar/build/dist/event-calendar.min.js",
    "npm/echarts.min.js": "echarts/dist/echarts.min.js",
    "npm/sortable.min.js": "sortablejs/Sortable.min.js",
    "npm/tom-select.min.css": "tom-select/dist/css/tom-select.bootstrap5.min.css",
    "npm/tom-select.min.js": "tom-select/dist/js/tom-select.complete.min.js",
}
if DEBUG or TESTING:
    NPM_FILES["npm/axe.min.js"] = "axe-core/axe.min.js"  # accessibility scans
PDF_FONTS = NPM_ROOT / "@expo-google-fonts" / "noto-sans-sc"
_SERVED_AS_IS = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _SERVED_AS_IS
        else "yinglou.ui.assets.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = _SERVED_AS_IS
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "jpeg", "webp", "woff2", "gz", "br", "ttf")

# ------------------------------------------------------------------ telling what happens

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("YINGLOU_LOG", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = (
    [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
)
