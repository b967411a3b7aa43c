"""A recorded graph as rows: its forms, and the passes that shorten it."""
