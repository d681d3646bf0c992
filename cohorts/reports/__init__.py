"""What is handed in: workbooks made from the reads of ``cohorts.queries``."""
