from .pulse import Pulse

__all__ = ["Pulse"]
