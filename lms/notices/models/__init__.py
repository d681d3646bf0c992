from .delivery import Delivery
from .notice import Notice

__all__ = ["Delivery", "Notice"]
