"""The demo district: the same organisations and people at both scales, made by bulk inserts from a seed."""
