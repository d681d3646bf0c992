"""What waits for a second person."""

MATRIX = {
    "approvals:approvals": ("403 outsider learner liaison editor; 200", "405"),
    "approvals:approval": ("200 trainer school subdistrict district auditor; 404", "405"),
    "approvals:approve": ("405", "302 school subdistrict district; 403 trainer auditor; 404"),
    "approvals:decline": ("405", "200 school subdistrict district; 403 trainer auditor; 404"),
    "approvals:withdraw": ("405", "302 trainer; 403 school subdistrict district auditor; 404"),
}
