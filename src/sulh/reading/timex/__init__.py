"""Expressions of time: the words, the patterns, the calendar. The face is `sulh.reading.times`."""
