"""Repair: what was damaged on the way is put back."""
