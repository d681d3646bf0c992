"""Files of questions: readers that take nothing on trust, and writers whose files read back as the same questions."""
