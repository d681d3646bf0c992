"""Pages that belong to no room: health, where a visitor lands, the theme, the design page."""

from .design import design
from .entry import healthz, landing, set_theme

__all__ = ["design", "healthz", "landing", "set_theme"]
