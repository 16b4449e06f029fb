"""What leaves the program as a file: workbooks and printed pages, built from the data, never a photo of a page."""
