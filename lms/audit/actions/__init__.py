from .purging import PurgeRefused, purge_trail
from .sealing import seal_trail

__all__ = ["PurgeRefused", "purge_trail", "seal_trail"]
