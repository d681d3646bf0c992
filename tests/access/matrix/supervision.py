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
    "cohorts:nudges": ("403 outsider learner editor; 200", "405 all"),
    "cohorts:nudge-new": ("403 outsider learner editor auditor; 302", "403 outsider learner editor auditor; 302"),
    "cohorts:nudge": ("200 subdistrict district auditor; 404", "405 all"),
    "cohorts:nudge-texts": ("403 outsider learner editor; 200", "405 all"),
    "cohorts:nudge-text-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:nudge-text-edit": (
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
    ),
    "cohorts:nudge-limits": ("200 district; 403", "200 district; 403"),
    "cohorts:rectifications": ("403 outsider learner trainer school editor; 200", "405 all"),
    "cohorts:rectification-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:rectification": (
        "200 liaison subdistrict district auditor; 404",
        "200 liaison; 403 subdistrict district auditor; 404",
    ),
    "cohorts:my-points": ("200", "405 all"),
    "cohorts:point-appeal": ("200 learner; 404", "200 learner; 404"),
    "cohorts:points": ("403 outsider learner trainer school editor; 200", "405 all"),
    "cohorts:points-export": ("405 all", "302 stranger liaison subdistrict district; 403"),
    "cohorts:person-points": ("200 liaison subdistrict district auditor; 403 learner; 404", "405 all"),
    "cohorts:points-enter": (
        "200 subdistrict district; 403 learner liaison auditor; 404",
        "200 subdistrict district; 403 learner liaison auditor; 404",
    ),
    "cohorts:point-rules": ("200 stranger subdistrict district auditor; 403", "405 all"),
    "cohorts:point-rule-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:point-rule-end": ("200 subdistrict district; 403 auditor; 404", "200 subdistrict district; 403 auditor; 404"),
    "cohorts:point-appeals": ("200 stranger subdistrict district auditor; 403", "405 all"),
    "cohorts:point-appeal-answer": (
        "200 learner subdistrict district auditor; 404",
        "200 subdistrict district; 403 learner auditor; 404",
    ),
}
