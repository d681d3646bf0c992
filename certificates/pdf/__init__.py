"""Drawing certificates: fonts, seal, page."""

from lms.printing import CharacterMissing

from .render import Renderer, render_pdf

__all__ = ["CharacterMissing", "Renderer", "render_pdf"]
