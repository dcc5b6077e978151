"""Tools of the house itself: the plan printer, the module cutter, the word keeper."""
