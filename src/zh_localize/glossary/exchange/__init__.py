"""Glossaries to and from the formats of other programs, one module a format.

A format that holds every field gives the glossary back; of others a manifest keeps what they cannot hold, and what
comes back is a patch against the pack.
"""

from zh_localize.glossary.exchange.formats import FORMATS, Format, guess, named, narrowed, write
from zh_localize.glossary.exchange.patches import Conflict, Patch, apply, patch

__all__ = ["FORMATS", "Conflict", "Format", "Patch", "apply", "guess", "named", "narrowed", "patch", "write"]
