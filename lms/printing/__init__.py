"""Pages as PDF: Chinese fonts, and a printer that draws from packaged assets only."""

from .fonts import CharacterMissing
from .paper import Paper, RefusedAddress, qr_png

__all__ = ["CharacterMissing", "Paper", "RefusedAddress", "qr_png"]
