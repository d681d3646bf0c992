"""The desk's first page: what its addresses name."""

OBJECTS = {
    "cohorts:need": lambda house: {"slug": "orders"},
    "cohorts:figure": lambda house: {"slug": "coverage"},
}
