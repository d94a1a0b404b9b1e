"""Settings. Reads the environment, starts nothing; config.servers puts there what is needed."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.environment import database, flag, key, words
from config.logs import configuration

# The analysis' matrices are small: threads only wait for each other, and on busy cores a hundred times longer
# than the work takes. Before numpy is imported, which reads it once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

DEBUG = flag("DEBUG")
TESTING = flag("LIMELIGHT_TESTING")

# --- Keys and hosts
SECRET_KEY = key("SECRET_KEY", VAR / "secret")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
DATA_KEY = key("DATA_KEY", VAR / "secret")  # guards data at rest; changes never, or by re-encrypting
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
PROXIES = int(os.environ.get("PROXIES", "0"))  # how many trusted ones stand before us
SECURE = flag("SECURE")  # behind HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_SSL_REDIRECT = False  # the proxy's work
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer Chromium sends `Origin: null`, and forms fail
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options: our policy's frame-ancestors says it
    "security.W005",  # subdomains, and the browsers' own list (W021), are not this site's to decide
    "security.W021",
    "security.W008",  # the proxy redirects to HTTPS
    "axes.W001",  # files count less exactly than memcached would; near enough to slow a guesser
]

LAB_NAME = os.environ.get("LAB_NAME", "")  # on the front page of a laboratory's own site

# --- Parts
INSTALLED_APPS = [
    "unfold",  # before the admin, whose templates it replaces
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.static.StaticFiles",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "surveys.apps.SurveysConfig",
]

# Each costs every participant's page something, but for those below Participants.
MIDDLEWARE = [
    "config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "config.middleware.Participants",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "surveys.views.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database
# Only the web has a deadline (config/wsgi.py): migrations and jobs may take their time.
DEADLINE = float(os.environ.get("DATABASE_DEADLINE", "0"))
OWNER = flag("LIMELIGHT_OWNER")  # migrations and tests; everything else is the application
DATABASE_URL = os.environ.get("DATABASE_URL", "")
if OWNER:
    DATABASE_URL = os.environ.get("DATABASE_OWNER_URL") or DATABASE_URL
DATABASES = {"default": database(DATABASE_URL, deadline=DEADLINE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"axes": None}  # its tables would hold addresses; its cache handler needs none

# --- People
AUTH_USER_MODEL = "surveys.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Ten wrong passwords for one name from one address: that pair waits five minutes. It slows a guesser,
# and cannot be used to lock the owner out from elsewhere.
# In files, not in memory: the count is one for all workers. Not in the broker: it may be away.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "logins": {
        "BACKEND": f"django.core.cache.backends.{'locmem.LocMem' if TESTING else 'filebased.FileBased'}Cache",
        "LOCATION": str(VAR / "logins"),
    },
}
AXES_CACHE = "logins"
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "config.proxies.client_address"

# --- Language and time
LANGUAGE_CODE = "en"
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "surveys" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Files and forms
STATIC_URL = "static/"
# Tests look for files where they are written: what an earlier demonstration has collected may be old.
STATIC_ROOT = VAR / ("nothing" if TESTING else "static")
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "config.static.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# --- What a page may load
STRICT_POLICY: dict[str, Any] = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": STRICT_POLICY}
LOOSER_POLICIES = {
    # unfold's Alpine evaluates attributes, and its templates style inline.
    "/admin/": STRICT_POLICY
    | {
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
    },
    # Swagger's own styles and icons.
    "/api/": STRICT_POLICY | {"style-src": ["'self'", "'unsafe-inline'"], "img-src": ["'self'", "data:"]},
}

# --- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "surveys.api.negotiation.Negotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "surveys.api.schema.Description",
    "EXCEPTION_HANDLER": "surveys.api.errors.handler",
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Limelight",
    "DESCRIPTION": "Studies, answers, scale scores and results, read-only.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SORT_OPERATIONS": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Admin
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Limelight",
    "SITE_HEADER": "Limelight",
    "SITE_SYMBOL": "lightbulb",
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "surveys.admin.home.context",
    "STYLES": [
        lambda request: static("admin_limelight/pages.css"),
        lambda request: static("admin_limelight/studio.css"),
    ],
    "SCRIPTS": [lambda request: static("admin_limelight/copy.js")],
    "COLORS": {
        "primary": {
            str(step): f"oklch({lightness}% {chroma} 195)"
            for step, lightness, chroma in (
                (50, 98, 0.014),
                (100, 95, 0.03),
                (200, 90, 0.05),
                (300, 83, 0.08),
                (400, 74, 0.1),
                (500, 62, 0.1),
                (600, 52, 0.09),
                (700, 44, 0.078),
                (800, 37, 0.064),
                (900, 32, 0.053),
                (950, 24, 0.04),
            )
        }
    },
    "SIDEBAR": {
        "navigation": [
            {
                "items": [
                    {
                        "title": _("Start"),
                        "icon": "home",
                        "link": reverse_lazy("admin:index"),
                        "active": "surveys.admin.shell.among_studies",
                    },
                    {
                        "title": _("All studies"),
                        "icon": "list",
                        "link": reverse_lazy("admin:surveys_study_changelist"),
                    },
                    {
                        "title": _("Score systems"),
                        "icon": "speed",
                        "link": reverse_lazy("admin:limelight_systems"),
                    },
                    {
                        "title": _("Participations"),
                        "icon": "group",
                        "link": reverse_lazy("admin:surveys_participation_changelist"),
                    },
                    {
                        "title": _("Computations"),
                        "icon": "history",
                        "link": reverse_lazy("admin:surveys_run_changelist"),
                    },
                    {
                        "title": _("Researchers"),
                        "icon": "badge",
                        "link": reverse_lazy("admin:surveys_user_changelist"),
                        "permission": lambda request: request.user.is_superuser,
                    },
                ]
            }
        ]
    },
}

# --- Jobs: the database is the list of work, Celery only says when
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Given back after this, should a worker die holding it: longer than the longest task.
    "visibility_timeout": 7200,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "short"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# Each expires before it is due again: a worker that was away finds one of each, not a day's worth.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: no file to corrupt
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE = {
    name: {
        "task": f"surveys.tasks.{name}",
        "schedule": seconds,
        "options": {"expires": seconds, "queue": queue},
    }
    for name, seconds, queue in (("claim", 2, "short"), ("heartbeat", 10, "short"), ("refresh", 30, "short"))
}

# --- Logs
LOGGING = configuration(level=os.environ.get("LOG_LEVEL", "INFO"), as_json=not flag("LOG_PLAIN"))
