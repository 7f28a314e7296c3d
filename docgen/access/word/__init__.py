"""The checks of Word documents."""
