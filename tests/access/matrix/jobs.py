"""Long work, and the trail of what was done; What one is told."""

MATRIX = {
    "audit:export": ("405", "302 auditor; 403"),
    "audit:trail": ("200 stranger subdistrict district auditor; 403", "405"),
    "jobs:cancel": ("405", "302 subdistrict; 404"),
    "jobs:download": ("404", "405"),
    "jobs:job": ("200 subdistrict; 404", "405"),
    "jobs:jobs": ("200", "405"),
    "jobs:retry": ("405", "302 subdistrict; 404"),
    "notices:notices": ("200", "405"),
    "notices:open": ("405", "302 learner; 404"),
    "notices:read-all": ("405", "302"),
    "notices:deliveries": ("200 district; 403", "405"),
    "notices:delivery-again": ("405", "302 district; 403 learner liaison subdistrict auditor; 404"),
}
