"""What other programs tell us by themselves, at an address of their own."""
