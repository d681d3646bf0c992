"""The desk's first page: what waits, the figures, and the rows behind them."""

MATRIX = {
    "cohorts:need": ("200 stranger school subdistrict district; 403 outsider learner; 302", "405 all"),
    "cohorts:figure": ("302 stranger liaison school subdistrict district auditor; 403", "405 all"),
    "cohorts:trained": ("200 stranger liaison school subdistrict district auditor; 403", "405 all"),
    "cohorts:load": ("200 stranger trainer school subdistrict district auditor; 403", "405 all"),
}
