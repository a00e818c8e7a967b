"""Formulas and values written for people: plain, prose, LaTeX."""
