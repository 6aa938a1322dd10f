"""Data and method: sources, indicators, queries."""

import streamlit as st

st.write("…")
