from . import data, machine, messages, safety, work

__all__ = ["data", "machine", "messages", "safety", "work"]
