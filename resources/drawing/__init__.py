"""The drawing of the sample catalogue: every picture of it is made by this package."""
