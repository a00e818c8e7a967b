"""SymPy over plain trees: values with letters, derivatives, and the comparison of formulas.

Nothing here parses text: formulas come and go as trees, node by node.  The modules import SymPy or mpmath when they are
imported, so whoever needs one imports it on first use.
"""
