from .accounts import correct_person, issue_first_code, issue_first_codes, reveal_phone, set_password
from .organisations import create_organisation, set_paths
from .people import appoint, create_person, end_appointment, end_grant, grant_role

__all__ = [
    "appoint", "correct_person", "create_organisation", "create_person", "end_appointment", "end_grant", "grant_role",
    "issue_first_code", "issue_first_codes", "reveal_phone", "set_password", "set_paths",
]
