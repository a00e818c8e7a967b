"""The way in: questions that people have already become a bank.

Each reader turns a file into drafts, and lists with its line what it cannot carry.  `formats` finds the reader of a
file, `bank_text` writes the drafts as YAML.  Nothing that is read is ever run, and what it says is text.
"""
