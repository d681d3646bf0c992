"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Our own scripts that are modules import each other by such names too: else an old part would meet a new one."""

    support_js_module_import_aggregation = True
    # Those of libraries are left alone: what looks like an import there may stand in a comment.
    _js_module_import_aggregation_patterns = (
        "js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
