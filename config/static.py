"""Static files with a name for ever: the hash of their content is in it."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also renames what ES modules import, so that a browser never mixes two versions."""

    support_js_module_import_aggregation = True
