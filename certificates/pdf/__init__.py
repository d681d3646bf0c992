"""Drawing certificates: fonts, seal, page."""

from .fonts import CharacterMissing
from .render import Renderer, render_pdf

__all__ = ["CharacterMissing", "Renderer", "render_pdf"]
