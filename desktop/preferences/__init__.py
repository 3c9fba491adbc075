"""What a person chooses once for the whole program."""
