"""An independent check of findings, written from the definitions; a module for each finding.

Shares no code with the search but the evaluation of expressions. A failed check is a bug in sulh and raises
AssertionError. What takes too many steps to decide is left out, and the finding's `method` then says so.
"""
