"""Annotated reports as a person reads and writes them: parsing, writing, and what is wrong with one."""
