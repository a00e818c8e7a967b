"""What `dlquiz check` finds beyond loading: `examine` judges examples, draws variants and applies `rules.RULES`."""
