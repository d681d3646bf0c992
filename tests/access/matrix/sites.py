"""Open sites, trainers, paper, reminders."""

MATRIX = {
    "cohorts:absence-new": (
        "200 trainer school subdistrict district; 403 auditor; 404", "200 trainer school subdistrict district; 403 auditor; 404",
    ),
    "cohorts:absence-remove": ("405 all", "302 trainer school subdistrict district; 403 auditor; 404"),
    "cohorts:booking": (
        "404 outsider stranger learner trainer editor; 200", "302 school subdistrict district; 403 liaison auditor; 404",
    ),
    "cohorts:booking-new": ("200 liaison; 404 outsider learner; 403", "200 liaison; 404 outsider learner; 403"),
    "cohorts:bookings": ("403 outsider learner trainer editor; 200", "405 all"),
    "cohorts:invitation": (
        "200 trainer; 403 school subdistrict district auditor; 404", "200 trainer; 403 school subdistrict district auditor; 404",
    ),
    "cohorts:print": ("403 learner liaison; 404 outsider stranger editor; 200", "405 all"),
    "cohorts:print-make": ("405 all", "403 learner liaison; 404 outsider stranger editor; 302"),
    "cohorts:reminders": ("200", "200"),
    "cohorts:site-code": ("200 school subdistrict district; 404 outsider learner; 403", "405 all"),
    "cohorts:site-code-renew": ("405 all", "302 school subdistrict district; 404 outsider learner; 403"),
    "cohorts:site-visit": ("200", "200"),
    "cohorts:sites": ("403 outsider learner editor; 200", "405 all"),
    "cohorts:substitute": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:teaching": ("200 trainer; 403", "405 all"),
    "cohorts:teaching-export": ("405 all", "302 stranger school subdistrict district; 403"),
    "cohorts:teaching-hours": ("403 outsider learner liaison trainer editor; 200", "405 all"),
    "cohorts:trainer": ("200 school subdistrict district auditor; 403 trainer; 404", "405 all"),
    "cohorts:trainer-edit": (
        "200 trainer school subdistrict district; 403 auditor; 404", "200 trainer school subdistrict district; 403 auditor; 404",
    ),
    "cohorts:trainers": ("403 outsider learner liaison trainer editor; 200", "405 all"),
    "cohorts:venue": ("403 liaison editor; 404 outsider learner; 200", "405 all"),
    "cohorts:venue-edit": (
        "200 school subdistrict district; 404 outsider learner; 403",
        "200 school subdistrict district; 404 outsider learner; 403",
    ),
    "cohorts:venue-new": (
        "200 stranger school subdistrict district; 403",
        "200 stranger school subdistrict district; 403",
    ),
    "cohorts:venues": ("403 outsider learner liaison editor; 200", "405 all"),
    "cohorts:applications": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "302 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:cohort-copy": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:cohort-places": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:enrol-file": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:group": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:groups": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 302",
    ),
    "cohorts:my-apply": ("200 learner; 404", "302 learner; 404"),
    "cohorts:my-open": ("200", "405 all"),
    "cohorts:my-take-back": ("200 learner; 404", "200 learner; 404"),
    "cohorts:places": ("403 outsider learner trainer editor auditor; 200", "405 all"),
    "cohorts:programme-coverage": ("403 liaison trainer; 404 outsider stranger learner editor; 200", "405 all"),
    "cohorts:programme-modules": (
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
    ),
    "cohorts:programme-people": ("403 liaison trainer; 404 outsider stranger learner editor; 200", "405 all"),
    "cohorts:programme-upgrade": (
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
        "302 subdistrict district; 404 outsider stranger learner editor; 403",
    ),
    "cohorts:share": (
        "200 liaison school subdistrict district; 403 auditor; 404",
        "302 liaison school subdistrict district; 403 auditor; 404",
    ),
    "cohorts:share-give-back": (
        "200 school subdistrict district; 403 liaison auditor; 404",
        "302 school subdistrict district; 403 liaison auditor; 404",
    ),
    "cohorts:transfer": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:withdraw": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
}
