"""Background removal, measured: quality on composed photos with known truth, and speed."""
