"""Stability by the Graph Model for Conflict Resolution (Kilgour, Hipel and Fang, Automatica 1987).

A state is a package that the links allow; a party moves by changing issues that it controls. Which states
would nobody leave, and what holds those who would like to?
"""

from sulh.bargaining.stability.finding import stability

__all__ = ["stability"]
