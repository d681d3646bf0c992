"""What can be learned and who has learned it: catalogue, syllabuses, exams, progress and the ledger of hours."""
