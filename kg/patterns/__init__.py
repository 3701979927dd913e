"""What claim rules share: word classes, numbers, phrases, and sentences seen as signatures."""
