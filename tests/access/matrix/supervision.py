"""Filing, nudges, rectification, points."""

MATRIX = {
    "cohorts:filings": ("403 outsider learner trainer school editor; 200", "405 all"),
    "cohorts:filing-call-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:filing-call": ("200 liaison subdistrict district auditor; 404", "405 all"),
    "cohorts:filing-call-edit": (
        "200 subdistrict district; 403 liaison auditor; 404",
        "200 subdistrict district; 403 liaison auditor; 404",
    ),
    "cohorts:filing-list": ("200 liaison subdistrict district auditor; 404", "405 all"),
    "cohorts:filing": ("200 liaison subdistrict district auditor; 404", "302 liaison; 403 subdistrict district auditor; 404"),
    "cohorts:filing-version": ("200 liaison subdistrict district auditor; 404", "405 all"),
    "cohorts:filing-edit": (
        "200 liaison; 403 subdistrict district auditor; 404",
        "200 liaison; 403 subdistrict district auditor; 404",
    ),
    "cohorts:filing-file": ("200 liaison subdistrict district auditor; 404", "405 all"),
    "cohorts:filing-item": (
        "200 liaison; 403 subdistrict district auditor; 404",
        "200 liaison; 403 subdistrict district auditor; 404",
    ),
}
