"""Organisations and people."""

MATRIX = {
    "people:account": ("200", "200"),
    "people:appointment-end": (
        "200 subdistrict district; 403 learner liaison auditor; 404",
        "200 subdistrict district; 403 learner liaison auditor; 404",
    ),
    "people:first-codes": (
        "200 liaison subdistrict district; 403 learner school auditor; 404",
        "302 liaison subdistrict district; 403 learner school auditor; 404",
    ),
    "people:first-password": ("302", "302"),
    "people:grant-choose": ("200 district; 403", "405"),
    "people:grant-end": (
        "200 district; 403 trainer subdistrict auditor; 404",
        "302 district; 403 trainer subdistrict auditor; 404",
    ),
    "people:grant-new": (
        "200 district; 403 learner liaison subdistrict auditor; 404",
        "200 district; 403 learner liaison subdistrict auditor; 404",
    ),
    "people:grants": ("200 stranger subdistrict district auditor; 403", "405"),
    "people:import": ("200 subdistrict district; 403 auditor; 404", "405"),
    "people:import-again": ("405", "302 subdistrict district; 403 auditor; 404"),
    "people:import-apply": ("405", "302 subdistrict district; 403 auditor; 404"),
    "people:import-columns": (
        "200 subdistrict district; 403 auditor; 404",
        "400 subdistrict district; 403 auditor; 404",
    ),
    "people:import-discard": (
        "200 subdistrict district; 403 auditor; 404",
        "302 subdistrict district; 403 auditor; 404",
    ),
    "people:import-errors": ("403 auditor; 404", "405"),
    "people:import-undo": (
        "200 subdistrict district; 403 auditor; 404",
        "302 subdistrict district; 403 auditor; 404",
    ),
    "people:imports": ("200 stranger subdistrict district auditor; 403", "200 stranger subdistrict district; 403"),
    "people:organisation": ("403 learner; 404 outsider stranger trainer editor; 200", "405"),
    "people:organisation-edit": (
        "200 district; 403 learner liaison school subdistrict auditor; 404",
        "200 district; 403 learner liaison school subdistrict auditor; 404",
    ),
    "people:organisation-new": (
        "200 district; 403 learner liaison school subdistrict auditor; 404",
        "200 district; 403 learner liaison school subdistrict auditor; 404",
    ),
    "people:organisation-below": ("403 learner; 404 outsider stranger trainer editor; 200", "405"),
    "people:organisations": ("403 outsider learner trainer editor; 200", "405"),
    "people:people": ("403 outsider learner trainer school editor; 200", "405"),
    "people:person": ("200 liaison subdistrict district auditor; 403 learner; 404", "405"),
    "people:person-appoint": ("405", "200 subdistrict district; 403 learner liaison auditor; 404"),
    "people:person-code": ("405", "302 liaison subdistrict district; 403 learner auditor; 404"),
    "people:person-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "people:person-edit": (
        "200 subdistrict district; 403 learner liaison auditor; 404",
        "200 subdistrict district; 403 learner liaison auditor; 404",
    ),
    "people:person-reveal": ("405", "302 subdistrict district; 403 learner liaison auditor; 404"),
    "people:person-slip": ("302 liaison subdistrict district; 403 learner auditor; 404", "405"),
    "people:slips": ("200 subdistrict; 404", "405"),
    "people:own-copy": ("405", "302"),
    "people:person-second-factor": ("200 district; 403 learner liaison subdistrict auditor; 404",) * 2,
    "people:second-factor": ("403 outsider learner; 200", "405"),
    "people:second-factor-begin": ("405", "403 outsider learner; 302"),
    "people:second-factor-codes": ("403 outsider learner; 302", "403 outsider learner; 302"),
    "people:second-factor-confirm": ("405", "403 outsider learner; 302"),
    "people:second-factor-off": ("405", "403 outsider learner; 302"),
    "people:session-end": ("405", "302 learner; 404"),
    "people:sessions": ("200", "405"),
    "people:sessions-end": ("405", "302"),
}
