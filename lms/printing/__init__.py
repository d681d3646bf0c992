"""Pages as PDF: Chinese fonts, and a printer that draws from packaged assets only, in a process with limits."""

from .fonts import CannotPrint, CharacterMissing
from .paper import Paper, TooMuchToDraw, qr_png

__all__ = ["CannotPrint", "CharacterMissing", "Paper", "TooMuchToDraw", "qr_png"]
