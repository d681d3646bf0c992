from .token import ApiToken, ApiUse

__all__ = ["ApiToken", "ApiUse"]
