"""Pages that belong to no room: health, where a visitor lands, the theme, the design page, uploaded pictures."""

from .design import design
from .entry import healthz, landing, set_theme
from .media import media

__all__ = ["design", "healthz", "landing", "media", "set_theme"]
