"""What makes a certificate prove itself: the installation's keys, signed files, signed badges."""
