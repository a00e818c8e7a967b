"""Papers that are printed, and answers that are typed off them: who gets which numbers, and what an answer earns."""
