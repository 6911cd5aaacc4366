"""The learned part of the reader: text → windows → scores of one forward pass → an annotation."""
