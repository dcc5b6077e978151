"""The business: one folder per subject."""
