"""Lessons to order: the menu, orders, wishes, demand that was not met."""

MATRIX = {
    "cohorts:menu": ("403 outsider learner trainer editor; 200", "405 all"),
    "cohorts:menu-edit": (
        "200 school subdistrict district; 404 outsider learner; 403",
        "200 school subdistrict district; 404 outsider learner; 403",
    ),
    "cohorts:menu-new": (
        "200 stranger school subdistrict district; 403",
        "200 stranger school subdistrict district; 403",
    ),
    "cohorts:order": (
        "404 outsider stranger learner trainer editor; 200",
        "200 school subdistrict district; 403 liaison auditor; 404",
    ),
    "cohorts:order-change": (
        "200 liaison; 404 outsider stranger learner trainer editor; 403",
        "200 liaison; 404 outsider stranger learner trainer editor; 403",
    ),
    "cohorts:order-new": ("200 liaison; 404 outsider learner; 403", "200 liaison; 404 outsider learner; 403"),
    "cohorts:order-policy": ("200 school subdistrict district; 404", "200 school subdistrict district; 404"),
    "cohorts:order-receipt": ("404 outsider stranger learner trainer editor; 302", "405 all"),
    "cohorts:order-reply": ("405 all", "302 liaison; 404 outsider stranger learner trainer editor; 403"),
    "cohorts:order-undo": ("405 all", "302 liaison school subdistrict district; 403 auditor; 404"),
    "cohorts:orders": ("403 outsider learner trainer editor; 200", "405 all"),
    "cohorts:orders-unmet": ("403 outsider learner liaison trainer editor; 200", "405 all"),
    "cohorts:orders-unmet-export": ("405 all", "302 stranger school subdistrict district; 403"),
    "cohorts:wish-new": ("200 liaison; 403", "200 liaison; 403"),
    "cohorts:wish-withdraw": ("405 all", "302 liaison; 403 school subdistrict district auditor; 404"),
    "cohorts:wishes": ("403 outsider learner trainer editor; 200", "405 all"),
}
