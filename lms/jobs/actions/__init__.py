from .running import JobCancelled, JobError, JobRun, cancel_job, reconcile, run_job, start_job

__all__ = ["JobCancelled", "JobError", "JobRun", "cancel_job", "reconcile", "run_job", "start_job"]
