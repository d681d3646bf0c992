"""What two people do together: one asks with a reason, another approves, and only then it is done."""
