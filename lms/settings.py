"""Settings, read from the environment. ``docs/configuration.md`` lists every variable."""

from django.utils.translation import gettext_lazy as _
from kombu import Queue

from lms.approvals.conf import SECOND_PERSON, SECOND_PERSON_DAYS  # noqa: F401
from lms.config.databases import CACHES, DATABASES  # noqa: F401 (a name here is a setting)
from lms.config.environment import BASE_DIR, DATA_DIR, TESTING, read, secret_key, wrong
from lms.config.files import MEDIA_ROOT, MEDIA_URL, PRIVATE_ROOT, places  # noqa: F401
from lms.config.logs import LOGGING, SLOW_QUERY_MS  # noqa: F401
from lms.config.personal import (  # noqa: F401
    ABANDONED_DAYS,
    FAILED_SIGN_IN_DAYS,
    IMPORT_DAYS,
    KEYS_FOLDER,
    LOOKUP_KEY,
    NOTICE_DAYS,
    REVEAL_PASSWORD_MINUTES,
    SEALING_KEYS,
    TEMPORARY_MINUTES,
    TEMPORARY_ROOT,
)
from lms.config.security import (  # noqa: F401
    CONTENT_SECURITY_POLICY,
    CSRF_COOKIE_HTTPONLY,
    CSRF_COOKIE_NAME,
    CSRF_COOKIE_SAMESITE,
    CSRF_COOKIE_SECURE,
    HTTPS,
    SCORM_HOST,
    SECURE_HSTS_INCLUDE_SUBDOMAINS,
    SECURE_HSTS_PRELOAD,
    SECURE_HSTS_SECONDS,
    SECURE_PROXY_SSL_HEADER,
    SECURE_SSL_REDIRECT,
    SESSION_COOKIE_HTTPONLY,
    SESSION_COOKIE_NAME,
    SESSION_COOKIE_SAMESITE,
    SESSION_COOKIE_SECURE,
    SITE_URL,
    TRUSTED_PROXIES,
    X_FRAME_OPTIONS,
)
from lms.config.sign_in import (  # noqa: F401
    AUDIT_KEEP_MONTHS,
    AUTH_PASSWORD_VALIDATORS,
    PASSWORD_HISTORY,
    SECOND_FACTOR,
    SECOND_FACTOR_REMEMBER_DAYS,
    SECOND_FACTOR_ROLES,
    SESSION_COOKIE_AGE,
    SESSION_HOURS,
    SESSION_HOURS_LEARNERS,
    SESSION_IDLE_MINUTES,
    SESSION_IDLE_MINUTES_LEARNERS,
    SIGN_IN_NETWORK_FAILURES,
    SIGN_IN_PAUSES,
)

DEBUG = read("DEBUG", "bool", False, "true or false")
DEMO_MODE = read("DEMO_MODE", "bool", False, "true or false")
DEMO_PASSWORD = read("DEMO_PASSWORD", "str", "demo-2017", "the password of the demo accounts")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = read("ALLOWED_HOSTS", "list", ["*"] if DEMO_MODE or DEBUG or TESTING else ["localhost", "127.0.0.1"],
                     "host names with commas between them")
CSRF_TRUSTED_ORIGINS = read("CSRF_TRUSTED_ORIGINS", "list", [], "addresses such as https://example.org")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, SCORM_HOST.removeprefix("*").partition(":")[0]]

INSTALLED_APPS = [
    "lms",
    "lms.people",
    "lms.jobs",
    "lms.audit",
    "lms.notices",
    "lms.api",
    "lms.hand_outs",
    "lms.approvals",
    "lms.lists",
    "lms.operations",
    "certificates",
    "courses",
    "cohorts",
    "cms",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "import_export",
    "axes",
    "csp",
    "django_htmx",
    "lucide",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "lms.request_ids.RequestIdMiddleware",
    "lms.middleware.VisitorAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.middleware.TurnedAwayMiddleware",
    "courses.middleware.ContentHostMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.people.middleware.SessionLimitsMiddleware",
    "lms.middleware.RequestContextMiddleware",
    "lms.middleware.PrivatePagesMiddleware",
    "lms.middleware.WordsForMethodsMiddleware",
    "lms.people.middleware.PasswordFirstMiddleware",
    "lms.people.middleware.SecondFactorFirstMiddleware",
    "cms.middleware.EditorDoorMiddleware",
    "cms.middleware.PdfInPageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lms.context_processors.house",
            ],
            "builtins": ["lms.templatetags.house", "lms.templatetags.icons"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "lms.people.backends.IdentifierBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "login"
# Locked by account and never by address: a classroom shares one address. A network is slowed at a limit far above.
AXES_HANDLER = "lms.people.guessing.GuessHandler"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "lms.people.backends.lockout_name"
AXES_CLIENT_IP_CALLABLE = "lms.people.guessing.network"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours in which so many failures lock an account; how long it rests: SIGN_IN_PAUSES
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or a guesser could keep an account locked for ever
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in the audit trail
AXES_LOCKOUT_CALLABLE = "lms.people.views.account.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # the lockout is by account on purpose
AXES_SENSITIVE_PARAMETERS = ["username", "identifier", "password"]

# Language and time ----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale", BASE_DIR / "lms" / "locale_wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files ----------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "lms" / "static_src"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lms.front_end.FrontEndFinder",
    "lms.bundles.BundleFinder",
]
NODE_MODULES = BASE_DIR / "node_modules"
STORAGES = {
    **places(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG or TESTING
                    else "lms.static_files.HashedFiles"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Long work ------------------------------------------------------------------------------------------------------------

_broker_dir = DATA_DIR / "broker"
CELERY_BROKER_URL = read("CELERY_BROKER_URL", "str", "filesystem://", "such as redis://localhost:6379/0")
if CELERY_BROKER_URL.partition("://")[0] not in {"filesystem", "redis", "rediss", "amqp", "amqps"}:
    raise wrong("CELERY_BROKER_URL", "it names no broker that is known here", "such as redis://localhost:6379/0")
if CELERY_BROKER_URL == "filesystem://":
    for name in ("queue", "processed", "control"):
        (_broker_dir / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker_dir / "queue"),
        "data_folder_out": str(_broker_dir / "queue"),
        "control_folder": str(_broker_dir / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # What a worker took and did not finish is told again after ten minutes; our job rows know better and are asked every 30 s.
    # One that hangs is not waited for by a visitor: the job's row is there, and is told of again.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600, "socket_timeout": 1.5, "socket_connect_timeout": 1,
        "max_retries": 0, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2,
    }
# A running job that gave no sign of life for so long is taken for dead, and picked up again. Handlers give one a minute.
JOB_STALE_SECONDS = read("JOB_STALE_SECONDS", "int", 120, "a number of seconds from 5 to 3600")
if not 5 <= JOB_STALE_SECONDS <= 3600:
    raise wrong("JOB_STALE_SECONDS", "it is not between 5 and 3600", "a number of seconds from 5 to 3600")
# A worker without -Q serves all of them; a large installation starts some for each (docs/operations.md).
QUEUES = ("quick", "exports", "certificates")
CELERY_TASK_DEFAULT_QUEUE = QUEUES[0]
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = TESTING
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULER = "lms.operations.beat.LeasedScheduler"  # of several clocks one ticks
CELERY_BEAT_SCHEDULE = {
    "show that clock, broker and worker are alive": {"task": "operations.pulse", "schedule": 60.0},
    "hand in overdue exams": {"task": "courses.finish_overdue", "schedule": 20.0},
    "tell results that are out": {"task": "courses.tell_results", "schedule": 60.0},
    "reconcile jobs": {"task": "jobs.reconcile", "schedule": 30.0},
    "seal the trail": {"task": "audit.seal", "schedule": 15.0},
    "note the end of the trail": {"task": "audit.note_end", "schedule": 24 * 3600.0},
    "remove what dead processes left": {"task": "operations.sweep", "schedule": 600.0, "args": (True,)},
    "remove what was kept long enough": {"task": "operations.sweep", "schedule": 3600.0, "args": (False,)},
    "publish pages at their time": {"task": "cms.publish_scheduled", "schedule": 60.0},
    "end what no second person decided": {"task": "approvals.expire", "schedule": 3600.0},
    "remove files of packages that nothing plays": {"task": "cms.tidy_packages", "schedule": 3600.0},
    "remove pictures and sounds that no question shows": {"task": "courses.tidy_question_media", "schedule": 3600.0},
    "make reports that are due": {"task": "lists.run_due", "schedule": 300.0},
    "remind of sessions": {"task": "cohorts.remind", "schedule": 60.0},
    "send messages that still wait": {"task": "notices.deliver_waiting", "schedule": 60.0},
    "remind of what is to be filed": {"task": "cohorts.remind_filings", "schedule": 3600.0},
    "post points that were earned": {"task": "cohorts.post_points", "schedule": 1800.0},
    "begin and close surveys": {"task": "cohorts.run_surveys", "schedule": 120.0},
    "reckon who lacks what in running classes": {"task": "cohorts.sweep_standings", "schedule": 300.0},
    "give places that nobody named to who waits": {"task": "cohorts.release_places", "schedule": 900.0},
}

# Wagtail --------------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "轮训在线"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_EDIT_FORM = None
WAGTAIL_FRONTEND_LOGIN_URL = "/login/"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Passwords, names and addresses of accounts are changed in one place, which is not the editor.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media_forms.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "zip"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media_forms.DocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "cms.MediaFile", "MEDIA_FORM_BASE": "cms.media_forms.MediaFileForm",
    "VIDEO_EXTENSIONS": ["mp4", "m4v", "webm"], "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "oga", "wav"],
}

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SITE_TITLE = _("Rotation Training Online")
# The root of the tree of organisations, created by the first roster import where there is none.
DISTRICT_NAME = read("DISTRICT_NAME", "str", "徐汇区委", "the name of the district's committee")
# Where a venue is looked up: a page of a map service, opened by a link. Empty for no link.
MAP_URL = read("MAP_URL", "str", "https://uri.amap.com/search?keyword={address}", "an address with {address} in it, or empty")
if MAP_URL and not (MAP_URL.startswith(("http://", "https://")) and "{address}" in MAP_URL):
    raise wrong("MAP_URL", "it is not an address with {address} in it", "such as https://uri.amap.com/search?keyword={address}")
# What certificates are signed with. Keys are made in the folder at set-up, unless PEM files are named.
SIGNING_FOLDER = DATA_DIR / "signing"
SIGNING_KEY = read("SIGNING_KEY", "str", "", "a PEM file with the private key that certificates are signed with")
SIGNING_CERTIFICATE = read("SIGNING_CERTIFICATE", "str", "", "a PEM file with the key's certificate and the chain above it")
# How many requests a process answers at once, and how long one waits for its turn before it is turned away (lms.gate).
WEB_THREADS = read("WEB_THREADS", "int", 4, "the requests that a process answers at once, a number from 1 to 64")
if not 1 <= WEB_THREADS <= 64:
    raise wrong("WEB_THREADS", "it is not between 1 and 64", "a number from 1 to 64")
WEB_WAIT_SECONDS = read("WEB_WAIT_SECONDS", "int", 5, "the seconds that a request waits at most, up to 55, or 0 for no limit")
if not 0 <= WEB_WAIT_SECONDS <= 55:
    raise wrong("WEB_WAIT_SECONDS", "it is not between 0 and 55", "a number of seconds, or 0 for no limit")
METRICS_TOKEN = read("METRICS_TOKEN", "str", "", "what Prometheus shows at /metrics, a long random text")
# How many days a file with personal data may be fetched.
HAND_OUT_DAYS = read("HAND_OUT_DAYS", "int", 7, "the days that a file may be fetched, a number from 1 to 90")
if not 1 <= HAND_OUT_DAYS <= 90:
    raise wrong("HAND_OUT_DAYS", "it is not between 1 and 90", "the days that a file may be fetched, a number from 1 to 90")
# What one person may keep with works that they hand in, all files together.
WORK_FILES_MB = read("WORK_FILES_MB", "int", 500, "the megabytes that one person may keep with works, a number from 50 to 100000")
if not 50 <= WORK_FILES_MB <= 100_000:
    raise wrong("WORK_FILES_MB", "it is not between 50 and 100000", "a number from 50 to 100000")
