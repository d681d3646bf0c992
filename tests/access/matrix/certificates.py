"""Proof."""

KEEPERS_SEE = "200 stranger school subdistrict district auditor; 403"
KEEPERS_MAKE = "200 stranger school subdistrict district; 403"
EAST_TEMPLATE = "200 school subdistrict district; 403 auditor; 404"

MATRIX = {
    "certificates:badge": ("200 learner subdistrict district; 403 liaison auditor; 404", "405 all"),
    "certificates:badge-issuer": ("200 all", "405 all"),
    "certificates:badge-key": ("200 all", "405 all"),
    "certificates:badge-keys": ("200 all", "405 all"),
    "certificates:badge-revocations": ("200 all", "405 all"),
    "certificates:certificate": ("200 learner; 404", "405 all"),
    "certificates:correct": (
        "200 district; 403 learner liaison subdistrict auditor; 404",
        "200 district; 403 learner liaison subdistrict auditor; 404",
    ),
    "certificates:download": ("200 learner subdistrict district; 403 liaison auditor; 404", "405 all"),
    "certificates:mine": ("200", "405 all"),
    "certificates:numbers": ("200 subdistrict district auditor; 404 stranger; 403", "405 all"),
    "certificates:numbers-export": ("405 all", "302 subdistrict district; 404 stranger; 403"),
    "certificates:pattern": (
        "200 subdistrict district; 403 school auditor; 404",
        "200 subdistrict district; 403 school auditor; 404",
    ),
    "certificates:pattern-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "certificates:patterns": ("200 stranger subdistrict district auditor; 403", "405 all"),
    "certificates:register": ("200 stranger subdistrict district auditor; 403", "405 all"),
    "certificates:revoke": (
        "200 district; 403 learner liaison subdistrict auditor; 404",
        "200 district; 403 learner liaison subdistrict auditor; 404",
    ),
    "certificates:reviews": ("200 stranger subdistrict district auditor; 403", "405 all"),
    "certificates:share": ("405 all", "302 learner; 404"),
    "certificates:shared": ("200 all", "405 all"),
    "certificates:stands": (
        "200 district; 403 learner liaison subdistrict auditor; 404",
        "200 district; 403 learner liaison subdistrict auditor; 404",
    ),
    "certificates:templates": (KEEPERS_SEE, "405 all"),
    "certificates:template": ("200 school subdistrict district auditor; 404", "405 all"),
    "certificates:template-new": (KEEPERS_MAKE, KEEPERS_MAKE),
    "certificates:template-design": (EAST_TEMPLATE, EAST_TEMPLATE),
    "certificates:template-picture": ("405 all", EAST_TEMPLATE.replace("200", "422")),
    "certificates:template-copy": (EAST_TEMPLATE, EAST_TEMPLATE),
    "certificates:template-rename": (EAST_TEMPLATE, EAST_TEMPLATE),
    "certificates:template-standard": ("405 all", EAST_TEMPLATE.replace("200", "302")),
    "certificates:template-retire": ("405 all", EAST_TEMPLATE.replace("200", "302")),
    "certificates:template-revive": ("405 all", EAST_TEMPLATE.replace("200", "302")),
    "certificates:version-picture": ("200 school subdistrict district auditor; 404", "405 all"),
    "certificates:images": (KEEPERS_SEE, "200 stranger school subdistrict district; 403"),
    "certificates:image": ("200 school subdistrict district auditor; 404", "405 all"),
    "certificates:image-retire": ("405 all", EAST_TEMPLATE.replace("200", "302")),
    "certificates:unshare": ("405 all", "302 learner; 404"),
    "certificates:verify": ("200 all", "404 all"),
    "certificates:verify-file": ("405 all", "400 all"),
    "certificates:verify-root": ("200 all", "405 all"),
    "certificates:void": (
        "200 district; 403 learner liaison subdistrict auditor; 404",
        "200 district; 403 learner liaison subdistrict auditor; 404",
    ),
    "certificates:verify-code": ("200 all", "405 all"),
}
