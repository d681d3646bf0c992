"""Long work of this app: registered here so that workers and pages know it."""
