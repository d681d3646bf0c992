"""Long work of this app: registered here so that workers and pages know it."""

from cohorts import proof_jobs  # noqa: F401
