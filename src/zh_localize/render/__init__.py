"""Renderings of a report: JSON lines, a unified diff, a page to read."""
