"""Who runs the installation: a technical account outside the roles, so that every role is refused."""

MATRIX = {
    "operations:metrics": ("404 all", "405 all"),
    "operations:readyz": ("200 all", "405 all"),
    "operations:status": ("403", "405"),
}
