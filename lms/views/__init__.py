"""Pages that belong to no room: health, where a visitor lands, how it looks, the application on a phone, pictures."""

from .app import apple_icon, manifest, offline, service_worker
from .design import design
from .entry import healthz, landing, set_text_size, set_theme
from .media import media

__all__ = [
    "apple_icon", "design", "healthz", "landing", "manifest", "media", "offline", "service_worker", "set_text_size",
    "set_theme",
]
