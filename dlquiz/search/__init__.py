"""Search by the words that people say: `index` finds, `words` knows which words mean the same."""
