"""Where rows and short-lived values are kept."""

from lms.config.environment import DATA_DIR, TESTING, read

DATABASE_URL = read("DATABASE_URL", "str", f"sqlite:///{DATA_DIR / 'db.sqlite3'}", "such as postgres://user@host/name")
DATABASES = {"default": read("DATABASE_URL", "dj_db_url", DATABASE_URL, "such as postgres://user@host/name")}
DATABASES["default"]["CONN_MAX_AGE"] = 0 if TESTING else 60
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions wait for their turn at BEGIN; deferred ones fail with "database is locked" at their first
    # write. WAL itself is switched on once, at set-up (``lms.people`` post_migrate), not by every connection.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # A connection that was cut is noticed before a request works with it; a server that hangs is waited for, but not for ever.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

CACHES = {"default": read("CACHE_URL", "dj_cache_url", "db://cache", "such as redis://localhost:6379/1")}
# A table with more rows forgets a third of them, limits on guessing among them; Django's own limit is 300.
TABLE = {"MAX_ENTRIES": 20_000}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    CACHES["default"]["OPTIONS"] = TABLE | CACHES["default"].get("OPTIONS", {})
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "lms.steady_cache.SteadyRedisCache"
    CACHES["fallback"] = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": TABLE}
    CACHES["default"].setdefault("OPTIONS", {})["serializer"] = "lms.cache_values.SealedSerializer"
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Wagtail writes every picture that a page shows into its cache again; they are rows, and asked for with the page's others.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
