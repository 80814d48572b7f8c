"""The terms that a house agrees on, found and enforced wherever they occur."""

from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary, Hit

__all__ = ["Blocker", "Concept", "Designation", "Glossary", "Hit"]
