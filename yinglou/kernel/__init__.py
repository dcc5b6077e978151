"""The kernel: the small framework of the house. It knows no business words."""
