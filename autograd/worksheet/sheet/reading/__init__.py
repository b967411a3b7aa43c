"""The statements of a worksheet read: what is known by then, what a statement defines, what else it means."""
