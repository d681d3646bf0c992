"""The border to workbooks: what may be opened, what is read from it, and how it is handed back."""
