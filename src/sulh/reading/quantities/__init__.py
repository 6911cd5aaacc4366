"""What numbers count: words, units, subjects. The face is `sulh.reading.figures`."""
