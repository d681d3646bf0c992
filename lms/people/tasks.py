"""Long work on people: registered here so that workers and pages know it."""
