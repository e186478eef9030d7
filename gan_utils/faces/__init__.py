"""Photos, published face networks, judges, scores and the age-progression sheet."""
