"""The folders that the open catalogue is made of."""
