"""Election rounds, readiness, its workbook and snapshots; files handed out."""

_OWN = "200 subdistrict district; 404"

MATRIX = {
    "cohorts:readiness": ("200 stranger subdistrict district auditor; 403", "405"),
    "cohorts:readiness-organisation": ("200 subdistrict district auditor; 404", "405"),
    "cohorts:readiness-export": ("200 subdistrict district; 403 auditor; 404", "200 subdistrict district; 403 auditor; 404"),
    "cohorts:rounds": ("200 stranger subdistrict district auditor; 403", "405"),
    "cohorts:round-new": ("200 stranger subdistrict district; 403", "200 stranger subdistrict district; 403"),
    "cohorts:round-edit": ("200 subdistrict district; 403 auditor; 404", "200 subdistrict district; 403 auditor; 404"),
    "cohorts:snapshots": ("200 subdistrict district; 403 auditor; 404", "200 subdistrict district; 403 auditor; 404"),
    "cohorts:snapshot": (_OWN, "405"),
    "cohorts:snapshot-export": (_OWN, _OWN),
    "cohorts:snapshot-compare": (_OWN, "405"),
    "hand_outs:hand_outs": ("403 outsider learner editor; 200", "405"),
    # Asked for by the sub-district's administrator, who alone fetches it.
    "hand_outs:hand_out": ("200 subdistrict district auditor; 404", "405"),
    "hand_outs:file": ("200 subdistrict; 403 district auditor; 404", "405"),
}
