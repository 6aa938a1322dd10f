"""The environment `.venv` and the checks, for `start.py`; standard library only."""
