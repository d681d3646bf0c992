"""Lists as the desk shows them: each is registered once, and page, export, saved filters and schedules share its rows."""
