"""What indexing costs: beside the loop that people write, by stages, and as catalogues grow."""
