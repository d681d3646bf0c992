"""Lists taken out, their filters, and reports at their time."""

MATRIX = {
    "lists:export": ("405", "302 stranger liaison subdistrict district; 403"),
    "lists:filter-save": ("405", "302 stranger liaison subdistrict district auditor; 403"),
    "lists:filter-remove": ("405", "302 subdistrict; 404"),
    "lists:schedule-new": ("200 stranger liaison subdistrict district; 403", "200 stranger liaison subdistrict district; 403"),
    "lists:schedules": ("200", "405"),
    "lists:schedule-pause": ("405", "302 subdistrict; 404"),
    "lists:schedule-resume": ("405", "302 subdistrict; 404"),
    "lists:schedule-end": ("405", "302 subdistrict; 404"),
}
