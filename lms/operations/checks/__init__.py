from . import data, machine, messages, safety, sealing, work

__all__ = ["data", "machine", "messages", "safety", "sealing", "work"]
