"""Measurements, printed as multiples of something measured in the same run: `make bench`, `make proof`."""
