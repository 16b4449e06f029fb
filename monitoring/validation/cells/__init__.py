"""What one cell says: figures, dates, words, without what stands around it."""
