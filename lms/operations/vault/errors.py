class VaultError(Exception):
    """A sentence that says what is wrong with a backup, or why nothing was done."""
