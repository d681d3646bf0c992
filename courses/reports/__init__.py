"""What goes out of this app as a file."""
