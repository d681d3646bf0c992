from .organisations import create_organisation, set_paths
from .people import appoint, create_person, end_appointment, end_grant, grant_role

__all__ = ["appoint", "create_organisation", "create_person", "end_appointment", "end_grant", "grant_role", "set_paths"]
