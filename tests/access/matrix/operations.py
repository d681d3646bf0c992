"""Who runs the installation: a technical account outside the roles, so that every role is refused."""

MATRIX = {
    "operations:status": ("403", "405"),
}
