"""Files with personal data that leave the house: asked for with purpose and recipient, approved, marked, gone in a week."""
