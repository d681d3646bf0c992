"""What every address answers to every role: ``{name: (GET, POST)}``.

Notation: ``"200 school district; 404 stranger; 403"`` is 200 for those two, 404 for the stranger, 403 for everyone else.
An anonymous visitor is led to sign in (``login``) unless named; ``"405 all"`` is the same for everyone, them included.
POST is sent with an empty form: 200 is the form shown again, 302 an act done.
Read by ``test_access.py``; the roles are those of ``access_objects.py``.
"""

# Not guarded by whose row it is: any lesson may be done and passed on by anyone, any course be joined; a check-in answers
# kindly that one is not on the list, and all staff see all venues and the whole menu.
FOR_EVERYONE = {
    "courses:bookmark", "courses:course-join", "courses:lesson-ask", "courses:lesson-done", "courses:lesson-share",
    "courses:note-add", "courses:scorm-save", "courses:media-start", "courses:media-beats", "cohorts:check-in",
    "cohorts:venue-edit", "cohorts:venue-feed", "cohorts:menu-edit", "cohorts:order-new",
}

MATRIX = {
    # The platform
    "admin/": ("login all", "login all"),
    "admin/login/": ("login all", "login all"),
    "editor_words": ("403", "403"),
    "editor_exits:account": ("302 all", "302 all"),
    "editor_exits:login": ("login all", "login all"),
    "editor_exits:logout": ("405 all", "login all"),
    "editor_exits:password": ("login all", "login all"),
    "editor_exits:password-link": ("login all", "login all"),
    "apple_icon": ("302 all", "405 all"),
    "design": ("200 all", "200 all"),
    "healthz": ("200 all", "200 all"),
    "landing": ("302", "302"),
    "login": ("200 anonymous; 302", "200 anonymous; 302"),
    "logout": ("405 all", "login all"),
    "manifest": ("200 all", "405 all"),
    "media": ("404 all", "405 all"),
    "offline": ("200 all", "405 all"),
    "service_worker": ("200 all", "405 all"),
    "set_language": ("302 all", "302 all"),
    "set_text_size": ("405 all", "302 all"),
    "set_theme": ("405 all", "302 all"),
    # Organisations and people
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
    "people:people-export": ("405", "302 stranger liaison subdistrict district; 403"),
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
    # Long work, and the trail of what was done
    "audit:trail": ("200 stranger subdistrict district auditor; 403", "405"),
    "jobs:cancel": ("405", "302 subdistrict; 404"),
    "jobs:download": ("404", "405"),
    "jobs:job": ("200 subdistrict; 404", "405"),
    "jobs:jobs": ("200", "405"),
    "jobs:retry": ("405", "302 subdistrict; 404"),
    # What one is told
    "notices:notices": ("200", "405"),
    "notices:open": ("405", "302 learner; 404"),
    "notices:read-all": ("405", "302"),
    # Proof
    "certificates:certificate": ("200 learner; 404", "405 all"),
    "certificates:download": ("200 learner subdistrict district; 403 liaison auditor; 404", "405 all"),
    "certificates:mine": ("200", "405 all"),
    "certificates:revoke": (
        "200 district; 403 learner liaison subdistrict auditor; 404",
        "200 district; 403 learner liaison subdistrict auditor; 404",
    ),
    "certificates:verify": ("200 all", "404 all"),
    "certificates:verify-code": ("200 all", "405 all"),
    # What can be learned
    "courses:attempt": ("200 learner; 404", "302 learner; 404"),
    "courses:attempt-result": ("200 learner; 404", "405 all"),
    "courses:attempt-review": ("200 learner; 404", "405 all"),
    "courses:attempt-save": ("405 all", "200 learner; 404"),
    "courses:attempt-submit": ("405 all", "302 learner; 404"),
    "courses:bank": ("200 school subdistrict district; 404 stranger; 403", "405 all"),
    "courses:banks": (
        "200 stranger school subdistrict district; 403",
        "200 stranger school subdistrict district; 403",
    ),
    "courses:course-join": ("405 all", "302"),
    "courses:course-leave": ("405 all", "302 learner; 404"),
    "courses:exam": ("200 learner; 404", "302 learner; 404"),
    "courses:exam-close": ("405 all", "302 school subdistrict district; 404 stranger; 403"),
    "courses:exam-create": (
        "200 stranger school subdistrict district; 403",
        "200 stranger school subdistrict district; 403",
    ),
    "courses:exam-desk": ("200 school subdistrict district auditor; 404 stranger; 403", "405 all"),
    "courses:exam-edit": (
        "200 school subdistrict district; 404 stranger; 403",
        "200 school subdistrict district; 404 stranger; 403",
    ),
    "courses:exam-open": ("405 all", "302 school subdistrict district; 404 stranger; 403"),
    "courses:exam-paper": (
        "200 school subdistrict district; 404 stranger; 403",
        "200 school subdistrict district; 404 stranger; 403",
    ),
    "courses:exam-results": ("200 school subdistrict district auditor; 404 stranger; 403", "405 all"),
    "courses:exams": ("403 outsider learner liaison trainer editor; 200", "405 all"),
    "courses:exams-mine": ("200", "405 all"),
    "courses:hours-line": ("200 learner liaison subdistrict district auditor; 404", "405"),
    "courses:acts": ("200 all", "401 anonymous; 400"),
    "courses:bookmark": ("405", "302"),
    "courses:keepings": ("200", "405"),
    "courses:lesson-ask": ("405", "302"),
    "courses:lesson-done": ("405 all", "302"),
    "courses:scorm-save": ("405 all", "403 anonymous; 400"),
    "courses:lesson-question": (
        "200 trainer school subdistrict district; 403 learner; 404",
        "200 trainer school subdistrict district; 403 learner; 404",
    ),
    "courses:lesson-question-publish": ("405", "302 trainer school subdistrict district; 403 learner; 404"),
    "courses:lesson-questions": ("403 outsider learner liaison editor auditor; 200", "405"),
    "courses:note": ("200 learner; 404", "200 learner; 404"),
    "courses:note-add": ("405", "302"),
    "courses:note-delete": ("405", "302 learner; 404"),
    "courses:media-beats": ("405 all", "403 anonymous; 400"),
    "courses:media-start": ("405 all", "403 anonymous; 200"),
    "courses:lesson-share": ("200 all", "405 all"),
    "courses:question-create": (
        "200 school subdistrict district; 404 stranger; 403",
        "200 school subdistrict district; 404 stranger; 403",
    ),
    "courses:question-edit": (
        "200 school subdistrict district; 404 stranger; 403",
        "200 school subdistrict district; 404 stranger; 403",
    ),
    # Who is trained together
    "cohorts:attendance-export": ("405", "403 auditor; 404 outsider stranger learner editor; 302"),
    "cohorts:board": ("403 learner; 404 outsider stranger editor; 200", "405 all"),
    "cohorts:certificates": (
        "403 learner; 404 outsider stranger editor; 200",
        "200 subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:check-in": ("200", "302 learner; 200"),
    "cohorts:check-in-code": ("200", "200"),
    "cohorts:close": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "302 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:cohort": ("403 learner; 404 outsider stranger editor; 200", "405 all"),
    "cohorts:cohort-cancel": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "302 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:cohort-edit": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:cohort-upgrade": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "302 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:cohort-new": (
        "200 school subdistrict district; 403 liaison trainer auditor; 404",
        "200 school subdistrict district; 403 liaison trainer auditor; 404",
    ),
    "cohorts:cohorts": ("403 outsider learner editor; 200", "405 all"),
    "cohorts:desk": ("302 outsider learner; 200", "405 all"),
    "cohorts:enrol": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "302 school subdistrict district; 404 outsider stranger editor; 403",
    ),
    "cohorts:exports": ("403 outsider learner editor auditor; 200", "405"),
    "cohorts:feed": ("200 all", "405 all"),
    "cohorts:feed-make": ("405", "302"),
    "cohorts:feed-revoke": ("405", "302 trainer; 404"),
    "cohorts:feeds": ("200", "405"),
    "cohorts:cohort-feed": ("405", "403 learner; 404 outsider stranger editor; 302"),
    "cohorts:venue-feed": ("405", "403 outsider learner liaison editor; 302"),
    "cohorts:grid": (
        "403 learner liaison auditor; 404 outsider stranger editor; 200",
        "403 learner liaison auditor; 404 outsider stranger editor; 302",
    ),
    "cohorts:menu": ("403 outsider learner trainer editor; 200", "405 all"),
    "cohorts:menu-edit": (
        "200 school subdistrict district; 404 outsider learner; 403",
        "200 school subdistrict district; 404 outsider learner; 403",
    ),
    "cohorts:menu-new": (
        "200 stranger school subdistrict district; 403",
        "200 stranger school subdistrict district; 403",
    ),
    "cohorts:my": ("200", "405"),
    "cohorts:my-class": ("200 learner; 404", "405"),
    "cohorts:my-courses": ("200", "405"),
    "cohorts:my-classes": ("200", "405"),
    "cohorts:my-hours": ("200", "405"),
    "cohorts:order": (
        "404 outsider stranger learner trainer editor; 200",
        "200 school subdistrict district; 403 liaison auditor; 404",
    ),
    "cohorts:order-new": ("200 liaison; 404 outsider learner; 403", "200 liaison; 404 outsider learner; 403"),
    "cohorts:orders": ("403 outsider learner trainer editor; 200", "405 all"),
    "cohorts:programme": ("403 liaison; 404 outsider stranger learner editor; 200", "405 all"),
    "cohorts:programme-edit": (
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
        "200 subdistrict district; 404 outsider stranger learner editor; 403",
    ),
    "cohorts:programme-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:programmes": ("403 outsider learner liaison editor; 200", "405 all"),
    "cohorts:projector": ("403 learner liaison auditor; 404 outsider stranger editor; 200", "405"),
    "cohorts:projector-code": ("403 learner liaison auditor; 404 outsider stranger editor; 200", "405"),
    "cohorts:readiness": ("200 stranger subdistrict district auditor; 403", "405"),
    "cohorts:readiness-export": ("405", "302 subdistrict district; 403 auditor; 404"),
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
    "cohorts:timetable": ("403 outsider learner editor; 200", "405 all"),
    "cohorts:venue-edit": (
        "200 school subdistrict district; 404 outsider learner; 403",
        "200 school subdistrict district; 404 outsider learner; 403",
    ),
    "cohorts:venue-new": (
        "200 stranger school subdistrict district; 403",
        "200 stranger school subdistrict district; 403",
    ),
    "cohorts:venues": ("403 outsider learner liaison editor; 200", "405 all"),
    "cohorts:withdraw": (
        "200 school subdistrict district; 404 outsider stranger editor; 403",
        "200 school subdistrict district; 404 outsider stranger editor; 403",
    ),
}
# Wagtail's own addresses are too many to list: its doors stand for them. An editor reaches the pages and files of the east,
# a district administrator every page; accounts, groups and sites are managed elsewhere, so nobody reaches them here.
EDITOR_DOORS = {
    "/cms/": "200 district editor school; 403",
    "/cms/pages/": "302 district editor school; 403",
    "/cms/images/": "200 district editor; 302 school; 403",
    "/cms/documents/": "200 district editor; 302 school; 403",
    "/cms/media/": "200 district editor; 302 school; 403",
    "/cms/users/": "302 district editor school; 403",
    "/cms/groups/": "302 district editor school; 403",
    "/cms/sites/": "302 district editor school; 403",
    "/cms/redirects/": "302 district editor school; 403",
    "/cms/reports/page-types-usage/": "200 district; 403",
    "/cms/reports/site-history/": "200 district editor school; 403",
}
