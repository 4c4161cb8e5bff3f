"""The HTTP API. No Streamlit."""
