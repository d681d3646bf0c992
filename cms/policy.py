"""What one page may load beyond what every page may."""


def allow(response, **directives):
    """Widen the content security policy of ``response``: ``frame_src=["https://..."]``."""
    standing = getattr(response, "_csp_update", None) or {}
    response._csp_update = standing | {name.replace("_", "-"): sources for name, sources in directives.items()}
