"""Django's PostgreSQL backend with a deadline on every wait (DATABASES["default"]["ENGINE"])."""
