"""What all operations share: variants, scripts, sentences, protected spans, matching and packed tables."""
