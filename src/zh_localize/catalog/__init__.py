"""Gettext catalogues: a neutral model, and the PO and MO files that hold it."""

from zh_localize.catalog.header import default_header
from zh_localize.catalog.model import Catalog, Previous, Unit

__all__ = ["Catalog", "Previous", "Unit", "default_header"]
