"""Bytes to reports. The only layer that knows the limits on input."""

from sulh.text.files import Found, Skipped, find_reports, load_report
from sulh.text.limits import DEFAULT_LIMITS, Limits
from sulh.text.read import read_report

__all__ = ["DEFAULT_LIMITS", "Found", "Limits", "Skipped", "find_reports", "load_report", "read_report"]
