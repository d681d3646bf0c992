from .appointment import Appointment
from .imports import BatchState, HeadingMemory, ImportBatch, ImportRow
from .organisation import Category, Organisation
from .person import Person
from .role_grant import RoleGrant

__all__ = ["Appointment", "BatchState", "Category", "HeadingMemory", "ImportBatch", "ImportRow", "Organisation", "Person",
           "RoleGrant"]
