"""Editions of a report for other readers: what they must not see is taken out, and nothing left gives it away."""
