"""What whoever runs the installation needs: is it well, is it safe, can it be moved."""
