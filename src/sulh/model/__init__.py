"""Frozen values and the error tree. Imports nothing else of sulh."""
