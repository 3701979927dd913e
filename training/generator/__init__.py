"""Varied names for the places that names take in annotated text: a seeded grammar."""
