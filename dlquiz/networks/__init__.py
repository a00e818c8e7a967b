"""Networks: one notation (`notation`), the layers it describes (`layers`), and the table of their numbers (`table`)."""
