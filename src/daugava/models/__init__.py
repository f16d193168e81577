"""What single labs calculate and draw: one small module a lab."""
