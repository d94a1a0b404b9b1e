"""The embedded PostgreSQL and Valkey: `python -m config.servers run -- COMMAND`.

Nothing here is imported by the site: settings only read the addresses that this package puts into the
environment. On a real server DATABASE_URL and CELERY_BROKER_URL are set, and nothing is started.
"""
