"""Rosters as they really come: where the headings stand, what the cells mean, and what becomes of each row.

Everything here works on plain values; reasons are codes with parameters (:class:`facts.Problem`), which the border turns
into sentences.
"""
