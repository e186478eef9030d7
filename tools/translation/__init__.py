"""The Brazilian edition: catalogues of what a reader sees, and notebooks from them."""
