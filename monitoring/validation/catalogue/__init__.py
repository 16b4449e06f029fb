"""The problems of an import: their sentences and their order."""
