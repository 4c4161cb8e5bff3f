"""What the store says, worked out once for each version of the data. No Streamlit, no plotly."""
