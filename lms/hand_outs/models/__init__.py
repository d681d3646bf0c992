from .hand_out import HandOut

__all__ = ["HandOut"]
