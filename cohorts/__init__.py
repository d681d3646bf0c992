"""Who is trained together, when, and what happened there; the staff desk and the trainee's pages."""
