"""Formats of form: each draws the controls and hands back marks. None decides anything."""
