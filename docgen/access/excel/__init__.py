"""The checks of Excel workbooks."""
