from .appointment import Appointment
from .imports import BatchState, HeadingMemory, ImportBatch, ImportRow
from .organisation import Category, Organisation
from .past_password import PastPassword
from .person import Person
from .role_grant import RoleGrant
from .second_factor import RecoveryCode, SecondFactor
from .sign_in_session import SignInSession

__all__ = ["Appointment", "BatchState", "Category", "HeadingMemory", "ImportBatch", "ImportRow", "Organisation",
           "PastPassword", "Person", "RecoveryCode", "RoleGrant", "SecondFactor", "SignInSession"]
