"""What gets the program onto a machine. Standard library only; nothing of the product is in here."""
