"""A district on one machine: how many people can be active at once, and what bounds it (``make load``)."""
