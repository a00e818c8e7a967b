"""Tables of examples, one a kind: answer, typed text, verdict, why.  They test the kinds and make docs/answers.md."""
