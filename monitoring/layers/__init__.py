"""What the map can be coloured by: layers of schools and townships, each by its own figures. Pure; nothing is drawn."""
