"""Reads that join across models, one module a subject: ``readiness``, ``completion``, ``attendance`` ..."""
