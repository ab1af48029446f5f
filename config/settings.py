"""One settings file; every choice that differs between sites comes from the environment (.env.example)."""

from pathlib import Path

from csp.constants import NONE, SELF

from config.environment import (
    BadSetting,
    env_database,
    env_flag,
    env_int,
    env_ints,
    env_list,
    env_log_level,
    env_time_zone,
    load_env_file,
    os,
)

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(BASE_DIR / ".env")

DEBUG = env_flag("DEBUG", default=False)
if not DEBUG and not os.environ.get("SECRET_KEY"):
    raise BadSetting("SECRET_KEY is not set. Set it, or DEBUG=1 on a machine of your own (see .env.example).")
SECRET_KEY = os.environ.get("SECRET_KEY") or "only-for-development"
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

SITE_TITLE = os.environ.get("SITE_TITLE") or "Dateline"
SITE_URL = os.environ.get("SITE_URL", "").rstrip(
    "/"
)  # for permalinks outside a request; empty: the request's host

INSTALLED_APPS = [
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_extensions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "kb",
    "timeline",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compressing.CompressPublicPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.languages.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "timeline.desk.large_forms.LargeForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "timeline.pages.context.site",
            ],
        },
    },
]

# SQLite in one file by default; DATABASE_URL=postgres://... is all that PostgreSQL needs.
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "data")
DATABASES = {"default": env_database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'dateline.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn at the start, never fails at the end
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {
        "NAME": str(DATA_DIR / "test.sqlite3")
    }  # a file, as in earnest: WAL, several writers
    if DATABASES["default"]["NAME"] == str(DATA_DIR / "dateline.sqlite3"):
        DATA_DIR.mkdir(parents=True, exist_ok=True)
# Counts how often a client asks: in files, so that all workers of a machine count together without another server.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    "answers": {  # of timeline.remembering
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "answers",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    "pages": {  # of timeline.pages.keeping; some 100 kB each
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # of timeline.tasks
WORK_IN_REQUEST = env_int("WORK_IN_REQUEST", default=25)  # items of a long work, where no worker is running
COLUMNS = DATA_DIR / "columns"  # of timeline.columns; None: they are kept nowhere
API_RATE = env_int("API_RATE", default=300)  # requests a minute from one address; 0: as many as it likes
REPORT_RATE = env_int("REPORT_RATE", default=10)  # reports of errors an hour from one address; 0: any number
CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "")  # a header the site's own proxy sets
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ur", "اردو"), ("ru", "Русский")]  # each by its own name
LANGUAGE_COOKIE_NAME = "language"  # set when a reader chooses, not before
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env_time_zone("TIME_ZONE", default="UTC")
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},  # collectstatic adds .gz
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA_DIR / "media"  # captured originals; never served to the public
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

MAX_ARTICLE_BYTES = env_int("MAX_ARTICLE_BYTES", default=10_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_ARTICLE_BYTES + 1_000_000  # a pasted article is a form field
MAX_IMPORT_BYTES = env_int("MAX_IMPORT_BYTES", default=20_000_000)  # of a file given at the desk to import
# What kb.fetching takes from the network, docs/feeds-and-fetching.md.
FETCH_SECONDS = env_int("FETCH_SECONDS", default=20)  # for one page, redirects and robots.txt included
FETCH_REDIRECTS = env_int("FETCH_REDIRECTS", default=5)
FETCH_PORTS = env_ints("FETCH_PORTS", default="80,443")
FETCH_ROBOTS = env_flag("FETCH_ROBOTS", default=True)
FETCH_USER_AGENT = os.environ.get("FETCH_USER_AGENT") or (
    f"Dateline (+{SITE_URL})" if SITE_URL else "Dateline"
)
FEED_ITEMS = env_int("FEED_ITEMS", default=20)  # new entries of one feed taken in at one reading
MAX_ARTICLES_BYTES = env_int("MAX_ARTICLES_BYTES", default=100_000_000)  # of files of articles given at once
MOST_ARTICLES_AT_ONCE = env_int("MOST_ARTICLES_AT_ONCE", default=10_000)
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # of one form; more go into an archive
MAX_QUOTE_CHARACTERS = env_int("MAX_QUOTE_CHARACTERS", default=300)  # of a quote in public exports
DATA_LICENCE = os.environ.get("DATA_LICENCE", "")  # of the data; every export states it
DATA_LICENCE_URL = os.environ.get("DATA_LICENCE_URL", "")
DATA_CONTACT = os.environ.get("DATA_CONTACT", "")

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["timeline.desk.permissions.Permissions"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Nothing from elsewhere, nothing inline: pages load from their own site only.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the admin's style sheet draws its icons as data
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
if env_flag("HTTPS", default=False):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env_log_level("LOG_LEVEL", default="WARNING")},
}
