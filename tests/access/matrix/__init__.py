"""What every address answers to every role: ``{name: (GET, POST)}``.

Notation: ``"200 school district; 404 stranger; 403"`` is 200 for those two, 404 for the stranger, 403 for everyone else.
An anonymous visitor is led to sign in (``login``) unless named; ``"405 all"`` is the same for everyone, them included.
POST is sent with an empty form: 200 is the form shown again, 302 an act done.
Read by ``tests/test_access.py``; the roles are those of ``tests.access.rows``.
"""

from . import (
    api,
    approvals,
    certificates,
    classes,
    courses,
    desk,
    elections,
    jobs,
    lists,
    operations,
    orders,
    people,
    platform,
    results,
    sites,
    supervision,
)

PARTS = (
    platform, people, jobs, lists, operations, certificates, courses, classes, results, sites, orders, api, elections,
    supervision, desk, approvals,
)
MATRIX = {name: asked for part in PARTS for name, asked in part.MATRIX.items()}

# Not guarded by whose row it is: any lesson may be done and passed on by anyone, any course be joined; a check-in answers
# kindly that one is not on the list, and all staff see all venues and the whole menu. What a year asks is of no person.
FOR_EVERYONE = {
    "courses:bookmark", "courses:course-join", "courses:lesson-ask", "courses:lesson-done", "courses:lesson-share",
    "courses:gallery-work", "courses:note-add", "courses:scorm-save", "courses:media-start", "courses:media-beats",
    "courses:hour-requirement", "courses:hour-requirement-remove", "courses:series", "cohorts:check-in",
    "cohorts:answer-call",
    "cohorts:venue-edit", "cohorts:venue-feed", "cohorts:menu-edit", "cohorts:order-new", "cohorts:venue",
    "cohorts:site-code", "cohorts:site-code-renew", "cohorts:site-visit", "cohorts:booking-new",
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
