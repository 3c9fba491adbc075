"""What a fine-tuned encoder is called: after the one that it was made from, and the day."""

TUNED = "+"


def base_of(name: str) -> str:
    """The encoder that `name` was fine-tuned from; itself where it was not."""
    return name.partition(TUNED)[0]


def is_tuned(name: str) -> bool:
    """Whether it names a fine-tuned encoder."""
    return TUNED in name
