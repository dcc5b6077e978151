"""What the user sees: base template, generic pages, components, css; no business words."""
