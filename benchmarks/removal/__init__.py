"""Background removal, measured: quality on composed photos, speed, contact sheets."""
