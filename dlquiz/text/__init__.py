"""The Markdown of questions, read once for the screen and for exports: blocks, and the spans that stand in them."""
