"""Gettext catalogues: a neutral model, and the PO and MO files that hold it."""
