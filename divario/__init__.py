"""Divario: how far small and medium enterprises lag in using digital tools."""
