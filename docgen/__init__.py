"""docgen: audit toolkits out of one definition, read back without guessing, reported in Word."""

__version__ = "0.1.0"
