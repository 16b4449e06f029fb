"""The product without a screen: importing it imports no streamlit, plotly or folium."""
