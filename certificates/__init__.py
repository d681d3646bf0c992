"""Proof of training: numbered, frozen, verified by anyone. It knows a person and facts, nothing of classes."""
