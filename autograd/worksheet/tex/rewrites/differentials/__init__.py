"""Differentials of documents, and the Frobenius products that are told with them."""
