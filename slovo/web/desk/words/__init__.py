"""What states, moments and codes are called on the screen, in the reader's language."""
