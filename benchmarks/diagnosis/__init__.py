"""How well the search for a slip does: planted slips found, listed mistakes found, chance numbers left alone."""
