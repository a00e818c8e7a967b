"""Questions and solutions for other programs: one driver, and one module a format."""
