"""Other systems: their tokens on the desk, and what they read, to which nobody's sign-in is a key."""

READ = ("401 all", "405 all")

MATRIX = {
    "api:tokens": ("200 district auditor; 403", "405 district auditor; 405"),
    "api:token-new": ("200 district; 403", "200 district; 403"),
    "api:token": ("200 district auditor; 404", "405 district auditor; 405"),
    "api:token-revoke": ("200 district; 403 auditor; 404", "302 district; 403 auditor; 404"),
    "api:docs": ("200 all", "405 all"),
    "api:openapi": ("200 all", "405 all"),
    "api:unknown": ("404 all", "405 all"),
    "api:api-v1:token": READ,
    "api:api-v1:organisations": READ,
    "api:api-v1:organisation": READ,
    "api:api-v1:people": READ,
    "api:api-v1:person": READ,
    "api:api-v1:cohorts": READ,
    "api:api-v1:cohort": READ,
    "api:api-v1:sessions": READ,
    "api:api-v1:session": READ,
    "api:api-v1:attendance": READ,
    "api:api-v1:attendance-mark": READ,
    "api:api-v1:hours": READ,
    "api:api-v1:hour": READ,
    "api:api-v1:certificates": READ,
    "api:api-v1:certificate": READ,
}
