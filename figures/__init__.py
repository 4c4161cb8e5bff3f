"""Charts, maps, colours and legends, made of answers. No Streamlit."""
