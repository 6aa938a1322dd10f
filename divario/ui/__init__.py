"""Everything that imports Streamlit, and the routes beside it."""
