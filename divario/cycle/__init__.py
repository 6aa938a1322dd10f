"""The what-if model: what keeps a small firm in the cycle of no budget and no results."""
