"""Registrations with Wagtail, and nothing else."""

from wagtail.snippets.models import register_snippet

from cms.viewsets import CategoryViewSet, HourRequirementViewSet

register_snippet(CategoryViewSet)
register_snippet(HourRequirementViewSet)
