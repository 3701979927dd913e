"""What the sequence model is trained from, and how."""
