"""Evaluation of teaching, and final results."""

MATRIX = {
    "cohorts:my-survey": ("200 learner; 404", "200 learner; 404"),
    "cohorts:surveys": ("200 stranger trainer school subdistrict district auditor; 403", "405"),
    "cohorts:survey": ("200 trainer school subdistrict district auditor; 404", "405"),
    "cohorts:survey-averages": ("200 stranger trainer school subdistrict district auditor; 403", "405"),
    "cohorts:survey-averages-export": ("405", "302 stranger school subdistrict district; 403"),
    "cohorts:survey-templates": ("200 stranger school subdistrict district auditor; 403", "405"),
    "cohorts:survey-template-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:survey-template-edit": (
        "200 subdistrict district; 403 school auditor; 404",
        "200 subdistrict district; 403 school auditor; 404",
    ),
    "cohorts:survey-template-retire": ("405", "302 subdistrict district; 403 school auditor; 404"),
    "cohorts:programme-result": (
        "200 subdistrict district; 403 liaison trainer school auditor; 404",
        "200 subdistrict district; 403 liaison trainer school auditor; 404",
    ),
    "cohorts:results": ("403 learner; 404 outsider stranger editor; 200", "405"),
    "cohorts:results-export": (
        "405", "302 trainer school subdistrict district; 403 learner liaison auditor; 404",
    ),
    "cohorts:participation": (
        "200 trainer school subdistrict district; 403 learner liaison auditor; 404",
        "302 trainer school subdistrict district; 403 learner liaison auditor; 404",
    ),
    "cohorts:roster": ("403 learner; 404 outsider stranger editor; 200", "405 all"),
    "cohorts:session": ("403 learner; 404 outsider stranger editor; 200", "405"),
    "cohorts:session-cancel": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 302",
    ),
    "cohorts:session-close": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 302",
    ),
    "cohorts:session-edit": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:session-new": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:session-person": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:session-device": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:session-move": ("405", "403 learner liaison auditor; 404 outsider stranger editor; 302"),
    "cohorts:publish": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 302",
    ),
    "cohorts:versions": ("403 learner; 404 outsider stranger editor; 200", "405 all"),
    "cohorts:day-apply": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
    ),
    "cohorts:day-templates": ("403 outsider learner liaison editor; 200", "405 all"),
    "cohorts:day-template-new": (
        "200 stranger school subdistrict district; 403", "200 stranger school subdistrict district; 403",
    ),
    "cohorts:day-template-edit": (
        "200 school subdistrict district; 403 trainer auditor; 404", "200 school subdistrict district; 403 trainer auditor; 404",
    ),
    "cohorts:day-template-delete": (
        "200 school subdistrict district; 403 trainer auditor; 404", "302 school subdistrict district; 403 trainer auditor; 404",
    ),
    "cohorts:timetable": ("403 outsider learner editor; 200", "405 all"),
}
