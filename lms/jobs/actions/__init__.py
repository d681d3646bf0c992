from .keeping import purge_jobs, reconcile
from .running import JobCancelled, JobError, JobRun, cancel_job, retry_job, run_job, start_job

__all__ = [
    "JobCancelled", "JobError", "JobRun", "cancel_job", "purge_jobs", "reconcile", "retry_job", "run_job", "start_job",
]
