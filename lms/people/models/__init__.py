from .appointment import Appointment
from .organisation import Category, Organisation
from .person import Person
from .role_grant import RoleGrant

__all__ = ["Appointment", "Category", "Organisation", "Person", "RoleGrant"]
