from .entry import AuditEntry
from .seal import AuditChain, AuditCheckpoint, AuditSeal

__all__ = ["AuditChain", "AuditCheckpoint", "AuditEntry", "AuditSeal"]
