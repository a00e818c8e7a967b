"""Networks: one notation (`read`), its layers (`layers`), and the table of what they make and cost (`table`)."""
