"""Checks of Chinese catalogues, as a Chinese editor would make them; one module a family."""
