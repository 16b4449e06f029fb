"""Reusable drawing: with pages and dashboard.py the only place that imports streamlit, plotly and folium."""
