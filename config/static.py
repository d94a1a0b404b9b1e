"""Static files with a name for ever: the hash of their content is in it."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Also renames what ES modules import, so that a browser never mixes two versions."""

    support_js_module_import_aggregation = True


class StaticFiles(StaticFilesConfig):
    """collectstatic without what nobody is served: hashing and compressing it took most of 38 s."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "redoc",
        "rest_framework",
        "*.md",
        "*.txt",
    ]
