"""How every page looks: one palette, one style sheet, for the player, pictures, reports and the playground."""
