"""How collected static files are stored."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content, also where one of our JavaScript modules imports another.

    Without this a browser could join a new module with an old one from its cache. Vendored scripts import nothing
    and are left as they are: Django would take words in their minified code for imports.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
