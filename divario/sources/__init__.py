"""From the publishers: readers of their formats, checks on arrival, the update."""
