"""Drawing certificates: fonts, seal, page."""

from lms.printing import CannotPrint, CharacterMissing

from .render import Renderer, render_pdf

__all__ = ["CannotPrint", "CharacterMissing", "Renderer", "render_pdf"]
