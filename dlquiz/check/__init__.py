"""Everything that `dlquiz check` examines beyond loading."""
