"""The audit cycle: values in, values out. No clock, no store, no files."""
