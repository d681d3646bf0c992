"""What a line is about, in words."""

from django.apps import apps


def model_of(entry):
    """Return the model of what the line is about, or None where there is none (any more)."""
    try:
        return apps.get_model(entry.target_type) if entry.target_type else None
    except LookupError:
        return None


def target_of(entry, model):
    """Return what the line is about: ``person 12``."""
    kind = model._meta.verbose_name if model else entry.target_type
    return f"{kind} {entry.target_id}" if kind else ""
